"""Earned value and earned schedule of a plan: Mon-Fri 08-12, 13-17 from Monday 1 June 2026."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.engine.plan_value import plan_earned_schedule, task_values, total
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Task
from tests.advisor.clean import CLEAN
from tests.advisor.drawn import DAY


def test_values_are_those_of_the_baseline_and_the_progress() -> None:
    value = total(task_values(schedule(CLEAN)))
    assert value is not None
    assert (value.budget, value.actual) == (25600, 8800)
    assert value.planned == 7200 + 800 + 800
    assert value.earned.quantize(Decimal("0.01")) == Decimal("8800.00")


def test_tasks_without_reported_cost_cost_their_hours() -> None:
    bare = replace(CLEAN, tasks=tuple(replace(task, actual_cost=None) for task in CLEAN.tasks))
    value = total(task_values(schedule(bare)))
    assert value is not None
    assert value.actual == 8800


def test_schedule_is_earned_in_working_days() -> None:
    plan = schedule(CLEAN)
    value = total(task_values(plan))
    assert value is not None
    found = plan_earned_schedule(plan, value.earned)
    assert found is not None
    assert (found.actual, found.planned) == (10, 26)
    assert abs(found.earned - 10) < Decimal("0.01")


def test_half_the_progress_earns_half_the_time() -> None:
    plan = schedule(CLEAN)
    found = plan_earned_schedule(plan, Decimal(4 * 800))
    assert found is not None
    assert found.earned == 4
    assert found.index == Decimal("0.4")


def test_nothing_follows_without_status_date_or_baseline() -> None:
    undated = replace(CLEAN, settings=replace(CLEAN.settings, status_date=None))
    assert total(task_values(schedule(undated))) is None
    bare = replace(CLEAN, baselines=())
    assert total(task_values(schedule(bare))) is None
    assert plan_earned_schedule(schedule(bare), Decimal(1)) is None


def test_unbudgeted_work_counts_nothing() -> None:
    extra = replace(CLEAN, tasks=(*CLEAN.tasks, Task(20, "Extra", duration=DAY)))
    assert total(task_values(schedule(extra))) == total(task_values(schedule(CLEAN)))
