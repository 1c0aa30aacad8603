"""What cannot be simulated is refused in words that name its cause (domain/risk.md 2)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.accounts import CostAccount, Ledger
from milepost.engine.calendars import Calendar
from milepost.engine.distributions import Chance, Distribution, Shape
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan, Settings
from milepost.engine.risks import (
    Branch,
    BranchPath,
    CorrelationGroup,
    CorrelationPair,
    CostEffect,
    CostUncertainty,
    EstimateBand,
    Exposure,
    Response,
    Risk,
    TaskEffect,
    Uncertainty,
)
from milepost.engine.simulation import SimulationOptions, simulate
from milepost.engine.tasks import Estimate, Link, Task

CALENDAR = Calendar(1, "24x7", week=(((0, 1440),),) * 7)
TASKS = (Task(1, "Build", duration=4800, estimate=Estimate(4000, 4800, 9000)), Task(2, "Test", duration=960))
PLAN = Plan(Settings(0, calendar=1), (CALENDAR,), TASKS, (Link(1, 2),))
HALF = Decimal("0.5")
NAN = Decimal("NaN")


def fixed(value: Decimal | int) -> Distribution:
    return Distribution(Shape.FIXED, likely=Decimal(value))


def delayed(one: Distribution, task: int = 1, **fields: object) -> Risk:
    return Risk("R-1", "Late", Exposure(HALF, (TaskEffect(task, delay=one),)), **fields)  # type: ignore[arg-type]


def scaled(one: Distribution) -> Risk:
    return Risk("R-1", "Slow", Exposure(HALF, (TaskEffect(1, factor=one),)))


def costly(account: str) -> Risk:
    return Risk("R-1", "Dear", Exposure(HALF, costs=(CostEffect(fixed(5), account),)))


def answered(price: Decimal | int = 0, delays: tuple[TaskEffect, ...] = ()) -> Risk:
    return Risk("R-1", "Late", Exposure(HALF), response=Response(Exposure(Decimal(0)), Decimal(price), delays))


def either(one: Decimal | str, task: int = 2, **fields: object) -> Branch:
    paths = (BranchPath(Decimal(one), (task,)), BranchPath(HALF))
    return Branch("B-1", paths, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("risk", "code", "words"),
    [
        (delayed(fixed(NAN)), "E-RANGE", "Risk R-1, delay of task 1: a value is not a number"),
        (delayed(fixed(Decimal("Infinity"))), "E-RANGE", "or without end"),
        (delayed(Distribution(Shape.DISCRETE, chances=(Chance(NAN, Decimal(1)),))), "E-RANGE", "is not a number"),
        (scaled(fixed(-2)), "E-RANGE", "Risk R-1, factor on task 1: durations would be multiplied by -2"),
        (scaled(Distribution(low=Decimal(-1), likely=Decimal(1), high=Decimal(2))), "E-RANGE", "multiplied by -1"),
        (delayed(fixed(5), task=9), "E-RISK-TASK", "Risk R-1 acts on task 9, which is not in the plan."),
        (answered(delays=(TaskEffect(9, delay=fixed(5)),)), "E-RISK-TASK", "Risk R-1 acts on task 9"),
        (answered(-5), "E-RISK-COST", "its response costs -5; a price is zero or more"),
        (answered(NAN), "E-RISK-COST", "its response costs NaN"),
        (Risk("R-1", "Odd", Exposure(NAN)), "E-RISK-CHANCE", "the probability NaN is not between 0 and 1"),
        (delayed(fixed(5), given="R-1"), "E-RISK-GIVEN", "Risk R-1 holds under itself"),
        (costly("B"), "E-RISK-ACCOUNT", "Risk R-1 costs account B, which the ledger does not have."),
    ],
)
def test_risks(risk: Risk, code: str, words: str) -> None:
    ledger = Ledger(accounts=(CostAccount("A", "Work"),))
    with pytest.raises(PlanRefusedError) as refusal:
        simulate(PLAN, (risk,), ledger=ledger)
    (notice,) = refusal.value.notices
    assert notice.code == code
    assert words in notice.message


@pytest.mark.parametrize(
    ("known", "code", "words"),
    [
        (Uncertainty(groups=(CorrelationGroup("Team", (1, 7)),)), "E-CORRELATION", "Group Team ties task 7"),
        (Uncertainty(pairs=(CorrelationPair(7, 1, HALF),)), "E-CORRELATION", "A correlation ties task 7"),
        (Uncertainty(groups=(CorrelationGroup("Team", (1, 2), NAN),)), "E-CORRELATION", "of group Team is NaN"),
        (Uncertainty(branches=(either(HALF, task=7),)), "E-BRANCH-TASK", "Branch B-1 names task 7"),
        (Uncertainty(branches=(either(HALF, after=7, limit=9),)), "E-BRANCH-TASK", "Branch B-1 names task 7"),
        (Uncertainty(branches=(either(HALF, after=1),)), "E-BRANCH-ORDER", "needs both the task and the date"),
        (Uncertainty(branches=(either("1.5"),)), "E-BRANCH-CHANCES", "is not between 0 and 1"),
        (Uncertainty(branches=(either("0.4"),)), "E-BRANCH-CHANCES", "add up to 0.9, not to 1"),
        (Uncertainty(branches=(either(HALF), either(HALF, 1))), "E-BRANCH-TWICE", "2 branches have the code B-1"),
        (Uncertainty(bands=(EstimateBand("x", NAN, NAN, NAN),)), "E-RANGE", "The band x needs 0 <= low"),
        (Uncertainty(widening=NAN), "E-RANGE", "widened by NaN"),
        (Uncertainty(costs=(CostUncertainty("A", fixed(5), NAN),)), "E-RANGE", "planned amount is not a number"),
    ],
)
def test_uncertainty(known: Uncertainty, code: str, words: str) -> None:
    with pytest.raises(PlanRefusedError) as refusal:
        simulate(PLAN, uncertainty=known)
    (notice,) = refusal.value.notices
    assert notice.code == code
    assert words in notice.message


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (SimulationOptions(runs=0), "E-RUNS"),
        (SimulationOptions(assume="huge"), "E-RANGE"),
        (SimulationOptions(runs=10, tracked=(9,)), "E-TRACKED"),
    ],
)
def test_options(options: SimulationOptions, code: str) -> None:
    with pytest.raises(PlanRefusedError) as refusal:
        simulate(PLAN, options=options)
    assert [notice.code for notice in refusal.value.notices] == [code]
