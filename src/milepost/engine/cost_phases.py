"""Cost along time: what falls due in which period, to the cent (domain/money.md 3, 4)."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.engine.contours import Spread, spread, spread_assignment, worked_until
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.currency import rounded
from milepost.engine.resources import Accrual, Assignment
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
        self._dates = schedule.by_uid
        self._spreads: dict[tuple[Uid | None, Uid, Instant, Instant], Spread] = {}

    def due(self, item: CostItem, at: Instant) -> Decimal:
        """Give what of an item has fallen due by an instant."""
        if at >= item.finish:
            return item.amount
        if item.accrual is Accrual.END or at < item.start:
            return _NOTHING
        if item.accrual is Accrual.START or item.kind is CostKind.PER_USE:
            return item.amount
        pieces = self._pieces(item)
        before = worked_until(pieces, item.start)
        whole = worked_until(pieces, item.finish) - before
        share = Decimal(worked_until(pieces, at) - before) / whole if whole else _NOTHING
        return rounded(item.amount * share, self._digits)

    def periods(self, item: CostItem, edges: Sequence[Instant]) -> list[Decimal]:
        """Give what of an item falls due in each period between ascending edges, most of them nothing."""
        found = [_NOTHING] * (len(edges) - 1)
        for n, amount in self.parts(item, edges):
            found[n] = amount
        return found

    def parts(self, item: CostItem, edges: Sequence[Instant]) -> Iterator[tuple[int, Decimal]]:
        """List the periods between ascending edges an item falls due in, with what falls due in each.

        The first period holds what lies before the first edge too, the last what lies after the last one.
        """
        last = len(edges) - 2
        first = min(max(bisect_right(edges, item.start) - 1, 0), last)
        given = _NOTHING
        for n in range(first, last + 1):
            # What falls due at the very end of a period belongs to it.
            reached = item.amount if n == last else self.due(item, edges[n + 1])
            if reached != given:
                yield n, reached - given
            given = reached
            if edges[n + 1] >= item.finish:
                return

    def totals(self, items: Iterable[CostItem], edges: Sequence[Instant]) -> list[Decimal]:
        """Add up what of many items falls due in each period."""
        found = [_NOTHING] * (len(edges) - 1)
        for item in items:
            for n, amount in self.parts(item, edges):
                found[n] += amount
        return found

    def _pieces(self, item: CostItem) -> Spread:
        each = None if item.assignment is None else self._assignments.get(item.assignment)
        if each is None or not item.work:
            each = None
        whole = each is not None and not item.spent and not each.actual_work
        span = (0, 0) if whole else (item.start, item.finish)
        key = (None if each is None else each.uid, item.task, *span)
        if key not in self._spreads:
            self._spreads[key] = self._spread(item, each, whole=whole)
        return self._spreads[key]

    def _spread(self, item: CostItem, each: Assignment | None, *, whole: bool) -> Spread:
        if each is None:
            line = self._times.of_task(item.task)
            return spread(max(line.working(item.start, item.finish), 0), line, item.start, item.finish)
        line = self._times.of_assignment(each)
        if not whole:
            return spread(item.work, line, item.start, item.finish)
        dates = self._dates[item.task]
        planned = each if each.work else replace(each, work=item.work)
        return spread_assignment(planned, line, dates.remaining_start, dates.finish)
