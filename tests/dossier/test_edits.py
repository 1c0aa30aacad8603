"""Executable edits: each does what its word says, leaves the given plan alone, and refuses in words."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from milepost.dossier.edits import COMMANDS, Edit, EditRefusedError, apply, from_json, to_json
from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Convention, Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Estimate, Link, LinkType, Task

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of June 2026: `08T17:00`."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


#: Monday 1 June 2026, two tasks by Ana, one by nobody; the status date is Friday 5 June.
PLAN = Plan(
    Settings(start=at("01T08:00"), status_date=at("05T17:00"), calendar=1),
    calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
    tasks=(
        Task(9, "Build", summary=True),
        Task(1, "Design", parent=9, duration=5 * DAY, work=5 * DAY),
        Task(2, "Code", parent=9, duration=10 * DAY, work=10 * DAY),
        Task(3, "Release", milestone=True),
        Task(4, "Write", duration=2 * DAY, deadline=at("30T17:00")),
    ),
    links=(Link(1, 2), Link(2, 3), Link(4, 3, lag=2 * DAY)),
    resources=(
        Resource(1, "Ana", group="Dev", rates=(Rate("A", None, Decimal(100)),)),
        Resource(2, "Ben", group="Dev"),
        Resource(3, "Cid", inactive=True),
    ),
    assignments=(
        Assignment(1, 1, 1, work=5 * DAY, remaining_work=5 * DAY),
        Assignment(2, 2, 1, work=10 * DAY, remaining_work=10 * DAY),
    ),
)


def edited(*edits: tuple[str, dict[str, Any]], plan: Plan = PLAN) -> Plan:
    """The plan after edits."""
    return apply(plan, [Edit(word, arguments) for word, arguments in edits])


def task(plan: Plan, uid: int) -> Task:
    """A task of a plan."""
    return next(each for each in plan.tasks if each.uid == uid)


def finish(plan: Plan, uid: int) -> str:
    """The day and time a task is scheduled to finish."""
    return f"{moment(schedule(plan).by_uid[uid].finish):%dT%H:%M}"


@pytest.mark.parametrize(
    "edit",
    [("change_duration", {"task": 1, "duration": 10 * DAY}), ("change_remaining", {"task": 1, "remaining": 10 * DAY})],
)
def test_the_range_of_a_duration_follows_it(edit: tuple[str, dict[str, int]]) -> None:
    estimate = Estimate(4 * DAY, 5 * DAY, 8 * DAY, basis="expert")
    tasks = tuple(replace(each, estimate=estimate) if each.uid == 1 else each for each in PLAN.tasks)
    after = edited(edit, plan=replace(PLAN, tasks=tasks))
    found = next(each for each in after.tasks if each.uid == 1)
    assert found.estimate == replace(estimate, optimistic=8 * DAY, most_likely=10 * DAY, pessimistic=16 * DAY)


def test_change_duration_takes_the_work_along() -> None:
    after = edited(("change_duration", {"task": 1, "duration": 3 * DAY}))
    assert (task(after, 1).duration, after.assignments[0].work) == (3 * DAY, 3 * DAY)
    assert task(PLAN, 1).duration == 5 * DAY


def test_change_remaining_keeps_what_is_done() -> None:
    started = edited(
        ("record_actual_start", {"task": 1, "at": at("01T08:00")}), ("record_progress", {"task": 1, "percent": "40"})
    )
    after = edited(("change_remaining", {"task": 1, "remaining": 6 * DAY}), plan=started)
    assert (task(after, 1).actual_duration, task(after, 1).remaining_duration) == (2 * DAY, 6 * DAY)
    assert task(after, 1).percent_complete == 25
    assert after.assignments[0].actual_work == 2 * DAY


def test_two_people_share_the_work_and_learning_adds_to_it() -> None:
    plain = edited(("assign_to_share", {"task": 2, "resource": 2}))
    learning = edited(("assign_to_share", {"task": 2, "resource": 2, "units": "1", "loss": 2 * DAY}))
    assert (task(plain, 2).duration, task(learning, 2).duration) == (5 * DAY, 6 * DAY)
    assert sum(row.work for row in learning.assignments if row.task == 2) == 12 * DAY


def test_reassign_moves_what_remains_and_leaves_what_is_done() -> None:
    begun = edited(
        ("record_actual_start", {"task": 1, "at": at("01T08:00")}), ("record_progress", {"task": 1, "percent": "40"})
    )
    after = edited(("reassign", {"task": 1, "resource": 1, "to": 2}), plan=begun)
    rows = {row.resource: (row.actual_work, row.remaining_work) for row in after.assignments if row.task == 1}
    assert rows == {1: (2 * DAY, 0), 2: (0, 3 * DAY)}
    again = edited(("reassign", {"task": 1, "resource": 2, "to": 1}), plan=after)
    rows = {row.resource: (row.actual_work, row.work) for row in again.assignments if row.task == 1}
    assert rows == {1: (2 * DAY, 5 * DAY)}
    fresh = edited(("reassign", {"task": 1, "resource": 1, "to": 2}))
    assert [row.resource for row in fresh.assignments] == [2, 1]


def test_assign_and_unassign() -> None:
    after = edited(("assign", {"task": 4, "resource": 2, "units": "0.5"}))
    assert after.assignments[-1].work == DAY
    assert edited(("unassign", {"task": 4, "resource": 2}), plan=after).assignments == PLAN.assignments


def test_links_are_added_changed_and_removed() -> None:
    after = edited(("add_link", {"predecessor": 2, "successor": 4, "kind": "SS", "lag": DAY}))
    assert after.links[-1] == Link(2, 4, LinkType.SS, DAY)
    changed = edited(("change_link", {"predecessor": 2, "successor": 4, "kind": "FS", "lag": 0}), plan=after)
    assert changed.links[-1] == Link(2, 4)
    assert edited(("remove_link", {"predecessor": 2, "successor": 4}), plan=changed).links == PLAN.links


def test_waiting_becomes_a_task_and_moves_nothing() -> None:
    after = edited(("lag_to_task", {"predecessor": 4, "successor": 3, "name": "Wait for approval"}))
    waiting = next(each for each in after.tasks if each.name == "Wait for approval")
    assert waiting.duration == 2 * DAY
    assert {(link.predecessor, link.successor, link.lag) for link in after.links} == {
        (1, 2, 0),
        (2, 3, 0),
        (4, waiting.uid, 0),
        (waiting.uid, 3, 0),
    }
    assert finish(after, 3) == finish(PLAN, 3)


def test_a_task_is_divided_into_a_chain() -> None:
    parts = {"task": 2, "names": ["Code core", "Code screens"], "durations": [4 * DAY, 6 * DAY]}
    after = edited(("split_task_into", parts))
    core, screens = (next(each for each in after.tasks if each.name == name) for name in ("Code core", "Code screens"))
    assert (core.uid, core.work, screens.work) == (2, 4 * DAY, 6 * DAY)
    assert Link(2, screens.uid) in after.links
    assert Link(screens.uid, 3) in after.links
    assert finish(after, 3) == finish(PLAN, 3)


def test_constraints_and_deadlines() -> None:
    held = edited(("set_constraint", {"task": 4, "kind": "SNET", "at": at("10T08:00")}))
    assert task(held, 4).constraints == (Constraint(ConstraintKind.SNET, at("10T08:00")),)
    assert finish(held, 4) == "11T17:00"
    assert task(edited(("clear_constraint", {"task": 4}), plan=held), 4).constraints == ()
    assert task(edited(("set_deadline", {"task": 9, "at": at("20T17:00")})), 9).deadline == at("20T17:00")
    assert task(edited(("clear_deadline", {"task": 4})), 4).deadline is None
    assert edited(("set_must_finish", {"at": at("30T17:00")})).settings.must_finish_by == at("30T17:00")


def test_overtime_touches_only_its_tasks() -> None:
    after = edited(("add_working_days", {"tasks": [2], "days": ["2026-06-13", "2026-06-20"]}))
    assert (finish(PLAN, 3), finish(after, 3)) == ("26T17:00", "24T17:00")
    assert after.calendars[0] == PLAN.calendars[0]


def test_progress_is_recorded() -> None:
    done = edited(("record_actual_finish", {"task": 1, "started": at("01T08:00"), "at": at("03T17:00")}))
    row = task(done, 1)
    assert (row.percent_complete, row.duration, row.remaining_duration) == (100, 3 * DAY, 0)
    assert done.assignments[0].remaining_work == 0
    assert finish(done, 2) == "19T17:00"


def test_what_was_not_done_moves_to_the_status_date() -> None:
    behind = replace(PLAN, settings=replace(PLAN.settings, convention=Convention.MSPROJECT))
    after = edited(("move_remaining_to_status_date", {"task": 4}), plan=behind)
    assert (finish(behind, 4), finish(after, 4)) == ("02T17:00", "09T17:00")
    begun = edited(("record_actual_start", {"task": 4, "at": at("01T08:00")}), plan=behind)
    assert finish(edited(("move_remaining_to_status_date", {"task": 4}), plan=begun), 4) == "09T17:00"


def test_baseline_remembers_todays_dates() -> None:
    saved = edited(("set_baseline", {}))
    row = next(each for each in saved.baselines[0].tasks if each.task == 2)
    assert (f"{moment(row.finish or 0):%dT%H:%M}", row.duration, row.work) == ("26T17:00", 10 * DAY, 10 * DAY)
    assert row.cost == Decimal(8000)
    later = edited(("change_duration", {"task": 2, "duration": 12 * DAY}), ("set_baseline", {"tasks": [4]}), plan=saved)
    assert next(each for each in later.baselines[0].tasks if each.task == 2) == row


@pytest.mark.parametrize(
    ("word", "arguments", "said"),
    [
        ("paint", {}, "There is no command 'paint'"),
        ("change_duration", {"task": 1}, "needs duration"),
        ("change_duration", {"task": 1, "duration": 9, "colour": 3}, "does not know colour"),
        ("change_duration", {"task": 1, "duration": "9"}, "whole number"),
        ("change_duration", {"task": 77, "duration": 9}, "no task with number 77"),
        ("change_duration", {"task": 9, "duration": 9}, "is a summary"),
        ("change_duration", {"task": 1, "duration": -5}, "below zero"),
        ("assign", {"task": 1, "resource": 1}, "already assigned"),
        ("assign", {"task": 4, "resource": 3}, "is inactive"),
        ("assign", {"task": 4, "resource": 2, "units": "lots"}, "a number such as"),
        ("unassign", {"task": 4, "resource": 2}, "Ben is not assigned to 'Write'"),
        ("add_link", {"predecessor": 1, "successor": 1}, "cannot wait for itself"),
        ("add_link", {"predecessor": 1, "successor": 2}, "already waits"),
        ("add_link", {"predecessor": 1, "successor": 4, "kind": "XX"}, "one of FS, SS, FF, SF"),
        ("remove_link", {"predecessor": 1, "successor": 4}, "there is no such link"),
        ("lag_to_task", {"predecessor": 1, "successor": 2, "name": "x"}, "waiting time"),
        ("set_constraint", {"task": 4, "kind": "MSO"}, "needs a date"),
        ("clear_constraint", {"task": 4}, "no such constraint"),
        ("record_progress", {"task": 1, "percent": "20"}, "has not started"),
        ("record_actual_start", {"task": 1, "at": at("09T08:00")}, "on or before the status date"),
        ("record_actual_finish", {"task": 1, "at": at("03T08:00")}, "Say when"),
        ("set_priority", {"task": 1, "priority": 1001}, "between 0 and 1000"),
        ("set_task_calendar", {"task": 1, "calendar": 7}, "no calendar with number 7"),
        ("split_task_into", {"task": 2, "names": ["a"], "durations": [DAY]}, "at least two parts"),
        ("split_task_into", {"task": 2, "names": ["a", "b"], "durations": [DAY, DAY]}, "add up to"),
        ("add_working_day", {"calendar": None, "day": "soon"}, "no date such as"),
    ],
)
def test_refusals_say_what_is_wrong(word: str, arguments: dict[str, Any], said: str) -> None:
    with pytest.raises(EditRefusedError, match=said):
        edited((word, arguments))


def test_what_is_complete_does_not_change() -> None:
    done = edited(("record_actual_finish", {"task": 1, "started": at("01T08:00"), "at": at("03T17:00")}))
    with pytest.raises(EditRefusedError, match="is complete"):
        edited(("change_duration", {"task": 1, "duration": DAY}), plan=done)


def test_edits_are_json() -> None:
    edit = Edit("assign", {"task": 4, "resource": 2, "units": "0.5"})
    assert from_json(json.loads(json.dumps(to_json(edit)))) == edit
    with pytest.raises(EditRefusedError, match="command word"):
        from_json({"arguments": {}})


def test_every_command_says_what_it_does() -> None:
    assert len(COMMANDS) >= 30
    assert all(command.__doc__ and name == command.__name__ for name, command in COMMANDS.items())
