"""How sure the dates and the cost of a plan are: one call from plan to percentiles (domain/risk.md 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from milepost.engine.answers import Computed
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.simulation.inputs import Inputs
from milepost.engine.simulation.machine import Machine, Sampled, machine, simulated
from milepost.engine.simulation.percentiles import quantile, working
from milepost.engine.simulation.tables import Floats, Ints
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime


@dataclass(frozen=True, slots=True)
class SimulationOptions:
    """How to simulate: the same options and seed give the same answer to the bit.

    `stratified` is Latin hypercube sampling, else plain Monte Carlo. `keep_constraints` holds tasks to hard and
    late constraints, which a simulation lifts otherwise. `levelled` lets nobody be in two places at once.
    `tracked` tasks are kept iteration by iteration, milestones always. `threads` changes the time it
    takes, nothing else.
    """

    runs: int = 10_000
    seed: int = 1
    stratified: bool = True
    keep_constraints: bool = False
    levelled: bool = False
    tracked: tuple[Uid, ...] = ()
    traced: bool = True
    threads: int = 2


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """How one task's remaining duration goes with the finish (domain/risk.md 4).

    `criticality` is the share of iterations on the longest path, `cruciality` the absolute Pearson
    correlation with the finish (None without variance), `index` the schedule sensitivity index, `deviation` the
    standard deviation of the remaining duration in minutes.
    """

    criticality: float
    cruciality: float | None
    index: float | None
    deviation: float


@dataclass(frozen=True)
class Simulation:
    """What all iterations came to; `told` is the schedule as planned."""

    told: Schedule
    options: SimulationOptions
    machine: Machine
    sampled: Sampled

    @property
    def finishes(self) -> Ints:
        """The finish of the project by iteration, as instants."""
        return self.sampled.finish

    @property
    def costs(self) -> Floats:
        """The cost by iteration, what is certain included."""
        return np.asarray(self.sampled.cost + self.machine.inputs.spent)

    def finish(self, share: float) -> Instant:
        """Give the finish that this share of iterations (0..1) meets: P80 for 0.8."""
        return quantile(self._project, self.told.start, self.finishes, share)

    def finish_of(self, uid: Uid, share: float) -> Instant:
        """Give the finish of a milestone or tracked task that this share of iterations meets."""
        return quantile(self._project, self.told.start, self.sampled.finishes[uid], share)

    def cost(self, share: float) -> float:
        """Give the cost that this share of iterations does not exceed."""
        return float(np.quantile(self.costs, share))

    def chance(self, finish: Instant) -> float:
        """Give the share of iterations that finish by an instant."""
        return float(np.mean(self.finishes <= finish))

    @cached_property
    def worked(self) -> Ints:
        """The working minutes of the project's calendar from the planned start to the finish, by iteration."""
        return working(self._project, self.told.start, self.finishes)

    @cached_property
    def tasks(self) -> Mapping[Uid, Sensitivity]:
        """How each task that is not complete bears on the finish."""
        ways, deviation = self.machine.grounded.frames.way, float(np.std(self.worked, ddof=1))
        return {uid: self._sensitivity(p, deviation) for uid, p in self.machine.grounded.place.items() if ways[p]}

    @property
    def _project(self) -> WorkTime:
        return self.machine.grounded.computed.passes.plan.frame.times.of_calendar(None)

    def _sensitivity(self, p: int, deviation: float) -> Sensitivity:
        runs, sampled = self.options.runs, self.sampled
        total, square, product = (int(column[p]) for column in (sampled.total, sampled.square, sampled.product))
        critical = int(sampled.critical[p]) / runs
        own = (square - total * total / runs) / (runs - 1) if runs > 1 else 0.0
        if own <= 0.0 or deviation == 0.0:
            return Sensitivity(critical, None, 0.0 if deviation else None, max(own, 0.0) ** 0.5)
        late = int(np.sum(self.worked)) - runs * self._planned
        covariance = (product - total * late / runs) / (runs - 1)
        own **= 0.5
        return Sensitivity(critical, abs(covariance) / (own * deviation), critical * own / deviation, own)

    @cached_property
    def _planned(self) -> Minutes:
        return self._project.working(self.told.start, self.told.finish)


def simulate(plan: Plan, options: SimulationOptions | None = None, *, inputs: Inputs | None = None) -> Simulation:
    """Simulate a plan: what its estimates, or the inputs given, make of its dates and cost.

    Raises PlanRefusedError where the plan cannot be scheduled.
    """
    chosen = SimulationOptions() if options is None else options
    told = schedule(plan)
    assert isinstance(told.answers, Computed)
    made = machine(
        told.answers,
        Inputs() if inputs is None else inputs,
        runs=chosen.runs,
        seed=chosen.seed,
        stratified=chosen.stratified,
        keep_constraints=chosen.keep_constraints,
        threads=chosen.threads,
    )
    milestones = [t.uid for t in plan.tasks if t.uid in made.grounded.place and (t.milestone or not t.duration)]
    tracked = tuple(dict.fromkeys([*milestones, *chosen.tracked]))
    return Simulation(told, chosen, made, simulated(made, tracked, traced=chosen.traced))
