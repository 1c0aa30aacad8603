"""A project's past, told again: the plan as it was weeks ago, and week by week what its people reported since."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.engine.resources import Assignment
from milepost.engine.tasks import BaselineTask, Task
from milepost.engine.units import Instant

WEEK = 7 * 1440


@dataclass(frozen=True, slots=True)
class Report:
    """What somebody reports: the command, its arguments, and the task it is about."""

    command: str
    arguments: dict[str, Any]
    task: int


def weeks_ago(dossier: Dossier, weeks: int) -> Dossier:
    """Give the project as it was so many weeks before its status date: what came later is not known yet."""
    plan = dossier.plan
    until = _status(dossier) - weeks * WEEK
    planned = _planned(dossier)
    tasks = tuple(_then(task, until, planned.get(task.uid)) for task in plan.tasks)
    now = {task.uid: task for task in tasks}
    crew = tuple(_unworked(row, now[row.task], task) for row in plan.assignments for task in [_of(plan.tasks, row)])
    settings = replace(plan.settings, status_date=until)
    return replace(dossier, plan=replace(plan, settings=settings, tasks=tasks, assignments=crew))


def reports(dossier: Dossier, weeks: int) -> Iterator[tuple[Instant, list[Report]]]:
    """Tell each week's status date and what is reported by then; the last week ends where the project stands."""
    end = _status(dossier)
    planned = _planned(dossier)
    leaves = [task for task in dossier.plan.tasks if task.actual_start is not None and not task.summary]
    for week in range(weeks - 1, -1, -1):
        until = end - week * WEEK
        # What was under way when the story begins is told in its first week.
        since = until - WEEK if week < weeks - 1 else min(task.actual_start or end for task in leaves) - 1
        begun = [task for task in leaves if task.actual_finish is None or task.actual_finish > end - weeks * WEEK]
        yield until, [each for task in begun for each in _told(task, since, until, end, planned.get(task.uid))]


def _status(dossier: Dossier) -> Instant:
    found = dossier.plan.settings.status_date
    assert found is not None
    return found


def _planned(dossier: Dossier) -> dict[int, BaselineTask]:
    return {row.task: row for row in dossier.plan.baselines[0].tasks} if dossier.plan.baselines else {}


def _of(tasks: tuple[Task, ...], row: Assignment) -> Task:
    return next(task for task in tasks if task.uid == row.task)


def _then(task: Task, until: Instant, planned: BaselineTask | None) -> Task:
    if task.actual_start is None or task.summary or (task.actual_finish is not None and task.actual_finish <= until):
        return task
    duration = task.duration if planned is None or planned.duration is None else planned.duration
    return replace(
        task,
        duration=duration,
        percent_complete=Decimal(0),
        actual_start=None,
        actual_finish=None,
        actual_duration=None,
        remaining_duration=None,
        actual_work=None,
        remaining_work=None,
        work=None if task.work is None else task.work * duration // max(task.duration, 1),
    )


def _unworked(row: Assignment, now: Task, later: Task) -> Assignment:
    if now is later:
        return row
    work = row.work * now.duration // max(later.duration, 1)
    return replace(row, work=work, actual_work=0, remaining_work=work, actual=())


def _told(task: Task, since: Instant, until: Instant, end: Instant, planned: BaselineTask | None) -> Iterator[Report]:
    begun, done = task.actual_start, task.actual_finish
    assert begun is not None
    if begun > until or (done is not None and done <= since):
        return
    reference = {"task": task.uid}
    if begun > since:
        yield Report("record_actual_start", {**reference, "at": begun}, task.uid)
    if done is not None and done <= until:
        yield Report("record_actual_finish", {**reference, "at": done}, task.uid)
        return
    grown = planned is not None and planned.duration is not None and task.duration > planned.duration
    if grown and since - WEEK < begun <= until - WEEK:
        yield Report("change_duration", {**reference, "duration": task.duration}, task.uid)
    final = task.percent_complete if done is None else Decimal(100)
    share = Decimal(until - begun) / max((end if done is None else done) - begun, 1)
    percent = min(final * share, Decimal(99)).quantize(Decimal(1))
    yield Report("record_progress", {**reference, "percent": f"{percent}"}, task.uid)
