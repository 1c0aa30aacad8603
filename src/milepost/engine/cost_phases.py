"""Cost along time: what falls due in which period, to the cent (domain/money.md 3, 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from milepost.engine.contours import Spread, spread, spread_assignment
from milepost.engine.cost import worked_until
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.currency import rounded
from milepost.engine.resources import Accrual
from milepost.engine.results import Schedule
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)


class Phasing:
    """Tells what of a plan's cost items has fallen due by an instant.

    `accrual` start counts at an item's start, end at its finish; prorated cost follows the assignment's contour, or
    the working time of the task. Amounts are cumulative and rounded, so that the periods between any instants add
    up to the item, the residue in the last one.
    """

    def __init__(self, schedule: Schedule, times: WorkTimes | None = None, *, digits: int = 2) -> None:
        """Keep what the items of this schedule are spread by."""
        self._times = times or WorkTimes(schedule.plan)
        self._assignments = {each.uid: each for each in schedule.plan.assignments}
        self._digits = digits
        self._spreads: dict[tuple[Uid | None, Uid, Instant, Instant, bool], Spread] = {}

    def due(self, item: CostItem, at: Instant) -> Decimal:
        """Give what of an item has fallen due by an instant."""
        if at >= item.finish:
            return item.amount
        if item.accrual is Accrual.END or at < item.start:
            return _NOTHING
        if item.accrual is Accrual.START or item.kind is CostKind.PER_USE:
            return item.amount
        pieces = self._pieces(item)
        whole = int(pieces.minutes.sum())
        share = Decimal(worked_until(pieces, at)) / whole if whole else _NOTHING
        return rounded(item.amount * share, self._digits)

    def periods(self, item: CostItem, edges: Sequence[Instant]) -> list[Decimal]:
        """Give what of an item falls due in each period between ascending edges; the first holds its own start."""
        reached = [self.due(item, edge) for edge in edges]
        if edges[0] <= item.start:
            reached[0] = _NOTHING
        return [after - before for before, after in pairwise(reached)]

    def totals(self, items: Iterable[CostItem], edges: Sequence[Instant]) -> list[Decimal]:
        """Add up what of many items falls due in each period."""
        found = [_NOTHING] * (len(edges) - 1)
        for item in items:
            for n, amount in enumerate(self.periods(item, edges)):
                found[n] += amount
        return found

    def _pieces(self, item: CostItem) -> Spread:
        key = (item.assignment, item.task, item.start, item.finish, item.spent)
        if key not in self._spreads:
            self._spreads[key] = self._spread(item)
        return self._spreads[key]

    def _spread(self, item: CostItem) -> Spread:
        each = None if item.assignment is None else self._assignments.get(item.assignment)
        if each is None or not item.work:
            line = self._times.of_task(item.task)
            return spread(max(line.working(item.start, item.finish), 0), line, item.start, item.finish)
        line = self._times.of_assignment(each)
        if item.spent or item.work != each.work:
            return spread(item.work, line, item.start, item.finish)
        return spread_assignment(each, line, item.start, item.finish)
