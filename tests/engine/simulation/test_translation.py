"""What estimates, risks and responses become when simulated (domain/risk.md 2)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.distributions import Chance, Distribution, Ends, Shape
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource
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
from milepost.engine.simulation import Simulation, SimulationOptions, simulate
from milepost.engine.tasks import Estimate, Link, LinkType, Task, TaskKind

DAY = 480
CALENDAR = Calendar(1, "Every day", week=(((480, 960),),) * 7)
OPTIONS = SimulationOptions(runs=4_000, seed=3)


def plan(*tasks: Task, links: tuple[Link, ...] = ()) -> Plan:
    return Plan(Settings(start=480, calendar=1), (CALENDAR,), tasks, links)


def build(**fields: object) -> Task:
    return Task(1, "Build", **{"duration": 20 * DAY, **fields})  # type: ignore[arg-type]


def fixed(value: object) -> Distribution:
    return Distribution(Shape.FIXED, likely=Decimal(str(value)))


def days(found: Simulation) -> np.ndarray:
    return found.worked / DAY


def risk(code: str, chance: str, delay: object = DAY, **fields: object) -> Risk:
    return Risk(code, code, Exposure(Decimal(chance), (TaskEffect(1, delay=fixed(delay)),)), **fields)  # type: ignore[arg-type]


def refused(*arguments: object, **named: object) -> set[str]:
    with pytest.raises(PlanRefusedError) as refusal:
        simulate(*arguments, **named)  # type: ignore[arg-type]
    return {notice.code for notice in refusal.value.notices}


def test_three_points_are_drawn_and_one_point_is_certain() -> None:
    found = days(simulate(plan(build(estimate=Estimate(16 * DAY, 20 * DAY, 30 * DAY))), options=OPTIONS))
    assert found.mean() == pytest.approx(22, abs=0.01)
    assert (found.min() >= 16, found.max() <= 30) == (True, True)
    assert set(days(simulate(plan(build(estimate=Estimate(9600, 9600, 9600))), options=OPTIONS))) == {20.0}


def test_percentiles_as_ends_hit_these_percentiles() -> None:
    estimate = Estimate(16 * DAY, 20 * DAY, 30 * DAY, ends=Ends.P10_P90)
    found = days(simulate(plan(build(estimate=estimate)), options=OPTIONS))
    assert np.quantile(found, [0.1, 0.9]) == pytest.approx([16, 30], abs=0.02)


def test_ranges_shrink_with_what_is_done() -> None:
    settings = Settings(start=480, calendar=1, status_date=480 + 10 * 1440)
    started = build(
        estimate=Estimate(16 * DAY, 20 * DAY, 30 * DAY),
        actual_start=480,
        remaining_duration=10 * DAY,
        duration=20 * DAY,
    )
    found = days(simulate(Plan(settings, (CALENDAR,), (started,)), options=OPTIONS)) - 10
    assert found.mean() == pytest.approx(11, abs=0.01)
    assert (found.min() >= 8, found.max() <= 15) == (True, True)


def test_bands_come_from_the_basis_and_the_plan_overrules_them() -> None:
    task = build(estimate=Estimate(9600, 9600, 9600, basis="high"))
    found = days(simulate(plan(task), options=OPTIONS))
    assert found.mean() == pytest.approx(20 * (0.75 + 1 + 1.75) / 3, abs=0.01)
    own = Uncertainty(bands=(EstimateBand("high", Decimal(1), Decimal(1), Decimal("1.3")),))
    assert days(simulate(plan(task), uncertainty=own, options=OPTIONS)).mean() == pytest.approx(22, abs=0.01)
    assumed = SimulationOptions(runs=4_000, assume="low")
    assert days(simulate(plan(build()), options=assumed)).mean() == pytest.approx(20 * 3.05 / 3, abs=0.01)


def test_shared_factors_rise_together_and_single_ones_do_not() -> None:
    tasks = (build(), Task(2, "Test", duration=20 * DAY))
    factor = Distribution(Shape.UNIFORM, low=Decimal(1), high=Decimal(2))
    effects = (TaskEffect(1, factor=factor), TaskEffect(2, factor=factor))
    for shared in (True, False):
        register = (Risk("R", "R", Exposure(Decimal(1), effects, shared=shared)),)
        found = simulate(plan(*tasks), register, options=SimulationOptions(runs=500, tracked=(1, 2)))
        assert np.array_equal(found.sampled.spans[1], found.sampled.spans[2]) == shared


def test_opportunities_gain_time_and_money() -> None:
    gain = Distribution(Shape.TRIANGULAR, Decimal(-960), Decimal(-480), Decimal(0))
    saved = CostEffect(Distribution(Shape.UNIFORM, low=Decimal(-200), high=Decimal(-100)))
    register = (Risk("O", "O", Exposure(Decimal("0.5"), (TaskEffect(1, delay=gain),), (saved,))),)
    found = simulate(plan(build()), register, options=OPTIONS)
    assert days(found).mean() == pytest.approx(20 - 0.5, abs=0.02)
    assert found.costs.mean() == pytest.approx(-75, abs=2)


def test_conditional_and_exclusive_risks() -> None:
    register = (
        risk("B", "0.8", given="A", otherwise=Decimal("0.1")),
        risk("A", "0.5"),
        risk("X", "0.3", exclusive_group="g"),
        risk("Y", "0.4", exclusive_group="g"),
    )
    found = simulate(plan(build()), register, options=OPTIONS)
    occurrences = found.machine.inputs.occurrences
    seen = {found.risks[o.risk]: found.sampled.occurred[n] for n, o in enumerate(occurrences)}
    assert seen["A"].mean() == pytest.approx(0.5, abs=0.001)
    assert seen["B"].mean() == pytest.approx(0.45, abs=3 * (0.25 / 4000) ** 0.5)
    assert seen["X"].mean() == pytest.approx(0.3, abs=0.001)
    assert not (seen["X"] & seen["Y"]).any()


def test_windows_let_risks_act_on_work_inside_them_only() -> None:
    inside, outside = (
        days(simulate(plan(build()), (risk("R", "1", window_start=at, window_end=at + 1440),), options=OPTIONS)).mean()
        for at in (480 + 5 * 1440, 480 + 60 * 1440)
    )
    assert (inside, outside) == (21, 20)
    everywhere = SimulationOptions(runs=100, proximity=False)
    late = (risk("R", "1", window_start=480 + 60 * 1440),)
    assert days(simulate(plan(build()), late, options=everywhere)).mean() == 21


def test_branches_do_rework_when_tests_fail_and_take_the_fallback_when_late() -> None:
    tasks = (build(), Task(2, "Rework", duration=5 * DAY), Task(3, "Go live"))
    links = (Link(1, 2), Link(2, 3))
    fails = Branch("test", (BranchPath(Decimal("0.7")), BranchPath(Decimal("0.3"), (2,))))
    found = simulate(plan(*tasks, links=links), uncertainty=Uncertainty(branches=(fails,)), options=OPTIONS)
    assert days(found).mean() == pytest.approx(21.5, abs=0.005)
    assert found.tasks[2].criticality == pytest.approx(0.3, abs=0.001)
    uncertain = build(estimate=Estimate(16 * DAY, 20 * DAY, 24 * DAY))
    late = Branch("b", (BranchPath(Decimal(1)), BranchPath(Decimal(0), (2,))), after=1, limit=480 + 20 * 1440 - 960)
    found = simulate(
        plan(uncertain, *tasks[1:], links=links), uncertainty=Uncertainty(branches=(late,)), options=OPTIONS
    )
    done = days(found)
    assert ((done <= 20) | (done > 25)).all()
    assert (done > 25).mean() == pytest.approx(0.5, abs=0.01)


def test_labour_costs_as_long_as_it_lasts() -> None:
    person = Resource(1, "Ada", rates=(Rate("A", None, Decimal(60)),), calendar=1)
    made = Plan(
        Settings(start=480, calendar=1),
        (CALENDAR,),
        (build(estimate=Estimate(16 * DAY, 20 * DAY, 24 * DAY), fixed_cost=Decimal(1000)),),
        resources=(person,),
        assignments=(Assignment(1, 1, 1, work=20 * DAY),),
    )
    found = simulate(made, options=OPTIONS)
    assert found.costs == pytest.approx(1000 + days(found) * DAY)
    based = simulate(made, options=SimulationOptions(runs=100, base_cost=Decimal(20_000)))
    assert based.costs == pytest.approx(20_000 + (days(based) - 20) * DAY)
    uncertain = CostUncertainty("4711", Distribution(Shape.UNIFORM, low=Decimal(0), high=Decimal(100)), Decimal(50))
    varied = simulate(made, uncertainty=Uncertainty(costs=(uncertain,)), options=OPTIONS)
    assert (varied.costs - found.costs).mean() == pytest.approx(0, abs=0.1)


def test_level_of_effort_costs_as_long_as_the_work_it_accompanies() -> None:
    person = Resource(1, "PM", rates=(Rate("A", None, Decimal(60)),), calendar=1)
    work = build(estimate=Estimate(16 * DAY, 20 * DAY, 24 * DAY))
    managing = Task(2, "Manage", kind=TaskKind.LEVEL_OF_EFFORT, duration=20 * DAY)
    links = (Link(1, 2, LinkType.SS), Link(1, 2, LinkType.FF, 2 * DAY))
    made = replace(plan(work, managing, links=links), resources=(person,), assignments=(Assignment(1, 2, 1),))
    found = simulate(made, options=OPTIONS)
    assert found.costs == pytest.approx((days(found) + 2) * DAY, rel=1e-6)
    assert found.costs.std() > 100
    fixed_cost = simulate(replace(made, links=links[:1]), options=OPTIONS).costs
    assert set(fixed_cost) == {20.0 * DAY}


def test_a_response_leaves_the_draws_alone_and_costs_what_it_costs() -> None:
    residual = Exposure(Decimal("0.1"), (TaskEffect(1, delay=fixed(DAY)),))
    register = (risk("R", "0.4", response=Response(residual, Decimal(300), (TaskEffect(1, delay=fixed(240)),))),)
    without = simulate(plan(build()), register, options=OPTIONS)
    answered = SimulationOptions(runs=4_000, seed=3, responses=frozenset({"R"}))
    with_it = simulate(plan(build()), register, options=answered)
    assert (with_it.sampled.occurred <= without.sampled.occurred).all()
    assert days(with_it).mean() == pytest.approx(20 + 0.1 + 0.5, abs=0.001)
    assert set(with_it.costs - without.costs) == {300.0}


def test_correlation_of_ranks_is_what_was_asked_for() -> None:
    tasks = tuple(Task(n, f"T{n}", duration=4800, estimate=Estimate(4000, 4800, 9000)) for n in (1, 2, 3))
    known = Uncertainty(groups=(CorrelationGroup("team", (1, 2), Decimal("0.6")),))
    options = SimulationOptions(runs=4_000, tracked=(1, 2, 3))
    spans = simulate(plan(*tasks), uncertainty=known, options=options).sampled.spans
    ranks = np.array([np.argsort(np.argsort(spans[n])) for n in (1, 2, 3)])
    achieved = np.corrcoef(ranks)
    assert achieved[0, 1] == pytest.approx(0.6, abs=0.04)
    assert abs(achieved[0, 2]) < 0.05


def test_groups_and_costs_of_one_name_are_drawn_apart() -> None:
    tasks = tuple(Task(n, f"T{n}", duration=4800, estimate=Estimate(4000, 4800, 9000)) for n in (1, 2, 3, 4))
    half = Distribution(Shape.UNIFORM, low=Decimal(0), high=Decimal(100))
    known = Uncertainty(
        groups=(CorrelationGroup("", (1, 2), Decimal("0.9")), CorrelationGroup("", (3, 4), Decimal("0.9"))),
        costs=(CostUncertainty("A", half, Decimal(50), "x"), CostUncertainty("A", half, Decimal(50), "x")),
    )
    options = SimulationOptions(runs=4_000, tracked=(1, 3))
    found = simulate(plan(*tasks), uncertainty=known, options=options)
    assert abs(np.corrcoef(found.sampled.spans[1], found.sampled.spans[3])[0, 1]) < 0.05
    assert found.costs.std() == pytest.approx((2 / 12) ** 0.5 * 100, rel=0.05)


def test_a_secondary_risk_happens_only_while_the_response_that_brings_it_is_under_way() -> None:
    nothing = Response(Exposure(Decimal(0)))
    register = (risk("R", "0.4", 2 * DAY, response=nothing), risk("S", "0.5", DAY, arises_from="R"))
    without = simulate(plan(build()), register, options=OPTIONS)
    answered = SimulationOptions(runs=4_000, seed=3, responses=frozenset({"R"}))
    with_it = simulate(plan(build()), register, options=answered)
    assert set(days(without)) == {20.0, 22.0}
    assert set(days(with_it)) == {20.0, 21.0}
    assert set(days(simulate(plan(build()), register[1:], options=OPTIONS))) == {20.0, 21.0}


def test_what_cannot_be_drawn_is_said_all_at_once() -> None:
    backwards = Distribution(low=Decimal(3), likely=Decimal(2))
    wrong = (
        risk("A", "1.2"),
        risk("A", "0.2", given="Z"),
        risk("B", "0.7", exclusive_group="g"),
        risk("C", "0.6", exclusive_group="g"),
        Risk("D", "D", Exposure(Decimal("0.1"), (TaskEffect(1, delay=backwards),))),
        risk("E", "0.1", window_start=10, window_end=5),
    )
    codes = {"E-RISK-CHANCE", "E-RISK-CODE", "E-RISK-GIVEN", "E-RISK-EXCLUSIVE", "E-RANGE", "E-RISK-WINDOW"}
    assert refused(plan(build()), wrong) == codes
    assert refused(plan(build(estimate=Estimate(10, 5, 7)))) == {"E-RANGE"}
    half = Distribution(Shape.DISCRETE, chances=(Chance(Decimal(1), Decimal("0.5")),))
    torn = Uncertainty(
        branches=(Branch("b", (BranchPath(Decimal("0.5"), (1,)), BranchPath(Decimal("0.4"), (1,)))),),
        widening=Decimal("0.5"),
        costs=(CostUncertainty("x", half, Decimal(0)),),
    )
    assert refused(plan(build()), uncertainty=torn) == {"E-BRANCH-CHANCES", "E-BRANCH-TWICE", "E-RANGE"}
    assert refused(plan(build()), options=SimulationOptions(runs=0)) == {"E-RUNS"}
    tasks = tuple(Task(n, f"T{n}", duration=4800, estimate=Estimate(4000, 4800, 9000)) for n in (1, 2, 3))
    pairs = tuple(CorrelationPair(a, b, Decimal(r)) for a, b, r in ((1, 2, "0.9"), (2, 3, "0.9"), (1, 3, "-0.9")))
    assert refused(plan(*tasks), uncertainty=Uncertainty(pairs=pairs)) == {"E-CORRELATION"}
    early = Branch("b", (BranchPath(Decimal(1)), BranchPath(Decimal(0), (1,))), after=2, limit=480)
    linked = plan(build(), Task(2, "After", duration=DAY), links=(Link(1, 2),))
    assert refused(linked, uncertainty=Uncertainty(branches=(early,))) == {"E-BRANCH-ORDER"}
