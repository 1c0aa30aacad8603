"""Earned value and earned schedule of a plan file: budgets from its baseline, progress and cost as reported."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.accounts import Ledger
from milepost.engine.cost import cost_of, sums
from milepost.engine.cost_items import CostItem
from milepost.engine.earned_value import EarnedSchedule, EarnedValue
from milepost.engine.earning import accepted, earned_share
from milepost.engine.planned_value import PlannedValue, evenly
from milepost.engine.results import Schedule
from milepost.engine.tasks import Earning, EarningRule, Task, TaskKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING, _WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True, slots=True)
class TaskValue:
    """One leaf task's budget, what of it was planned and earned by the status date, and what was spent."""

    task: Uid
    value: EarnedValue


class PlanValue:
    """Planned and earned value of every leaf task with a budget, at any instant up to the status date.

    A plan holds progress as of one date, not its history: between a task's actual start and its actual finish (or
    the status date) value is taken as earned evenly in working time, unless its earning rule knows the dates.
    """

    def __init__(self, schedule: Schedule, times: WorkTimes, status: Instant) -> None:
        """Measure what is earned at the status date; what lies before follows when asked for."""
        self.planned = PlannedValue(schedule, times)
        self.status = status
        self._times = times
        self._leaves = [dates.uid for dates in schedule.tasks if not dates.summary]
        self._tasks = {task.uid: task for task in schedule.plan.tasks}
        self._shares = {uid: self._share(uid) for uid in self.planned.rows}

    def task(self, uid: Uid) -> Task:
        """Give a task by its number."""
        return self._tasks[uid]

    def budget(self, uid: Uid) -> Decimal:
        """Give the budget of a task at completion."""
        return self.planned.rows[uid].cost or _NOTHING

    def earned(self, uid: Uid, at: Instant) -> Decimal:
        """Give what a task had earned by an instant, not rounded."""
        budget = self.planned.rows[uid].cost
        return budget * self._earned(uid, at) if budget else _NOTHING

    def earned_total(self, at: Instant) -> Decimal:
        """Add up what all tasks had earned by an instant."""
        return sum((self.earned(uid, at) for uid in self.planned.rows), _NOTHING)

    def values(self, items: Iterable[CostItem]) -> tuple[TaskValue, ...]:
        """Measure each leaf task that has a budget or has cost something, with what its cost items say is spent."""
        spent = sums((item for item in items if item.spent), lambda item: item.task)
        found = []
        for uid in self._leaves:
            cost = spent.get(uid, _NOTHING)
            if uid in self.planned.rows:
                planned, earned = self.planned.value(uid, self.status), self.earned(uid, self.status)
                value = EarnedValue(self.budget(uid), planned, earned, cost)
            else:
                value = EarnedValue(_NOTHING, _NOTHING, _NOTHING, cost)
            if value.budget or value.actual:
                found.append(TaskValue(uid, value))
        return tuple(found)

    def _share(self, uid: Uid) -> Decimal:
        return earned_share(self._tasks[uid], self.planned.share(uid, self.status), self._tasks, self.status)

    def _earned(self, uid: Uid, at: Instant) -> Decimal:
        """The share of its budget a task had earned by an instant."""
        if at >= self.status:
            return self._shares[uid]
        task = self._tasks[uid]
        rule = task.earning or Earning()
        if rule.rule is EarningRule.LEVEL_OF_EFFORT or (task.earning is None and task.kind is TaskKind.LEVEL_OF_EFFORT):
            return self.planned.share(uid, at)
        if rule.rule is EarningRule.MILESTONES:
            return accepted(rule.milestones, at)
        if rule.rule is EarningRule.APPORTIONED and rule.base in self._shares:
            return self._earned(rule.base, at)
        if task.actual_start is None or at < task.actual_start:
            return _NOTHING
        if rule.rule in (EarningRule.ZERO_HUNDRED, EarningRule.START_FINISH):
            if task.actual_finish is not None and at >= task.actual_finish:
                return _WHOLE
            return rule.at_start if rule.rule is EarningRule.START_FINISH else _NOTHING
        return self._shares[uid] * progress(task, at, self.status, self._times)


def progress(task: Task, at: Instant, status: Instant, times: WorkTimes) -> Decimal:
    """Tell what share of what a task reports at the status date had happened by an instant, evenly in its time."""
    if task.actual_start is None:
        return _NOTHING
    return evenly(task.uid, task.actual_start, task.actual_finish or status, at, times)


def task_values(
    schedule: Schedule,
    times: WorkTimes | None = None,
    *,
    status: Instant | None = None,
    ledger: Ledger | None = None,
) -> tuple[TaskValue, ...]:
    """Measure each leaf task at the plan's status date, else at `status`; nothing without either.

    Budgets are those of the current baseline; what is not in it has no budget, but may have cost something. Actual cost
    is what `cost_of` says is spent; the ledger gives its exchange rates.
    """
    times = times or WorkTimes(schedule.plan)
    settings = schedule.plan.settings
    status = status if settings.status_date is None else settings.status_date
    if status is None:
        return ()
    worth = PlanValue(schedule, times, status)
    return worth.values(cost_of(schedule, ledger, times=times))


def total(values: Iterable[TaskValue]) -> EarnedValue | None:
    """Add task values up; None without any budget. Indices follow from sums, they are never averaged."""
    rows = [each.value for each in values]
    budget = sum((row.budget for row in rows), _NOTHING)
    if not budget:
        return None
    return EarnedValue(
        budget,
        sum((row.planned for row in rows), _NOTHING),
        sum((row.earned for row in rows), _NOTHING),
        sum((row.actual for row in rows), _NOTHING),
    )


def plan_earned_schedule(
    schedule: Schedule,
    earned: Decimal,
    times: WorkTimes | None = None,
    *,
    status: Instant | None = None,
    only: Collection[Uid] | None = None,
) -> EarnedSchedule | None:
    """Earned schedule in working days of the project: when the value earned by now was planned to be earned.

    Where nothing was planned to be earned for a while, the end of that while counts. `only` measures some tasks as
    if they were the project. None without baseline, status date (the plan's, else `status`) or budget.
    """
    times = times or WorkTimes(schedule.plan)
    settings, line = schedule.plan.settings, times.of_calendar(None)
    status = status if settings.status_date is None else settings.status_date
    planned = PlannedValue(schedule, times)
    rows = [row for uid, row in planned.rows.items() if row.cost and (only is None or uid in only)]
    starts, ends = [row.start for row in rows if row.start], [row.finish for row in rows if row.finish]
    if status is None or not starts or not ends:
        return None
    begin, uids = min(starts), [row.task for row in rows]
    whole, elapsed = line.working(begin, max(ends)), line.working(begin, status)
    if elapsed <= 0:
        return None
    reached = _when(planned, uids, earned, lambda minutes: line.add(begin, minutes), whole)
    day = settings.minutes_per_day
    return EarnedSchedule(reached / day, Decimal(elapsed) / day, Decimal(whole) / day)


def _when(
    planned: PlannedValue, uids: list[Uid], earned: Decimal, instant: Callable[[Minutes], Instant], whole: Minutes
) -> Decimal:
    """Find the latest working minute at which no more was planned than is earned, interpolated within the minute."""
    if earned >= planned.total(instant(whole), uids):
        return Decimal(whole)
    low, high = 0, whole
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if planned.total(instant(middle), uids) <= earned else (low, middle)
    before, after = planned.total(instant(low), uids), planned.total(instant(high), uids)
    return low + (earned - before) / (after - before) if before <= earned < after else Decimal(low)
