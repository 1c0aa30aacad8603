"""The other sheets of a workbook: project, resources, assignments, calendars and their exceptions."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from enum import Enum

from milepost.dossier.dossier import Dossier
from milepost.engine import clock
from milepost.engine.calendars import Calendar, DayPattern, Intervals, Recurrence
from milepost.engine.plan import Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.units import Instant
from milepost.exchange.sheet_cells import Cell
from milepost.exchange.sheet_tables import Table

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
INHERITED, CLOSED = "inherited", "non-working"
#: Settings that are instants; the sheet shows them as dates.
INSTANTS = ("start", "finish", "status_date", "must_finish_by")
PROJECT = ("name", "title", "code", "manager", "organisation", "subject", "description", "currency", "guid")
RESOURCE = ("uid", "name", "code", "kind", "calendar", "max_units", "group", "initials", "email", "material_unit")
ASSIGNMENT = (
    *("uid", "task", "resource", "units", "work", "actual_work", "remaining_work", "overtime_work", "contour"),
    *("delay", "levelling_delay", "rate_table", "quantity", "cost", "actual_cost", "remaining_cost"),
    *("actual_start", "actual_finish"),
)
#: Fields of an assignment that are instants.
MOMENTS = ("actual_start", "actual_finish")


def more_tables(dossier: Dossier) -> tuple[Table, ...]:
    """Give the sheets beside the tasks; minutes and numbers as they are, names in words."""
    plan = dossier.plan
    return (
        _project(dossier),
        Table("Resources", (*map(heading, RESOURCE), "Generic", "Inactive"), tuple(map(_resource, plan.resources))),
        _rates(plan.resources),
        Table(
            "Assignments",
            tuple(map(heading, ASSIGNMENT)),
            tuple(map(_assignment, plan.assignments)),
        ),
        _availability(plan.resources),
        Table("Calendars", ("Unique ID", "Name", "Parent", "Zone", *DAYS), tuple(map(_calendar, plan.calendars))),
        _exceptions(plan.calendars),
    )


def heading(name: str) -> str:
    """Write a field's name as a heading."""
    return "Unique ID" if name == "uid" else name.replace("_", " ").capitalize()


def cell(value: object) -> Cell:
    """Give a value as a cell: enumerations by name, decimals as numbers."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, Decimal):
        return float(value)
    return value if isinstance(value, str | int | float | bool) else None


def hours(intervals: Intervals) -> str:
    """Write working hours such as 08:00-12:00, 13:00-17:00."""
    return ", ".join(f"{_time(start)}-{_time(end)}" for start, end in intervals) or CLOSED


def recurrence(repeats: Recurrence | None) -> str:
    """Write a recurrence as words the reader takes apart again, such as `weekly interval=2 weekdays=0,4`."""
    if repeats is None:
        return ""
    words = [str(repeats.frequency.value), f"interval={repeats.interval}"]
    if repeats.weekdays:
        words.append("weekdays=" + ",".join(map(str, repeats.weekdays)))
    for name in ("day", "nth", "month", "count"):
        if getattr(repeats, name) is not None:
            words.append(f"{name}={getattr(repeats, name)}")
    return " ".join(words)


def _time(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def _project(dossier: Dossier) -> Table:
    settings = dossier.plan.settings
    rows: list[tuple[Cell, ...]] = [(heading(name), getattr(dossier.project, name)) for name in PROJECT]
    for field in fields(Settings):
        value = getattr(settings, field.name)
        known = clock.moment(value, settings.zone) if field.name in INSTANTS and value is not None else cell(value)
        rows.append((f"Settings: {field.name}", known))
    return Table("Project", ("Fact", "Value"), tuple(rows))


def _resource(resource: Resource) -> tuple[Cell, ...]:
    flags = ("Yes" if flag else "No" for flag in (resource.generic, resource.inactive))
    return (*(cell(getattr(resource, name)) for name in RESOURCE), *flags)


def _assignment(one: Assignment) -> tuple[Cell, ...]:
    return tuple(_moment(getattr(one, name)) if name in MOMENTS else cell(getattr(one, name)) for name in ASSIGNMENT)


def _availability(resources: tuple[Resource, ...]) -> Table:
    rows = tuple(
        (one.uid, one.name, _moment(step.start), _moment(step.end), float(step.units))
        for one in resources
        for step in one.availability
    )
    return Table("Availability", ("Resource", "Name", "From", "To", "Units"), rows)


def _moment(at: Instant | None) -> Cell:
    return None if at is None else clock.moment(at)


def _rates(resources: tuple[Resource, ...]) -> Table:
    rows = []
    for one in resources:
        for rate in one.rates:
            amounts = (float(rate.standard), float(rate.overtime), float(rate.per_use))
            rows.append((one.uid, one.name, rate.table, _moment(rate.start), *amounts))
    return Table("Rates", ("Resource", "Name", "Table", "From", "Standard", "Overtime", "Per use"), tuple(rows))


def _calendar(calendar: Calendar) -> tuple[Cell, ...]:
    return (calendar.uid, calendar.name, calendar.parent, calendar.zone, *map(_day, calendar.week))


def _day(day: DayPattern) -> str:
    return INHERITED if day is None else hours(day)


def _exceptions(calendars: tuple[Calendar, ...]) -> Table:
    rows: list[tuple[Cell, ...]] = []
    for calendar in calendars:
        rows += [
            (calendar.uid, one.name, one.start, one.end, hours(one.intervals), recurrence(one.recurrence), *[""] * 6)
            for one in calendar.exceptions
        ]
        rows += [
            (calendar.uid, one.name, one.start, one.end, _day(one.week[0]), "week", *map(_day, one.week[1:]))
            for one in calendar.dated_weeks
        ]
    return Table("Exceptions", ("Calendar", "Name", "From", "To", "Hours", "Repeats", *DAYS[1:]), tuple(rows))
