"""What each task of the baseline was planned to be worth by when (domain/money.md 4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.contours import Spread, spread_assignment, worked_until
from milepost.engine.earning import due
from milepost.engine.rates import rate_slices
from milepost.engine.resources import Accrual, Assignment, Contour, Resource, ResourceKind
from milepost.engine.results import Schedule
from milepost.engine.tasks import BaselineAssignment, BaselineTask, EarningRule, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING, _WHOLE = Decimal(0), Decimal(1)


def baseline_rows(schedule: Schedule) -> dict[Uid, BaselineTask]:
    """What the current baseline remembers, by task."""
    number = schedule.plan.settings.current_baseline
    found = next((each for each in schedule.plan.baselines if each.number == number), None)
    return {row.task: row for row in found.tasks} if found else {}


def evenly(uid: Uid, start: Instant, finish: Instant, at: Instant, times: WorkTimes) -> Decimal:
    """Tell what share of a task's working time between two instants has passed at a third, 0 to 1."""
    if at >= finish:
        return _WHOLE
    if at <= start:
        return _NOTHING
    line = times.of_task(uid)
    whole = line.working(start, finish)
    return Decimal(line.working(start, at)) / whole if whole else _NOTHING


@dataclass(frozen=True, slots=True)
class _Part:
    """A part of a task's budget that falls due in its own way: its weight, when, and along which work at which rate."""

    weight: Decimal
    start: Instant
    finish: Instant
    accrual: Accrual
    pieces: Spread | None = None
    slices: tuple[tuple[Instant, Instant, Decimal], ...] = ()

    def share(self, at: Instant) -> Decimal | None:
        """Tell what of the part is due at an instant; None where it is spread evenly over the task."""
        if at >= self.finish:
            return _WHOLE
        if at < self.start or self.accrual is Accrual.END:
            return _NOTHING
        if self.accrual is Accrual.START:
            return _WHOLE
        return None if self.pieces is None else self._worth(at) / self._worth(self.finish)

    def _worth(self, at: Instant) -> Decimal:
        assert self.pieces is not None
        total = _NOTHING
        for begin, end, rate in self.slices:
            if begin < at:
                done = worked_until(self.pieces, min(at, end)) - worked_until(self.pieces, begin)
                total += done * rate
        return total


class PlannedValue:
    """The planned value of every leaf task with a budget in the current baseline, at any instant."""

    def __init__(self, schedule: Schedule, times: WorkTimes) -> None:
        """Keep the baseline's rows of leaf tasks and what they are spread by."""
        plan = schedule.plan
        remembered = baseline_rows(schedule)
        leaves = (dates.uid for dates in schedule.tasks if not dates.summary)
        #: What the baseline remembers of each leaf task, in plan order.
        self.rows = {uid: remembered[uid] for uid in leaves if uid in remembered}
        self._times = times
        self._tasks = {task.uid: task for task in plan.tasks}
        self._resources = {resource.uid: resource for resource in plan.resources}
        self._crew: dict[Uid, list[Assignment]] = {}
        for assignment in plan.assignments:
            self._crew.setdefault(assignment.task, []).append(assignment)
        number = plan.settings.current_baseline
        found = next((each for each in plan.baselines if each.number == number), None)
        self._agreed = {row.assignment: row for row in (found.assignments if found else ())}
        self._parts: dict[Uid, tuple[_Part, ...]] = {}

    def share(self, uid: Uid, at: Instant) -> Decimal:
        """Tell what share of a task's budget was planned to be earned by an instant, 0 to 1.

        By its earning rule: weighted milestones at their dates, 0/100 at the finish, 50/50 and its kin at start and
        finish. Else as its cost was to fall due: fixed cost by its accrual, people by accrual, contour and rates,
        all else evenly in the working time of the task.
        """
        row, task = self.rows[uid], self._tasks[uid]
        if row.start is None or row.finish is None:
            return Decimal(int(row.finish is not None and row.finish <= at))
        rule = task.earning
        if rule is not None:
            if rule.rule is EarningRule.MILESTONES and all(step.planned is not None for step in rule.milestones):
                return due(rule.milestones, at)
            if rule.rule is EarningRule.ZERO_HUNDRED:
                return Decimal(int(at >= row.finish))
            if rule.rule is EarningRule.START_FINISH:
                return _WHOLE if at >= row.finish else rule.at_start * (at >= row.start)
            if rule.rule is EarningRule.APPORTIONED and rule.base in self.rows:
                return self.share(rule.base, at)
        return self._spread(uid, row, at)

    def value(self, uid: Uid, at: Instant) -> Decimal:
        """Give what of a task's budget was planned to be earned by an instant, not rounded."""
        budget = self.rows[uid].cost
        return budget * self.share(uid, at) if budget else _NOTHING

    def total(self, at: Instant, uids: Iterable[Uid] | None = None) -> Decimal:
        """Add planned value up, of some tasks or of all."""
        return sum((self.value(uid, at) for uid in (self.rows if uids is None else uids)), _NOTHING)

    def _spread(self, uid: Uid, row: BaselineTask, at: Instant) -> Decimal:
        if uid not in self._parts:
            self._parts[uid] = self._of(self._tasks[uid], row)
        parts = self._parts[uid]
        assert row.start is not None
        assert row.finish is not None
        if not parts:
            return evenly(uid, row.start, row.finish, at, self._times)
        whole, total = sum((part.weight for part in parts), _NOTHING), _NOTHING
        for part in parts:
            share = part.share(at)
            total += part.weight * (evenly(uid, part.start, part.finish, at, self._times) if share is None else share)
        return total / whole

    def _of(self, task: Task, row: BaselineTask) -> tuple[_Part, ...]:
        """Take a budget apart where that matters: nothing where all of it is spread evenly over the task."""
        budget = row.cost or _NOTHING
        crew = self._crew.get(task.uid, [])
        fixed = row.fixed_cost
        if fixed is None:
            fixed = min(task.fixed_cost, budget) if crew else budget
        assert row.start is not None
        assert row.finish is not None
        people = [part for each in crew if (part := self._assigned(each, row)) is not None]
        shaped = any(part.pieces is not None or part.accrual is not Accrual.PRORATED for part in people)
        weight = sum((part.weight for part in people), _NOTHING)
        rest = budget - fixed
        if not shaped and (not fixed or task.fixed_cost_accrual is Accrual.PRORATED):
            return ()
        own = (_Part(fixed, row.start, row.finish, task.fixed_cost_accrual),) if fixed else ()
        if not shaped or not weight:
            return (*own, _Part(rest, row.start, row.finish, Accrual.PRORATED)) if rest else own
        return (*own, *(replace(part, weight=rest * part.weight / weight) for part in people))

    def _assigned(self, each: Assignment, row: BaselineTask) -> _Part | None:
        """How one assignment's cost was to fall due; None without cost."""
        resource = None if each.resource is None else self._resources.get(each.resource)
        agreed = self._agreed.get(each.uid) or BaselineAssignment(each.uid)
        start = row.start if agreed.start is None else agreed.start
        finish = row.finish if agreed.finish is None else agreed.finish
        assert start is not None
        assert finish is not None
        accrual = Accrual.PRORATED if resource is None else resource.accrual
        work = each.work if agreed.work is None else agreed.work
        slices = _rates(each, resource, start, finish)
        line = self._times.of_assignment(each)
        pieces = None
        if work and (len(slices) > 1 or (slices and each.contour is not Contour.FLAT)):
            pieces = spread_assignment(replace(each, work=work), line, start, finish)
        weight = agreed.cost
        if weight is None:
            part = _Part(_WHOLE, start, finish, accrual, pieces, slices)
            weight = part._worth(finish) if pieces is not None else work * (slices[0][2] if slices else _NOTHING)
        return _Part(weight, start, finish, accrual, pieces, slices) if weight else None


def _rates(
    each: Assignment, resource: Resource | None, start: Instant, finish: Instant
) -> tuple[tuple[Instant, Instant, Decimal], ...]:
    if resource is None or resource.kind not in (ResourceKind.WORK, ResourceKind.EQUIPMENT):
        return ()
    rows = rate_slices(resource, each.rate_table, start, max(finish, start + 1))
    return tuple((begin, end, rate.standard) for begin, end, rate in rows)
