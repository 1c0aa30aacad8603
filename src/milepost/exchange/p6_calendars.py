"""The work calendars of a P6 export."""

from __future__ import annotations

from milepost.engine.calendars import Calendar, Week
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import CalendarDays, Row

_DAY = ((480, 960),)
#: What P6 takes for a calendar whose days were not exported: Mon-Fri, eight hours.
_OFFICE: Week = (_DAY, _DAY, _DAY, _DAY, _DAY, (), ())


def calendars(source: P6Source) -> tuple[Calendar, ...]:
    """Read every calendar the project may use: global ones, its own, and those of resources."""
    rows: dict[Uid, Row] = {}
    for row in source.shared("CALENDAR"):
        uid = source.cells.own_uid(row, "clndr_id")
        if uid in rows:
            source.book.dropped("calendar", f"{row.place}: calendar {uid} occurs twice, the first is used")
        rows.setdefault(uid, row)
    read = tuple(_calendar(source, uid, row, rows) for uid, row in rows.items())
    source.book.kept("calendar", len(read))
    return read


def _calendar(source: P6Source, uid: Uid, row: Row, rows: dict[Uid, Row]) -> Calendar:
    days = source.tables.days.get(row.text("clndr_id"))
    if days is None:
        source.book.approximated("calendar", f"{row.place}: {row.text('clndr_name')!r} has no days; Mon-Fri 8-16 used")
        days = CalendarDays(_OFFICE)
    parent = source.cells.uid(row, "base_clndr_id")
    if parent is not None and parent not in rows:
        source.book.dropped("base calendar", f"{row.place}: calendar {parent} is not in the file")
        parent = None
    return Calendar(uid=uid, name=row.text("clndr_name"), parent=parent, week=days.week, exceptions=days.exceptions)
