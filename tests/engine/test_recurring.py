"""Recurring tasks: their instances, and what regenerating keeps."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from milepost.engine.calendars import Frequency, Recurrence
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recurring import RecurringPattern, has_actuals, regenerate
from milepost.engine.resources import Assignment
from milepost.engine.tasks import Link, Task, TaskKind
from tests.engine.calendar_drawings import calendar, holiday, plan, shown

MONDAYS = RecurringPattern(
    Recurrence(Frequency.WEEKLY, weekdays=(0,)), date(2026, 3, 2), date(2026, 3, 31), at=540, duration=60
)
STD = calendar(exceptions=(holiday("2026-03-16"),))


def meeting(**facts: object) -> Plan:
    tasks = (Task(1, "Build"), Task(5, "Status", kind=TaskKind.RECURRING), Task(7, "Test"))
    return regenerate(plan(STD, tasks=tasks, **facts), 5, MONDAYS)  # type: ignore[arg-type]


def told(known: Plan) -> list[tuple[int, str, str]]:
    return [
        (t.uid, t.name, shown(t.constraints[0].at)[5:])
        for t in known.tasks
        if t.kind is TaskKind.RECURRING and t.constraints and t.constraints[0].at is not None
    ]


def test_each_instance_starts_no_earlier_than_its_slot_moved_to_working_time() -> None:
    known = meeting()
    assert told(known) == [
        (8, "Status 1", "03-02 09:00"),
        (9, "Status 2", "03-09 09:00"),
        (10, "Status 3", "03-17 08:00"),
        (11, "Status 4", "03-23 09:00"),
        (12, "Status 5", "03-30 09:00"),
    ]
    assert [t.uid for t in known.tasks] == [1, 5, 8, 9, 10, 11, 12, 7]
    assert {(t.parent, t.duration) for t in known.tasks[2:7]} == {(5, 60)}
    assert known.tasks[1].summary


def test_regenerating_the_same_pattern_changes_nothing() -> None:
    assert regenerate(meeting(), 5, MONDAYS) == meeting()


def test_regenerating_keeps_what_has_happened_and_what_stays_on_its_slot() -> None:
    known = meeting()
    held = replace(known.tasks[2], actual_start=known.tasks[2].constraints[0].at, percent_complete=Decimal(100))
    links = (Link(8, 7), Link(9, 7), Link(11, 7))
    known = replace(
        known,
        tasks=(*known.tasks[:2], held, *known.tasks[3:]),
        links=links,
        assignments=(Assignment(1, 9, None), Assignment(2, 11, None)),
    )
    fortnightly = replace(MONDAYS, recurrence=replace(MONDAYS.recurrence, interval=3), duration=90)
    again = regenerate(known, 5, fortnightly)
    assert told(again) == [(8, "Status 1", "03-02 09:00"), (11, "Status 2", "03-23 09:00")]
    assert again.tasks[2] == held
    assert again.tasks[3].duration == 90
    assert again.links == (links[0], links[2])
    assert [a.task for a in again.assignments] == [11]


def test_an_instance_that_happened_outside_the_new_pattern_stays() -> None:
    known = meeting()
    held = replace(known.tasks[3], actual_start=known.tasks[3].constraints[0].at)
    known = replace(known, tasks=(*known.tasks[:3], held, *known.tasks[4:]))
    later = replace(MONDAYS, start=date(2026, 3, 23))
    assert told(regenerate(known, 5, later)) == [
        (9, "Status 2", "03-09 09:00"),
        (11, "Status 2", "03-23 09:00"),
        (12, "Status 3", "03-30 09:00"),
    ]
    assert held in regenerate(known, 5, later).tasks


def test_actuals_are_any_trace_of_progress() -> None:
    assert not has_actuals(Task(1, "T"))
    for facts in ({"actual_start": 0}, {"actual_finish": 0}, {"percent_complete": Decimal(1)}, {"actual_work": 1}):
        assert has_actuals(Task(1, "T", **facts))


@pytest.mark.parametrize(
    ("parent", "pattern"),
    [
        (99, MONDAYS),
        (5, replace(MONDAYS, end=None)),
        (5, replace(MONDAYS, recurrence=Recurrence(Frequency.DAILY), end=date(2126, 1, 1))),
    ],
)
def test_patterns_without_end_or_parent_are_refused(parent: int, pattern: RecurringPattern) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        regenerate(meeting(), parent, pattern)
    assert refused.value.notices[0].code == "E-RECURRENCE"


def test_a_count_is_an_end() -> None:
    three = replace(MONDAYS, end=None, recurrence=replace(MONDAYS.recurrence, count=3))
    assert len(told(regenerate(meeting(), 5, three))) == 3
