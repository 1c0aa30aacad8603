"""Questions about what people have to do and have entered: my work, my time, and what was said about a record."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal

from milepost.engine.clock import moment
from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task
from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.queries.access import Actor, Permission, projects_of
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import Comment, Membership, Project, TimeEntry


@dataclass(frozen=True, slots=True)
class WorkLine:
    """A task of mine: where, when, how much is left, and what it waits for.

    `state` is late (its finish or deadline has passed), started, ready (nothing it waits for is open) or waiting.
    """

    project: str
    project_name: str
    ref: str
    name: str
    state: str
    start: datetime
    finish: datetime
    deadline: datetime | None
    percent: Decimal
    remaining_hours: Decimal
    waits_for: tuple[str, ...]
    critical: bool


@query(site=True, permission=Permission.AMONG)
def my_work(question: Question, *, days: int = 28) -> tuple[WorkLine, ...]:
    """List what you have to do in all your projects, soonest first: what began, what is late, what comes next."""
    if not 1 <= days <= 366:
        raise Refused("Look at 1 to 366 days.", "days", "invalid")
    found = []
    for record, resource in _mine(question.actor):
        held = load(record)
        found += list(_open_work(record, held, resource, question.at + timedelta(days=days)))
    return tuple(sorted(found, key=lambda line: (line.state != "late", line.start, line.finish, line.ref)))


def _mine(actor: Actor) -> Iterator[tuple[Project, int]]:
    """Go through the projects in whose plan the actor is somebody."""
    rows = Membership.objects.filter(user_id=actor.user, project__in=projects_of(actor).filter(archived=False))
    for project, extra in rows.select_related("project").values_list("project", "extra"):
        resource = json.loads(extra).get("resource") if extra else None
        if resource is not None:
            yield Project.objects.get(pk=project), resource


def _open_work(record: Project, held: Held, resource: int, until: datetime) -> Iterator[WorkLine]:
    plan, dates = held.dossier.plan, held.schedule.by_uid
    tasks = {task.uid: task for task in plan.tasks}
    before: dict[int, list[int]] = {}
    for link in plan.links:
        before.setdefault(link.successor, []).append(link.predecessor)
    for row in plan.assignments:
        task, found = tasks[row.task], dates.get(row.task)
        if row.resource != resource or found is None or task.actual_finish is not None or task.inactive:
            continue
        waits = [tasks[uid] for uid in before.get(task.uid, ()) if tasks[uid].actual_finish is None]
        line = _line(record, held, task, found, row.remaining_work, waits)
        if line.start <= until.replace(tzinfo=None) or line.state in ("late", "started"):
            yield line


def _line(record: Project, held: Held, task: Task, dates: TaskDates, left: int, waits: list[Task]) -> WorkLine:
    settings = held.dossier.plan.settings
    zone = settings.zone
    now = settings.status_date
    passed = now is not None and (dates.finish <= now or (task.deadline is not None and dates.finish > task.deadline))
    if passed:
        state = "late"
    elif task.actual_start is not None:
        state = "started"
    else:
        state = "waiting" if waits else "ready"
    return WorkLine(
        record.code,
        record.name,
        f"T-{task.uid}",
        task.name,
        state,
        moment(dates.start, zone),
        moment(dates.finish, zone),
        None if task.deadline is None else moment(task.deadline, zone),
        task.percent_complete,
        (Decimal(left) / 60).quantize(Decimal("0.1")),
        tuple(f"T-{each.uid} {each.name}" for each in waits),
        dates.critical,
    )


@dataclass(frozen=True, slots=True)
class EntryLine:
    """A booking of time."""

    ref: str
    project: str
    task: str
    task_name: str
    day: date
    hours: Decimal
    note: str


@dataclass(frozen=True, slots=True)
class DayHours:
    """Hours on a day."""

    day: date
    hours: Decimal


@dataclass(frozen=True, slots=True)
class TaskTime:
    """What you booked on a task in a week, or could: hours by day from Monday on, and altogether."""

    project: str
    task: str
    name: str
    days: tuple[DayHours, ...]
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Timesheet:
    """Your week: hours by day from Monday on, the tasks you booked on or that are yours then, and the bookings by day.

    `before` and `after` are the Mondays of the weeks around it.
    """

    before: date
    after: date
    days: tuple[DayHours, ...]
    tasks: tuple[TaskTime, ...]
    hours: Decimal
    entries: tuple[EntryLine, ...]


@query(site=True, permission=Permission.AMONG)
def timesheet(question: Question, *, week: date | None = None) -> Timesheet:
    """Show the time you booked in the week of a day, else in this one, and the tasks of yours it can be booked on."""
    first = week or question.at.date()
    monday = first - timedelta(days=first.weekday())
    days = tuple(monday + timedelta(days=n) for n in range(7))
    entries: list[EntryLine] = []
    open_: dict[tuple[str, str], str] = {}
    for record, resource in _mine(question.actor):
        entries += _booked(record, resource, days)
        open_.update(_bookable(record, resource, days))
    entries.sort(key=lambda line: (line.day, line.project, line.task))
    tasks = tuple(
        _task_time(where, name, [each for each in entries if (each.project, each.task) == where], days)
        for where, name in {**open_, **{(each.project, each.task): each.task_name for each in entries}}.items()
    )
    week_long = timedelta(days=7)
    totals, hours = _hours(entries, days)
    return Timesheet(monday - week_long, monday + week_long, totals, tasks, hours, tuple(entries))


def _booked(record: Project, resource: int, days: tuple[date, ...]) -> Iterator[EntryLine]:
    rows = TimeEntry.objects.filter(project=record, resource__uid=resource, day__gte=days[0], day__lte=days[-1])
    for row in rows.select_related("task"):
        hours = (Decimal(row.minutes) / 60).quantize(Decimal("0.01"))
        yield EntryLine(f"E-{row.uid}", record.code, f"T-{row.task.uid}", row.task.name, row.day, hours, row.note)


def _bookable(record: Project, resource: int, days: tuple[date, ...]) -> Iterator[tuple[tuple[str, str], str]]:
    """Give the tasks of somebody that are under way in a week: where they are, and their names."""
    held = load(record)
    names = {task.uid: task for task in held.dossier.plan.tasks}
    zone = held.dossier.plan.settings.zone
    for row in held.dossier.plan.assignments:
        dates = held.schedule.by_uid.get(row.task)
        if row.resource != resource or dates is None or names[row.task].actual_finish is not None:
            continue
        if moment(dates.start, zone).date() <= days[-1] and moment(dates.finish, zone).date() >= days[0]:
            yield (record.code, f"T-{row.task}"), names[row.task].name


def _task_time(where: tuple[str, str], name: str, entries: list[EntryLine], days: tuple[date, ...]) -> TaskTime:
    return TaskTime(*where, name, *_hours(entries, days))


def _hours(entries: list[EntryLine], days: tuple[date, ...]) -> tuple[tuple[DayHours, ...], Decimal]:
    """Add bookings up by day, and altogether."""
    by_day = tuple(DayHours(day, sum((each.hours for each in entries if each.day == day), Decimal(0))) for day in days)
    return by_day, sum((each.hours for each in entries), Decimal(0))


@dataclass(frozen=True, slots=True)
class CommentLine:
    """What somebody said about a record."""

    number: int
    by: str
    at: datetime
    text: str


@query(permission=Permission.SEE_RECORD)
def comments(question: Question, *, about: str) -> tuple[CommentLine, ...]:
    """List what was said about a record, such as T-4, oldest first."""
    rows = Comment.objects.filter(project=question.project, about=about.strip().upper()).order_by("uid")
    return tuple(CommentLine(row.uid, row.by, moment(row.at), row.text) for row in rows)
