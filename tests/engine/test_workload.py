"""Demand against capacity, week by week; the calendar is Mon-Fri 08-12, 13-17."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, AvailabilityStep, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, Task
from milepost.engine.workload import Load, workload

HOURS = ((480, 720), (780, 1020))
MONDAY = instant(datetime.fromisoformat("2026-06-01"))
WEEK = 7 * 1440
EDGES = (MONDAY, MONDAY + WEEK, MONDAY + 2 * WEEK)
DAY = 480

PLAN = Plan(
    Settings(start=MONDAY + 480, calendar=1),
    calendars=(Calendar(1, "Office", week=(HOURS, HOURS, HOURS, HOURS, HOURS, (), ())),),
    tasks=(
        Task(1, "Design", duration=3 * DAY),
        Task(2, "Build", duration=4 * DAY),
        Task(3, "Review", duration=2 * DAY),
    ),
    links=(Link(1, 2),),
    resources=(Resource(1, "Ana", calendar=1),),
    assignments=(
        Assignment(1, 1, 1, work=3 * DAY, remaining_work=3 * DAY),
        Assignment(2, 2, 1, work=4 * DAY, remaining_work=4 * DAY),
        Assignment(3, 3, 1, Decimal("0.5"), work=DAY, remaining_work=DAY),
    ),
)


def loads(plan: Plan) -> list[tuple[float, float]]:
    """Demand and capacity of each week, in days."""
    return [(load.demand / DAY, load.capacity / DAY) for load in workload(schedule(plan), EDGES)]


def test_adds_up_parallel_work_where_it_lies() -> None:
    assert loads(PLAN) == [(6, 5), (2, 5)]


def test_names_the_tasks_that_ask() -> None:
    first, second = workload(schedule(PLAN), EDGES)
    assert first == Load(1, EDGES[0], EDGES[1], 6 * DAY, 5 * DAY, (1, 2, 3))
    assert second.tasks == (2,)


def test_leave_takes_capacity_away() -> None:
    closed = CalendarException("Leave", date(2026, 6, 9), date(2026, 6, 12))
    away = replace(PLAN, calendars=(replace(PLAN.calendars[0], exceptions=(closed,)),))
    assert [capacity for _, capacity in loads(away)] == [5, 1]


def test_availability_steps_replace_max_units() -> None:
    steps = (AvailabilityStep(None, EDGES[1], Decimal(1)), AvailabilityStep(EDGES[1], None, Decimal("0.5")))
    part = replace(PLAN, resources=(replace(PLAN.resources[0], availability=steps),))
    assert [capacity for _, capacity in loads(part)] == [5, 2.5]


def test_only_what_is_left_of_a_started_task_counts() -> None:
    started = replace(
        PLAN.tasks[0], actual_start=MONDAY + 480, actual_duration=DAY, remaining_duration=2 * DAY,
        percent_complete=Decimal(33),
    )  # fmt: skip
    booked = replace(PLAN.assignments[0], actual_work=DAY, remaining_work=2 * DAY)
    plan = replace(
        PLAN,
        settings=replace(PLAN.settings, status_date=MONDAY + 1020),
        tasks=(started, *PLAN.tasks[1:]),
        assignments=(booked, *PLAN.assignments[1:]),
    )
    assert sum(demand for demand, _ in loads(plan)) == 7
