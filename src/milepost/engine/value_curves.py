"""Planned value, earned value and actual cost along time (domain/money.md 4, 6, 7).

A plan file holds progress as of one status date, not its history. Between a task's actual start and its
actual finish (or the status date) value is taken as earned and cost as spent evenly in working time.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.plan_value import baseline_rows, earned_part, evenly, planned_share
from milepost.engine.results import Schedule
from milepost.engine.tasks import BaselineTask, Task
from milepost.engine.units import Instant, Uid
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
        earned = curves.earned(at) if known else None
        actual = curves.actual(at) if known else None
        found.append(Values(at, curves.planned(at), earned, actual))
    return tuple(found)


class _Curves:
    """The value of a plan's leaf tasks at any instant."""

    def __init__(self, schedule: Schedule, times: WorkTimes) -> None:
        plan = schedule.plan
        leaves = {dates.uid for dates in schedule.tasks if not dates.summary}
        self._tasks = [task for task in plan.tasks if task.uid in leaves]
        self._known = {task.uid: task for task in plan.tasks}
        self._times = times
        self._status = plan.settings.status_date
        self._baseline: dict[Uid, BaselineTask] = baseline_rows(schedule)

    def planned(self, at: Instant) -> Decimal:
        """Planned value: each budget spread evenly over its baseline span."""
        total = _NOTHING
        for task in self._tasks:
            row = self._baseline.get(task.uid)
            if row and row.cost:
                total += row.cost * planned_share(row, at, self._times, task)
        return total

    def earned(self, at: Instant) -> Decimal:
        """Earned value: each budget times what is complete of it."""
        total = _NOTHING
        for task in self._tasks:
            row = self._baseline.get(task.uid)
            if row and row.cost and self._status is not None:
                part = earned_part(task, row, self._status, self._known, self._times)
                total += row.cost * part * self._progress(task, at)
        return total

    def actual(self, at: Instant) -> Decimal:
        """Actual cost: what each task has cost so far."""
        return sum((task.actual_cost * self._progress(task, at) for task in self._tasks if task.actual_cost), _NOTHING)

    def _progress(self, task: Task, at: Instant) -> Decimal:
        """The share of what is reported at the status date that had happened by an instant."""
        if task.actual_start is None or self._status is None:
            return _NOTHING
        return evenly(task.uid, task.actual_start, task.actual_finish or self._status, at, self._times)
