"""What the plan costs at completion, by its own rates: people, material, fixed cost, overheads (domain/money.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TypeVar

import numpy as np

from milepost.engine.accounts import Ledger, RateUse, Treatment
from milepost.engine.contours import Spread, spread, spread_assignment
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.currency import Exchange, rounded
from milepost.engine.rates import rate_slices
from milepost.engine.resources import Accrual, Assignment, Rate, Resource, ResourceKind
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

Key = TypeVar("Key")

_NOTHING = Decimal(0)
_HOUR = 60
#: The category of a cost by the kind of its resource, and of cost without one.
CATEGORIES = {
    ResourceKind.WORK: "labour-internal",
    ResourceKind.EQUIPMENT: "hardware",
    ResourceKind.MATERIAL: "other",
    ResourceKind.COST: "other",
}


def cost_of(
    schedule: Schedule, ledger: Ledger | None = None, *, times: WorkTimes | None = None, digits: int = 2
) -> tuple[CostItem, ...]:
    """List what every active leaf task costs at completion, in plan order.

    What is done counts with its actual cost, or its hours at the rates of their days; what remains with the rates of
    the days it is planned on. A task without assignments costs what its source stored, else its fixed cost. The ledger
    gives exchange rates, overheads and whether an account is capitalised; raises PlanRefusedError with E-CURRENCY-RATE
    where a rate's currency has no exchange rate.
    """
    book = _Book(schedule, ledger or Ledger(), times or WorkTimes(schedule.plan), digits)
    return tuple(item for dates in schedule.tasks if not dates.summary for item in book.of_task(dates))


def sums(items: Iterable[CostItem], by: Callable[[CostItem], Key]) -> dict[Key, Decimal]:
    """Add items up by what `by` says of each: its task, account, category ..."""
    found: dict[Key, Decimal] = {}
    for item in items:
        name = by(item)
        found[name] = found.get(name, _NOTHING) + item.amount
    return found


def inherited_accounts(tasks: Iterable[Task]) -> dict[Uid, str]:
    """Give every task its cost account: its own, else that of the nearest summary above that has one."""
    by_uid = {task.uid: task for task in tasks}
    found: dict[Uid, str] = {}
    for task in by_uid.values():
        above: Task | None = task
        while above is not None and not above.cost_account:
            above = None if above.parent is None else by_uid.get(above.parent)
        found[task.uid] = "" if above is None else above.cost_account
    return found


class _Book:
    """What costing the tasks of one schedule shares."""

    def __init__(self, schedule: Schedule, ledger: Ledger, times: WorkTimes, digits: int) -> None:
        plan = schedule.plan
        self.times, self.digits, self.settings = times, digits, plan.settings
        self.tasks = {task.uid: task for task in plan.tasks}
        self.accounts = inherited_accounts(plan.tasks)
        self.resources = {resource.uid: resource for resource in plan.resources}
        self.exchange = Exchange(ledger.currency, ledger.rates, plan.settings.zone)
        self.overheads = {overhead.category: overhead.percent for overhead in ledger.overheads}
        treatments: dict[str, set[Treatment]] = {}
        for line in ledger.budget:
            treatments.setdefault(line.account, set()).add(line.treatment)
        self.capital = {account for account, found in treatments.items() if found == {Treatment.CAPEX}}
        self.crew: dict[Uid, list[Assignment]] = {}
        for assignment in plan.assignments:
            self.crew.setdefault(assignment.task, []).append(assignment)

    def of_task(self, dates: TaskDates) -> Iterator[CostItem]:
        """List the items of a task, none of them zero."""
        task, crew = self.tasks[dates.uid], self.crew.get(dates.uid, [])
        items = self._typed(task, dates) if self._is_typed(task, crew) else self._worked(task, dates, crew)
        account = self.accounts[task.uid]
        treatment = Treatment.CAPEX if account in self.capital else Treatment.OPEX
        for item in items:
            amount = rounded(item.amount, self.digits)
            if not amount:
                continue
            made = replace(item, amount=amount, account=account, treatment=treatment)
            yield made
            percent = self.overheads.get(made.category)
            if percent:
                extra = rounded(amount * percent / 100, self.digits)
                yield replace(made, amount=extra, kind=CostKind.OVERHEAD, work=0)

    def _is_typed(self, task: Task, crew: list[Assignment]) -> bool:
        return not crew or (task.actual_finish is not None and task.actual_cost is not None)

    def _typed(self, task: Task, dates: TaskDates) -> Iterator[CostItem]:
        """A task whose cost somebody typed: as done, or as it is planned."""
        if task.actual_finish is not None and task.actual_cost is not None:
            yield CostItem(task.uid, task.actual_cost, dates.start, dates.finish, CostKind.COST, spent=True)
            return
        whole = task.cost if task.cost is not None else task.fixed_cost
        spent = task.actual_cost or _NOTHING
        if spent:
            until = max(dates.start, dates.remaining_start)
            yield CostItem(task.uid, spent, dates.start, until, CostKind.FIXED, spent=True)
        rest = CostItem(task.uid, max(_NOTHING, whole - spent), dates.remaining_start, dates.finish, CostKind.FIXED)
        yield replace(rest, accrual=task.fixed_cost_accrual)

    def _worked(self, task: Task, dates: TaskDates, crew: list[Assignment]) -> Iterator[CostItem]:
        yield from self._fixed(task, dates)
        # A cost reported for the task as a whole stands for what its people would make it.
        whole = task.actual_cost is not None and all(each.actual_cost is None for each in crew)
        if whole and task.actual_cost is not None and task.actual_start is not None:
            until = max(task.actual_start, dates.remaining_start)
            yield CostItem(task.uid, task.actual_cost, task.actual_start, until, CostKind.COST, spent=True)
        for each in crew:
            resource = None if each.resource is None else self.resources.get(each.resource)
            base = CostItem(task.uid, _NOTHING, dates.start, dates.finish, CostKind.COST, assignment=each.uid)
            if resource is not None:
                category = CATEGORIES[resource.kind]
                base = replace(base, resource=resource.uid, category=category, accrual=resource.accrual)
            made = self._assigned(each, resource, task, dates, base)
            yield from (item for item in made if not (whole and item.spent))

    def _fixed(self, task: Task, dates: TaskDates) -> Iterator[CostItem]:
        """The fixed cost: what of it fell due with the progress so far, and the rest."""
        how, begun = task.fixed_cost_accrual, task.actual_start is not None
        whole = CostItem(task.uid, task.fixed_cost, dates.start, dates.finish, CostKind.FIXED, accrual=how)
        if not begun or task.actual_finish is not None or how is not Accrual.PRORATED:
            due = task.actual_finish is not None or (begun and how is Accrual.START)
            yield replace(whole, spent=due)
            return
        spent = rounded(task.fixed_cost * task.percent_complete / 100, self.digits)
        until = max(dates.start, dates.remaining_start)
        yield replace(whole, amount=spent, finish=until, spent=True)
        yield replace(whole, amount=task.fixed_cost - spent, start=until)

    def _assigned(
        self, each: Assignment, resource: Resource | None, task: Task, dates: TaskDates, base: CostItem
    ) -> Iterator[CostItem]:
        slices = [] if resource is None else rate_slices(resource, each.rate_table, dates.start, dates.finish)
        if not slices or resource is None or resource.kind is ResourceKind.COST:
            spent = each.actual_cost or _NOTHING
            yield replace(base, amount=spent, spent=True)
            yield replace(base, amount=(each.cost or _NOTHING) - spent, start=dates.remaining_start)
        elif resource.kind is ResourceKind.MATERIAL:
            yield from self._material(each, task, dates, base, slices[0][2])
        else:
            yield from self._done(each, resource, task, dates, base)
            yield from self._ahead(each, resource, dates, base)

    def _material(
        self, each: Assignment, task: Task, dates: TaskDates, base: CostItem, rate: Rate
    ) -> Iterator[CostItem]:
        quantity = each.quantity or _NOTHING
        if each.rate_per_minutes:
            quantity = quantity * dates.duration / each.rate_per_minutes
        price = self._money(1, rate.standard, rate, dates.start)
        done = task.actual_finish is not None
        yield replace(base, amount=quantity * price, kind=CostKind.MATERIAL, spent=done)
        yield self._use(base, rate, dates.start, spent=task.actual_start is not None)

    def _done(
        self, each: Assignment, resource: Resource, task: Task, dates: TaskDates, base: CostItem
    ) -> Iterator[CostItem]:
        """What the work done has cost: as reported, else its hours at the rates of the days since the start."""
        if task.actual_start is None:
            return
        begin, end = each.actual_start or task.actual_start, task.actual_finish or dates.remaining_start
        end = max(begin, end if self.settings.status_date is None else min(end, self.settings.status_date))
        base = replace(base, start=begin, finish=end, spent=True, kind=CostKind.LABOUR)
        if each.actual_cost is not None:
            yield replace(base, amount=each.actual_cost, work=each.actual_work)
            return
        if not each.actual_work:
            return
        pieces = spread(each.actual_work, self.times.of_assignment(each), begin, end)
        slices = rate_slices(resource, each.rate_table, begin, max(end, begin + 1))
        yield from self._labour(each, base, slices, pieces, each.actual_work)
        yield self._use(base, slices[0][2], begin, spent=True)

    def _ahead(self, each: Assignment, resource: Resource, dates: TaskDates, base: CostItem) -> Iterator[CostItem]:
        """What the work that remains will cost, at the rates of the days it is planned on."""
        begun = bool(each.actual_work)
        work = each.remaining_work if begun or not each.work else each.work
        if resource is None or (begun and not work) or base.finish < dates.remaining_start:
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
            yield self._use(base, slices[0][2], begin, spent=False)

    def _labour(
        self,
        each: Assignment,
        base: CostItem,
        slices: list[tuple[Instant, Instant, Rate]],
        pieces: Spread | None,
        work: Minutes,
    ) -> Iterator[CostItem]:
        """Cost work in the slices its rates are valid in; overtime in proportion."""
        reached = 0
        for number, (begin, end, rate) in enumerate(slices, 1):
            until = work if pieces is None or number == len(slices) else worked_until(pieces, end)
            minutes, reached = until - reached, until
            extra = each.overtime_work * minutes // each.work if each.work else 0
            part = replace(base, start=begin, finish=end)
            normal = self._money(minutes - extra, rate.standard, rate, begin) / _HOUR
            yield replace(part, amount=normal, work=minutes - extra)
            if extra:
                over = self._money(extra, rate.overtime, rate, begin) / _HOUR
                yield replace(part, amount=over, work=extra, kind=CostKind.OVERTIME)

    def _use(self, base: CostItem, rate: Rate, at: Instant, *, spent: bool) -> CostItem:
        amount = self._money(1, rate.per_use, rate, at)
        return replace(base, amount=amount, kind=CostKind.PER_USE, accrual=Accrual.START, start=at, spent=spent)

    def _money(self, count: int, price: Decimal, rate: Rate, at: Instant) -> Decimal:
        if not rate.currency:
            return count * price
        status = self.settings.status_date
        use = RateUse.ACTUAL if status is not None and at < status else RateUse.FORECAST
        return self.exchange.value(count * price, rate.currency, use, at)


def worked_until(pieces: Spread, at: Instant) -> Minutes:
    """Tell the person-minutes of a spread that are done by an instant, evenly within each piece."""
    if not len(pieces.starts):
        return 0
    inside = np.clip(at - pieces.starts, 0, pieces.ends - pieces.starts)
    lengths = np.maximum(pieces.ends - pieces.starts, 1)
    return int((pieces.minutes * inside // lengths).sum())
