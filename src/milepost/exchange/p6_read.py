"""From the tables of a P6 export to a dossier, the same way for XER and PMXML."""

from __future__ import annotations

from dataclasses import replace
from hashlib import sha256

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import RecordKind
from milepost.dossier.projects import Source
from milepost.dossier.schedule import StoredTask
from milepost.engine.plan import Plan
from milepost.engine.tasks import Link, LinkType, Task
from milepost.engine.units import Uid
from milepost.exchange.p6_activities import ActivityReader
from milepost.exchange.p6_assignments import assignments, by_resources, from_activity_start
from milepost.exchange.p6_baselines import baselines
from milepost.exchange.p6_calendars import calendars
from milepost.exchange.p6_costs import Costs
from milepost.exchange.p6_fields import fields, notes
from milepost.exchange.p6_links import network
from milepost.exchange.p6_outline import Outline, outline
from milepost.exchange.p6_projects import P6Source, choose, facts, settings
from milepost.exchange.p6_resources import People, people
from milepost.exchange.p6_stored import stored
from milepost.exchange.p6_tables import Cells, P6Tables, Row
from milepost.exchange.receipt import ReceiptBook

#: Tables a dossier has no place for; what they hold is listed in the receipt.
_UNREAD = {
    "TASKPROC": "activity step",
    "DOCUMENT": "document",
    "PROJRISK": "risk",
    "PROJISSU": "issue",
    "TRSRCFIN": "past period actual",
    "TASKFIN": "past period actual",
    "TASKNOTE": "feedback note",
}


def read_tables(tables: P6Tables, wanted: str, *, data: bytes, file: str, format_id: str, book: ReceiptBook) -> Dossier:
    """Read the wanted project of an export into a dossier; empty `wanted` leaves the choice to the file."""
    cells = Cells(file, book)
    project = choose(tables, wanted, file=file, book=book)
    source = P6Source(file, tables, cells, book, project)
    known = calendars(source)
    plan = Plan(settings=settings(source, known), calendars=known)
    tree = outline(source)
    staff = people(source, {calendar.uid for calendar in known})
    costs = Costs(source)
    tasks, rows = _tasks(source, plan, tree, staff, costs)
    net = network(source, set(rows))
    dependent = {uid for uid, row in rows.items() if row.text("task_type").lower() == "tt_rsrc"}
    assigned = from_activity_start(source, assignments(source, staff, set(rows)), dependent)
    plan = replace(
        plan,
        tasks=(*tasks, *net.externals),
        links=(*net.links, *_spanning_links(source, tree)),
        resources=staff.resources,
        assignments=assigned,
        baselines=baselines(source, rows, costs),
    )
    plan = replace(plan, tasks=by_resources(source, plan, dependent))
    _list_unread(source)
    return _dossier(source, plan, tree, rows, Source(file, format_id, tables.application, sha256(data).hexdigest()))


def _tasks(
    source: P6Source, plan: Plan, tree: Outline, staff: People, costs: Costs
) -> tuple[list[Task], dict[Uid, Row]]:
    names = {resource.uid: resource.name for resource in staff.resources}
    reader = ActivityReader(source, plan, costs, names)
    above = {summary.uid: summary for summary, _ in tree.entries if summary is not None}
    tasks: list[Task] = []
    rows: dict[Uid, Row] = {}
    for summary, activities in tree.entries:
        spanning = [row for row in activities if summary is not None and _spans(row)]
        if summary is not None:
            # A WBS summary activity lasts as long as its element, so it stands beside it, not inside.
            tasks += [reader.task(row, above.get(summary.parent or -1)) for row in spanning]
            tasks.append(summary)
        tasks += [reader.task(row, summary) for row in activities if row not in spanning]
        rows |= {source.cells.own_uid(row, "task_id"): row for row in activities}
    source.book.kept("activity", len(rows))
    return tasks, rows


def _spans(row: Row) -> bool:
    return row.text("task_type").lower() == "tt_wbs"


def _spanning_links(source: P6Source, tree: Outline) -> list[Link]:
    """Tie each WBS summary activity to the start and finish of its element."""
    found = []
    for summary, activities in tree.entries:
        for row in activities:
            if summary is not None and _spans(row):
                uid = source.cells.own_uid(row, "task_id")
                found += [Link(summary.uid, uid, type_) for type_ in (LinkType.SS, LinkType.FF)]
                source.book.approximated(
                    "WBS summary activity", f"{row.text('task_code')}: kept as level of effort over {summary.name!r}"
                )
    return found


def _dossier(source: P6Source, plan: Plan, tree: Outline, rows: dict[Uid, Row], origin: Source) -> Dossier:
    records = {
        RecordKind.PROJECT: {0},
        RecordKind.TASK: {task.uid for task in plan.tasks},
        RecordKind.RESOURCE: {resource.uid for resource in plan.resources},
        RecordKind.ASSIGNMENT: {assignment.uid for assignment in plan.assignments},
    }
    definitions, values = fields(source, records, tree.uids)
    return Dossier(
        project=facts(source),
        plan=plan,
        notes=notes(source, records, tree.uids),
        fields=definitions,
        values=values,
        stored=_stored(source, rows),
        source=origin,
    )


def _stored(source: P6Source, rows: dict[Uid, Row]) -> tuple[StoredTask, ...]:
    return tuple(stored(source, uid, row) for uid, row in rows.items())


def _list_unread(source: P6Source) -> None:
    for table, name in _UNREAD.items():
        for row in source.shared(table):
            source.book.dropped(name, f"{row.place}: Milepost keeps none of these")
