"""Questions about tasks: one with everything about it, and the register of tasks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from milepost.dossier.fields import RecordKind
from milepost.engine.clock import moment
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.words import span
from milepost.forecasting.held import Held
from milepost.queries.access import Permission
from milepost.queries.kinds import PersonRef, TaskRef
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.queries.schedule import initials, may_see_task, shown_rows
from milepost.queries.schedule_rows import PlanRows, lag_text
from milepost.queries.schedule_sure import sure_tasks
from milepost.records.models import Comment, JournalEntry

PAGE = 50
MOST_EVENTS = 20


class TaskState(StrEnum):
    """What the register of tasks can be narrowed to."""

    PLANNED = "planned"
    STARTED = "started"
    DONE = "done"
    LATE = "late"
    INACTIVE = "inactive"


class TaskOrder(StrEnum):
    """What the register of tasks can be sorted by."""

    OUTLINE = "outline"
    NAME = "name"
    START = "start"
    FINISH = "finish"
    FLOAT = "total_float"
    PRIORITY = "priority"


@dataclass(frozen=True, slots=True)
class TaskLine:
    """A task in a list. Dates are wall-clock times of the project, the float working days."""

    ref: str
    wbs: str
    code: str
    name: str
    summary: bool
    milestone: bool
    state: str
    start: datetime
    finish: datetime
    percent: int
    critical: bool
    float_days: float
    deadline: datetime | None
    people: tuple[str, ...]
    priority: int


@dataclass(frozen=True, slots=True)
class TaskList:
    """A page of the register of tasks, and how many there are in all."""

    rows: tuple[TaskLine, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class TaskLink:
    """A link of a task: the other task, the kind and lag, and whether it decides a start."""

    ref: str
    name: str
    kind: str
    lag: str
    driving: bool


@dataclass(frozen=True, slots=True)
class TaskPerson:
    """Somebody on a task: share of their time in percent, hours of work and hours left."""

    ref: str
    name: str
    initials: str
    percent: float
    hours: float
    hours_left: float


@dataclass(frozen=True, slots=True)
class TaskComment:
    """What somebody said about a task."""

    by: str
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class TaskEvent:
    """Something that was done to a task: the journal entry's number, when, by whom, what and why."""

    number: int
    at: datetime
    by: str
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class TaskPage:
    """Everything about one task."""

    line: TaskLine
    revision: int
    duration: str
    kind: str
    owner: str
    calendar: str
    note: str
    constraint: str
    baseline_start: datetime | None
    baseline_finish: datetime | None
    actual_start: datetime | None
    actual_finish: datetime | None
    late_finish: datetime
    p80: datetime | None
    criticality: float | None
    above: tuple[str, ...]
    predecessors: tuple[TaskLink, ...]
    successors: tuple[TaskLink, ...]
    people: tuple[TaskPerson, ...]
    fields: tuple[tuple[str, str], ...]
    comments: tuple[TaskComment, ...]
    history: tuple[TaskEvent, ...]


def shown(minutes: int | None) -> Any:
    """Give minutes of the wall clock as a date and time."""
    return None if minutes is None else moment(minutes)


def line_of(rows: PlanRows, place: int, names: dict[str, str], minutes_per_day: int) -> TaskLine:
    """Give the row of a task as a record."""
    column = {name: values[place] for name, values in rows.columns.items()}
    return TaskLine(
        ref=column["ref"],
        wbs=column["wbs"],
        code=column["code"],
        name=column["name"],
        summary=column["summary"],
        milestone=column["milestone"],
        state=column["state"],
        start=shown(column["start"]),
        finish=shown(column["finish"]),
        percent=column["percent"],
        critical=column["critical"],
        float_days=round(column["total_float"] / minutes_per_day, 2),
        deadline=shown(column["deadline"]),
        people=tuple(names[ref] for ref, _ in column["people"]),
        priority=column["priority"],
    )


def names_of(held: Held) -> dict[str, str]:
    """Give the names of people by their references."""
    return {f"P-{row.uid}": row.name for row in held.dossier.plan.resources}


@query(permission=Permission.SEE)
def task_list(
    question: Question,
    *,
    text: str = "",
    state: TaskState | None = None,
    person: PersonRef | None = None,
    critical: bool = False,
    leaves: bool = False,
    order: TaskOrder = TaskOrder.OUTLINE,
    descending: bool = False,
    page: int = 1,
) -> TaskList:
    """List tasks, fifty to a page, narrowed by text, state, person, criticality; `leaves` leaves summaries out."""
    rows, held = shown_rows(question, question.held), question.held
    places = list(matching_rows(rows, text, state, None if person is None else f"P-{person}", critical, leaves))
    if order is not TaskOrder.OUTLINE:
        column = rows.columns[str(order)]
        places.sort(key=lambda place: column[place])
    if descending:
        places.reverse()
    pages = max(1, -(-len(places) // PAGE))
    if not 1 <= page <= pages:
        raise Refused(f"There are {pages} pages.", "page", "invalid")
    names, day = names_of(held), held.dossier.plan.settings.minutes_per_day
    seen = places[(page - 1) * PAGE : page * PAGE]
    return TaskList(tuple(line_of(rows, place, names, day) for place in seen), len(places), page, pages)


def matching_rows(
    rows: PlanRows, text: str, state: TaskState | None, person: str | None, critical: bool, leaves: bool
) -> Iterator[int]:
    """Find the places of rows by text, state, person and criticality."""
    column, words = rows.columns, text.casefold().split()
    for place in range(len(rows.uids)):
        if state is not None and column["state"][place] != state:
            continue
        if (critical and not column["critical"][place]) or (leaves and column["summary"][place]):
            continue
        if person is not None and all(ref != person for ref, _ in column["people"][place]):
            continue
        if words:
            said = f"{column['ref'][place]} {column['code'][place]} {column['name'][place]}".casefold()
            if not all(word in said for word in words):
                continue
        yield place


@query(permission=Permission.SEE)
def task(question: Question, *, task: TaskRef) -> TaskPage:
    """Give everything about one task: dates, links, people, fields, comments and what was done to it."""
    held = question.held
    if not may_see_task(question, held, task):
        raise Refused(f"There is no task T-{task} in this project.", "task", "unknown")
    rows, plan = shown_rows(question, held), held.dossier.plan
    place, row = rows.place[task], next(each for each in plan.tasks if each.uid == task)
    column = {name: values[place] for name, values in rows.columns.items()}
    names, day = names_of(held), plan.settings.minutes_per_day
    note = next((n.text for n in held.dossier.notes if n.kind is RecordKind.TASK and n.record == task), "")
    kept, sure = question.may(Permission.SEE_RECORD), sure_tasks(question.project.pk)
    p80 = sure.p80.get(task)
    return TaskPage(
        line=line_of(rows, place, names, day),
        revision=held.revision,
        duration=_duration(row, held, column["duration"]),
        kind=str(row.type).replace("_", " "),
        owner=row.owner,
        calendar=next((each.name for each in plan.calendars if each.uid == row.calendar), ""),
        note=note,
        constraint=_constraint(column["constraint"]),
        baseline_start=shown(column["baseline_start"]),
        baseline_finish=shown(column["baseline_finish"]),
        actual_start=shown(column["actual_start"]),
        actual_finish=shown(column["actual_finish"]),
        late_finish=shown(column["late_finish"]),
        p80=None if p80 is None or row.actual_finish is not None else moment(p80, plan.settings.zone),
        criticality=sure.criticality.get(task),
        above=tuple(_above(plan.tasks, row)),
        predecessors=_links(rows, held, task, ahead=True),
        successors=_links(rows, held, task, ahead=False),
        people=_people(question, held, task),
        fields=_fields(held, task),
        comments=_comments(question, task) if kept else (),
        history=_history(question, task) if kept else (),
    )


def _duration(row: Task, held: Held, minutes: int) -> str:
    return span(minutes, row.duration_unit, held.dossier.plan.settings, elapsed=row.elapsed)


def _constraint(value: Sequence[Any] | None) -> str:
    if value is None:
        return ""
    kind, at = value
    return str(kind) if at is None else f"{kind} {shown(at):%Y-%m-%d %H:%M}"


def _above(tasks: Sequence[Task], row: Task) -> Iterator[str]:
    known = {each.uid: each for each in tasks}
    names = []
    while row.parent is not None:
        row = known[row.parent]
        names.append(row.name)
    yield from reversed(names)


def _links(rows: PlanRows, held: Held, task: Uid, *, ahead: bool) -> tuple[TaskLink, ...]:
    """List the links into a task, or out of it, to tasks that are seen."""
    found, plan = [], held.dossier.plan
    for link, driving in zip(plan.links, held.dates.driving.tolist(), strict=True):
        own, other = (link.successor, link.predecessor) if ahead else (link.predecessor, link.successor)
        if own == task and other in rows.place:
            name = rows.columns["name"][rows.place[other]]
            found.append(TaskLink(f"T-{other}", name, str(link.type), lag_text(link, plan.settings), driving))
    return tuple(found)


def _people(question: Question, held: Held, task: Uid) -> tuple[TaskPerson, ...]:
    known = {row.uid: row for row in held.dossier.plan.resources}
    found = []
    for row in held.dossier.plan.assignments:
        if row.task != task or row.resource is None:
            continue
        if question.standing.own_only and row.resource != question.standing.resource:
            continue
        person = known[row.resource]
        short = person.initials or initials(person.name)
        hours, left = round(row.work / 60, 2), round(row.remaining_work / 60, 2)
        found.append(TaskPerson(f"P-{person.uid}", person.name, short, float(row.units * 100), hours, left))
    return tuple(found)


def _fields(held: Held, task: Uid) -> tuple[tuple[str, str], ...]:
    names = {each.key: each.name or each.key for each in held.dossier.fields if each.kind is RecordKind.TASK}
    return tuple(
        (names.get(each.field, each.field), str(each.value))
        for each in held.dossier.values
        if each.kind is RecordKind.TASK and each.record == task
    )


def _history(question: Question, task: Uid) -> tuple[TaskEvent, ...]:
    """List the latest actions that touched a task, after the one that founded the project with all its tasks."""
    found = JournalEntry.objects.filter(project=question.project, number__gt=1, changes__contains=f'["tasks",{task},')
    rows = found.order_by("-number").values_list("number", "at", "actor_name", "calls", "reason")[:MOST_EVENTS]
    return tuple(TaskEvent(number, at, by, _title(calls), reason) for number, at, by, calls, reason in rows)


def _title(calls: str) -> str:
    words = dict.fromkeys(str(call["command"]).replace("_", " ") for call in json.loads(calls))
    return ", ".join(list(words)[:3]).capitalize() + (" ..." if len(words) > 3 else "")


def _comments(question: Question, task: Uid) -> tuple[TaskComment, ...]:
    zone = question.held.dossier.plan.settings.zone
    found = Comment.objects.filter(project=question.project, about=f"T-{task}").order_by("at", "id")
    return tuple(TaskComment(each.by, moment(each.at, zone), each.text) for each in found[:200])
