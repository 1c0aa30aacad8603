"""The significance index: how much of its slack a task uses up while it is done (domain/risk.md 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from milepost.engine.criticality import total_floats
from milepost.engine.passes import Passes
from milepost.engine.simulation.machine import Machine, simulated
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.simulation.tables import DONE, Ints
from milepost.engine.units import Uid

#: Total float needs a backward pass for each iteration: so many, unless more are asked for.
ITERATIONS = 500


def significance(simulation: Simulation, iterations: int = ITERATIONS) -> dict[Uid, float]:
    """Give the significance index of each task: the mean of d / (d + total float) times the share of the mean duration.

    Taken over the first iterations; d is the remaining duration, and the duration of the project is counted from its
    planned start. Constraints are held as in the simulation, people's capacity is not.
    """
    made = simulation.machine
    ways, count = made.grounded.frames.way, min(iterations, simulation.options.runs)
    places = {uid: p for uid, p in made.grounded.place.items() if ways[p] != DONE}
    drawn = simulated(made, tuple(places), traced=False).spans
    lasts = simulation.worked[:count] / float(np.mean(simulation.worked[:count]) or 1.0)
    total = dict.fromkeys(places, 0.0)
    for n in range(count):
        floats = _floats(made, drawn, places, n)
        for uid, p in places.items():
            span = int(drawn[uid][n])
            total[uid] += float(lasts[n]) * span / (span + max(floats[p], 0)) if span else 0.0
    return {uid: each / count for uid, each in total.items()}


def _floats(made: Machine, drawn: Mapping[Uid, Ints], places: Mapping[Uid, int], n: int) -> list[int]:
    """Give the total float of each position in one iteration, from a pass of its own over what was drawn."""
    planned, tasks = made.grounded.computed.passes, made.grounded.tasks
    span, part = tasks.span[:], tasks.strand_span[:]
    for uid, p in places.items():
        span[p] = int(drawn[uid][n])
        for row in range(tasks.strand_first[p], tasks.strand_first[p + 1]):
            whole = planned.tasks.span[p]
            part[row] = (2 * tasks.strand_span[row] * span[p] + whole) // (2 * whole)
    own = tasks._replace(span=span, strand_span=part, terminal=tasks.terminal[:])
    passes: Passes = replace(planned.copy(), tasks=own)
    passes.forward()
    passes.close()
    passes.backward()
    passes.measure()
    return total_floats(passes, planned.plan.frame.plan.settings)
