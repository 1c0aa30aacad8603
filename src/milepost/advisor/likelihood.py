"""How sure the dates and the cost of a project are, from a simulation of it (domain/risk.md 3, 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

import numpy as np

from milepost.dossier import Dossier
from milepost.dossier.risks import RiskRecord, RiskState
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan_cost import planned_cost
from milepost.engine.results import Schedule
from milepost.engine.risks import Risk
from milepost.engine.simulation.machine import simulated as iterated
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.simulate import Simulation, simulate
from milepost.engine.simulation.tornado import Bar, tornado
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Uid

#: Iterations of a review: enough for whole points of probability, and for quick proposals.
RUNS = 2_000
#: States in which a risk can still happen.
LIVE = frozenset(RiskState) - {RiskState.CLOSED, RiskState.OCCURRED, RiskState.REJECTED}


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

    @cached_property
    def bars(self) -> tuple[Bar, ...]:
        """What each risk does to date and cost: the same outcomes without it, the widest first."""
        return tornado(self.simulation, self.simulation.risks)

    def driving(self, most: int) -> tuple[Uid, ...]:
        """Give the tasks whose own spread does most to the finish (schedule sensitivity index)."""
        made = self.simulation.machine
        traced = replace(self.simulation, sampled=iterated(made, tuple(self.simulation.sampled.finishes)))
        rows = [(-(each.index or 0.0), uid) for uid, each in traced.tasks.items() if each.index]
        return tuple(uid for _, uid in sorted(rows)[:most])

    def kept(self) -> tuple[tuple[Uid | None, Instant, Decimal], ...]:
        """Give every promise with the probability that it is kept, the least likely first."""
        rows = [(uid, at, self.chance(uid, at)) for uid, at in self.promises]
        return tuple(sorted(rows, key=lambda row: (row[2], row[1], row[0] or 0)))


def _share(value: float) -> Decimal:
    return Decimal(str(round(value, 4)))


def simulated(schedule: Schedule, dossier: Dossier, base: Decimal | None) -> tuple[Likelihood | None, str]:
    """Simulate a project; None where nothing about it is uncertain, and where it cannot be, with the reason.

    `base` is what it costs by its ledger; without one its plan says.
    """
    if not uncertain(schedule, dossier):
        return None, ""
    plan = schedule.plan
    deadlines = [(task.uid, task.deadline) for task in plan.tasks if task.deadline is not None and _open(task)]
    promises: list[tuple[Uid | None, Instant]] = [(uid, at) for uid, at in deadlines if _simulated(schedule, uid)]
    if plan.settings.must_finish_by is not None:
        promises.append((None, plan.settings.must_finish_by))
    options = SimulationOptions(
        runs=RUNS, base_cost=base, tracked=tuple(uid for uid, _ in promises if uid is not None), traced=False
    )
    try:
        found = simulate(
            plan, live(dossier.risks), uncertainty=dossier.uncertainty, ledger=dossier.ledger, options=options
        )
    except PlanRefusedError as refused:
        return None, refused.notices[0].message
    return Likelihood(found, tuple(promises), base is not None or planned_cost(schedule) is not None), ""


def uncertain(schedule: Schedule, dossier: Dossier) -> bool:
    """Whether anything about a project is uncertain: a range, a risk, a cost or a branch."""
    known = dossier.uncertainty
    if known.costs or known.branches or any(_open(task) and task.estimate is not None for task in schedule.plan.tasks):
        return True
    return any(risk.exposure.tasks or risk.exposure.costs for risk in live(dossier.risks))


def live(records: Sequence[RiskRecord]) -> tuple[Risk, ...]:
    """Give the risks that can still happen; one that hung on a settled risk keeps the probability that remains."""
    settled = {each.risk.code: each.state for each in records if each.state not in LIVE}
    found = []
    for record in records:
        if record.state not in LIVE:
            continue
        risk = replace(record.risk, arises_from=record.arises_from or record.risk.arises_from)
        if risk.given in settled:
            chance = risk.exposure.probability if settled[risk.given] is RiskState.OCCURRED else risk.otherwise
            risk = replace(risk, given="", exposure=replace(risk.exposure, probability=chance))
        found.append(risk)
    return tuple(found)


def _open(task: Task) -> bool:
    return task.actual_finish is None and not task.inactive


def _simulated(schedule: Schedule, uid: Uid) -> bool:
    return uid in schedule.by_uid and not schedule.by_uid[uid].summary
