"""How sure the dates and the cost of a project are, from a simulation of it (domain/risk.md 3, 4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from milepost.engine.simulation.simulate import Simulation
from milepost.engine.units import Instant, Uid


@dataclass(frozen=True)
class Likelihood:
    """The simulated project as rules read it.

    `promises` are the dates it is held to: each task with a deadline, and None for the project's own. `priced` says
    that cost was simulated too.
    """

    simulation: Simulation
    promises: tuple[tuple[Uid | None, Instant], ...]
    priced: bool

    def finish(self, share: Decimal) -> Instant:
        """Give the finish that is kept with a confidence: P80 for 0.8."""
        return self.simulation.finish(float(share))

    def finish_of(self, uid: Uid | None, share: Decimal) -> Instant:
        """Give the finish of a promised task (None: the project) that is kept with a confidence."""
        return self.finish(share) if uid is None else self.simulation.finish_of(uid, float(share))

    def cost(self, share: Decimal) -> Decimal | None:
        """Give the cost that is not exceeded with a confidence; None where cost was not simulated."""
        return Decimal(str(round(self.simulation.cost(float(share)), 2))) if self.priced else None

    def chance(self, uid: Uid | None, at: Instant) -> Decimal:
        """Give the probability that a promised task (None: the project) finishes by an instant."""
        if uid is None:
            return _share(self.simulation.chance(at))
        return _share(float(np.mean(self.simulation.sampled.finishes[uid] <= at)))

    def kept(self) -> tuple[tuple[Uid | None, Instant, Decimal], ...]:
        """Give every promise with the probability that it is kept, the least likely first."""
        rows = [(uid, at, self.chance(uid, at)) for uid, at in self.promises]
        return tuple(sorted(rows, key=lambda row: (row[2], row[1], row[0] or 0)))


def _share(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))
