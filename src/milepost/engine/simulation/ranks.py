"""How the rank of a task's duration goes with the rank of the finish (domain/risk.md 4)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from milepost.engine.simulation.machine import simulated
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.simulation.tables import Floats, Ints
from milepost.engine.units import Uid


def rank_correlations(simulation: Simulation, tasks: Sequence[Uid]) -> dict[Uid, float | None]:
    """Give the absolute Spearman correlation of each task's remaining duration with the finish.

    None where one of them never varies. The durations are drawn again, not kept.
    """
    wanted = [uid for uid in dict.fromkeys(tasks) if uid in simulation.tasks]
    drawn = simulated(simulation.machine, wanted, traced=False)
    finish = ranks(simulation.worked)
    return {uid: correlation(ranks(drawn.spans[uid]), finish) for uid in wanted}


def ranks(values: Ints | Floats) -> Floats:
    """Give the rank of each value, ties sharing the mean of theirs."""
    _, place, counts = np.unique(values, return_inverse=True, return_counts=True)
    last = np.cumsum(counts)
    return np.asarray((last - (counts - 1) / 2.0)[place])


def correlation(one: Floats, other: Floats) -> float | None:
    """Give the absolute Pearson correlation of two rows, None without variance."""
    a, b = one - one.mean(), other - other.mean()
    scale = float(np.sqrt(np.dot(a, a) * np.dot(b, b)))
    return abs(float(np.dot(a, b))) / scale if scale else None
