"""The difference of two schedules: dates, floats, deadlines, criticality, cost and overload."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.impact import impact
from milepost.engine.overload import daily_loads, overload
from milepost.engine.plan import Plan, Settings
from milepost.engine.plan_cost import planned_cost
from milepost.engine.resources import Assignment, Rate, Resource, ResourceKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, Task

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of June 2026."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


PLAN = Plan(
    Settings(start=at("01T08:00"), calendar=1),
    calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
    tasks=(
        Task(1, "Build", duration=5 * DAY),
        Task(2, "Write", duration=3 * DAY),
        Task(3, "Release", milestone=True, deadline=at("08T17:00")),
    ),
    links=(Link(1, 3), Link(2, 3)),
    resources=(
        Resource(1, "Ana", rates=(Rate("A", None, Decimal(100)), Rate("A", at("04T00:00"), Decimal(120)))),
        Resource(2, "Cable", kind=ResourceKind.MATERIAL, rates=(Rate("A", None, Decimal(3)),)),
    ),
    assignments=(
        Assignment(1, 1, 1, work=5 * DAY, remaining_work=5 * DAY),
        Assignment(2, 2, 1, work=3 * DAY, remaining_work=3 * DAY),
        Assignment(3, 1, 2, quantity=Decimal(50)),
    ),
)


def longer(uid: int, days: int) -> Plan:
    """The plan with a task of other length and work."""
    tasks = tuple(replace(task, duration=days * DAY) if task.uid == uid else task for task in PLAN.tasks)
    rows = tuple(
        replace(row, work=days * DAY, remaining_work=days * DAY) if row.task == uid and row.work else row
        for row in PLAN.assignments
    )
    return replace(PLAN, tasks=tasks, assignments=rows)


def test_nothing_changes_nothing() -> None:
    found = impact(schedule(PLAN), schedule(PLAN))
    assert found.nothing
    assert (found.moves, found.critical_joined, found.cost_delta) == ((), (), 0)


def test_a_longer_task_moves_the_finish_and_misses_the_deadline() -> None:
    found = impact(schedule(PLAN), schedule(longer(1, 8)))
    assert found.finish_delta == 3 * DAY
    assert [(move.task, move.delta) for move in found.milestones] == [(3, 3 * DAY)]
    assert (found.missed_before, found.missed_after) == ((), (3,))
    assert (found.min_float_before, found.min_float_after) == (0, -2 * DAY)
    assert found.moved == 2
    assert found.cost_delta == 3 * 8 * 120


def test_the_critical_path_changes_hands() -> None:
    found = impact(schedule(PLAN), schedule(longer(2, 6)))
    assert (found.critical_joined, found.critical_left) == ((2,), (1,))


def test_rates_follow_the_days_work_is_done() -> None:
    late = replace(PLAN, settings=replace(PLAN.settings, start=at("04T08:00")))
    assert planned_cost(schedule(PLAN)) == 48 * 100 + 16 * 120 + 50 * 3
    assert planned_cost(schedule(late)) == 64 * 120 + 50 * 3
    bare = replace(PLAN, resources=tuple(replace(each, rates=()) for each in PLAN.resources))
    assert planned_cost(schedule(bare)) is None


def test_overload_is_counted_by_day() -> None:
    before = schedule(PLAN)
    assert overload(before) == 3 * DAY
    assert [(load.demand, load.capacity, load.over) for load in daily_loads(before)][2:4] == [
        (2 * DAY, DAY, DAY),
        (DAY, DAY, 0),
    ]
    after = replace(PLAN, links=(*PLAN.links, Link(1, 2)))
    found = impact(before, schedule(after))
    assert (found.overload_before, found.overload_after) == (3 * DAY, 0)


def test_tasks_of_one_side_only_count_as_moved() -> None:
    extra = replace(PLAN, tasks=(*PLAN.tasks, Task(4, "Test", duration=DAY)))
    found = impact(schedule(PLAN), schedule(extra), people=False)
    assert (found.moved, found.moves, found.overload_after) == (1, (), None)
