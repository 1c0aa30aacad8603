"""Where paths meet, everybody waits for the slowest: how much later that is than each path alone (domain/risk.md 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from milepost.engine.plan import Plan
from milepost.engine.simulation.machine import simulated
from milepost.engine.simulation.percentiles import working
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.tasks import LinkType
from milepost.engine.units import Uid

#: So many merges, those most often on the longest path, are looked at.
MOST = 12


@dataclass(frozen=True, slots=True)
class Merge:
    """A task that several paths lead to, and the working minutes their meeting costs at P80.

    `entering` are the tasks before it; `bias` is P80 of the latest of them less the latest of their P80s.
    """

    task: Uid
    entering: tuple[Uid, ...]
    bias: float


def merges(simulation: Simulation, *, share: float = 0.8, most: int = MOST) -> tuple[Merge, ...]:
    """List the merges that cost the most, widest first; tasks with one predecessor have none."""
    entering = _entering(simulation)
    ranked = sorted(entering, key=lambda uid: (-simulation.tasks[uid].criticality, uid))[:most]
    wanted = tuple(dict.fromkeys(before for uid in ranked for before in entering[uid]))
    sampled = simulated(simulation.machine, wanted, traced=False)
    line = simulation.machine.grounded.computed.passes.plan.frame.times.of_calendar(None)
    found = []
    for uid in ranked:
        rows = [working(line, simulation.told.start, sampled.finishes[before]) for before in entering[uid]]
        alone = max(float(np.quantile(row, share)) for row in rows)
        together = float(np.quantile(np.max(rows, axis=0), share))
        found.append(Merge(uid, entering[uid], together - alone))
    return tuple(sorted(found, key=lambda merge: (-merge.bias, merge.task)))


def _entering(simulation: Simulation) -> Mapping[Uid, tuple[Uid, ...]]:
    plan: Plan = simulation.told.plan
    known = simulation.tasks
    found: dict[Uid, tuple[Uid, ...]] = {}
    for link in plan.links:
        if link.type is LinkType.FS and link.predecessor in known and link.successor in known:
            found[link.successor] = (*found.get(link.successor, ()), link.predecessor)
    return {uid: before for uid, before in found.items() if len(before) > 1}
