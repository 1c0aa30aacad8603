"""The outline of a P6 project: its work breakdown as summaries, its activities below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import Row, numbered


@dataclass(frozen=True, slots=True)
class Outline:
    """Summaries in outline order, each with the rows of its own activities; `uids` maps the file's wbs numbers.

    The entry without a summary holds the activities no element of the breakdown claims.
    """

    entries: tuple[tuple[Task | None, tuple[Row, ...]], ...]
    uids: dict[Uid, Uid] = field(default_factory=dict)


def outline(source: P6Source) -> Outline:
    """Order the work breakdown depth first, by P6's sequence numbers, and the activities by their ids."""
    elements = _unique(source, "PROJWBS", "wbs_id", "work breakdown")
    activities = _unique(source, "TASK", "task_id", "activity")
    if activities and not elements:
        source.book.dropped("work breakdown", "the PROJWBS table is missing or empty; activities stand side by side")
    own: dict[Uid | None, list[Row]] = {}
    for row in sorted(activities.values(), key=lambda row: row.text("task_code")):
        element = source.cells.uid(row, "wbs_id")
        own.setdefault(element if element in elements else None, []).append(row)
    taken = {uid for row in source.tables.rows("TASK") if (uid := source.cells.uid(row, "task_id")) is not None}
    uids = numbered(list(elements), taken)
    entries: list[tuple[Task | None, tuple[Row, ...]]] = [(None, tuple(own.get(None, ())))]
    for element, parent, path in _walk(source, elements):
        row = elements[element]
        summary = Task(
            uid=uids[element],
            name=row.text("wbs_name") or row.text("wbs_short_name"),
            code=row.text("wbs_short_name"),
            wbs=path,
            parent=None if parent is None else uids[parent],
            summary=True,
        )
        entries.append((summary, tuple(own.get(element, ()))))
    source.book.kept("work breakdown", len(elements))
    return Outline(tuple(entries), uids)


def _unique(source: P6Source, table: str, column: str, name: str) -> dict[Uid, Row]:
    rows: dict[Uid, Row] = {}
    for row in source.rows(table):
        uid = source.cells.own_uid(row, column)
        if uid in rows:
            source.book.dropped(name, f"{row.place}: {column} {uid} occurs twice, the first is used")
        rows.setdefault(uid, row)
    return rows


def _walk(source: P6Source, elements: dict[Uid, Row]) -> Iterator[tuple[Uid, Uid | None, str]]:
    """Yield each element after its parent, with the parent and the path of codes that names it."""
    children: dict[Uid | None, list[Uid]] = {}
    for uid, row in elements.items():
        parent = source.cells.uid(row, "parent_wbs_id")
        children.setdefault(parent if parent in elements else None, []).append(uid)
    separator = source.project.text("name_sep_char") or "."
    seen: set[Uid] = set()
    waiting = _in_order(source, elements, children.get(None, []), None, "")
    while waiting:
        uid, parent, above = waiting.pop()
        seen.add(uid)
        path = separator.join(filter(None, (above, elements[uid].text("wbs_short_name"))))
        yield uid, parent, path
        waiting += _in_order(source, elements, children.get(uid, []), uid, path)
    for uid in elements.keys() - seen:
        source.book.approximated("work breakdown", f"{elements[uid].place}: parents in a circle; moved to the top")
        yield uid, None, elements[uid].text("wbs_short_name")


def _in_order(
    source: P6Source, elements: dict[Uid, Row], uids: list[Uid], parent: Uid | None, path: str
) -> list[tuple[Uid, Uid | None, str]]:
    """Order sisters last first, as a stack wants them."""

    def place(uid: Uid) -> tuple[Decimal, Uid]:
        return source.cells.number(elements[uid], "seq_num") or Decimal(0), uid

    return [(uid, parent, path) for uid in sorted(uids, key=place, reverse=True)]
