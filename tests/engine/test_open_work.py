"""Work left of split tasks lies where they are worked on, never in their pauses."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.open_work import open_work, stretches
from milepost.engine.overload import overload
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Segment, Task
from milepost.engine.workload import workload
from milepost.engine.worktime import WorkTimes

DAY = 480
WORKDAY = ((480, 720), (780, 1020))


def at(day: int, hour: int) -> int:
    """An instant of June 2026; the 1st is a Monday."""
    return instant(datetime.fromisoformat(f"2026-06-{day:02}T{hour:02}:00"))


SPLIT = Task(1, "Build", duration=3 * DAY, segments=(Segment(DAY, 2 * DAY), Segment(2 * DAY)))
OTHER = Task(2, "Help", duration=2 * DAY)
BEGUN = replace(
    SPLIT,
    actual_start=at(1, 8),
    actual_duration=DAY,
    remaining_duration=2 * DAY,
    percent_complete=Decimal(33),
)


def plan(task: Task, *, status: int | None = None) -> Plan:
    """One split task; a second task for the same person fills its pause."""
    done = DAY if task.actual_start is not None else 0
    return Plan(
        Settings(start=at(1, 8), calendar=1, status_date=status),
        calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
        tasks=(task, replace(OTHER, manual=True, manual_start=at(2, 8), manual_finish=at(3, 17))),
        resources=(Resource(1, "Ana"),),
        assignments=(
            Assignment(1, 1, 1, work=3 * DAY, actual_work=done, remaining_work=3 * DAY - done),
            Assignment(2, 2, 1, work=2 * DAY, remaining_work=2 * DAY),
        ),
    )


@pytest.mark.parametrize(("task", "status"), [(SPLIT, None), (BEGUN, at(1, 17))], ids=["waiting", "begun"])
def test_nothing_falls_into_the_pause(task: Task, status: int | None) -> None:
    found = schedule(plan(task, status=status))
    days = [at(day, 0) for day in range(1, 7)]
    asked = [load.demand for load in workload(found, days)]
    first = DAY if status is None else 0
    assert asked == [first, DAY, DAY, DAY, DAY]
    assert overload(found) == 0


def test_without_the_pause_the_two_tasks_meet() -> None:
    assert overload(schedule(plan(replace(SPLIT, segments=())))) == 2 * DAY


def test_all_work_is_spread_between_the_pauses() -> None:
    found = schedule(plan(SPLIT))
    times, dates = WorkTimes(found.plan), found.by_uid[1]
    assert list(stretches(SPLIT, dates, times.of_task(1))) == [(at(1, 8), at(1, 17)), (at(4, 8), at(5, 17))]
    for work in (1, 7, 3 * DAY):
        part = replace(found.plan.assignments[0], work=work)
        assert int(open_work(part, SPLIT, dates, times).minutes.sum()) == work
