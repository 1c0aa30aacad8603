"""The days of a calendar as P6 writes them into one cell of an XER: nested brackets."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import date, timedelta

from milepost.engine.calendars import INHERIT_WEEK, CalendarException, DayPattern, Intervals, Week
from milepost.exchange.p6_hours import intervals, minute
from milepost.exchange.p6_tables import YEARS, CalendarDays

#: `(0||name(attributes)(` opens an entry, `))` closes it; P6 scatters line breaks and 0x7F between.
_ENTRY = re.compile(r"\(\s*\d*\|\|([^()|]*)\(([^()]*)\)\s*\(|\)\s*\)")
#: Day 0 of the serial dates: what Excel calls 1900-01-00, corrected for the leap day 1900 never had.
_SERIAL_ZERO = date(1899, 12, 30)


@dataclass(slots=True)
class _Entry:
    name: str
    attributes: dict[str, str]
    entries: list[_Entry] = field(default_factory=list)


def read_days(text: str, *, inherits: bool) -> CalendarDays | None:
    """Read the days of a calendar; None when the text holds no week.

    `inherits` says that the calendar has a base calendar, which then decides the weekdays not named.
    """
    top = _entries(text)
    week = next((entry for entry in _walk(top) if entry.name == "DaysOfWeek"), None)
    listed = next((entry for entry in _walk(top) if entry.name == "Exceptions"), None)
    if week is None:
        return None
    exceptions = [_exception(entry) for entry in listed.entries] if listed else []
    return CalendarDays(_week(week, inherits=inherits), tuple(entry for entry in exceptions if entry))


def _entries(text: str) -> _Entry:
    top = _Entry("", {})
    open_entries = [top]
    for match in _ENTRY.finditer(text.replace("\x7f", " ")):
        if match.group(1) is None:
            if len(open_entries) > 1:
                open_entries.pop()
            continue
        parts = match.group(2).split("|")
        entry = _Entry(match.group(1).strip(), dict(zip(parts[::2], parts[1::2], strict=False)))
        open_entries[-1].entries.append(entry)
        open_entries.append(entry)
    return top


def _walk(top: _Entry) -> list[_Entry]:
    """List the entries of the first two levels: the calendar itself and its parts."""
    return [entry for outer in top.entries for entry in (outer, *outer.entries)]


def _week(entry: _Entry, *, inherits: bool) -> Week:
    days: list[DayPattern] = [None if inherits else () for _ in INHERIT_WEEK]
    for day in entry.entries:
        if day.name in ("1", "2", "3", "4", "5", "6", "7"):
            # P6 counts from Sunday = 1, the plan from Monday = 0.
            days[(int(day.name) - 2) % 7] = _intervals(day)
    return (days[0], days[1], days[2], days[3], days[4], days[5], days[6])


def _exception(entry: _Entry) -> CalendarException | None:
    serial = entry.attributes.get("d", "")
    if not (serial.isascii() and serial.isdigit() and len(serial) < 7):
        return None
    day = _SERIAL_ZERO + timedelta(days=int(serial))
    return CalendarException("", day, day, _intervals(entry)) if day.year in YEARS else None


def _intervals(day: _Entry) -> Intervals:
    return intervals(
        (minute(shift.attributes.get("s", "")), minute(shift.attributes.get("f", ""))) for shift in day.entries
    )
