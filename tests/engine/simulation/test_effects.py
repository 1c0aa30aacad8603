"""Leaving a risk out, answering it, and paths that meet (domain/risk.md 2.3, 4, 5, 8.4, 8.9)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.risks import Exposure, Response, Risk
from milepost.engine.simulation.contingency import Cover, adequacy, contingency
from milepost.engine.simulation.inputs import CostItem, Effect, EffectKind, Inputs, Law, Occurrence, Variable
from milepost.engine.simulation.merge_bias import merges
from milepost.engine.simulation.responses import response_values
from milepost.engine.simulation.simulate import Simulation, SimulationOptions, simulate
from milepost.engine.simulation.tornado import tornado
from milepost.engine.tasks import Link, Task

DAY = 480
WEEK = (((480, 960),),) * 7
CALENDAR = Calendar(1, "Every day", week=WEEK)
RUNS = 10_000


def plan(*tasks: Task, links: tuple[Link, ...] = ()) -> Plan:
    return Plan(Settings(start=480, calendar=1), (CALENDAR,), tasks, links)


def one_task(chance: float, *, cost: float = 0.0) -> Inputs:
    """A task of 20 days and a driver of tri(1.0, 1.2, 1.6), and what happens to cost with it."""
    variables = (
        Variable("risk:R:occurs", Law.UNIFORM, 0.0, 1.0),
        Variable("risk:R:factor", Law.TRIANGULAR, 1.0, 1.2, 1.6),
        Variable("risk:R:cost", Law.FIXED, cost),
    )
    occurs = (Occurrence(0, 0.0, chance, risk=0),)
    effects = (Effect(1, EffectKind.SERIES, 1, 0),)
    return Inputs(variables, occurs, effects=effects, costs=(CostItem(2, 0),))


def days(simulation: Simulation) -> np.ndarray:
    return simulation.worked / DAY


def test_one_driver_has_its_moments() -> None:
    found = days(simulate(plan(Task(1, "Build", duration=20 * DAY)), inputs=one_task(0.4)))
    assert np.mean(found) == pytest.approx(22.1333, abs=3 * np.sqrt(9.3156 / RUNS))
    assert np.quantile(found, 0.8) == pytest.approx(25.0718, abs=0.15)
    assert np.quantile(found, 0.9) == pytest.approx(27.1010, abs=0.15)


def test_leaving_the_only_risk_of_a_chain_out_gives_its_exact_effect() -> None:
    chain = plan(*(Task(n, f"T{n}", duration=n * DAY) for n in (1, 2, 3)), links=(Link(1, 2), Link(2, 3)))
    variables = (Variable("risk:R:occurs", Law.UNIFORM, 0.0, 1.0), Variable("risk:R:delay", Law.FIXED, 2.0 * DAY))
    price = Variable("risk:R:cost", Law.FIXED, 900.0)
    inputs = Inputs(
        (*variables, price),
        (Occurrence(0, 0.0, 0.5, risk=0),),
        effects=(Effect(2, EffectKind.DELAY, 1, 0),),
        costs=(CostItem(2, 0),),
    )
    (bar,) = tornado(simulate(chain, inputs=inputs), ["R"])
    assert bar.occurred == 0.5
    assert bar.finish == 2 * DAY
    assert bar.finish_mean == pytest.approx(bar.occurred * 2 * DAY)
    assert (bar.cost, bar.cost_mean) == (900, pytest.approx(450))


def test_a_response_is_worth_what_it_saves() -> None:
    task = plan(Task(1, "Build", duration=20 * DAY))
    risk = Risk("R", "Late", Exposure(Decimal("0.4")), response=Response(Exposure(Decimal("0.1")), Decimal(3000)))

    def scenario(under_way: frozenset[str]) -> Simulation:
        inputs = one_task(0.1 if under_way else 0.4)
        paid = Inputs(inputs.variables, inputs.occurrences, effects=inputs.effects, spent=3000.0 if under_way else 0.0)
        return simulate(task, options=SimulationOptions(runs=RUNS), inputs=paid)

    (found,) = response_values(scenario, [risk], value_per_day=Decimal(3000))
    assert found.days_mean == pytest.approx(1.6, abs=0.06)
    assert found.days_p80 == pytest.approx(5.07, abs=0.15)
    assert float(found.net) == pytest.approx(1800, abs=180)
    assert found.roi is not None
    assert float(found.roi) == pytest.approx(1.6, abs=0.06)
    assert found.cost_p80 == -3000
    assert found.recommended


def test_contingency_reaches_its_percentile_and_is_shared_by_its_causes() -> None:
    found = simulate(plan(Task(1, "Build", duration=20 * DAY)), inputs=one_task(0.4, cost=5000.0))
    bars = tornado(found, ["R"])
    held = contingency(found, Decimal(0), level=0.8, bars=bars)
    assert held.minutes == pytest.approx(5.07 * DAY, abs=0.15 * DAY)
    assert held.money == 5000
    assert [(share.risk, share.minutes, share.money) for share in held.shares] == [("R", held.minutes, held.money)]
    assert contingency(found, Decimal(9000)).money == 0


@pytest.mark.parametrize(
    ("left", "need", "cover"), [(100, 80, Cover.ENOUGH), (70, 80, Cover.SHORT), (50, 80, Cover.MUCH_TOO_SHORT)]
)
def test_adequacy(left: int, need: int, cover: Cover) -> None:
    assert adequacy(Decimal(left), Decimal(need)) == (Decimal(left) / need, cover)
    assert adequacy(Decimal(left), Decimal(0)) == (None, Cover.ENOUGH)


def test_paths_that_meet_wait_for_the_slowest() -> None:
    """Two copies of tri(8, 10, 16) + tri(16, 20, 30) days: 1.57 days at P80."""
    rows = ((1, 10), (2, 20), (3, 10), (4, 20), (5, 0))
    tasks = tuple(Task(uid, f"T{uid}", duration=span * DAY, milestone=not span) for uid, span in rows)
    links = (Link(1, 2), Link(3, 4), Link(2, 5), Link(4, 5))
    short, long = (8.0, 10.0, 16.0), (16.0, 20.0, 30.0)
    ranges = {1: short, 2: long, 3: short, 4: long}
    variables = tuple(Variable(f"task:{u}", Law.TRIANGULAR, *(p * DAY for p in r)) for u, r in ranges.items())
    inputs = Inputs(variables, durations={uid: n for n, uid in enumerate(ranges)})
    found = simulate(plan(*tasks, links=links), inputs=inputs)
    (merge,) = merges(found)
    assert (merge.task, merge.entering) == (5, (2, 4))
    assert merge.bias == pytest.approx(1.57 * DAY, abs=0.12 * DAY)
    assert np.mean(days(found)) == pytest.approx(35.2647, abs=3 * 2.9868 / 100)
    assert np.mean(days(found) <= 30) == pytest.approx(0.0301, abs=3 * np.sqrt(0.03 / RUNS))
    assert found.tasks[2].criticality == pytest.approx(0.5, abs=0.015)
