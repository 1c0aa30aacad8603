"""Who is loaded how much, what I have to do, and who could do it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from tests.worlds import AT, do, sample, small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def mei() -> Actor:
    """Mei, who designs and tests in ana's project."""
    ana = user()
    small(ana)
    do(ana, "SMALL", "add_resource", name="Mei", team="Design")
    do(ana, "SMALL", "set_rate", resource="P-1", standard="80")
    do(ana, "SMALL", "assign", task="T-1", resource="P-1")
    do(ana, "SMALL", "assign", task="T-3", resource="P-1", units="2")
    user("mei")
    do(ana, "SMALL", "set_member", user="mei", role="member", person="P-1")
    return user("mei")


def test_my_work_is_what_is_mine_and_open_with_what_it_waits_for(mei: Actor) -> None:
    first, last = ask("my_work", actor=mei, at=AT)
    assert (first.ref, first.state, first.waits_for, first.remaining_hours) == ("T-1", "ready", (), Decimal("40.0"))
    assert (last.ref, last.state, last.waits_for) == ("T-3", "waiting", ("T-2 Build",))
    do(user(), "SMALL", "record_actual_finish", task="T-1", at="2026-03-02")
    assert [line.ref for line in ask("my_work", actor=mei, at=AT)] == ["T-3"]
    assert ask("my_work", actor=user(), at=AT) == ()


def test_a_workload_shows_weeks_with_too_much(mei: Actor) -> None:
    found = ask("workload", {"start": "2026-03-02", "weeks": 4}, actor=mei, at=AT, project="SMALL")
    (row,) = found.rows
    assert [str(week) for week in found.weeks] == ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"]
    assert [(cell.percent, cell.level) for cell in row.cells] == [
        (100, "full"),
        (0, "free"),
        (0, "free"),
        (120, "over"),
    ]
    (everywhere,) = ask("people", {"start": "2026-03-02", "weeks": 4}, actor=mei, at=AT).rows
    assert [cell.percent for cell in everywhere.cells] == [cell.percent for cell in row.cells]


def test_rates_are_for_those_who_see_costs(mei: Actor) -> None:
    assert [line.rate for line in ask("team", actor=user(), at=AT, project="SMALL")] == [Decimal(80)]
    assert [line.rate for line in ask("team", actor=mei, at=AT, project="SMALL")] == [None]


def test_candidates_are_ranked_and_cost_only_for_those_who_see_it() -> None:
    ana = user()
    sample(ana)
    found = ask("candidates", {"task": "T-16"}, actor=ana, at=AT, project="PORTAL")
    assert len(found) > 3
    assert all(line.cost is not None for line in found)
    user("ben")
    do(ana, "PORTAL", "set_member", user="ben", role="member")
    unpriced = ask("candidates", {"task": "T-16"}, actor=user("ben"), at=AT, project="PORTAL")
    assert all(line.cost is None for line in unpriced)


def test_booked_time_is_on_the_timesheet_of_its_week(mei: Actor) -> None:
    do(mei, "SMALL", "log_time", task="T-1", hours="6.5", day="2026-03-02", note="sketches")
    sheet = ask("timesheet", actor=mei, at=AT)
    (line,) = sheet.entries
    assert (line.ref, line.task_name, line.hours, line.note) == ("E-1", "Design", Decimal("6.50"), "sketches")
    first = sheet.days[0]
    assert (first.day, first.hours, sheet.hours) == (date(2026, 3, 2), Decimal("6.50"), Decimal("6.50"))
    assert [(task.task, task.days[0]) for task in sheet.tasks] == [("T-1", first)]
    assert (sheet.before, sheet.after) == (date(2026, 2, 23), date(2026, 3, 9))
    before = ask("timesheet", {"week": "2026-02-20"}, actor=mei, at=AT)
    assert (before.entries, before.tasks, before.hours) == ((), (), 0)


def test_a_task_under_way_is_on_the_timesheet_before_anything_is_booked(mei: Actor) -> None:
    sheet = ask("timesheet", {"week": "2026-03-05"}, actor=mei, at=AT)
    assert [(task.project, task.task, task.hours) for task in sheet.tasks] == [("SMALL", "T-1", Decimal(0))]
    do(user(), "SMALL", "record_actual_finish", task="T-1", at="2026-03-02")
    assert ask("timesheet", {"week": "2026-03-05"}, actor=mei, at=AT).tasks == ()


def test_comments_are_listed_by_record(mei: Actor) -> None:
    do(mei, "SMALL", "comment", about="T-1", text="first")
    do(mei, "SMALL", "comment", about="T-2", text="other")
    assert [line.text for line in ask("comments", {"about": "t-1"}, actor=mei, at=AT, project="SMALL")] == ["first"]
