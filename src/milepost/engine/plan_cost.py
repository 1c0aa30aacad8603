"""What the plan costs at completion in one number, and task by task (domain/money.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.accounts import Ledger
from milepost.engine.cost import cost_of
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.units import Uid
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)


def planned_cost(schedule: Schedule, ledger: Ledger | None = None) -> Decimal | None:
    """Add up what every leaf task costs at completion; None where the plan has neither rates nor costs."""
    items = cost_of(schedule, ledger)
    return sum((item.amount for item in items), _NOTHING) if items else None


def task_costs(schedule: Schedule, ledger: Ledger | None = None) -> dict[Uid, Decimal]:
    """Give the cost at completion of every active leaf task."""
    costs = {dates.uid: _NOTHING for dates in schedule.tasks if not dates.summary}
    for item in cost_of(schedule, ledger):
        costs[item.task] += item.amount
    return costs


def task_cost(plan: Plan, dates: TaskDates, ledger: Ledger | None = None, *, times: WorkTimes | None = None) -> Decimal:
    """Give the cost at completion of one leaf task on these dates; the dates of the others are not asked for."""
    alone = Schedule(plan, dates.start, dates.finish, _Alone(dates))
    return sum((item.amount for item in cost_of(alone, ledger, times=times)), _NOTHING)


@dataclass(frozen=True, slots=True)
class _Alone:
    """A schedule's answers about one task."""

    dates: TaskDates

    def tasks(self) -> tuple[TaskDates, ...]:
        """Give the dates of the task."""
        return (self.dates,)

    def notices(self) -> tuple[Notice, ...]:
        """Give no warnings: none are sought."""
        return ()
