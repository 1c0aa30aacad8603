"""Tasks of other projects, which Microsoft Project XML names only in the links to them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from milepost.dossier.schedule import StoredTask
from milepost.engine.tasks import Link, LinkType, Task, TaskKind
from milepost.engine.units import Instant, Uid
from milepost.exchange.mspdi_rows import Row
from milepost.exchange.receipt import ReceiptBook

_UNNAMED = "Task of another project"
_LONGEST_NUMBER = 10


def with_external(
    tasks: Mapping[Uid, Task], links: Iterable[tuple[Link, Row]], stored: Iterable[StoredTask], book: ReceiptBook
) -> dict[Uid, Task]:
    """Add a task for each task of another project a link names, before its first successor.

    The file says nothing of its dates. What its successors were stored with is the latest it can
    have been, and when it drove them the very date, so that is taken.
    """
    dates = {one.task: one for one in stored}
    found: dict[Uid, Task] = {}
    before: dict[Uid, list[Uid]] = {}
    for link, row in links:
        uid, where = link.predecessor, row.text("CrossProjectName")
        if uid < 0 or not (where and row.flag("CrossProject")):
            continue
        if uid in tasks:
            found.setdefault(uid, _numbered(tasks[uid], where))
            continue
        if uid not in found:
            found[uid] = _task(uid, where, tasks[link.successor].parent)
            before.setdefault(link.successor, []).append(uid)
            book.approximated("task of another project", f"{row.place}: {where}: dated by its successors' stored dates")
        found[uid] = _no_later(found[uid], _bound(link, dates))
    if not found:
        return dict(tasks)
    order = (one for uid in tasks for one in (*before.get(uid, ()), uid))
    return {uid: found.get(uid) or tasks[uid] for uid in order}


def _task(uid: Uid, where: str, parent: Uid | None) -> Task:
    project, number = _place(where)
    return Task(
        uid=uid,
        name=_UNNAMED,
        parent=parent,
        kind=TaskKind.EXTERNAL,
        milestone=True,
        external_project=project,
        external_uid=number,
    )


def _numbered(task: Task, where: str) -> Task:
    """Give a task of another project that has a row of its own its number there."""
    project, number = _place(where)
    if task.kind is not TaskKind.EXTERNAL:
        return task
    return replace(task, external_project=task.external_project or project, external_uid=number)


def _place(where: str) -> tuple[str, Uid | None]:
    """Part a name such as C:\\plans\\other.mpp\\12 in the file and the number of the task in it."""
    project, _, number = where.rpartition("\\")
    if project and number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER:
        return project, int(number)
    return where, None


def _bound(link: Link, dates: Mapping[Uid, StoredTask]) -> Instant | None:
    stored = dates.get(link.successor)
    if stored is None or link.lag:
        return None
    return stored.start if link.type in (LinkType.FS, LinkType.SS) else stored.finish


def _no_later(task: Task, at: Instant | None) -> Task:
    if at is None or (task.manual_start is not None and task.manual_start <= at):
        return task
    return replace(task, manual_start=at, manual_finish=at)
