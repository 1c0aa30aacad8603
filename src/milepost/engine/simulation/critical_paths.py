"""Which longest paths iterations had most often (domain/risk.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine.simulation.machine import marked
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.units import Uid

#: So many paths are told unless more are asked for.
MOST = 10


@dataclass(frozen=True, slots=True)
class CriticalPath:
    """The tasks of one longest path in the order in which they start, and the share of iterations that had it.

    Where several paths are equally long in an iteration, their tasks are told together.
    """

    tasks: tuple[Uid, ...]
    frequency: float


def critical_paths(simulation: Simulation, most: int = MOST) -> tuple[CriticalPath, ...]:
    """List the most frequent longest paths, the most frequent first."""
    keys, firsts, counts = np.unique(simulation.sampled.path, return_index=True, return_counts=True)
    ranked = sorted(range(len(keys)), key=lambda n: (-int(counts[n]), int(firsts[n])))[:most]
    return tuple(
        CriticalPath(marked(simulation.machine, int(firsts[n])), int(counts[n]) / simulation.options.runs)
        for n in ranked
    )
