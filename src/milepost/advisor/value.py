"""What a day of the project is worth: as it says, else the rate at which it has spent so far (money.md 9)."""

from __future__ import annotations

from decimal import Decimal

from milepost.advisor.context import Context
from milepost.engine.earned_value import EarnedSchedule, EarnedValue
from milepost.engine.plan_value import plan_earned_schedule
from milepost.engine.tasks import Task


def earned_value(context: Context) -> EarnedValue | None:
    """The project's earned value as of the status date; None without budget or status date."""
    return context.value


def earned_schedule(context: Context) -> EarnedSchedule | None:
    """The project's earned schedule in working days; None without budget or status date.

    Where there is a ledger its accounts' budgets count, as in the chapter on money, else the plan's own cost.
    """
    if context.cash is not None and context.cash.time is not None:
        return context.cash.time.earned
    value = earned_value(context)
    return None if value is None else plan_earned_schedule(context.schedule, value.earned, context.times)


def value_per_day(context: Context) -> Decimal | None:
    """What a working day is worth: as the project says, else what one has cost on average since the first start.

    None where it says nothing and no cost is recorded.
    """
    if context.dossier.uncertainty.value_per_day > 0:
        return context.dossier.uncertainty.value_per_day
    spent = sum((task.actual_cost or Decimal(0) for task in _leaf_tasks(context)), Decimal(0))
    if not spent and context.cash is not None:
        spent = context.cash.total.actual
    begun = [task.actual_start for task in context.tasks.values() if task.actual_start is not None]
    if not spent or not begun:
        return None
    elapsed = context.working(min(begun), context.as_of)
    return spent * context.day / elapsed if elapsed > 0 else None


def _leaf_tasks(context: Context) -> list[Task]:
    return [context.tasks[dates.uid] for dates in context.schedule.tasks if not dates.summary]
