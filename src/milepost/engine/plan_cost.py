"""What the plan costs at completion in one number, and task by task (domain/money.md 3)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.accounts import Ledger
from milepost.engine.cost import cost_of
from milepost.engine.results import Schedule
from milepost.engine.units import Uid

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
