"""What is known exactly comes out within three standard errors (domain/risk.md 8)."""

from __future__ import annotations

from math import sqrt

import numpy as np
import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.simulation.inputs import Correlation, Effect, EffectKind, Inputs, Law, Occurrence, Variable
from milepost.engine.simulation.simulate import Simulation, SimulationOptions, simulate
from milepost.engine.tasks import Link, Task

DAY = 1440
ALWAYS = Calendar(1, "24x7", week=(((0, 1440),),) * 7)
RUNS = 20_000
STRATIFIED = SimulationOptions(runs=RUNS, seed=7)
PLAIN = SimulationOptions(runs=RUNS, seed=7, stratified=False)


def plan_of(*links: tuple[int, int], tasks: int, duration: int = DAY) -> Plan:
    """Tasks of a day each around the clock, linked finish to start."""
    rows = tuple(Task(n, f"T{n}", duration=duration) for n in range(1, tasks + 1))
    return Plan(Settings(0, calendar=1), (ALWAYS,), rows, tuple(Link(a, b) for a, b in links))


def days(law: Law, *numbers: float, task: int = 1) -> Variable:
    """A remaining duration in days."""
    scaled = [number * DAY for number in numbers[:3]]
    return Variable(f"task:{task}", law, *scaled, *numbers[3:])


def alone(variable: Variable, options: SimulationOptions) -> np.ndarray:
    """The finish of one task, in days."""
    told = simulate(plan_of(tasks=1), options=options, inputs=Inputs((variable,), durations={1: 0}))
    return told.finishes / DAY


TRIANGULAR = (days(Law.TRIANGULAR, 2, 4, 9), 5.0, 1.4720, (3.1832, 4.8167, 6.3542, 7.1292))
PERT = (days(Law.PERT, 2, 4, 9, 4.0), 4.5, 1.2677, (2.9044, 4.3826, 5.6259, 6.2727))
LOGNORMAL = (
    Variable("task:1", Law.LOGNORMAL, 2.85189 + np.log(DAY), 0.42863),
    18.9869,
    8.5268,
    (10.0, 17.3205, 24.8444, 30.0),
)
TRIGEN = (days(Law.TRIANGULAR, 5.6700, 10, 18.2080), 11.2927, 2.5841, (8.0, None, None, 15.0))


@pytest.mark.parametrize("options", [STRATIFIED, PLAIN])
@pytest.mark.parametrize("known", [TRIANGULAR, PERT, LOGNORMAL, TRIGEN])
def test_moments_and_percentiles(known: tuple, options: SimulationOptions) -> None:
    variable, mean, deviation, percentiles = known
    seen = alone(variable, options)
    assert abs(seen.mean() - mean) < 3 * deviation / sqrt(RUNS)
    assert abs(seen.std(ddof=1) - deviation) < 0.06 * deviation
    for share, wanted in zip((0.1, 0.5, 0.8, 0.9), percentiles, strict=True):
        if wanted is not None:
            density = deviation * sqrt(share * (1 - share)) * 4 / sqrt(RUNS)
            assert abs(np.quantile(seen, share) - wanted) < 3 * density
            if options.stratified:
                assert abs(np.quantile(seen, share) - wanted) < 0.01 * deviation


def test_strata_hit_percentiles_far_closer_than_chance() -> None:
    seen = alone(PERT[0], STRATIFIED)
    assert np.quantile(seen, [0.1, 0.5, 0.8, 0.9]) == pytest.approx(PERT[3], abs=0.003)


def path(first: int) -> tuple[Variable, Variable]:
    """The two tasks of path X in domain/risk.md 8.4."""
    return days(Law.TRIANGULAR, 8, 10, 16, task=first), days(Law.TRIANGULAR, 16, 20, 30, task=first + 1)


def chains(count: int, options: SimulationOptions) -> Simulation:
    """So many paths X in parallel."""
    variables = [v for n in range(count) for v in path(2 * n + 1)]
    links = [(2 * n + 1, 2 * n + 2) for n in range(count)]
    inputs = Inputs(tuple(variables), durations={n + 1: n for n in range(2 * count)})
    plan = plan_of(*links, tasks=2 * count)
    return simulate(plan, options=options, inputs=inputs)


def test_merge_bias() -> None:
    one, two = chains(1, STRATIFIED), chains(2, STRATIFIED)
    for told, mean, deviation, shares in (
        (one, 33.3333, 3.3993, (29.06, 33.09, 36.32, 38.00)),
        (two, 35.2647, 2.9868, (None, 35.16, 37.89, 39.26)),
    ):
        finish = told.finishes / DAY
        assert abs(finish.mean() - mean) < 3 * deviation / sqrt(RUNS)
        for share, wanted in zip((0.1, 0.5, 0.8, 0.9), shares, strict=True):
            if wanted is not None:
                assert abs(told.finish(share) / DAY - wanted) < 3 * 1.6 * deviation / sqrt(RUNS)
    assert abs(one.chance(30 * DAY) - 0.1734) < 3 * sqrt(0.1734 * 0.8266 / RUNS)
    assert abs(two.chance(30 * DAY) - 0.0301) < 3 * sqrt(0.0301 * 0.9699 / RUNS)
    criticality = [two.tasks[uid].criticality for uid in (1, 2, 3, 4)]
    assert criticality[0] == criticality[1]
    assert abs(criticality[0] - 0.5) < 3 * 0.5 / sqrt(RUNS)
    assert criticality[0] + criticality[2] >= 1
    assert [told.criticality for told in one.tasks.values()] == [1.0, 1.0]


@pytest.mark.parametrize(("count", "wanted"), [(2, 0.5642), (3, 0.8463), (4, 1.0294), (5, 1.1630)])
def test_parallel_identical_normals(count: int, wanted: float) -> None:
    variables = tuple(days(Law.NORMAL, 100, 10, -1e6, task=n + 1) for n in range(count))
    inputs = Inputs(variables, durations={n + 1: n for n in range(count)})
    finish = simulate(plan_of(tasks=count), options=STRATIFIED, inputs=inputs).finishes / DAY
    assert abs((finish.mean() - 100) / 10 - wanted) < 3 / sqrt(RUNS)
    each = (finish <= 100).mean()
    assert abs(each - 0.5**count) < 3 * sqrt(0.5**count / RUNS)


def risky(*effects: tuple[float, float, EffectKind], fixed: float = 20) -> Inputs:
    """A task of 20 days under risks: probability, factor (0: the triangular one of domain/risk.md 2.3), kind."""
    variables, occurrences, acting = [], [], []
    for n, (chance, factor, kind) in enumerate(effects):
        law = Variable(f"risk:{n}:f", Law.FIXED, factor) if factor else Variable("f", Law.TRIANGULAR, 1.0, 1.2, 1.6)
        variables += [Variable(f"risk:{n}:occurs", Law.UNIFORM, 0.0, 1.0), law]
        occurrences.append(Occurrence(2 * n, 0.0, chance, risk=n))
        acting.append(Effect(1, kind, 2 * n + 1, n))
    return Inputs(tuple(variables), tuple(occurrences), {}, tuple(acting))


def test_a_risk_driver() -> None:
    told = simulate(plan_of(tasks=1, duration=20 * DAY), options=STRATIFIED, inputs=risky((0.4, 0, EffectKind.SERIES)))
    finish = told.finishes / DAY
    assert abs(finish.mean() - 22.1333) < 3 * sqrt(9.3156 / RUNS)
    assert abs(finish.var(ddof=1) - 9.3156) < 0.6
    assert abs(told.finish(0.8) / DAY - 25.0718) < 0.3
    assert abs(told.finish(0.9) / DAY - 27.1010) < 0.3


@pytest.mark.parametrize(("kind", "mean"), [(EffectKind.SERIES, 24.2), (EffectKind.PARALLEL, 23.2)])
def test_two_drivers_on_one_task(kind: EffectKind, mean: float) -> None:
    inputs = risky((0.4, 1.25, kind), (0.5, 1.2, kind))
    finish = simulate(plan_of(tasks=1, duration=20 * DAY), options=STRATIFIED, inputs=inputs).finishes / DAY
    assert abs(finish.mean() - mean) < 3 * finish.std() / sqrt(RUNS)


@pytest.mark.parametrize("form", ["factor", "rows"])
def test_correlated_elements_add_up_as_they_should(form: str) -> None:
    rho, count = 0.2, 10
    variables = tuple(days(Law.NORMAL, 10, 1, -1e6, task=n + 1) for n in range(count))
    numbers = tuple(range(count))
    lower = np.linalg.cholesky(np.full((count, count), rho) + (1 - rho) * np.eye(count))
    rows = tuple(tuple(float(x) for x in row[: n + 1]) for n, row in enumerate(lower))
    tied = Correlation("g", numbers, (sqrt(rho),) * count) if form == "factor" else Correlation("g", numbers, (), rows)
    inputs = Inputs(variables, durations={n + 1: n for n in numbers}, correlations=(tied,))
    plan = plan_of(*((n, n + 1) for n in range(1, count)), tasks=count)
    finish = simulate(plan, options=STRATIFIED, inputs=inputs).finishes / DAY
    assert abs(finish.std(ddof=1) / sqrt(count) / 1.6733 - 1) < 3 / sqrt(2 * RUNS)
