"""What the plan costs at completion by its own rates: people, material, fixed cost (domain/money.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from functools import lru_cache

from milepost.engine.resources import Assignment, Rate, Resource, ResourceKind
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Uid

_NOTHING = Decimal(0)
_HOUR = Decimal(60)


def planned_cost(schedule: Schedule) -> Decimal | None:
    """Add up what every leaf task costs at completion; None where the plan has neither rates nor costs.

    What is done counts with its actual cost, what remains with the rate valid when the task's
    remaining work begins. A task without assignments keeps the cost its source stored.
    """
    costs = task_costs(schedule)
    return sum(costs.values(), _NOTHING) if any(costs.values()) else None


def task_costs(schedule: Schedule) -> dict[Uid, Decimal]:
    """Give the cost at completion of every active leaf task."""
    crew: dict[Uid, list[Assignment]] = {}
    for assignment in schedule.plan.assignments:
        crew.setdefault(assignment.task, []).append(assignment)
    resources = {resource.uid: resource for resource in schedule.plan.resources}
    tasks = {task.uid: task for task in schedule.plan.tasks}
    return {
        dates.uid: _task_cost(tasks[dates.uid], dates, crew.get(dates.uid, []), resources)
        for dates in schedule.tasks
        if not dates.summary
    }


def _task_cost(task: Task, dates: TaskDates, crew: list[Assignment], resources: Mapping[Uid, Resource]) -> Decimal:
    if not crew:
        return task.cost if task.cost is not None else task.fixed_cost
    if task.actual_finish is not None and task.actual_cost is not None:
        return task.actual_cost
    parts = (assignment_cost(a, dates, resources.get(a.resource) if a.resource is not None else None) for a in crew)
    return task.fixed_cost + sum(parts, _NOTHING)


def assignment_cost(assignment: Assignment, dates: TaskDates, resource: Resource | None) -> Decimal:
    """What an assignment costs at completion: actual cost plus remaining work at its rate; stored cost without one."""
    rate = None if resource is None else rate_at(resource, assignment.rate_table, dates.remaining_start)
    if rate is None or resource is None or resource.kind is ResourceKind.COST:
        return assignment.cost or _NOTHING
    if resource.kind is ResourceKind.MATERIAL:
        return (assignment.quantity or _NOTHING) * rate.standard + rate.per_use
    spent = assignment.actual_cost
    if spent is None:
        begun = rate.per_use if assignment.actual_work else _NOTHING
        spent = _hours_cost(assignment.actual_work, rate.standard) + begun
    ahead = _NOTHING if assignment.actual_work else rate.per_use
    return spent + ahead + _hours_cost(assignment.remaining_work, rate.standard)


def _hours_cost(minutes: int, rate: Decimal) -> Decimal:
    return minutes * rate / _HOUR


def rate_at(resource: Resource, table: str, at: Instant) -> Rate | None:
    """The row of a resource's rate table valid at an instant; None without any rate above zero."""
    return _valid(_table(resource.rates, table), at)


@lru_cache(maxsize=4096)
def _table(rates: tuple[Rate, ...], table: str) -> tuple[Rate, ...]:
    rows = [rate for rate in rates if rate.table == table and (rate.standard or rate.per_use)]
    return tuple(sorted(rows, key=lambda rate: -(1 << 60) if rate.start is None else rate.start))


def _valid(rows: tuple[Rate, ...], at: Instant) -> Rate | None:
    found = rows[0] if rows else None
    for rate in rows:
        if rate.start is not None and rate.start > at:
            break
        found = rate
    return found
