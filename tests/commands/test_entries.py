"""Time people book and what they say."""

from __future__ import annotations

import pytest

from milepost.engine.tasks import Task
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Comment, Message, TimeEntry
from tests.worlds import do, small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei() -> Actor:
    """Mei, who designs in ana's project."""
    ana = user()
    small(ana)
    do(ana, "SMALL", "add_resource", name="Mei")
    do(ana, "SMALL", "assign", task="T-1", resource="P-1")
    user("mei")
    do(ana, "SMALL", "set_member", user="mei", role="member", person="P-1")
    return user("mei")


def task(outcome: object, uid: int = 1) -> Task:
    """A task after an action."""
    return next(each for each in outcome.after.dossier.plan.tasks if each.uid == uid)  # type: ignore[attr-defined]


def test_booked_time_is_work_done_and_less_is_left(mei: Actor) -> None:
    outcome = do(mei, "SMALL", "log_time", task="T-1", hours="8", day="2026-03-02", note="sketches")
    row = task(outcome)
    (one,) = outcome.after.dossier.plan.assignments  # type: ignore[union-attr]
    assert (one.actual_work, one.remaining_work, one.work) == (480, 4 * 480, 5 * 480)
    assert (row.percent_complete, row.duration, row.actual_start is not None) == (20, 5 * 480, True)
    assert TimeEntry.objects.get().minutes == 480


def test_more_left_than_thought_makes_the_task_longer_and_taking_back_undoes(mei: Actor) -> None:
    first = do(mei, "SMALL", "log_time", task="T-1", hours="8", day="2026-03-02", remaining="6d")
    assert task(first).duration == 7 * 480
    again = do(mei, "SMALL", "undo")
    assert (task(again).duration, task(again).actual_start) == (5 * 480, None)
    assert not TimeEntry.objects.exists()


def test_a_booking_is_corrected_and_taken_back(mei: Actor) -> None:
    do(mei, "SMALL", "log_time", task="T-1", hours="8", day="2026-03-02")
    do(mei, "SMALL", "change_time", entry=1, hours="4")
    outcome = do(mei, "SMALL", "remove_time", entry=1)
    (one,) = outcome.after.dossier.plan.assignments  # type: ignore[union-attr]
    assert (one.actual_work, one.remaining_work) == (0, 5 * 480)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"task": "T-2", "hours": "8", "day": "2026-03-02"}, "own tasks"),
        ({"task": "T-1", "hours": "0", "day": "2026-03-02"}, "more than nothing"),
        ({"task": "T-1", "hours": "25", "day": "2026-03-02"}, "at most 24"),
        ({"task": "T-1", "hours": "8", "day": "2026-03-09"}, "not come yet"),
        ({"task": "T-1", "hours": "8", "day": "2026-03-02", "remaining": "-2d"}, "zero or more"),
    ],
)
def test_what_cannot_be_booked_is_refused(mei: Actor, arguments: dict[str, str], words: str) -> None:
    with pytest.raises(Refused, match=words):
        do(mei, "SMALL", "log_time", **arguments)
    assert not TimeEntry.objects.exists()


def test_a_comment_is_about_a_record_and_tells_who_is_named(mei: Actor) -> None:
    do(mei, "SMALL", "comment", about="T-2", text="@ana when does this start? (cc @nobody)")
    assert [(row.subject, row.path) for row in Message.objects.all()] == [
        ("mei named you at T-2 in Small", "/p/SMALL/find/T-2")
    ]
    with pytest.raises(Refused, match="no record T-77"):
        do(mei, "SMALL", "comment", about="T-77", text="hello")
    do(user(), "SMALL", "comment", about="T-1", text="soon")
    with pytest.raises(Refused, match="Only the project's owner"):
        do(mei, "SMALL", "remove_comment", comment=2)
    do(mei, "SMALL", "remove_comment", comment=1)
    assert [row.uid for row in Comment.objects.all()] == [2]
