"""Questions to the journal: what was done, by whom, when, why, and what it changed."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models.functions import Length

from milepost.dossier.dossier import Dossier
from milepost.exchange.archive_codec import encode
from milepost.forecasting.difference import RowChange, read_changes
from milepost.forecasting.past import as_of, digest
from milepost.forecasting.rows import RANK
from milepost.forecasting.tables import BY_NAME, FACT_TABLE
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry

#: Tables whose rows are money: not shown to those who may not see costs.
_COSTLY_FACTS = frozenset({"ledger"})
_COSTLY_FIELDS = frozenset({"rates", "fixed_cost", "cost", "actual_cost", "remaining_cost", "crash_cost", "value"})
#: Names of amounts within a field that is an object, or its text.
_MONEY_INSIDE = re.compile(r'"[a-z0-9_]*(?:cost|price|rate|amount|money|budget)[a-z0-9_]*\\*":')
#: Entries with more text than this changed too much to be told field by field.
LARGEST = 400_000
#: A page of the history.
PAGE = 50


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field of one record before and after, as text."""

    record: str
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One action: number, when, who, through which door, what, why, and how many records it touched."""

    number: int
    at: datetime
    by: str
    door: str
    command: str
    title: str
    reason: str
    records: int
    undoes: int | None
    undone: bool
    changes: tuple[FieldChange, ...]


@query(permission=Permission.SEE_RECORD)
def history(
    question: Question, *, before: int | None = None, record: str = "", count: int = PAGE
) -> tuple[HistoryLine, ...]:
    """List what was done, newest first: everything, or what touched one record such as T-4."""
    if not 1 <= count <= 200:
        raise Refused("A page of the history has 1 to 200 entries.", "count", "invalid")
    found = JournalEntry.objects.filter(project=question.project).select_related("undoes").order_by("-number")
    if before is not None:
        found = found.filter(number__lt=before)
    if record:
        table, key = _told(record)
        found = found.filter(changes__contains=f'["{table}",{json.dumps(key)},')
    entries = found.defer("changes").annotate(size=Length("changes")).prefetch_related("undone_by")[:count]
    return tuple(_line(each, question, record) for each in entries)


def latest(question: Question, count: int) -> tuple[HistoryLine, ...]:
    """List the last actions without what they changed, which is quick whatever they were."""
    found = JournalEntry.objects.filter(project=question.project).select_related("undoes").order_by("-number")
    entries = found.defer("changes").prefetch_related("undone_by")[:count]
    return tuple(_told_of(each, 0, ()) for each in entries)


def _told(record: str) -> tuple[str, int | str]:
    prefix, _, number = record.partition("-")
    for table in BY_NAME.values():
        if table.prefix and table.prefix == prefix.upper():
            numbered = table.name not in ("risks", "changes")
            if numbered and not number.isdigit():
                break
            return table.name, int(number) if numbered else record
    raise Refused(f"{record} is no reference; write T-4 or R-12.", "record", "invalid")


def _line(entry: JournalEntry, question: Question, record: str) -> HistoryLine:
    size: int = vars(entry)["size"]
    if size > LARGEST and not record:
        # An import: everything is new, and reading it all only to count it takes longer than the rest of the page.
        return _told_of(entry, 0, (FieldChange("", "the whole project", "", ""),))
    changes = read_changes(json.loads(entry.changes))
    shown = [each for each in changes if not record or _reference(each) == record.upper()]
    fields = [field for change in shown[:20] for field in _fields(change, question)][:20]
    return _told_of(entry, len(changes), tuple(fields))


def _told_of(entry: JournalEntry, records: int, fields: tuple[FieldChange, ...]) -> HistoryLine:
    return HistoryLine(
        entry.number,
        entry.at,
        entry.actor_name,
        entry.door,
        entry.command,
        action_title(entry),
        entry.reason,
        records,
        None if entry.undoes is None else entry.undoes.number,
        any(True for _ in entry.undone_by.all()),
        fields,
    )


def action_title(entry: JournalEntry) -> str:
    """Say what an action was: its commands in words."""
    calls = json.loads(entry.calls)
    words = list(dict.fromkeys(str(call["command"]).replace("_", " ") for call in calls))
    said = ", ".join(words[:3]) + (" ..." if len(words) > 3 else "")
    return f"{said} ({len(calls)} commands)" if len(calls) > 1 else said


def _reference(change: RowChange) -> str:
    if change.table == FACT_TABLE:
        return str(change.key)
    prefix = BY_NAME[change.table].prefix
    return f"{prefix}-{change.key}" if prefix and isinstance(change.key, int) else str(change.key)


def _fields(change: RowChange, question: Question) -> list[FieldChange]:
    costly = not question.may(Permission.SEE_COSTS)
    if costly and change.table == FACT_TABLE and change.key in _COSTLY_FACTS:
        return [FieldChange(_reference(change), "changed", "", "")]
    if change.before is None or change.after is None:
        row = change.after or change.before or {}
        word = "new" if change.before is None else "removed"
        return [FieldChange(_reference(change), word, "", str(row.get("name") or row.get("title") or ""))]
    names = sorted({*change.before, *change.after} - {RANK})
    return [
        FieldChange(
            _reference(change), name.replace("_", " "), _text(change.before.get(name)), _text(change.after.get(name))
        )
        for name in names
        if not (costly and (name in _COSTLY_FIELDS or _tells_costs(change.before.get(name), change.after.get(name))))
    ]


def _tells_costs(*values: Any) -> bool:
    """Tell whether a field holds money somewhere inside, such as the impact of a change or the response to a risk."""
    said = [
        value if isinstance(value, str) else json.dumps(value)
        for value in values
        if isinstance(value, str | dict | list)
    ]
    return any(_MONEY_INSIDE.search(each) for each in said)


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str | int | float | bool):
        return str(value)
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 200 else f"{said[:197]}..."


@dataclass(frozen=True, slots=True)
class PastState:
    """A project as it was at a revision: its digest and, for those who may see costs, its whole archive."""

    revision: int
    digest: str
    tasks: int
    dossier: Any


@query(permission=Permission.SEE_RECORD)
def state_as_of(question: Question, *, revision: int, whole: bool = False) -> PastState:
    """Rebuild the project as it was at one of its revisions, exactly."""
    if not 1 <= revision <= question.project.revision:
        raise Refused(f"The project has revisions 1 to {question.project.revision}.", "revision", "unknown")
    if whole and not question.may(Permission.SEE_COSTS):
        raise Refused("The whole record has costs, which your role does not show.", "whole", "forbidden")
    dossier = as_of(question.project, revision).dossier
    content = encode(dossier, Dossier) if whole else None
    return PastState(revision, digest(dossier), len(dossier.plan.tasks), content)
