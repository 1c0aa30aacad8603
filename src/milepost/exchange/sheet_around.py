"""Reading back the sheets Milepost writes beside the tasks: project, resources, assignments, calendars."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

from milepost.dossier.projects import Project
from milepost.engine import clock
from milepost.engine.calendars import (
    Calendar,
    CalendarException,
    DatedWeek,
    DayPattern,
    Frequency,
    Intervals,
    Recurrence,
    Week,
)
from milepost.engine.plan import Settings
from milepost.engine.resources import Assignment, AvailabilityStep, Rate, Resource
from milepost.engine.units import Uid
from milepost.exchange.p6_hours import intervals, minute
from milepost.exchange.p6_tables import decimal
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.sheet_cells import Cell, Sheet, shown
from milepost.exchange.sheet_more_tables import (
    ASSIGNMENT,
    CLOSED,
    DAYS,
    INHERITED,
    INSTANTS,
    MOMENTS,
    PROJECT,
    RESOURCE,
    heading,
)
from milepost.exchange.sheet_read import Around
from milepost.exchange.sheet_words import yes

_TIMES = re.compile(r"(\d{1,2}:\d{2})-(\d{1,2}:\d{2})")


@dataclass(frozen=True, slots=True)
class Beside:
    """The plan's surroundings and its assignments as another sheet has them; None where there is no such sheet."""

    around: Around
    assignments: tuple[Assignment, ...] | None = None


def beside(sheets: Mapping[str, Sheet], book: ReceiptBook) -> Beside | None:
    """Read the sheets beside the tasks; None when the workbook is not one of Milepost's."""
    if "Project" not in sheets or sheets["Project"].headings[:2] != ("Fact", "Value"):
        return None
    rows = {name: _records(sheet) for name, sheet in sheets.items()}
    facts = {shown(one["Fact"]): one["Value"] for one in rows["Project"]}
    calendars = _calendars(rows.get("Calendars", ()), rows.get("Exceptions", ()), book)
    settings = _settings(facts, {calendar.uid for calendar in calendars}, book)
    if settings is None or not calendars:
        book.approximated("project", "the sheets Project and Calendars are incomplete; the tasks' sheet alone is read")
        return None
    words: dict[str, Any] = {name: shown(facts.get(heading(name))) for name in PROJECT}
    people = _resources(rows, {one.uid for one in calendars}, book)
    around = Around(settings, calendars, people, Project(**words))
    made = _many(rows["Assignments"], _assignment, "assignment", book) if "Assignments" in rows else None
    return Beside(around, made)


def _records(sheet: Sheet) -> tuple[dict[str, Cell], ...]:
    return tuple(
        dict(zip(sheet.headings, (*row.cells, *[None] * len(sheet.headings)), strict=False)) for row in sheet.rows
    )


def _many(
    rows: Sequence[dict[str, Cell]], make: Callable[[dict[str, Cell]], Any], name: str, book: ReceiptBook
) -> tuple[Any, ...]:
    """Make a record of each row; rows that make none are listed in the receipt."""
    found: dict[Uid, Any] = {}
    for number, row in enumerate(rows, start=2):
        try:
            record = make(row)
        except (ValueError, KeyError, TypeError, OverflowError):
            book.dropped(name, f"row {number}: a cell cannot be read")
            continue
        if record.uid in found:
            book.dropped(name, f"row {number}: number {record.uid} occurs twice, the first is used")
        found.setdefault(record.uid, record)
    return tuple(found.values())


def _settings(facts: Mapping[str, Cell], calendars: set[Uid], book: ReceiptBook) -> Settings | None:
    start = _instant(facts.get("Settings: start"))
    if start is None:
        return None
    usual = Settings(start=start)
    found: dict[str, Any] = {}
    for field in fields(Settings):
        raw = facts.get(f"Settings: {field.name}")
        if field.name in INSTANTS:
            found[field.name] = _instant(raw)
        elif raw not in (None, ""):
            try:
                found[field.name] = _like(getattr(usual, field.name), raw)
            except ValueError:
                book.dropped("setting", f"{field.name}: {shown(raw)[:40]!r} cannot be read")
    settings = replace(usual, **found)
    return settings if settings.calendar in calendars else replace(settings, calendar=None)


def _like(usual: object, raw: Cell) -> Any:
    """Turn a cell into the kind of value a setting usually has."""
    if isinstance(usual, Enum):
        return type(usual)(shown(raw))
    if isinstance(usual, bool):
        return bool(yes(shown(raw)))
    if isinstance(usual, str):
        return shown(raw)
    return _whole(raw)


def _instant(raw: Cell) -> int | None:
    if isinstance(raw, datetime):
        return clock.instant(raw)
    return clock.instant(datetime.combine(raw, datetime.min.time())) if isinstance(raw, date) else None


def _whole(raw: Cell) -> int:
    value = decimal(shown(raw))
    if value is None or value != int(value):
        raise ValueError(shown(raw))
    return int(value)


def _number(raw: Cell) -> Decimal | None:
    return None if raw in (None, "") else decimal(shown(raw))


def _calendars(
    rows: Sequence[dict[str, Cell]], more: Sequence[dict[str, Cell]], book: ReceiptBook
) -> tuple[Calendar, ...]:
    dated: dict[Uid, list[CalendarException | DatedWeek]] = {}
    for number, row in enumerate(more, start=2):
        try:
            dated.setdefault(_whole(row["Calendar"]), []).append(_exception(row))
        except (ValueError, KeyError, TypeError, AttributeError):
            book.dropped("calendar exception", f"row {number}: a cell cannot be read")

    def make(row: dict[str, Cell]) -> Calendar:
        uid = _whole(row["Unique ID"])
        return Calendar(
            uid,
            shown(row["Name"]),
            parent=None if row["Parent"] in (None, "") else _whole(row["Parent"]),
            zone=shown(row["Zone"]),
            week=_week([row[day] for day in DAYS]),
            dated_weeks=tuple(one for one in dated.get(uid, ()) if isinstance(one, DatedWeek)),
            exceptions=tuple(one for one in dated.get(uid, ()) if isinstance(one, CalendarException)),
        )

    return _many(rows, make, "calendar", book)


def _week(cells: Sequence[Cell]) -> Week:
    days = [_day(one) for one in cells]
    return (days[0], days[1], days[2], days[3], days[4], days[5], days[6])


def _day(raw: Cell) -> DayPattern:
    return None if shown(raw) in (INHERITED, "") else _hours(raw)


def _hours(raw: Cell) -> Intervals:
    words = shown(raw)
    if words in (CLOSED, ""):
        return ()
    return intervals((minute(start), minute(end)) for start, end in _TIMES.findall(words))


def _exception(row: dict[str, Cell]) -> CalendarException | DatedWeek:
    start, end = _date(row["From"]), _date(row["To"])
    if shown(row["Repeats"]) == "week":
        return DatedWeek(shown(row["Name"]), start, end, _week([row["Hours"], *(row[day] for day in DAYS[1:])]))
    return CalendarException(shown(row["Name"]), start, end, _hours(row["Hours"]), _recurrence(shown(row["Repeats"])))


def _date(raw: Cell) -> date:
    if isinstance(raw, datetime):
        return raw.date()
    if isinstance(raw, date):
        return raw
    return date.fromisoformat(shown(raw))


def _recurrence(words: str) -> Recurrence | None:
    if not words:
        return None
    frequency, *pairs = words.split()
    known = dict(pair.split("=", 1) for pair in pairs)
    weekdays = tuple(int(day) for day in known.pop("weekdays", "").split(",") if day)
    return Recurrence(Frequency(frequency), weekdays=weekdays, **{name: int(value) for name, value in known.items()})


def _resources(
    sheets: Mapping[str, Sequence[dict[str, Cell]]], calendars: set[Uid], book: ReceiptBook
) -> tuple[Resource, ...]:
    steps: dict[Uid, list[AvailabilityStep]] = {}
    for row in sheets.get("Availability", ()):
        units = _number(row.get("Units")) or Decimal(0)
        steps.setdefault(_number_of(row), []).append(
            AvailabilityStep(_instant(row.get("From")), _instant(row.get("To")), units)
        )
    rates: dict[Uid, list[Rate]] = {}
    for row in sheets.get("Rates", ()):
        standard, overtime, per_use = (_number(row.get(n)) or Decimal(0) for n in ("Standard", "Overtime", "Per use"))
        rate = Rate(shown(row.get("Table")), _instant(row.get("From")), standard, overtime, per_use)
        rates.setdefault(_number_of(row), []).append(rate)

    def make(row: dict[str, Cell]) -> Resource:
        made: Resource = _filled(Resource(_whole(row["Unique ID"]), shown(row["Name"])), RESOURCE, row)
        calendar = made.calendar if made.calendar in calendars else None
        made = replace(made, calendar=calendar, rates=tuple(rates.get(made.uid, ())))
        made = replace(made, availability=tuple(steps.get(made.uid, ())))
        return replace(made, generic=bool(yes(shown(row["Generic"]))), inactive=bool(yes(shown(row["Inactive"]))))

    return _many(sheets.get("Resources", ()), make, "resource", book)


def _number_of(row: Mapping[str, Cell]) -> Uid:
    """Give the resource a row of rates or availability belongs to; no resource has the number -1."""
    value = _number(row.get("Resource"))
    return -1 if value is None else int(value)


def _assignment(row: dict[str, Cell]) -> Assignment:
    resource = None if row["Resource"] in (None, "") else _whole(row["Resource"])
    bare = Assignment(_whole(row["Unique ID"]), _whole(row["Task"]), resource)
    made: Assignment = _filled(bare, ASSIGNMENT[3:], row)
    return made


def _filled(record: Any, names: Sequence[str], row: Mapping[str, Cell]) -> Any:
    """Fill a record's fields from the columns of the same name."""
    for name in names:
        raw = row.get(heading(name))
        if raw in (None, "") or name == "uid":
            continue
        usual = getattr(record, name)
        if name in MOMENTS:
            record = replace(record, **{name: _instant(raw)})
            continue
        money = isinstance(usual, Decimal) or name in ("quantity", "cost", "actual_cost", "remaining_cost")
        record = replace(record, **{name: _number(raw) if money else _like(usual, raw)})
    return record
