"""A project as it was, and what differs between two of its revisions."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from milepost.commands.run import Call, run
from milepost.dossier.people import Role
from milepost.forecasting.load import load
from milepost.queries.catalogue import ask
from milepost.queries.journal_differences import Comparison
from milepost.queries.journal_past import PastProject
from milepost.queries.refused import Refused
from tests.worlds import AT, do, join, late_parts, sample, several, small, user

pytestmark = pytest.mark.django_db


def then(**told: Any) -> PastProject:
    """The small project as it was."""
    found: PastProject = ask("project_as_of", told, actor=user(), at=AT, project="SMALL")
    return found


def compared(**told: Any) -> Comparison:
    """Two revisions of the small project, compared."""
    found: Comparison = ask("compare_revisions", told, actor=user(), at=AT, project="SMALL")
    return found


def test_a_past_revision_shows_the_outline_and_dates_it_had() -> None:
    ana = user()
    before = load(small(ana))
    do(ana, "SMALL", "change_duration", task="T-2", duration="20d")
    do(ana, "SMALL", "remove_tasks", tasks=["T-3"])
    late_parts(ana)
    past = then(revision=2)
    assert [row.name for row in past.tasks] == ["Design", "Build", "Test"]
    assert past.risks == ()
    assert past.finish.isoformat() == "2026-03-25T17:00:00"
    assert [row.finish for row in past.tasks][-1] == past.finish
    assert (past.revision.number, past.revision.by, past.newest) == (2, "ana", 5)
    now = then()
    assert ([row.name for row in now.tasks], [each.ref for each in now.risks]) == (["Design", "Build"], ["R-1"])
    assert before.dossier.plan.tasks[2].name == "Test"


def test_a_day_stands_for_its_last_revision() -> None:
    ana = user()
    small(ana)
    later = datetime(2026, 3, 9, 12, tzinfo=UTC)
    run([Call("rename_task", {"task": "T-1", "name": "Sketch"})], actor=ana, door="test", at=later, project="SMALL")
    assert then(on=date(2026, 3, 8)).tasks[0].name == "Design"
    assert then(on=date(2026, 3, 9)).tasks[0].name == "Sketch"
    assert compared(on=date(2026, 3, 2)).lines[0].sentence == "Sketch: name Design → Sketch."


@pytest.mark.parametrize("told", [{"revision": 0}, {"revision": 3}, {"on": "2026-03-01"}, {"on": "soon"}])
def test_what_never_was_is_refused(told: dict[str, Any]) -> None:
    small(user())
    with pytest.raises(Refused):
        then(**told)


def test_each_record_that_differs_has_its_sentence() -> None:
    ana = user()
    small(ana)
    several(
        ana,
        "SMALL",
        ("change_duration", {"task": "T-2", "duration": "7d"}),
        ("add_task", {"name": "Ship", "duration": "1d", "after": "T-3"}),
        ("set_currency", {"currency": "CHF"}),
    )
    late_parts(ana)
    found = compared(revision=2)
    assert [(each.kind, each.record, each.sentence, each.days) for each in found.lines] == [
        (
            "changed",
            "T-2",
            "Build: duration 10 working days → 7 working days; ends 3 working days earlier (Tue 17 Mar 2026).",
            Decimal("-3.0"),
        ),
        ("added", "T-4", "Ship is new, on Mon 23 Mar 2026.", None),
        ("moved", "T-3", "Test ends 3 working days earlier (Fri 20 Mar 2026).", Decimal("-3.0")),
        ("changed", "", "The project: currency EUR → CHF.", None),
        ("added", "", "Link Test → Ship is new.", None),
        ("added", "R-1", "Risk Late parts is new.", None),
    ]
    assert (found.added, found.removed, found.changed, found.moved, found.total) == (3, 0, 2, 1, 6)
    assert "2 working days earlier" in found.sentence


def test_backwards_is_forwards_and_a_revision_alone_is_what_its_action_did() -> None:
    ana = user()
    small(ana)
    do(ana, "SMALL", "remove_tasks", tasks=["T-3"])
    newest = compared().after.number
    assert compared(revision=newest, to=1).before.number == 1
    alone = compared(to=newest)
    assert (alone.before.number, [each.sentence for each in alone.lines if each.table == "tasks"]) == (
        newest - 1,
        ["Test is gone."],
    )
    assert compared(revision=newest).total == 0


def test_who_may_not_see_costs_is_not_told_that_any_differs() -> None:
    ana, ben = user(), user("ben")
    project = sample(ana)
    join(project, ben, Role.MEMBER)
    do(ana, "PORTAL", "set_rate", resource="P-12", standard="95")
    do(ana, "PORTAL", "transfer_budget", source="C-200", to="C-300", amount="100")
    hers = ask("compare_revisions", {"revision": 1}, actor=ana, at=AT, project="PORTAL")
    his = ask("compare_revisions", {"revision": 1}, actor=ben, at=AT, project="PORTAL")
    assert (hers.total > 0, his.total) == (True, 0)
    assert ask("project_as_of", {"revision": 1}, actor=ana, at=AT, project="PORTAL").cost is not None
    assert ask("project_as_of", {"revision": 1}, actor=ben, at=AT, project="PORTAL").cost is None


def test_what_cannot_be_undone_says_who_changed_it_since() -> None:
    ana, ben = user(), user("ben")
    join(small(ana), ben, Role.MANAGER)
    first = do(ana, "SMALL", "rename_task", task="T-1", name="Sketch").number
    second = do(ben, "SMALL", "rename_task", task="T-1", name="Drawing").number
    with pytest.raises(
        Refused, match=rf"name of T-1 has changed since \(entry {second} by ben\); undo that"
    ) as refused:
        do(ana, "SMALL", "undo", entry=first)
    assert (refused.value.code, refused.value.details) == ("conflict", {"entry": second, "by": "ben"})
    do(ana, "SMALL", "undo", entry=second)
    do(ana, "SMALL", "undo", entry=first)
    assert then().tasks[0].name == "Design"


def test_progress_is_told_as_people_say_it() -> None:
    ana = user()
    small(ana)
    several(
        ana,
        "SMALL",
        ("record_actual_start", {"task": "T-1", "at": "2026-03-03"}),
        ("record_progress", {"task": "T-1", "percent": 40}),
        ("set_deadline", {"task": "T-3", "at": "2026-04-01"}),
        ("set_work_lengths", {"hours_a_day": "7.5"}),
    )
    said = {each.record: each.sentence for each in compared(revision=2).lines if each.kind == "changed"}
    assert said["T-1"].startswith("Design: started on Tue 3 Mar 2026; done 0 % → 40 %")
    assert "deadline none → Wed 1 Apr 2026" in said["T-3"]
    assert said[""] == "The settings: a day 8 h → 7.5 h."
