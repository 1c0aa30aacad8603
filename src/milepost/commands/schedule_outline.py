"""Commands on the outline and its cells: tasks written, pasted, moved and removed; predecessors and people as text."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from milepost.commands import cells
from milepost.commands.command import command
from milepost.commands.edits import offer
from milepost.commands.pool import add_from_pool, code_in_pool
from milepost.commands.schedule_progress import happened, record_progress
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.edits_outline import OUTLINE_COMMANDS
from milepost.dossier.edits_tasks import TASK_RECORD_COMMANDS
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes
from milepost.exchange.sheet_words import span
from milepost.queries.access import Permission
from milepost.queries.kinds import Object, StartAt, TaskRef, WrittenSpan, lengths_of
from milepost.queries.refused import Refused
from milepost.records.models import TimeEntry
from milepost.records.projects import SPAN

_SIMPLE = ("rename_task", "set_task_code", "set_task_owner", "indent_tasks", "outdent_tasks", "move_tasks",
           "renumber_wbs")  # fmt: skip
#: What a pasted row may say.
CELLS = ("name", "duration", "level", "milestone", "code", "predecessors", "people", "start", "finish", "deadline",
         "priority", "percent")  # fmt: skip
MOST_ROWS = 5000


class Meaning(StrEnum):
    """What is meant by a date that is typed or dragged."""

    CONSTRAINT = "constraint"
    LAG = "lag"
    ACTUAL = "actual"


offer("schedule", Permission.PLAN, {word: OUTLINE_COMMANDS[word] for word in _SIMPLE})
offer("schedule", Permission.PLAN, TASK_RECORD_COMMANDS)


@command(permission=Permission.PLAN)
def insert_task(
    work: Work,
    *,
    name: str,
    duration: WrittenSpan | None = None,
    after: TaskRef | None = None,
    before: TaskRef | None = None,
    under: TaskRef | None = None,
) -> str:
    """Write a task into the outline: below or above another at its level, or as the last below a summary.

    Without a duration it lasts a day, marked as a guess. Gives the task's reference.
    """
    told: dict[str, Any] = {"name": name, "after": after, "before": before, "under": under}
    if duration is not None:
        told |= {"duration": duration.minutes, "unit": duration.unit or "d", "elapsed": duration.elapsed}
    return work.edit(Edit("insert_task", told))


@command(permission=Permission.PLAN)
def remove_tasks(work: Work, *, tasks: list[TaskRef]) -> None:
    """Remove tasks with all below them, their links and their people; what has been worked on stays."""
    before = work.dossier.plan.tasks
    work.edit(Edit("remove_tasks", {"tasks": tasks}))
    left = {task.uid for task in work.dossier.plan.tasks}
    gone = {task.uid: task.name for task in before if task.uid not in left}
    keys = [work.project.pk * SPAN + uid for uid in gone]
    booked = TimeEntry.objects.filter(project=work.project, task_id__in=keys).values_list("task_id", flat=True).first()
    if booked is not None:
        name = gone[booked % SPAN]
        raise Refused(f"Time is booked on {name!r}; deactivate it instead of removing it.", "tasks")


@command(permission=Permission.PLAN)
def set_predecessors(work: Work, *, task: TaskRef, text: str = "") -> None:
    """Let a task wait for exactly what is written: rows of the outline or references, such as `12FS+2d, T-7SS`.

    Nothing written means that it waits for nothing.
    """
    plan = work.dossier.plan
    links = cells.predecessors(text, plan, cells.names_of_tasks(plan))
    work.edit(Edit("set_predecessors", {"task": task, "links": links}))


@command(permission=Permission.PLAN)
def set_people(work: Work, *, task: TaskRef, text: str = "") -> None:
    """Let exactly the people work on a task who are written, such as `Anna 50%, Ben`.

    Who replaces somebody takes over what remains of their work. Nothing written takes everybody off. Somebody of the
    pool who is not in the project yet comes into it.
    """
    for name in cells.strangers(text, work.dossier):
        if code := code_in_pool(name):
            add_from_pool(work, person=code)
    work.edit(Edit("set_people", {"task": task, "people": cells.people(text, work.dossier)}))


@command(permission=Permission.PLAN)
def drag_task(work: Work, *, task: TaskRef, to: StartAt, mode: Meaning = Meaning.CONSTRAINT) -> None:
    """Let a task start at another date, by what is meant.

    `constraint` is no start before it, `lag` that of the link that holds the task, `actual` that it did start then.
    """
    if mode is Meaning.ACTUAL:
        happened(work, to, "to")
    work.edit(Edit("drag_task", {"task": task, "to": to, "mode": str(mode)}))


@command(permission=Permission.PLAN)
def paste_tasks(work: Work, *, rows: list[Object], after: TaskRef | None = None) -> str:
    """Write rows of a spreadsheet into the outline, below a task or at the end; gives the first task's reference.

    A row has a name and may have duration, level (0 is the outermost), milestone, code, predecessors (rows of the
    outline as it is afterwards), people, start (kept as "not before" where nothing precedes), finish (from which a
    duration follows where none is given), deadline, priority and percent.
    """
    if not 1 <= len(rows) <= MOST_ROWS:
        raise Refused(f"Paste 1 to {MOST_ROWS:,} rows; these are {len(rows):,}.", "rows", "invalid")
    written = [_row(work, number, row) for number, row in enumerate(rows, 1)]
    known = {task.uid for task in work.dossier.plan.tasks}
    work.edit(Edit("insert_tasks", {"rows": written, "after": after}))
    made = [task.uid for task in work.dossier.plan.tasks if task.uid not in known]
    names = cells.names_of_tasks(work.dossier.plan)
    for number, (uid, row) in enumerate(zip(made, rows, strict=True), 1):
        _fill(work, uid, row, names, f"row {number}")
    return f"T-{made[0]}"


def _row(work: Work, number: int, row: Mapping[str, Any]) -> dict[str, Any]:
    """Read what a row says of the task itself."""
    unknown = [name for name in row if name not in CELLS]
    if unknown or not str(row.get("name") or "").strip():
        what = f"does not know {unknown[0]}; a row has {', '.join(CELLS)}" if unknown else "needs a name"
        raise Refused(f"Row {number} {what}.", "rows", "invalid")
    found: dict[str, Any] = {"name": str(row["name"]), "code": str(row.get("code") or "")}
    found["level"] = _whole(row.get("level") or 0, f"row {number}", "level", 0, 50)
    found["milestone"] = row.get("milestone") in (True, "true", "yes", "1", 1)
    text = str(row.get("duration") or "").strip()
    if text:
        read = span(text, lengths_of(work.dossier.plan.settings))
        if read is None:
            raise Refused(f"Row {number}: {text!r} is not a duration; write 3d, 4h or 2w.", "rows", "invalid")
        found |= {"duration": read.minutes, "unit": read.unit, "elapsed": read.elapsed}
    return found


def _whole(value: Any, place: str, name: str, least: int, most: int) -> int:
    text = str(value).strip()
    if not text.isdecimal() or len(text) > 6 or not least <= int(text) <= most:
        raise Refused(f"{place.capitalize()}: {name} is a whole number from {least} to {most}.", "rows", "invalid")
    return int(text)


def _fill(work: Work, task: Uid, row: Mapping[str, Any], names: Mapping[str, Uid], place: str) -> None:
    """Carry out what a row says of links, people and dates; a row that became a summary keeps its links alone."""
    text = {name: str(row.get(name) or "").strip() for name in CELLS}
    links = cells.predecessors(text["predecessors"], work.dossier.plan, names, place)
    if links:
        work.edit(Edit("set_predecessors", {"task": task, "links": links}))
    if any(each.parent == task for each in work.dossier.plan.tasks):
        return
    if text["people"]:
        work.edit(Edit("set_people", {"task": task, "people": cells.people(text["people"], work.dossier, place)}))
    if text["priority"]:
        priority = _whole(text["priority"], place, "priority", 0, 1000)
        work.edit(Edit("set_priority", {"task": task, "priority": priority}))
    _fill_dates(work, task, text, place, free=not links)
    percent = _whole(text["percent"].rstrip("% ") or 0, place, "percent", 0, 100)
    if percent:
        record_progress(work, task=task, percent=Decimal(percent))


def _fill_dates(work: Work, task: Uid, text: Mapping[str, str], place: str, *, free: bool) -> None:
    settings = work.dossier.plan.settings
    start = cells.at(text["start"], settings, place) if text["start"] else None
    finish = cells.at(text["finish"], settings, place, end=True) if text["finish"] else None
    if start is not None and finish is not None and not text["duration"]:
        _stretch(work, task, start, finish)
    if start is not None and free:
        work.edit(Edit("drag_task", {"task": task, "to": start}))
    if text["deadline"]:
        when = cells.at(text["deadline"], settings, place, end=True)
        work.edit(Edit("set_deadline", {"task": task, "at": when}))


def _stretch(work: Work, task: Uid, start: Instant, finish: Instant) -> None:
    """Let a task last from one date to another."""
    minutes = WorkTimes(work.dossier.plan).of_task(task).working(start, finish)
    if minutes > 0:
        work.edit(Edit("change_duration", {"task": task, "duration": minutes}))
