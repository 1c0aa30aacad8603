"""Planned value, earned value and actual cost along time (domain/money.md 4, 6, 7).

A plan file holds progress as of one status date, not its history. Between a task's actual start and its
actual finish (or the status date) value is taken as earned and cost as spent evenly in working time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.plan_value import PlanValue, progress
from milepost.engine.results import Schedule
from milepost.engine.units import Instant
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class Values:
    """Cumulative money at an instant: what was planned, earned and spent; the latter None after the status date."""

    at: Instant
    planned: Decimal
    earned: Decimal | None
    actual: Decimal | None


def value_curves(schedule: Schedule, instants: Sequence[Instant], times: WorkTimes | None = None) -> tuple[Values, ...]:
    """Add planned, earned and actual value of all leaf tasks up at each instant.

    Budgets are the current baseline's costs; without a status date nothing is earned or spent yet.
    """
    curves = _Curves(schedule, times or WorkTimes(schedule.plan))
    status = schedule.plan.settings.status_date
    found = []
    for at in instants:
        known = status is not None and at <= status
        earned = curves.worth.earned_total(at) if known else None
        actual = curves.actual(at) if known else None
        found.append(Values(at, curves.worth.planned.total(at), earned, actual))
    return tuple(found)


class _Curves:
    """The value of a plan's leaf tasks at any instant."""

    def __init__(self, schedule: Schedule, times: WorkTimes) -> None:
        plan = schedule.plan
        self._status = plan.settings.start if plan.settings.status_date is None else plan.settings.status_date
        self.worth = PlanValue(schedule, times, self._status)
        leaves = {dates.uid for dates in schedule.tasks if not dates.summary}
        self._paid = [task for task in plan.tasks if task.uid in leaves and task.actual_cost]
        self._times = times

    def actual(self, at: Instant) -> Decimal:
        """Actual cost: what each task has cost so far."""
        shares = ((task.actual_cost or _NOTHING) * progress(task, at, self._status, self._times) for task in self._paid)
        return sum(shares, _NOTHING)
