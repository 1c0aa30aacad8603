"""The assessment's metrics on single tasks: constraints, float, duration, dates, resources (review.md 2, 5 to 11)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from milepost.engine.health_population import Population
from milepost.engine.health_words import Metric, not_applicable, share
from milepost.engine.tasks import ConstraintKind, Task
from milepost.engine.units import Instant

#: Working days: more float or duration than this is high.
HIGH_DAYS = 44
HARD = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.SNLT, ConstraintKind.FNLT)


def hard_constraints(people: Population) -> Metric:
    """5 Hard constraints: incomplete tasks held by MSO, MFO, SNLT or FNLT."""
    return _of_incomplete(people, 5, "Hard constraints", 5, lambda t: any(each.kind in HARD for each in t.constraints))


def high_float(people: Population) -> Metric:
    """6 High float: incomplete tasks with more than 44 working days of total float."""
    return _of_incomplete(people, 6, "High float", 5, lambda task: people.float_days(task) > HIGH_DAYS)


def negative_float(people: Population) -> Metric:
    """7 Negative float: incomplete tasks that cannot meet a date they are held to."""
    return _of_incomplete(people, 7, "Negative float", 0, lambda task: people.dates(task).total_float < 0)


def high_duration(people: Population, *, remaining: bool = False) -> Metric:
    """8 High duration: baseline duration above 44 working days (`remaining`: what is left); milestones left out.

    A task the baseline does not know counts with its planned duration.
    """
    tasks = [task for task in people.incomplete if not task.milestone]
    long = tuple(task.uid for task in tasks if _days(people, task, remaining=remaining) > HIGH_DAYS)
    return share(8, "High duration", long, len(tasks), 5)


def _days(people: Population, task: Task, *, remaining: bool) -> Decimal:
    row = people.baseline.get(task.uid)
    minutes, elapsed = task.duration, task.elapsed
    if remaining:
        minutes = people.dates(task).remaining_duration
    elif row is not None and row.duration is not None:
        minutes, elapsed = row.duration, row.elapsed
    return Decimal(minutes) / (1440 if elapsed else people.day)


def invalid_dates(people: Population) -> Metric:
    """9 Invalid dates: work to come planned before the status date, or actual dates after it; counted, none allowed."""
    status = people.status
    if status is None:
        return not_applicable(9, "Invalid dates", "0", "none", "The plan has no status date.")
    wrong = tuple(task.uid for task in people.tasks if _is_invalid(people, task, status))
    count = Decimal(len(wrong))
    return Metric(9, "Invalid dates", count, Decimal(len(people.tasks)), count, Decimal(0), "none", not wrong, wrong)


def _is_invalid(people: Population, task: Task, status: Instant) -> bool:
    dates = people.dates(task)
    for actual in (task.actual_start, task.actual_finish):
        if actual is not None and people.later(task, status, actual):
            return True
    if task.actual_finish is not None or task.percent_complete >= 100:
        return False
    planned = dates.finish if task.actual_start is not None else min(dates.start, dates.finish)
    return people.later(task, planned, status)


def resources(people: Population) -> Metric:
    """10 Resources: incomplete tasks of a day or more without resource or cost (advisory); milestones left out."""
    tasks = [task for task in people.incomplete if not task.milestone]
    assigned = {a.task for a in people.schedule.plan.assignments if a.resource is not None}
    bare = tuple(
        task.uid
        for task in tasks
        if task.uid not in assigned and task.duration >= people.day and not task.cost and not task.fixed_cost
    )
    return share(10, "Resources", bare, len(tasks), 0, advisory=True)


def missed_tasks(people: Population) -> Metric:
    """11 Missed tasks: due by the status date in the baseline, and finished or forecast later than that."""
    due = due_tasks(people)
    missed = tuple(task.uid for task in due if _is_late(people, task))
    if not due:
        why = "No task was due by the status date, or there is no baseline or status date."
        return not_applicable(11, "Missed tasks", "0.05", "at most 5 %", why)
    return share(11, "Missed tasks", missed, len(due), 5)


def hit_tasks(people: Population) -> Metric:
    """Hit-task share: tasks finished on or before their baseline finish, of those due by the status date."""
    due = due_tasks(people)
    hit = sum(task.actual_finish is not None and not _is_late(people, task) for task in due)
    value = Decimal(hit) / len(due) if due else None
    late = tuple(task.uid for task in due if task.actual_finish is None or _is_late(people, task))
    whole = Decimal(len(due))
    return Metric(0, "Hit tasks", Decimal(hit), whole, value, Decimal(1), "reported, not judged", None, late)


def due_tasks(people: Population) -> list[Task]:
    """The tasks whose baseline finish lies on or before the status date, completed ones included."""
    status = people.status
    if status is None:
        return []
    rows = ((task, people.baseline.get(task.uid)) for task in people.tasks)
    return [task for task, row in rows if row is not None and row.finish is not None and row.finish <= status]


def _is_late(people: Population, task: Task) -> bool:
    finish = people.baseline[task.uid].finish
    assert finish is not None
    return people.later(task, finish, task.actual_finish or people.dates(task).finish)


def _of_incomplete(people: Population, number: int, name: str, percent: int, offends: Callable[[Task], bool]) -> Metric:
    found = tuple(task.uid for task in people.incomplete if offends(task))
    return share(number, name, found, len(people.incomplete), percent)
