"""What a GanttProject file says beyond what MPXJ takes from it: links below the top level, what is done, fixed starts.

MPXJ reads the links of the outermost tasks only. GanttProject has no actual dates and keeps the start of whatever no
link pins, so both are told here from the dates of the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from milepost.dossier.schedule import StoredTask
from milepost.engine.plan import Settings
from milepost.engine.tasks import Constraint, ConstraintKind, Link, LinkType, Task
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported
from milepost.exchange.receipt import Fate, ReceiptBook, ReceiptLine
from milepost.exchange.xml_root import refuse_document_type

_TYPES = {"1": LinkType.SS, "2": LinkType.FS, "3": LinkType.FF, "4": LinkType.SF}
#: A link that pins its successor; any other only keeps it from starting earlier.
_PINS = "Strong"
_LAG = re.compile(r"[+-]?[0-9]{1,5}")


def with_file(imported: Imported, data: bytes, *, file: str) -> Imported:
    """Give the plan every link of the file, actual dates for what is done, and fixed starts where no link pins."""
    book, plan = ReceiptBook(), imported.dossier.plan
    found = dict(_links(_root(data, file), plan.settings, {task.uid for task in plan.tasks}, book))
    stored = tuple(_timed(one, plan.settings) for one in imported.dossier.stored)
    dates = {one.task: one for one in stored}
    parents = {task.uid: task.parent for task in plan.tasks}
    pinned = {link.successor for link, pins in found.items() if pins}

    def told(task: Task) -> Task:
        shown = dates.get(task.uid)
        if task.summary or shown is None or shown.start is None:
            return task
        if task.percent_complete:
            return _done(task, shown, book)
        return task if _pinned(task.uid, parents, pinned) else _placed(task, shown.start)

    plan = replace(plan, tasks=tuple(map(told, plan.tasks)), links=tuple(found))
    lines = tuple(line for line in imported.receipt.lines if not line.field.startswith("Task.PredecessorLink"))
    lines = (*lines, *book.receipt(file, "gan").lines)
    if found:
        lines = (*lines, ReceiptLine("task.depend", Fate.KEPT, len(found)))
    return Imported(replace(imported.dossier, plan=plan, stored=stored), replace(imported.receipt, lines=lines))


def _root(data: bytes, file: str) -> etree._Element:
    refuse_document_type(data, file=file)
    try:
        return etree.fromstring(data, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError as broken:
        raise FileRefusedError(f"{file}: this is not whole XML: {broken.msg}. Save it again in GanttProject.") from None


def _links(root: etree._Element, settings: Settings, known: set[Uid], book: ReceiptBook) -> Iterator[tuple[Link, bool]]:
    """List the links, each inside the task it leaves, and whether they pin; MPXJ counts tasks from one."""
    for row in root.iterfind("tasks//task/depend"):
        before, after = _uid(row.getparent()), _uid(row)
        kind = _TYPES.get(row.get("type", ""))
        if before not in known or after not in known or kind is None or before is None or after is None:
            book.dropped("task.depend", f"line {row.sourceline}: it leads to no task of the file or has no known type")
            continue
        days = row.get("difference", "0")
        readable = _LAG.fullmatch(days) is not None
        if not readable:
            book.approximated("task.depend", f"line {row.sourceline}: {days[:20]!r} is no number of days; 0 is taken")
        lag = int(days) * settings.minutes_per_day if readable else 0
        yield Link(before, after, kind, lag), row.get("hardness", _PINS) == _PINS


def _uid(row: etree._Element | None) -> Uid | None:
    number = "" if row is None else row.get("id", "")
    return int(number) + 1 if number.isascii() and number.isdigit() and len(number) < 10 else None


def _timed(one: StoredTask, settings: Settings) -> StoredTask:
    """Let days begin when work does; the file has no times, and a milestone stands at the start of its day."""
    if one.start is None or one.start % MINUTES_PER_DAY:
        return one
    start = one.start + settings.default_start
    return replace(one, start=start, finish=start if one.finish == one.start else one.finish)


def _done(task: Task, shown: StoredTask, book: ReceiptBook) -> Task:
    """Give a task that is begun or done the actual dates its shown ones must mean."""
    book.approximated("task.complete", f"{task.name}: the file has no actual dates; those it shows are taken")
    finish = shown.finish if task.percent_complete == 100 else None
    return replace(task, actual_start=shown.start, actual_finish=finish)


def _pinned(task: Uid, parents: dict[Uid, Uid | None], pinned: set[Uid]) -> bool:
    """Tell whether a link pins a task or a summary above it."""
    uid: Uid | None = task
    while uid is not None:
        if uid in pinned:
            return True
        uid = parents.get(uid)
    return False


def _placed(task: Task, start: Instant) -> Task:
    """Let a task start no earlier than the file shows; an earlier bound of its own adds nothing."""
    return replace(task, constraints=(Constraint(ConstraintKind.SNET, start),))
