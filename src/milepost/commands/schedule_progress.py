"""Commands on progress: what has begun, how far it is, what is done. Members record it on their own tasks only."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from decimal import Decimal
from enum import StrEnum

from milepost.commands.command import command
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.engine.clock import instant
from milepost.engine.schedule import schedule
from milepost.engine.tasks import PercentType, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.words import when
from milepost.queries.access import Permission
from milepost.queries.kinds import Duration, FinishAt, StartAt, TaskRef
from milepost.queries.refused import Refused
from milepost.records.models import TimeEntry
from milepost.records.projects import SPAN


class BoardState(StrEnum):
    """The columns of the board."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"


def own(work: Work, task: Uid) -> Task:
    """Give a task that the actor may report on. Refuses others' tasks to whoever does not plan the project."""
    row = next(each for each in work.dossier.plan.tasks if each.uid == task)
    if not work.standing.may(Permission.PLAN):
        mine = work.standing.resource
        if mine is None or not any(
            each.task == task and each.resource == mine for each in work.dossier.plan.assignments
        ):
            if work.standing.own_only:
                # In the words for a task that does not exist: what it is called is not theirs to know.
                raise Refused(f"There is no task T-{task} in this project.", "task", "unknown")
            words = f"You record progress on your own tasks; {row.name!r} is not assigned to you."
            raise Refused(words, "task", "forbidden")
    return row


def happened(work: Work, at: Instant, field: str = "at") -> None:
    """Refuse to record what cannot have happened: it lies after today, wherever on earth, and after the status date."""
    settings = work.dossier.plan.settings
    tomorrow = datetime.combine(work.at.date() + timedelta(days=2), time())
    if at > max(instant(tomorrow, settings.zone), settings.status_date or at - 1):
        said = f"{when(at, settings)} is still to come; what has not happened is a plan."
        raise Refused(f"{said} Give the task a constraint or a deadline instead.", field, "invalid")


@command(permission=Permission.PROGRESS)
def record_actual_start(work: Work, *, task: TaskRef, at: StartAt) -> None:
    """Record when a task really started."""
    own(work, task)
    happened(work, at)
    work.edit(Edit("record_actual_start", {"task": task, "at": at}))


@command(permission=Permission.PROGRESS)
def record_actual_finish(work: Work, *, task: TaskRef, at: FinishAt, started: StartAt | None = None) -> None:
    """Record when a task was really finished; without `started` it began when it was planned to, at the latest then.

    Its duration becomes what it took; work not booked counts as done.
    """
    row = own(work, task)
    happened(work, at)
    if started is not None:
        happened(work, started, "started")
    _finish(work, row, at, started)


def _finish(work: Work, row: Task, at: Instant, started: Instant | None = None) -> None:
    if row.actual_finish is not None and started is None:
        started = row.actual_start
        work.edit(Edit("clear_progress", {"task": row.uid}))
    elif row.actual_start is None and started is None:
        work.edit(Edit("set_state", {"task": row.uid, "state": "done", "at": at}))
        return
    work.edit(Edit("record_actual_finish", {"task": row.uid, "at": at, "started": started}))


@command(permission=Permission.PROGRESS)
def record_progress(work: Work, *, task: TaskRef, percent: Decimal) -> None:
    """Record how much of a task is complete, 0 to 100.

    A task that had not started began when it was planned to, at the latest on the status date; at 100 it is finished
    then, at 0 it has not started. Its duration stays, what remains follows.
    """
    row = own(work, task)
    if not 0 <= percent <= 100:
        raise Refused(f"{percent} % is no share of work done; write 0 to 100.", "percent", "invalid")
    if percent == 0 and (row.actual_start is not None or row.percent_complete):
        _clear(work, row)
        return
    finish = _planned(work, row)[1]
    if percent == 100 and row.percent_type is not PercentType.PHYSICAL:
        _finish(work, row, min(finish, _status(work, finish)))
        return
    if row.actual_finish is not None:
        work.edit(Edit("set_state", {"task": task, "state": "started", "at": row.actual_finish}))
    elif row.actual_start is None and percent:
        start = _planned(work, row)[0]
        work.edit(Edit("record_actual_start", {"task": task, "at": min(start, _status(work, start))}))
    if percent:
        work.edit(Edit("record_progress", {"task": task, "percent": f"{percent:f}"}))


def _planned(work: Work, row: Task) -> tuple[Instant, Instant]:
    dates = schedule(work.dossier.plan).by_uid.get(row.uid)
    if dates is None:
        raise Refused(f"{row.name!r} is not active; activate it first.", "task")
    return dates.start, dates.finish


def _status(work: Work, otherwise: Instant) -> Instant:
    status = work.dossier.plan.settings.status_date
    return otherwise if status is None else status


@command(permission=Permission.PROGRESS)
def change_remaining(work: Work, *, task: TaskRef, remaining: Duration) -> None:
    """Say how much working time of a task is still to do; what is done stays."""
    own(work, task)
    work.edit(Edit("change_remaining", {"task": task, "remaining": remaining}))


@command(permission=Permission.PROGRESS)
def move_remaining_to_status_date(work: Work, *, task: TaskRef) -> None:
    """Plan what is left of a task from the status date on: nobody can work in the past."""
    own(work, task)
    work.edit(Edit("move_remaining_to_status_date", {"task": task}))


@command(permission=Permission.PROGRESS)
def clear_progress(work: Work, *, task: TaskRef) -> None:
    """Forget what was recorded as done of a task: it has not started. Refused where time is booked on it."""
    _clear(work, own(work, task))


def _clear(work: Work, row: Task) -> None:
    if TimeEntry.objects.filter(project=work.project, task_id=work.project.pk * SPAN + row.uid).exists():
        raise Refused(f"Time is booked on {row.name!r}; it has started.", "task")
    work.edit(Edit("clear_progress", {"task": row.uid}))


@command(permission=Permission.PROGRESS)
def set_state(work: Work, *, task: TaskRef, state: BoardState, at: FinishAt | None = None) -> None:
    """Move a task on the board: planned (nothing done), started or done.

    Without `at` it happens at the status date, or now where the project has none.
    """
    row = own(work, task)
    when = _status(work, work.now) if at is None else at
    if state is BoardState.PLANNED and row.actual_start is not None:
        _clear(work, row)
        return
    work.edit(Edit("set_state", {"task": task, "state": str(state), "at": when}))
