"""What records and their fields are called, and values in words, where two states of a project are compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from milepost.advisor.words import day, hours, span
from milepost.dossier.dossier import Dossier
from milepost.engine.clock import instant
from milepost.engine.plan import Settings
from milepost.forecasting.difference import RowChange
from milepost.forecasting.rows import RANK
from milepost.forecasting.tables import BY_NAME, FACT_BY_NAME, FACT_TABLE, Key

_NOUNS: Mapping[str, str] = {
    "calendars": "work calendar",
    "tasks": "task",
    "links": "link",
    "resources": "person",
    "assignments": "assignment",
    "baselines": "baseline",
    "risks": "risk",
    "changes": "change request",
    "advice": "advice",
    "notes": "note on",
    "values": "value of",
}
_FACTS: Mapping[str, str] = {
    "project": "the project",
    "settings": "the settings",
    "uncertainty": "the uncertainty",
    "ledger": "the ledger",
    "source": "the source",
    "thresholds": "the thresholds",
    "fields": "the custom fields",
    "stored": "the dates of the imported file",
}
#: Fields that are working minutes, and those that are instants.
_SPANS = frozenset(
    "duration work remaining_duration actual_duration remaining_work actual_work levelling_delay crash_duration "
    "minutes_per_day minutes_per_week critical_threshold near_threshold".split()
)
_INSTANTS = frozenset(
    "deadline actual_start actual_finish manual_start manual_finish suspend resume expected_finish start finish "
    "status_date must_finish_by raised_at reviewed_at decided_at until window_start window_end saved_at".split()
)
#: What nobody reads, and what only follows from the progress that is told.
_QUIET = frozenset(
    "guid requester_id requester_token actual_duration remaining_duration actual_work remaining_work "
    "percent_work_complete".split()
) | {RANK}
#: What is said of dates that are new.
_BEGUN: Mapping[str, str] = {"actual_start": "started on", "actual_finish": "finished on"}
#: Fields whose names say less than these.
_FIELDS: Mapping[str, str] = {"percent_complete": "done", "minutes_per_day": "a day", "minutes_per_week": "a week"}
#: What is said first of a record, in this order.
_FIRST = ("name", "title", "state", "actual_start", "actual_finish", "percent_complete", "duration")
_HOURS = frozenset({"work", "minutes_per_day", "minutes_per_week"})
_LONGEST = 80


class Names:
    """The names that records have in the later of two states, or had in the earlier one."""

    def __init__(self, before: Dossier, after: Dossier) -> None:
        """Take both states."""
        self._rows: dict[str, Mapping[Key, Any]] = {}
        self._states = (before, after)

    def _of_table(self, table: str) -> Mapping[Key, Any]:
        if table not in self._rows:
            kind = BY_NAME[table]
            before, after = (kind.keyed(kind.rows(state)) for state in self._states)
            self._rows[table] = {**before, **after}
        return self._rows[table]

    def noun(self, table: str, key: Key) -> str:
        """Say what kind of record it is."""
        return _FACTS[str(key)] if table == FACT_TABLE else _NOUNS[table]

    def of(self, table: str, key: Key) -> str:
        """Give a record's name: `Build`, `Design → Build`, `Anna on Build`."""
        if table == FACT_TABLE:
            return ""
        row = self._of_table(table).get(key)
        if table == "links" and row is not None:
            return f"{self.of('tasks', row.predecessor)} → {self.of('tasks', row.successor)}"
        if table == "assignments" and row is not None:
            return f"{self.of('resources', row.resource)} on {self.of('tasks', row.task)}"
        if table in ("notes", "values"):
            return self._carrier(row)
        row = getattr(row, "risk", row)
        return str(getattr(row, "name", "") or getattr(row, "title", "") or key)

    def _carrier(self, row: Any) -> str:
        """Name the record that a note or a value of a custom field is of."""
        kinds = {"task": "tasks", "resource": "resources", "calendar": "calendars", "assignment": "assignments"}
        table = kinds.get(str(row.kind))
        return self.of(table, row.record) if table is not None else f"a {row.kind}"

    @staticmethod
    def reference(table: str, key: Key) -> str:
        """Give a record's reference where it has one: `T-4`, `R-12`."""
        prefix = BY_NAME[table].prefix
        return "" if not prefix else str(key) if str(key).startswith(f"{prefix}-") else f"{prefix}-{key}"


def fields_said(change: RowChange, names: Names, settings: Settings) -> list[str]:
    """Say each field that differs: `duration 10 working days → 7 working days`; what has many parts only by name."""
    before, after = change.before or {}, change.after or {}
    found = []
    for name in sorted({*before, *after} - _QUIET, key=_place):
        usual = _usual(change, name)
        first, second = (_said(name, side.get(name, usual), names, settings) for side in (before, after))
        shown = _FIELDS.get(name, name.replace("_", " "))
        if name in _BEGUN and not first:
            found.append(f"{_BEGUN[name]} {second}")
        elif first is None or second is None:
            found.append(f"{shown} changed")
        elif first != second:
            found.append(f"{shown} {first or 'none'} → {second or 'none'}")
    return found


def _place(name: str) -> tuple[int, str]:
    """Put what people ask for first before the rest."""
    return (_FIRST.index(name) if name in _FIRST else len(_FIRST), name)


def _usual(change: RowChange, name: str) -> Any:
    """Give the value of a field that is not written: its default."""
    kind = FACT_BY_NAME[str(change.key)].hint if change.table == FACT_TABLE else BY_NAME[change.table].kind
    known = fields(kind) if is_dataclass(kind) else ()
    default = next((each.default for each in known if each.name == name), None)
    return None if default is MISSING else default


def _said(name: str, value: Any, names: Names, settings: Settings) -> str | None:
    """Give a value in words; None where it has parts or is too long."""
    if name == "percent_complete":
        return f"{Decimal(str(value or 0)).normalize():f} %"
    if value is None:
        return ""
    if (
        isinstance(value, list | tuple | dict)
        or is_dataclass(value)
        or (isinstance(value, str) and len(value) > _LONGEST)
    ):
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, int) and name in _HOURS:
        return hours(value)
    if isinstance(value, int) and name in _SPANS:
        return span(value, settings)
    if isinstance(value, str) and name in _INSTANTS:
        return day(instant(datetime.fromisoformat(value)), settings)
    if isinstance(value, int) and name in ("parent", "calendar", "task", "resource"):
        table = {"parent": "tasks", "task": "tasks", "calendar": "calendars", "resource": "resources"}[name]
        return names.of(table, value)
    return str(value).replace("_", " ")
