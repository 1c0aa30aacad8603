"""Earned value and earned schedule of a plan file: budgets from its baseline, progress and cost as reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.accounts import Ledger
from milepost.engine.cost import cost_of, sums
from milepost.engine.earned_value import EarnedSchedule, EarnedValue
from milepost.engine.earning import due, earned_share
from milepost.engine.results import Schedule
from milepost.engine.tasks import BaselineTask, EarningRule, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class TaskValue:
    """One leaf task's budget, and what of it was planned, earned and spent by the status date."""

    task: Uid
    value: EarnedValue


def task_values(
    schedule: Schedule,
    times: WorkTimes | None = None,
    *,
    status: Instant | None = None,
    ledger: Ledger | None = None,
) -> tuple[TaskValue, ...]:
    """Measure each leaf task with a budget in the current baseline at the plan's status date, else at `status`.

    Nothing without either. Actual cost is what `cost_of` says is spent; the ledger gives its exchange rates.
    """
    times = times or WorkTimes(schedule.plan)
    settings, budgets = schedule.plan.settings, baseline_rows(schedule)
    status = status if settings.status_date is None else settings.status_date
    if status is None:
        return ()
    tasks = {task.uid: task for task in schedule.plan.tasks}
    spent = sums((item for item in cost_of(schedule, ledger, times=times) if item.spent), lambda item: item.task)
    found = []
    for dates in schedule.tasks:
        task = tasks[dates.uid]
        row = budgets.get(dates.uid)
        if dates.summary or row is None:
            continue
        budget = row.cost or _NOTHING
        planned = budget * planned_share(row, status, times, task)
        earned = budget * earned_part(task, row, status, tasks, times)
        value = EarnedValue(budget, planned, earned, spent.get(task.uid, _NOTHING))
        if any((value.budget, value.actual)):
            found.append(TaskValue(task.uid, value))
    return tuple(found)


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


def plan_earned_schedule(schedule: Schedule, earned: Decimal, times: WorkTimes | None = None) -> EarnedSchedule | None:
    """Earned schedule in working days of the project: when the value earned by now was planned to be earned.

    None without baseline, status date or budget.
    """
    times = times or WorkTimes(schedule.plan)
    settings, line = schedule.plan.settings, times.of_calendar(None)
    rows = [row for row in _budgeted(schedule) if row.start is not None and row.finish is not None]
    if settings.status_date is None or not rows:
        return None
    begin = min(row.start for row in rows if row.start is not None)
    end = max(row.finish for row in rows if row.finish is not None)
    low, high = 0, line.working(begin, end)
    whole = high
    while low < high:
        middle = (low + high) // 2
        reached = sum((_planned(row, line.add(begin, middle), times) for row in rows), _NOTHING)
        low, high = (middle + 1, high) if reached < earned else (low, middle)
    day = settings.minutes_per_day
    elapsed = line.working(begin, settings.status_date)
    if elapsed <= 0:
        return None
    return EarnedSchedule(Decimal(low) / day, Decimal(elapsed) / day, Decimal(whole) / day)


def baseline_rows(schedule: Schedule) -> dict[Uid, BaselineTask]:
    """What the current baseline remembers, by task."""
    number = schedule.plan.settings.current_baseline
    found = next((each for each in schedule.plan.baselines if each.number == number), None)
    return {row.task: row for row in found.tasks} if found else {}


def planned_share(row: BaselineTask, at: Instant, times: WorkTimes, task: Task | None = None) -> Decimal:
    """How much of a task was planned to be done by an instant, 0 to 1.

    Evenly in its working time, or by the dates of its weighted milestones.
    """
    rule = None if task is None else task.earning
    if rule is not None and rule.rule is EarningRule.MILESTONES and all(step.planned for step in rule.milestones):
        return due(rule.milestones, at)
    if row.start is None or row.finish is None:
        return Decimal(int(row.finish is not None and row.finish <= at))
    return evenly(row.task, row.start, row.finish, at, times)


def evenly(uid: Uid, start: Instant, finish: Instant, at: Instant, times: WorkTimes) -> Decimal:
    """Tell what share of a task's working time between two instants has passed at a third, 0 to 1."""
    if at >= finish:
        return Decimal(1)
    if at <= start:
        return _NOTHING
    line = times.of_task(uid)
    whole = line.working(start, finish)
    return Decimal(line.working(start, at)) / whole if whole else _NOTHING


def earned_part(task: Task, row: BaselineTask, status: Instant, known: dict[Uid, Task], times: WorkTimes) -> Decimal:
    """Tell what share of its budget a task has earned by its rule; level of effort earns what was planned."""
    return earned_share(task, planned_share(row, status, times), known, status)


def _planned(row: BaselineTask, at: Instant, times: WorkTimes) -> Decimal:
    return (row.cost or _NOTHING) * planned_share(row, at, times)


def _budgeted(schedule: Schedule) -> list[BaselineTask]:
    budgets = baseline_rows(schedule)
    leaves = [dates.uid for dates in schedule.tasks if not dates.summary]
    return [budgets[uid] for uid in leaves if uid in budgets and budgets[uid].cost]
