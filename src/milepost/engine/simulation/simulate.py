"""How sure the dates and the cost of a plan are: one call from plan to percentiles (domain/risk.md 3, 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from milepost.engine.accounts import Ledger
from milepost.engine.answers import Computed
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.risks import Risk, Uncertainty
from milepost.engine.schedule import schedule
from milepost.engine.simulation.ground import remaining
from milepost.engine.simulation.inputs import Inputs
from milepost.engine.simulation.machine import Machine, Sampled, machine, simulated
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.percentiles import quantile, working
from milepost.engine.simulation.relaxed import Lifted
from milepost.engine.simulation.tables import Floats, Ints
from milepost.engine.simulation.translation import Translated, translate
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime


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
    """What all iterations came to; `told` is the schedule as planned.

    `risks` are the codes of risks by their number in the inputs, `notices` what had to be repaired.
    """

    told: Schedule
    options: SimulationOptions
    machine: Machine
    sampled: Sampled
    risks: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()

    @property
    def lifted(self) -> tuple[Lifted, ...]:
        """The constraints that iterations do not hold tasks to."""
        return self.machine.grounded.lifted

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


def simulate(
    plan: Plan,
    risks: Sequence[Risk] = (),
    *,
    uncertainty: Uncertainty | None = None,
    ledger: Ledger | None = None,
    options: SimulationOptions | None = None,
    inputs: Inputs | None = None,
) -> Simulation:
    """Simulate a plan under its estimates' ranges and its risks, or under other inputs.

    Raises PlanRefusedError where the plan cannot be scheduled or something uncertain cannot be drawn.
    """
    chosen = SimulationOptions() if options is None else options
    if chosen.wrong():
        raise PlanRefusedError(chosen.wrong())
    told = schedule(plan)
    assert isinstance(told.answers, Computed)
    if inputs is None:
        left = remaining(told.answers)
        translated = translate(told, left, risks, uncertainty, chosen, ledger)
    else:
        translated = Translated(inputs, tuple(risk.code for risk in risks), ())
    made = machine(
        told.answers,
        translated.inputs,
        runs=chosen.runs,
        seed=chosen.seed,
        stratified=chosen.stratified,
        keep_constraints=chosen.keep_constraints,
        threads=chosen.threads,
        levelling=chosen.levelled,
    )
    lost = [uid for uid in chosen.tracked if uid not in made.grounded.place]
    if lost:
        told_of = ", ".join(map(str, lost))
        message = f"Finishes of {told_of} are asked for; only scheduled tasks that are not summaries have them."
        raise PlanRefusedError((Notice("E-TRACKED", message, tuple(lost)),))
    milestones = [t.uid for t in plan.tasks if t.uid in made.grounded.place and (t.milestone or not t.duration)]
    tracked = tuple(dict.fromkeys([*milestones, *chosen.tracked]))
    sampled = simulated(made, tracked, traced=chosen.traced)
    return Simulation(told, chosen, made, sampled, translated.risks, translated.notices)
