"""What the plan costs at completion, by its own rates: people, material, fixed cost, overheads (domain/money.md 3)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from decimal import Decimal
from itertools import chain, pairwise
from typing import TypeVar

from milepost.engine.accounts import Ledger, Treatment
from milepost.engine.cost_assignments import AssignmentCosts, share_due
from milepost.engine.cost_items import CostItem, CostKind
from milepost.engine.cost_phases import Phasing
from milepost.engine.currency import Exchange, escalated, rounded
from milepost.engine.months import month_starts
from milepost.engine.resources import Assignment, ResourceKind
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.worktime import WorkTimes

Key = TypeVar("Key")

_NOTHING = Decimal(0)
#: The category of a cost that nobody said more of; an account with budget of one category only says it.
OTHER = "other"
#: The category of a cost by the kind of its resource.
CATEGORIES = {
    ResourceKind.WORK: "labour-internal",
    ResourceKind.EQUIPMENT: "hardware",
    ResourceKind.MATERIAL: OTHER,
    ResourceKind.COST: OTHER,
}


def cost_of(
    schedule: Schedule, ledger: Ledger | None = None, *, times: WorkTimes | None = None, digits: int = 2
) -> tuple[CostItem, ...]:
    """List what every active leaf task costs at completion, in plan order.

    What is done counts with its actual cost, or its hours at the rates of their days; what remains with the rates of
    the days it is planned on, and the escalation of prices until then. A task without assignments costs what its
    source stored, else its fixed cost. The ledger gives exchange rates, overheads and whether an account is
    capitalised; raises PlanRefusedError with E-CURRENCY-RATE where a rate's currency has no exchange rate.
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
        self.schedule, self.ledger, self.times, self.digits = schedule, ledger, times, digits
        self.tasks = {task.uid: task for task in plan.tasks}
        self.accounts = inherited_accounts(plan.tasks)
        self.resources = {resource.uid: resource for resource in plan.resources}
        exchange = Exchange(ledger.currency, ledger.rates, plan.settings.zone)
        self.assigned = AssignmentCosts(times, exchange, plan.settings)
        self.overheads = {overhead.category: overhead.percent for overhead in ledger.overheads}
        self.phasing = Phasing(schedule, times, digits=digits)
        treatments: dict[str, set[Treatment]] = {}
        categories: dict[str, set[str]] = {}
        for line in ledger.budget:
            treatments.setdefault(line.account, set()).add(line.treatment)
            categories.setdefault(line.account, set()).add(line.category)
        self.capital = {account for account, found in treatments.items() if found == {Treatment.CAPEX}}
        self.categories = {account: min(found) for account, found in categories.items() if len(found) == 1}
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
            category = self.categories.get(account, OTHER) if item.category == OTHER else item.category
            made = replace(item, amount=amount, account=account, treatment=treatment, category=category)
            yield made
            yield from self._added(made)

    def _added(self, item: CostItem) -> Iterator[CostItem]:
        """What comes on top of an item: prices that rise until it is due, and the overhead on its category."""
        raised = list(self._raised(item)) if self.ledger.escalation_percent and not item.spent else []
        yield from raised
        percent = self.overheads.get(item.category)
        for each in (item, *raised) if percent else ():
            extra = rounded(each.amount * (percent or _NOTHING) / 100, self.digits)
            yield replace(each, amount=extra, kind=CostKind.OVERHEAD, work=0)

    def _raised(self, item: CostItem) -> Iterator[CostItem]:
        """Escalation, month by month, from the day the item's price began to hold."""
        bases = [at for at in (self.ledger.price_base, item.priced_at) if at is not None]
        if self.ledger.price_base is None:
            return
        edges = month_starts(item.start, item.finish, self.schedule.plan.settings.zone)
        for (begin, end), amount in zip(pairwise(edges), self.phasing.periods(item, edges), strict=True):
            whole = escalated(amount, self.ledger.escalation_percent, max(bases), begin)
            extra = rounded(whole - amount, self.digits)
            if extra:
                part = replace(item, amount=extra, kind=CostKind.ESCALATION, work=0)
                yield replace(part, start=max(begin, item.start), finish=min(end, item.finish))

    def _is_typed(self, task: Task, crew: list[Assignment]) -> bool:
        return not crew or (task.actual_finish is not None and task.actual_cost is not None)

    def _typed(self, task: Task, dates: TaskDates) -> Iterator[CostItem]:
        """A task whose cost somebody typed: as done, or as it is planned."""
        if task.actual_finish is not None and task.actual_cost is not None:
            yield CostItem(task.uid, task.actual_cost, dates.start, dates.finish, CostKind.COST, spent=True)
            return
        whole = task.cost if task.cost is not None else task.fixed_cost
        spent = task.actual_cost
        if spent is None and task.cost is None:
            spent = rounded(whole * share_due(task, task.fixed_cost_accrual), self.digits)
        spent = spent or _NOTHING
        if spent:
            until = max(dates.start, dates.remaining_start)
            yield CostItem(task.uid, spent, dates.start, until, CostKind.FIXED, spent=True)
        rest = CostItem(task.uid, max(_NOTHING, whole - spent), dates.remaining_start, dates.finish, CostKind.FIXED)
        yield replace(rest, accrual=task.fixed_cost_accrual)

    def _worked(self, task: Task, dates: TaskDates, crew: list[Assignment]) -> Iterator[CostItem]:
        # A cost reported for the task as a whole stands for what its people and its fixed cost would make it.
        whole = task.actual_cost is not None and all(each.actual_cost is None for each in crew)
        if whole and task.actual_cost is not None and task.actual_start is not None:
            until = max(task.actual_start, dates.remaining_start)
            yield CostItem(task.uid, task.actual_cost, task.actual_start, until, CostKind.COST, spent=True)
        for made in chain(self._fixed(task, dates), *(self._of(each, task, dates) for each in crew)):
            if not (whole and made.spent):
                yield made

    def _of(self, each: Assignment, task: Task, dates: TaskDates) -> Iterator[CostItem]:
        resource = None if each.resource is None else self.resources.get(each.resource)
        base = CostItem(task.uid, _NOTHING, dates.start, dates.finish, CostKind.COST, assignment=each.uid)
        if resource is not None:
            category = CATEGORIES[resource.kind]
            base = replace(base, resource=resource.uid, category=category, accrual=resource.accrual)
        return self.assigned.items(each, resource, task, dates, base)

    def _fixed(self, task: Task, dates: TaskDates) -> Iterator[CostItem]:
        """The fixed cost: what of it fell due with the progress so far, and the rest."""
        if not task.fixed_cost:
            return
        how = task.fixed_cost_accrual
        whole = CostItem(task.uid, task.fixed_cost, dates.start, dates.finish, CostKind.FIXED, accrual=how)
        spent = rounded(task.fixed_cost * share_due(task, how), self.digits)
        if spent in (0, task.fixed_cost):
            yield replace(whole, spent=bool(spent))
            return
        until = max(dates.start, dates.remaining_start)
        yield replace(whole, amount=spent, finish=until, spent=True)
        yield replace(whole, amount=task.fixed_cost - spent, start=until)
