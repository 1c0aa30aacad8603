"""What each risk does to date and cost: the same iterations without it (domain/risk.md 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from milepost.engine.simulation.machine import simulated
from milepost.engine.simulation.percentiles import working
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.simulation.tables import Floats, Ints


@dataclass(frozen=True, slots=True)
class Bar:
    """The effect of one risk: what date and cost would lose without it, all other random numbers the same.

    `days` fields are working minutes of the project's calendar, `cost` fields money; positive is harm. Both at a
    percentile (P80 unless told) and on average. `occurred` is the share of iterations it occurred in. The bars of
    all risks need not add up to their joint effect.
    """

    risk: str
    finish: float
    finish_mean: float
    cost: float
    cost_mean: float
    occurred: float


def tornado(simulation: Simulation, risks: Sequence[str], share: float = 0.8) -> tuple[Bar, ...]:
    """Leave each risk out in turn; widest bars first, by its effect on the finish, then on cost.

    `risks` names the risks by their number in the simulation's inputs.
    """
    bars = [leave_out(simulation, (number,), code, share) for number, code in enumerate(risks)]
    return tuple(sorted(bars, key=lambda bar: (-abs(bar.finish), -abs(bar.cost), bar.risk)))


def leave_out(simulation: Simulation, numbers: Sequence[int], name: str = "", share: float = 0.8) -> Bar:
    """Switch risks off and compare iteration by iteration."""
    made = simulation.machine
    count = 1 + max((each.risk for each in made.inputs.occurrences), default=-1)
    enabled = [number not in numbers and _on(made.inputs.enabled, number) for number in range(count)]
    without = simulated(made, traced=False, enabled=enabled)
    before, after = simulation.worked, _worked(simulation, without.finish)
    costs = np.asarray(without.cost + made.inputs.spent)
    rows = [n for n, each in enumerate(made.inputs.occurrences) if each.risk in numbers]
    happened = simulation.sampled.occurred[rows].any(axis=0) if rows else np.zeros(1, dtype=bool)
    return Bar(
        risk=name,
        finish=_at(before, share) - _at(after, share),
        finish_mean=float(np.mean(before) - np.mean(after)),
        cost=_at(simulation.costs, share) - _at(costs, share),
        cost_mean=float(np.mean(simulation.costs) - np.mean(costs)),
        occurred=float(np.mean(happened)),
    )


def _on(enabled: Sequence[bool], number: int) -> bool:
    return enabled[number] if number < len(enabled) else True


def _worked(simulation: Simulation, finishes: Ints) -> Ints:
    line = simulation.machine.grounded.computed.passes.plan.frame.times.of_calendar(None)
    return working(line, simulation.told.start, finishes)


def _at(values: Ints | Floats, share: float) -> float:
    return float(np.quantile(values, share))
