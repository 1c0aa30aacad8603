"""Which tables hold which nouns of the dossier: the one list that loading, journal, undo and as-of go by."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from operator import attrgetter
from typing import Any, TypeAlias

from django.db.models import Model

from milepost.dossier.advice import AdviceRecord
from milepost.dossier.changes import ChangeRecord
from milepost.dossier.dossier import Dossier
from milepost.dossier.entries import Comment, TimeEntry
from milepost.dossier.fields import FieldDefinition, FieldValue, Note
from milepost.dossier.people import Member
from milepost.dossier.projects import Project, Source, Threshold
from milepost.dossier.risks import RiskRecord
from milepost.dossier.schedule import StoredTask
from milepost.engine.accounts import Ledger
from milepost.engine.calendars import Calendar
from milepost.engine.plan import Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.risks import Uncertainty
from milepost.engine.tasks import Baseline, Link, Task
from milepost.records import models

#: A number for most records, a code for those that people name.
Key: TypeAlias = int | str


@dataclass(frozen=True, slots=True)
class Table:
    """A noun of a project as rows: its model, the dataclass of a row, how rows are told apart, where they are kept.

    `place` is the tuple of the dossier that holds the rows, as a path; without one the rows are beside the dossier
    (time entries, comments, members). `references` names fields that hold the number of another row.
    """

    name: str
    model: type[Model]
    kind: type
    key: Callable[[Any], Key]
    place: tuple[str, ...] = ()
    references: frozenset[str] = frozenset()
    prefix: str = ""

    def rows(self, dossier: Dossier) -> tuple[Any, ...]:
        """Give the rows a dossier holds."""
        holder: Any = dossier
        for name in self.place:
            holder = getattr(holder, name)
        found: tuple[Any, ...] = holder
        return found

    def keyed(self, rows: Iterable[Any]) -> dict[Key, Any]:
        """Give rows by their key; the second of two alike rows has a key of its own."""
        held = tuple(rows)
        found: dict[Key, Any] = dict(zip(map(self.key, held), held, strict=True))
        if len(found) == len(held):
            return found
        found = {}
        for row in held:
            key = self.key(row)
            if key in found:
                number = 2
                while f"{key}#{number}" in found:
                    number += 1
                key = f"{key}#{number}"
            found[key] = row
        return found


def placed(dossier: Dossier, rows: Mapping[tuple[str, ...], Any]) -> Dossier:
    """Give a dossier with other rows or values in some of its places."""
    plan = {path[1]: value for path, value in rows.items() if path[0] == "plan"}
    rest: dict[str, Any] = {path[0]: value for path, value in rows.items() if path[0] != "plan"}
    if plan:
        rest["plan"] = replace(dossier.plan, **plan)
    return replace(dossier, **rest)


_uid: Callable[[Any], Key] = attrgetter("uid")


def _link(row: Link) -> Key:
    return f"{row.predecessor}-{row.successor}-{row.type}"


#: In the order rows may be written and, backwards, removed.
TABLES: tuple[Table, ...] = (
    Table("calendars", models.WorkCalendar, Calendar, _uid, ("plan", "calendars"), prefix="CAL"),
    Table("tasks", models.Task, Task, _uid, ("plan", "tasks"), frozenset({"parent", "calendar"}), "T"),
    Table(
        "links", models.Dependency, Link, _link, ("plan", "links"), frozenset({"predecessor", "successor"}), prefix=""
    ),
    Table("resources", models.Resource, Resource, _uid, ("plan", "resources"), frozenset({"calendar"}), "P"),
    Table(
        "assignments",
        models.Assignment,
        Assignment,
        _uid,
        ("plan", "assignments"),
        frozenset({"task", "resource"}),
        "A",
    ),
    Table("baselines", models.Baseline, Baseline, lambda row: row.number, ("plan", "baselines")),
    Table("risks", models.Risk, RiskRecord, lambda row: row.risk.code, ("risks",), prefix="R"),
    Table("changes", models.ChangeRequest, ChangeRecord, lambda row: row.code, ("changes",), prefix="C"),
    Table("advice", models.Advice, AdviceRecord, lambda row: row.finding, ("advice",)),
    Table("notes", models.RecordNote, Note, lambda row: f"{row.kind}-{row.record}", ("notes",)),
    Table("values", models.RecordValue, FieldValue, lambda row: f"{row.kind}-{row.record}-{row.field}", ("values",)),
    Table("entries", models.TimeEntry, TimeEntry, _uid, (), frozenset({"task", "resource"}), "E"),
    Table("comments", models.Comment, Comment, _uid, (), prefix="N"),
    Table("members", models.Membership, Member, lambda row: row.user),
)
BY_NAME: Mapping[str, Table] = {table.name: table for table in TABLES}
BY_PREFIX: Mapping[str, Table] = {table.prefix: table for table in TABLES if table.prefix}


@dataclass(frozen=True, slots=True)
class FactKind:
    """A value of a project that is kept whole: where the dossier has it, and of which type it is."""

    name: str
    hint: Any
    path: tuple[str, ...] = field(default=())

    def value(self, dossier: Dossier) -> Any:
        """Give the value a dossier holds."""
        holder: Any = dossier
        for name in self.path:
            holder = getattr(holder, name)
        return holder


FACTS: tuple[FactKind, ...] = (
    FactKind("project", Project, ("project",)),
    FactKind("settings", Settings, ("plan", "settings")),
    FactKind("uncertainty", Uncertainty, ("uncertainty",)),
    FactKind("ledger", Ledger, ("ledger",)),
    FactKind("source", Source | None, ("source",)),
    FactKind("fields", tuple[FieldDefinition, ...], ("fields",)),
    FactKind("thresholds", tuple[Threshold, ...], ("thresholds",)),
    FactKind("stored", tuple[StoredTask, ...], ("stored",)),
)
FACT_BY_NAME: Mapping[str, FactKind] = {each.name: each for each in FACTS}
#: How the journal calls facts: a table with one row for each.
FACT_TABLE = "facts"
