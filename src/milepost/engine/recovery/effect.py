"""What a case comes to: applied, levelled where people are counted, scheduled, costed, simulated (review.md 1)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np

from milepost.engine.cost import cost_of
from milepost.engine.levelling import Budget, LevellingOptions, level
from milepost.engine.recovery.case import Case, Change, change
from milepost.engine.recovery.changes import carry_out
from milepost.engine.recovery.reach import Reach
from milepost.engine.recovery.scope import expected_delay
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.percentiles import quantile
from milepost.engine.simulation.simulate import simulate
from milepost.engine.units import Instant, Minutes, Uid


@dataclass(frozen=True, slots=True)
class Effect:
    """What an option comes to, against doing nothing.

    `recovered` counts working minutes of the project's calendar the target comes earlier, `cost` what it costs in
    addition. `risk` is the share of iterations that miss the date when simulated, else the working minutes that
    open risks and rework are expected to add on the way to the target. `changed` counts the tasks that change
    or move. `met` says that the plan keeps the date, `p80` when the target ends with 80 % confidence.
    """

    finish: Instant
    recovered: Minutes
    cost: Decimal
    risk: float
    changed: int
    met: bool
    p80: Instant | None = None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case with changes carried out and its people levelled, its schedule and what it comes to."""

    changes: tuple[Change, ...]
    case: Case
    schedule: Schedule
    effect: Effect


class Pricing:
    """Prices changes of one case, all in the same way, against doing nothing.

    With `schedules` people are levelled anew for each set of changes, generating so many schedules. With
    `simulation` each is simulated, with the same random numbers.
    """

    def __init__(
        self, case: Case, reach: Reach, *, schedules: int | None = None, simulation: SimulationOptions | None = None
    ) -> None:
        """Price doing nothing first; `reach` is that of the plan as it stands."""
        self.case, self.reach, self.schedules, self.simulation = case, reach, schedules, simulation
        self.tasks = frozenset(reach.chain)
        self._paid = {risk.code for risk in case.risks if risk.responded}
        self._changes, self._case, self._schedule = self._levelled(())
        self._finish, self._cost = self._end(self._schedule), self._total(self._case, self._schedule)
        self.nothing = self.of(())

    def of(self, changes: tuple[Change, ...]) -> Outcome:
        """Price changes; raises PlanRefusedError for those that cannot be carried out or scheduled."""
        every, case, dates = self._levelled(changes)
        return Outcome(every, case, dates, self._effect(changes, case, dates))

    def _levelled(self, changes: tuple[Change, ...]) -> tuple[tuple[Change, ...], Case, Schedule]:
        case = carry_out(self.case, changes)
        if self.schedules is not None:
            moves = _moves(case, self.schedules)
            changes, case = (*changes, *moves), carry_out(case, moves)
        return changes, case, schedule(case.plan)

    def _effect(self, changes: tuple[Change, ...], case: Case, dates: Schedule) -> Effect:
        finish = self._end(dates)
        late, p80 = (self._exposure(case), None) if self.simulation is None else self._simulated(case, self.simulation)
        return Effect(
            finish=finish,
            recovered=self.reach.line.working(finish, self._finish),
            cost=self._total(case, dates) - self._cost,
            risk=late,
            changed=len(_changed(self._schedule, dates) | _touched(changes)),
            met=finish <= self.reach.due,
            p80=p80,
        )

    def _end(self, dates: Schedule) -> Instant:
        target = self.reach.target
        return dates.finish if target is None or target not in dates.by_uid else dates.by_uid[target].finish

    def _total(self, case: Case, dates: Schedule) -> Decimal:
        spent = sum((item.amount for item in cost_of(dates, case.ledger)), Decimal(0))
        responses = (risk.response for risk in case.risks if risk.responded and risk.code not in self._paid)
        return spent + sum((each.cost for each in responses if each is not None), Decimal(0))

    def _simulated(self, case: Case, options: SimulationOptions) -> tuple[float, Instant]:
        """Give the share of iterations that miss the date, and the finish that 80 % of them meet."""
        ends = self.reach.ends
        found = simulate(
            case.plan,
            case.risks,
            uncertainty=case.uncertainty,
            ledger=case.ledger,
            options=replace(options, tracked=(*options.tracked, *ends), traced=False),
        )
        known = [found.sampled.finishes[uid] for uid in ends if uid in found.sampled.finishes]
        finishes = np.max(known, axis=0) if known else found.finishes
        return float(np.mean(finishes > self.reach.due)), quantile(self.reach.line, found.told.start, finishes, 0.8)

    def _exposure(self, case: Case) -> float:
        """Give the working minutes that open risks and rework are expected to add on the way to the target."""
        active = {task.uid for task in case.plan.tasks if not task.inactive}
        tasks = frozenset(self.tasks & active)
        found = 0.0
        for risk in case.risks:
            answered = risk.responded and risk.response is not None
            exposure = risk.response.residual if answered and risk.response is not None else risk.exposure
            found += expected_delay(exposure, self.reach, tasks)
        return found


def _moves(case: Case, schedules: int) -> tuple[Change, ...]:
    """Level a case and give what that changes, as changes."""
    before = case.plan
    after = level(before, options=LevellingOptions(one_more=False), budget=Budget(schedules=schedules)).plan
    found = []
    for old, new in zip(before.tasks, after.tasks, strict=True):
        if old != new:
            pieces = tuple((segment.work, segment.gap) for segment in new.segments)
            found.append(change("set_levelling", task=new.uid, delay=new.levelling_delay, pieces=pieces))
    for place, filled in zip(before.assignments, after.assignments, strict=True):
        if place.resource != filled.resource and filled.resource is not None:
            found.append(change("fill_place", assignment=filled.uid, resource=filled.resource))
    return tuple(found)


def _changed(before: Schedule, after: Schedule) -> set[Uid]:
    """List the leaf tasks that are elsewhere, gone, or new."""
    old = {d.uid: (d.start, d.finish) for d in before.tasks if not d.summary}
    new = {d.uid: (d.start, d.finish) for d in after.tasks if not d.summary}
    return {uid for uid in old.keys() | new.keys() if old.get(uid) != new.get(uid)}


def _touched(changes: tuple[Change, ...]) -> set[Uid]:
    """List the tasks that changes name."""
    found: set[Uid] = set()
    for each in changes:
        for name, value in each.arguments:
            if name in ("task", "successor") and isinstance(value, int):
                found.add(value)
            if name == "tasks" and isinstance(value, tuple):
                found |= {uid for uid in value if isinstance(uid, int)}
    return found
