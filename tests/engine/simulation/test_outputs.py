"""Indices, frequent paths, ranks and the shape of samples (domain/risk.md 4, 8.5, 8.6)."""

from __future__ import annotations

import numpy as np
import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.simulation import Simulation, SimulationOptions, simulate
from milepost.engine.simulation.critical_paths import critical_paths
from milepost.engine.simulation.inputs import Inputs, Law, Variable
from milepost.engine.simulation.machine import simulated
from milepost.engine.simulation.moments import histogram, moments, s_curve
from milepost.engine.simulation.percentiles import quantile
from milepost.engine.simulation.ranks import rank_correlations, ranks
from milepost.engine.simulation.significance import significance
from milepost.engine.simulation.tables import Ints
from milepost.engine.tasks import Estimate, Link, Task
from milepost.engine.worktime import WorkTimes

DAY = 1440
ALWAYS = Calendar(1, "24x7", week=(((0, 1440),),) * 7)


def fork(runs: int = 2_000) -> Simulation:
    """A, then B and C side by side."""
    tasks = tuple(
        Task(n, f"T{n}", duration=d, estimate=Estimate(d - 500, d, d + 900))
        for n, d in ((1, 2000), (2, 3000), (3, 3100))
    )
    plan = Plan(Settings(0, calendar=1), (ALWAYS,), tasks, (Link(1, 2), Link(1, 3)))
    return simulate(plan, options=SimulationOptions(runs=runs, tracked=(1, 2, 3)))


def pearson(one: Ints, other: Ints) -> float:
    return abs(float(np.corrcoef(one, other)[0, 1]))


def test_indices_are_those_of_the_kept_iterations() -> None:
    found = fork()
    spans, finish = found.sampled.spans, found.worked
    slow = {1: finish > 0, 2: spans[2] >= spans[3], 3: spans[3] >= spans[2]}
    for uid, told in found.tasks.items():
        assert told.criticality == slow[uid].mean()
        assert told.cruciality == pytest.approx(pearson(spans[uid], finish))
        assert told.deviation == pytest.approx(np.std(spans[uid], ddof=1))
        assert told.index == pytest.approx(told.criticality * told.deviation / np.std(finish, ddof=1))


def test_the_table_of_five_iterations() -> None:
    rows = {1: (10, 12, 9, 11, 13), 2: (8, 7, 10, 9, 6), 3: (7, 9, 8, 11, 7)}
    finish = np.array(rows[1]) + np.maximum(rows[2], rows[3])
    assert list(finish) == [18, 21, 19, 22, 20]
    wanted = {1: 0.5, 2: 0.1, 3: 0.8208}
    for uid, known in wanted.items():
        assert pearson(ranks(np.array(rows[uid])), ranks(finish)) == pytest.approx(known, abs=5e-5)


def test_ranks_are_those_of_the_regenerated_draws() -> None:
    found = fork()
    told = rank_correlations(found, (1, 2))
    for uid in (1, 2):
        assert told[uid] == pytest.approx(pearson(ranks(found.sampled.spans[uid]), ranks(found.worked)))
    certain = simulate(found.told.plan, inputs=Inputs(), options=SimulationOptions(runs=10))
    assert rank_correlations(certain, (1,)) == {1: None}


def test_frequent_paths_are_counted_and_named() -> None:
    found = fork()
    by_b = found.sampled.spans[2] > found.sampled.spans[3]
    told = critical_paths(found)
    assert {path.tasks: path.frequency for path in told if len(path.tasks) == 2} == {
        (1, 2): by_b.mean(),
        (1, 3): (found.sampled.spans[2] < found.sampled.spans[3]).mean(),
    }
    assert sum(path.frequency for path in told) == pytest.approx(1)
    assert [path.frequency for path in told] == sorted((path.frequency for path in told), reverse=True)
    assert len(critical_paths(found, most=1)) == 1


def test_quantiles_lie_between_values_in_proportion() -> None:
    plan = Plan(Settings(0, calendar=1), (ALWAYS,), (Task(1, "T", duration=1),))
    line = WorkTimes(plan).of_calendar(1)
    values = np.arange(11, 21) * DAY
    wanted = [11.9, 15.5, 18.2, 19.1]
    assert [quantile(line, 0, values, q) / DAY for q in (0.1, 0.5, 0.8, 0.9)] == pytest.approx(wanted, abs=1e-3)


def test_moments_histogram_and_curve() -> None:
    values = np.array([1.0, 2.0, 3.0, 10.0])
    told = moments(values)
    assert (told.mean, told.least, told.greatest) == (4.0, 1.0, 10.0)
    assert told.deviation == pytest.approx(4.0825, abs=1e-4)
    assert told.skewness == pytest.approx(1.0182, abs=1e-4)
    assert moments(np.array([5.0])).deviation == 0
    sample = np.arange(10_000)
    counts, edges = histogram(sample)
    assert counts.sum() == len(sample)
    assert (len(counts), edges[0], edges[-1]) == (22, 0, 9999)
    assert histogram(np.full(5, 3))[0].sum() == 5
    assert len(histogram(np.concatenate([sample, [10**9]]))[0]) == 60
    curve = s_curve(values)
    assert curve[49] == (2.5, 0.5)
    assert curve[-1] == (10.0, 1.0)


def test_dates_beyond_what_was_laid_out_are_laid_out() -> None:
    tail = Variable("task:1", Law.LOGNORMAL, 6.0, 2.5)
    plan = Plan(
        Settings(0, calendar=1), (ALWAYS,), (Task(1, "T", duration=400), Task(2, "U", duration=5)), (Link(1, 2),)
    )
    found = simulate(
        plan, inputs=Inputs((tail,), durations={1: 0}), options=SimulationOptions(runs=2_000, tracked=(1,))
    )
    assert found.finishes.max() > found.machine.grounded.coder.horizon
    assert np.array_equal(found.finishes, found.sampled.spans[1] + 5)
    assert np.array_equal(simulated(found.machine, (1,)).finish, found.finishes)


def test_significance_weighs_durations_by_the_float_beside_them() -> None:
    found = fork(runs=200)
    spans, finish = found.sampled.spans, found.worked
    share = finish / finish.mean()
    told = significance(found)
    assert told[1] == pytest.approx(1.0)
    for uid, other in ((2, 3), (3, 2)):
        room = np.maximum(spans[other] - spans[uid], 0)
        assert told[uid] == pytest.approx(np.mean(spans[uid] / (spans[uid] + room) * share))
