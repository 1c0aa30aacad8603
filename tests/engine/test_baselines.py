"""Variances against a baseline: every column, summaries, tasks without baseline, schedule percent."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

import pytest

from milepost.engine.baselines import variances
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, Task
from tests.engine.networks import CALENDARS, DAY

PHASE, BUILD, TEST, EXTRA = 1, 2, 3, 4


def at(text: str) -> int:
    return instant(datetime.fromisoformat(f"2026-{text.replace(' ', 'T')}"))


def plan(*rows: BaselineTask, **settings: object) -> Plan:
    """Build 5d by Ada and Test 2d in a phase, Extra 1d beside it; a week 10 start, one day after the baseline's."""
    ada = Resource(1, "Ada", rates=(Rate("A", None, Decimal(60)),))
    return Plan(
        replace(Settings(at("03-03 08:00"), calendar=1), **settings),
        CALENDARS,
        (
            Task(PHASE, "Phase"),
            Task(BUILD, "Build", parent=PHASE, duration=5 * DAY),
            Task(TEST, "Test", parent=PHASE, duration=2 * DAY, work=2 * DAY, cost=Decimal(900)),
            Task(EXTRA, "Extra", duration=DAY),
        ),
        (Link(BUILD, TEST),),
        (ada,),
        (Assignment(1, BUILD, 1, work=5 * DAY, remaining_work=5 * DAY),),
        (Baseline(0, "Approved", tasks=rows),),
    )


BUILT = BaselineTask(BUILD, at("03-02 08:00"), at("03-05 17:00"), 4 * DAY, work=4 * DAY, cost=Decimal(1920))
TESTED = BaselineTask(TEST, at("03-06 08:00"), at("03-09 17:00"), 2 * DAY, work=2 * DAY, cost=Decimal(1000))


def test_every_variance_of_a_task() -> None:
    found = {row.uid: row for row in variances(schedule(plan(BUILT, TESTED))).tasks}
    build, test = found[BUILD], found[TEST]
    assert (build.start, build.finish, build.duration, build.work) == (DAY, 2 * DAY, DAY, DAY)
    assert build.cost == Decimal(2400) - Decimal(1920)
    assert (test.start, test.finish, test.duration, test.work, test.cost) == (2 * DAY, 2 * DAY, 0, 0, Decimal(-100))
    assert (build.baseline_start, build.baseline_finish) == (BUILT.start, BUILT.finish)


def test_summaries_are_rolled_up_where_the_baseline_has_none() -> None:
    whole = variances(schedule(plan(BUILT, TESTED)))
    phase = next(row for row in whole.tasks if row.uid == PHASE)
    assert (phase.start, phase.finish, phase.duration, phase.work) == (DAY, 2 * DAY, DAY, DAY)
    assert phase.cost == Decimal(2400 + 900 - 2920)
    own = BaselineTask(PHASE, at("03-02 08:00"), at("03-12 17:00"), 9 * DAY)
    phase = next(row for row in variances(schedule(plan(BUILT, TESTED, own))).tasks if row.uid == PHASE)
    assert (phase.finish, phase.duration, phase.work) == (-DAY, -2 * DAY, None)


def test_tasks_without_baseline_are_listed_never_zero() -> None:
    found = variances(schedule(plan(BUILT, BaselineTask(99, at("03-02 08:00"), at("03-02 17:00")))))
    assert found.missing == (TEST, EXTRA)
    assert found.gone == (99,)
    assert {row.uid for row in found.tasks} == {PHASE, BUILD}
    phase = next(row for row in found.tasks if row.uid == PHASE)
    assert (phase.work, phase.cost) == (DAY, Decimal(480))


@pytest.mark.parametrize(
    ("status", "share"),
    [("03-02 08:00", "0"), ("03-03 17:00", "0.5"), ("03-05 12:00", "0.875"), ("03-20 08:00", "1")],
)
def test_schedule_percent(status: str, share: str) -> None:
    found = variances(schedule(plan(BUILT, status_date=at(status))))
    assert next(row for row in found.tasks if row.uid == BUILD).schedule_percent == Decimal(share)


def test_schedule_percent_of_a_milestone_and_without_a_status_date() -> None:
    gate = BaselineTask(EXTRA, at("03-05 17:00"), at("03-05 17:00"), 0)
    shares = [
        variances(schedule(plan(gate, status_date=status))).tasks[0].schedule_percent
        for status in (at("03-05 16:00"), at("03-05 17:00"), None)
    ]
    assert shares == [Decimal(0), Decimal(1), None]


def test_a_baseline_that_is_not_there() -> None:
    with pytest.raises(LookupError, match="no baseline 3"):
        variances(schedule(plan(BUILT)), 3)
