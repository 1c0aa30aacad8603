"""Planned value falls due as its cost was to: by rule, accrual, contour and rate (domain/money.md 4, 11.6, 11.8)."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.plan_value import PlanValue, plan_earned_schedule, task_values, total
from milepost.engine.planned_value import PlannedValue
from milepost.engine.resources import Accrual, Assignment, Contour, Rate, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Earning, EarningRule, Task, TaskKind, WeightedMilestone
from milepost.engine.worktime import WorkTimes

WORKDAY = ((480, 720), (780, 1020))
DAY = 480


def at(text: str) -> int:
    """An instant of June 2026; the 1st is a Monday."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


WEEK = BaselineTask(1, at("01T08:00"), at("05T17:00"), 5 * DAY, cost=Decimal(1000))
PLAN = Plan(
    Settings(start=at("01T08:00"), calendar=1, status_date=at("03T17:00")),
    calendars=(Calendar(1, "Office", week=(WORKDAY,) * 5 + ((), ())),),
    tasks=(Task(1, "Build", duration=5 * DAY),),
    baselines=(Baseline(0, tasks=(WEEK,)),),
)


def due(plan: Plan, *days: str) -> list[Decimal]:
    """The planned value of the plan at some instants."""
    planned = PlannedValue(schedule(plan), WorkTimes(plan))
    return [planned.total(at(day)) for day in days]


def test_a_rate_that_changes_and_a_cost_at_the_end() -> None:
    """40 hours at 100, from Thursday 120, and 1 000 at the end: 2 400 by Wednesday night, 5 320 by Friday."""
    rates = (Rate("A", None, Decimal(100)), Rate("A", at("04T00:00"), Decimal(120)))
    row = replace(WEEK, cost=Decimal(5320), fixed_cost=Decimal(1000))
    plan = replace(
        PLAN,
        tasks=(replace(PLAN.tasks[0], fixed_cost=Decimal(1000), fixed_cost_accrual=Accrual.END),),
        resources=(Resource(1, "Ana", rates=rates),),
        assignments=(Assignment(1, 1, 1, work=5 * DAY),),
        baselines=(Baseline(0, tasks=(row,)),),
    )
    assert due(plan, "04T00:00", "05T00:00", "05T17:00") == [2400, 3360, 5320]


@pytest.mark.parametrize(
    ("accrual", "values"),
    [(Accrual.START, [0, 1000, 1000]), (Accrual.PRORATED, [0, 600, 1000]), (Accrual.END, [0, 0, 1000])],
    ids=str,
)
def test_cost_without_people_falls_due_by_its_accrual(accrual: Accrual, values: list[int]) -> None:
    plan = replace(PLAN, tasks=(replace(PLAN.tasks[0], fixed_cost_accrual=accrual),))
    assert due(plan, "01T07:59", "03T17:00", "05T17:00") == values


def test_people_are_planned_by_their_contour_and_accrual() -> None:
    person = Resource(1, "Ana", rates=(Rate("A", None, Decimal(25)),))
    late = replace(
        PLAN, resources=(person,), assignments=(Assignment(1, 1, 1, work=5 * DAY, contour=Contour.BACK_LOADED),)
    )
    reached = due(late, "02T17:00", "05T17:00")
    assert reached[0] < 200
    assert reached[1] == 1000
    paid_at_once = replace(late, resources=(replace(person, accrual=Accrual.START),))
    assert due(paid_at_once, "01T08:00") == [1000]


STEPS = tuple(
    WeightedMilestone(name, Decimal(weight), planned=at(day), accepted=at(day) if day < "04" else None)
    for name, weight, day in (("Draft", "0.2", "02T17:00"), ("Review", "0.3", "03T12:00"), ("Done", "0.5", "05T17:00"))
)


@pytest.mark.parametrize(
    ("rule", "values"),
    [
        (Earning(EarningRule.ZERO_HUNDRED), [0, 0, 0, 1000]),
        (Earning(EarningRule.START_FINISH), [0, 500, 500, 1000]),
        (Earning(EarningRule.START_FINISH, at_start=Decimal("0.25")), [0, 250, 250, 1000]),
        (Earning(EarningRule.MILESTONES, milestones=STEPS), [0, 0, 500, 1000]),
        (Earning(EarningRule.LEVEL_OF_EFFORT), [0, 0, 600, 1000]),
    ],
)
def test_value_is_planned_by_the_rule_it_is_earned_by(rule: Earning, values: list[int]) -> None:
    plan = replace(PLAN, tasks=(replace(PLAN.tasks[0], earning=rule),))
    assert due(plan, "01T07:59", "01T08:00", "03T17:00", "05T17:00") == values


def test_weighted_milestones_and_level_of_effort_together() -> None:
    """10 000 with .2 and .3 accepted beside 8 000 of effort, three eighths through: both are worth what was planned."""
    effort = BaselineTask(2, at("01T08:00"), at("10T17:00"), 8 * DAY, cost=Decimal(8000))
    plan = replace(
        PLAN,
        tasks=(
            replace(PLAN.tasks[0], earning=Earning(EarningRule.MILESTONES, milestones=STEPS)),
            Task(2, "Support", duration=8 * DAY, kind=TaskKind.LEVEL_OF_EFFORT),
        ),
        baselines=(Baseline(0, tasks=(replace(WEEK, cost=Decimal(10_000)), effort)),),
    )
    value = total(task_values(schedule(plan)))
    assert value is not None
    assert (value.planned, value.earned, value.schedule_index) == (8000, 8000, 1)


def test_value_is_earned_when_the_rule_says_it_was() -> None:
    begun = {"actual_start": at("01T08:00"), "percent_complete": Decimal(60)}
    half = replace(PLAN.tasks[0], earning=Earning(EarningRule.START_FINISH), **begun)
    for task, values in (
        (half, [500, 500]),
        (replace(half, earning=Earning(EarningRule.MILESTONES, milestones=STEPS)), [0, 500]),
        (replace(half, earning=None), [200, 600]),
    ):
        plan = replace(PLAN, tasks=(task,))
        worth = PlanValue(schedule(plan), WorkTimes(plan), at("03T17:00"))
        assert [worth.earned_total(at(day)) for day in ("01T17:00", "03T17:00")] == values


def test_a_while_without_planned_value_counts_as_earned() -> None:
    """Nothing is planned from Thursday to Friday: who earned Wednesday's value has earned the schedule until then."""
    rows = (
        replace(WEEK, finish=at("03T17:00"), cost=Decimal(300)),
        BaselineTask(2, at("08T08:00"), at("09T17:00"), cost=Decimal(200)),
    )
    plan = replace(PLAN, tasks=(*PLAN.tasks, Task(2, "Test")), baselines=(Baseline(0, tasks=rows),))
    found = schedule(plan)
    reached = [plan_earned_schedule(found, Decimal(value)) for value in (299, 300, 301, 500)]
    assert [each.earned for each in reached if each] == [Decimal("2.99"), 5, Decimal("5.01"), 7]


@settings(deadline=None, max_examples=40)
@given(
    st.sampled_from(Accrual),
    st.sampled_from(Accrual),
    st.sampled_from(list(Contour)),
    st.lists(st.integers(0, 8 * 1440), min_size=2, max_size=6),
    st.integers(0, 1000),
)
def test_planned_value_never_falls_and_ends_at_the_budget(
    fixed: Accrual, people: Accrual, contour: Contour, cuts: list[int], part: int
) -> None:
    rates = (Rate("A", None, Decimal(100)), Rate("A", at("03T00:00"), Decimal("133.33")))
    plan = replace(
        PLAN,
        tasks=(replace(PLAN.tasks[0], fixed_cost_accrual=fixed),),
        resources=(Resource(1, "Ana", rates=rates, accrual=people), Resource(2, "Ben", rates=rates[:1])),
        assignments=(Assignment(1, 1, 1, work=5 * DAY, contour=contour), Assignment(2, 1, 2, work=DAY)),
        baselines=(Baseline(0, tasks=(replace(WEEK, fixed_cost=Decimal(part)),)),),
    )
    planned = PlannedValue(schedule(plan), WorkTimes(plan))
    reached = [planned.total(at("01T00:00") + cut) for cut in sorted(cuts)]
    assert all(before <= after <= 1000 for before, after in pairwise(reached))
    assert planned.total(at("05T17:00")) == 1000
