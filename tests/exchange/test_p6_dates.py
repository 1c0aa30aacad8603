"""Primavera files scheduled by their own options: the dates and floats that P6 had stored come out again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from milepost.dossier import StoredTask
from milepost.engine.plan import LagCalendar, Plan
from milepost.engine.results import TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.worktime import WorkTime, WorkTimes
from milepost.exchange.read import read

DATA = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "p6"
DATES = ("early_start", "early_finish", "late_start", "late_finish")
MIGRATION = "aspose-net/PrimaveraProject.xml"
#: The plan was scheduled before this holiday was entered: P6 stored work on it.
LATER_HOLIDAY = date(2012, 1, 2)


def stored(name: str) -> tuple[Plan, dict[int, StoredTask]]:
    dossier = read((DATA / name).read_bytes(), file=name).dossier
    return dossier.plan, {row.task: row for row in dossier.stored}


def differences(plan: Plan, expected: dict[int, StoredTask]) -> tuple[int, list[str]]:
    """Count the incomplete leaf tasks with stored dates, and name what differs in working time."""
    answer, times, count, found = schedule(plan), WorkTimes(plan), 0, list[str]()
    for task in plan.tasks:
        dates, told = answer.by_uid.get(task.uid), expected.get(task.uid)
        # P6 stores the data date for work that is done; its actual dates are read, not computed.
        if dates is None or told is None or dates.summary or task.actual_finish is not None:
            continue
        count += 1
        found += [f"{task.code} {name}" for name in apart(dates, told, times.of_task(task.uid))]
    return count, found


def apart(dates: TaskDates, told: StoredTask, line: WorkTime) -> list[str]:
    found = []
    for name in DATES:
        theirs = getattr(told, name)
        if theirs is not None and not line.same(getattr(dates, name), theirs):
            found.append(name)
    for name in ("total_float", "free_float"):
        theirs = getattr(told, name)
        if theirs is not None and getattr(dates, name) != theirs:
            found.append(name)
    return found


def test_a_plan_with_stored_dates_gate_by_gate() -> None:
    plan, expected = stored(MIGRATION)
    calendars = tuple(
        replace(each, exceptions=tuple(e for e in each.exceptions if e.start != LATER_HOLIDAY))
        for each in plan.calendars
    )
    assert differences(replace(plan, calendars=calendars), expected) == (13, [])


def test_the_holiday_entered_afterwards_moves_every_date_by_its_day() -> None:
    plan, expected = stored(MIGRATION)
    answer, line = schedule(plan), WorkTimes(plan).of_calendar(None)
    for task in plan.tasks:
        dates = answer.by_uid[task.uid]
        theirs = expected[task.uid].early_finish if task.uid in expected else None
        if theirs is not None and not dates.summary:
            assert line.working(theirs, dates.early_finish) == plan.settings.minutes_per_day


@pytest.mark.parametrize(
    ("name", "option"),
    [
        ("mpxj-junit/PredecessorCalendar.xer", LagCalendar.PREDECESSOR),
        ("mpxj-junit/PredecessorCalendar.xml", LagCalendar.PREDECESSOR),
        ("mpxj-junit/SuccessorCalendar.xer", LagCalendar.SUCCESSOR),
        ("mpxj-junit/SuccessorCalendar.xml", LagCalendar.SUCCESSOR),
        ("aspose-net/ScheduleOptions.xer", LagCalendar.ELAPSED),
        ("aspose-net/test.xer", LagCalendar.PREDECESSOR),
        ("aspose-net/encoding1251.xer", LagCalendar.PREDECESSOR),
    ],
)
def test_files_are_scheduled_by_their_own_lag_calendar(name: str, option: LagCalendar) -> None:
    plan, expected = stored(name)
    assert plan.settings.lag_calendar is option
    assert differences(plan, expected)[1] == []
