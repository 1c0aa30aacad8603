"""What an assignment costs: hours, overtime, uses and material in the slices of their rates (domain/money.md 3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from milepost.engine.accounts import RateUse
from milepost.engine.contours import Spread, spread, spread_assignment, worked_until
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.currency import Exchange
from milepost.engine.plan import Settings
from milepost.engine.rates import rate_slices
from milepost.engine.resources import Accrual, Assignment, Rate, Resource, ResourceKind
from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task, TaskKind
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)
_HOUR = 60
Slices = list[tuple[Instant, Instant, Rate]]


def share_due(task: Task, accrual: Accrual) -> Decimal:
    """Tell what share of a typed cost has fallen due with the progress of its task, 0 to 1."""
    if task.actual_finish is not None:
        return Decimal(1)
    if task.actual_start is None or accrual is Accrual.END:
        return _NOTHING
    return Decimal(1) if accrual is Accrual.START else task.percent_complete / 100


class AssignmentCosts:
    """Costs assignments of one plan, at its rates and the exchange rates of the days."""

    def __init__(self, times: WorkTimes, exchange: Exchange, settings: Settings) -> None:
        """Keep working times, exchange rates and the plan's status date."""
        self.times, self.exchange, self.settings = times, exchange, settings

    def items(
        self, each: Assignment, resource: Resource | None, task: Task, dates: TaskDates, base: CostItem
    ) -> Iterator[CostItem]:
        """List what one assignment costs, done and ahead; `base` says whose it is. Amounts are not rounded yet."""
        slices = [] if resource is None else rate_slices(resource, each.rate_table, dates.start, dates.finish)
        if not slices or resource is None or resource.kind is ResourceKind.COST:
            yield from self._typed(each, task, dates, base)
        elif resource.kind is ResourceKind.MATERIAL:
            yield from self._material(each, resource, task, dates, base)
        else:
            yield from self._done(each, resource, task, dates, base)
            if task.actual_finish is None:
                team = self._burn(each, dates) if task.kind is TaskKind.LEVEL_OF_EFFORT else None
                yield from self._ahead(each, resource, dates, base, team)

    def _typed(self, each: Assignment, task: Task, dates: TaskDates, base: CostItem) -> Iterator[CostItem]:
        """An amount somebody typed; what of it is spent falls due with the progress, unless it was reported."""
        whole, spent = each.cost or _NOTHING, each.actual_cost
        if spent is None:
            spent = whole * share_due(task, base.accrual)
        rest = max(_NOTHING, whole - spent)
        if each.remaining_cost is not None and task.actual_start is not None:
            rest = each.remaining_cost
        if spent:
            yield replace(base, amount=spent, finish=max(dates.start, dates.remaining_start), spent=True)
        if rest:
            yield replace(base, amount=rest, start=min(dates.remaining_start, dates.finish))

    def _material(
        self, each: Assignment, resource: Resource, task: Task, dates: TaskDates, base: CostItem
    ) -> Iterator[CostItem]:
        """Material by piece or by time, at the prices of the days it is used on."""
        quantity = each.quantity or _NOTHING
        if each.rate_per_minutes:
            quantity = quantity * dates.duration / each.rate_per_minutes
        base = replace(base, kind=CostKind.MATERIAL)
        until = dates.finish if task.actual_finish is not None else max(dates.start, dates.remaining_start)
        share = share_due(task, Accrual.PRORATED)
        if each.actual_cost is not None:
            yield replace(base, amount=each.actual_cost, finish=until, spent=True)
        else:
            done = replace(base, finish=until, spent=True)
            yield from self._used(each, resource, done, quantity * share)
        ahead = replace(base, start=min(until, dates.finish))
        yield from self._used(each, resource, ahead, quantity * (1 - share))
        first = rate_slices(resource, each.rate_table, dates.start, dates.finish)[0][2]
        if each.actual_cost is None or task.actual_start is None:
            yield from self._use(base, first, dates.start, spent=task.actual_start is not None)

    def _used(self, each: Assignment, resource: Resource, base: CostItem, quantity: Decimal) -> Iterator[CostItem]:
        if not quantity:
            return
        slices = rate_slices(resource, each.rate_table, base.start, max(base.finish, base.start + 1))
        line = self.times.own_of_task(base.task)
        whole = line.working(base.start, base.finish) if len(slices) > 1 else 0
        for begin, end, rate in slices:
            share = Decimal(line.working(begin, min(end, base.finish))) / whole if whole else Decimal(1)
            amount = quantity * share * self._money(1, rate.standard, rate, begin)
            finish = min(end, base.finish)
            yield replace(base, amount=amount, start=begin, finish=max(begin, finish), priced_at=rate.start)
            if not whole:
                return

    def _done(
        self, each: Assignment, resource: Resource, task: Task, dates: TaskDates, base: CostItem
    ) -> Iterator[CostItem]:
        """What the work done has cost: as reported, else its hours at the rates of the days since the start.

        A finished task that reports no hours took those it was planned with.
        """
        if task.actual_start is None:
            return
        begin, end = each.actual_start or task.actual_start, task.actual_finish or dates.remaining_start
        end = max(begin, end if self.settings.status_date is None else min(end, self.settings.status_date))
        base = replace(base, start=begin, finish=end, spent=True, kind=CostKind.LABOUR)
        if each.actual_cost is not None:
            yield replace(base, amount=each.actual_cost, work=each.actual_work)
            return
        work = each.actual_work or (each.work if task.actual_finish is not None else 0)
        if not work:
            return
        slices = rate_slices(resource, each.rate_table, begin, max(end, begin + 1))
        pieces = spread(work, self.times.of_assignment(each), begin, end) if len(slices) > 1 else None
        yield from self._labour(each, base, slices, pieces, work)
        yield from self._use(base, slices[0][2], begin, spent=True)

    def _burn(self, each: Assignment, dates: TaskDates) -> Minutes | None:
        """The work of a team that stays as long as its task lasts: a slip costs money. None without units."""
        span = self.times.of_assignment(each).working(dates.remaining_start, dates.finish)
        return int(each.units * span) or None

    def _ahead(
        self, each: Assignment, resource: Resource, dates: TaskDates, base: CostItem, team: Minutes | None
    ) -> Iterator[CostItem]:
        """What the work that remains will cost, at the rates of the days it is planned on."""
        begun = bool(each.actual_work)
        work = each.remaining_work if begun or not each.work else each.work
        if team is not None:
            work = team
        if begun and not work:
            return
        begin, end = dates.remaining_start, dates.finish
        slices = rate_slices(resource, each.rate_table, begin, max(end, begin + 1))
        base = replace(base, start=begin, finish=end, kind=CostKind.LABOUR)
        pieces = None
        if len(slices) > 1:
            line = self.times.of_assignment(each)
            whole = not begun and each.work == work
            pieces = spread_assignment(each, line, begin, end) if whole else spread(work, line, begin, end)
        yield from self._labour(each, base, slices, pieces, work)
        if not begun:
            yield from self._use(base, slices[0][2], begin, spent=False)

    def _labour(
        self, each: Assignment, base: CostItem, slices: Slices, pieces: Spread | None, work: Minutes
    ) -> Iterator[CostItem]:
        """Cost work in the slices its rates are valid in; overtime evenly along it, to the minute."""
        before = reached = 0 if base.spent else each.actual_work
        for number, (begin, end, rate) in enumerate(slices, 1):
            until = before + (work if pieces is None or number == len(slices) else worked_until(pieces, end))
            extra = 0
            if each.overtime_work and each.work:
                extra = each.overtime_work * until // each.work - each.overtime_work * reached // each.work
            normal, reached = until - reached - extra, until
            part = replace(base, start=begin, finish=min(end, base.finish), priced_at=rate.start)
            if normal:
                amount = self._money(normal, rate.standard, rate, begin) / _HOUR
                yield replace(part, amount=amount, work=normal)
            if extra:
                amount = self._money(extra, rate.overtime, rate, begin) / _HOUR
                yield replace(part, amount=amount, work=extra, kind=CostKind.OVERTIME)

    def _use(self, base: CostItem, rate: Rate, at: Instant, *, spent: bool) -> Iterator[CostItem]:
        if rate.per_use:
            amount = self._money(1, rate.per_use, rate, at)
            yield replace(base, amount=amount, kind=CostKind.PER_USE, accrual=Accrual.START, start=at, spent=spent)

    def _money(self, count: int, price: Decimal, rate: Rate, at: Instant) -> Decimal:
        if not rate.currency:
            return count * price
        status = self.settings.status_date
        use = RateUse.ACTUAL if status is not None and at < status else RateUse.FORECAST
        return self.exchange.value(count * price, rate.currency, use, at)
