"""Commands on work calendars: the week, days that differ, public holidays (schedule.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from milepost.dossier.edits_records import Command, EditRefusedError, free_uid
from milepost.engine.calendars import INHERIT_WEEK, Calendar, CalendarException, Intervals, Week
from milepost.engine.plan import Plan
from milepost.engine.units import MINUTES_PER_DAY, Uid

_DAY: Intervals = ((480, 720), (780, 1020))
#: Monday to Friday, 8 to 12 and 13 to 17.
_WEEK: Week = (_DAY, _DAY, _DAY, _DAY, _DAY, (), ())
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def add_calendar(plan: Plan, name: str, like: Uid | None = None, zone: str = "") -> Plan:
    """Add a work calendar: a copy of another one, else Monday to Friday from 8 to 12 and 13 to 17."""
    source = Calendar(0, "", week=_WEEK) if like is None else _calendar(plan, like)
    fresh = replace(source, uid=free_uid(plan.calendars), name=_name(plan, name), zone=zone or source.zone)
    return replace(plan, calendars=(*plan.calendars, fresh))


def rename_calendar(plan: Plan, calendar: Uid, name: str) -> Plan:
    """Give a work calendar another name."""
    return _replaced(plan, replace(_calendar(plan, calendar), name=_name(plan, name, calendar)))


def change_week(plan: Plan, calendar: Uid, days: Sequence[str], hours: Sequence[Sequence[int]]) -> Plan:
    """Say in which hours a calendar works on some weekdays; none means that they are free."""
    known, worked = _calendar(plan, calendar), _intervals(hours)
    week = list(known.week)
    for day in days:
        if day not in WEEKDAYS:
            raise EditRefusedError(f"A weekday is one of {', '.join(WEEKDAYS)}, not {day!r}.")
        week[WEEKDAYS.index(day)] = worked
    changed = replace(known, week=(week[0], week[1], week[2], week[3], week[4], week[5], week[6]))
    return _replaced(plan, changed)


def add_calendar_exception(
    plan: Plan, calendar: Uid, name: str, first: str, last: str | None = None, hours: Sequence[Sequence[int]] = ()
) -> Plan:
    """Let a calendar be free, or work other hours, from one day to another; days are ISO dates, both included."""
    known, start = _calendar(plan, calendar), _day(first)
    end = start if last is None else _day(last)
    if end < start:
        raise EditRefusedError(f"The last day, {end}, lies before the first, {start}.")
    kept = tuple(each for each in known.exceptions if (each.start, each.end) != (start, end) or each.recurrence)
    fresh = CalendarException(name.strip() or "Free", start, end, _intervals(hours))
    return _replaced(plan, replace(known, exceptions=(*kept, fresh)))


def remove_calendar_exception(plan: Plan, calendar: Uid, first: str) -> Plan:
    """Let a calendar work as usual again on the days of an exception, which is named by its first day."""
    known, start = _calendar(plan, calendar), _day(first)
    kept = tuple(each for each in known.exceptions if each.start != start)
    if len(kept) == len(known.exceptions):
        raise EditRefusedError(f"{known.name} has no exception that begins on {start}.")
    return _replaced(plan, replace(known, exceptions=kept))


def add_free_days(plan: Plan, calendar: Uid, days: Sequence[Sequence[str]]) -> Plan:
    """Let a calendar be free on days, each an ISO date and the name of the holiday; days that differ already stay."""
    known = _calendar(plan, calendar)
    taken = {each.start for each in known.exceptions if each.start == each.end}
    fresh = [CalendarException(name, on, on) for on, name in _named_days(days) if on not in taken]
    if not fresh:
        raise EditRefusedError(f"{known.name} knows all these days already.")
    return _replaced(plan, replace(known, exceptions=(*known.exceptions, *fresh)))


def _named_days(days: Sequence[Sequence[str]]) -> Iterator[tuple[date, str]]:
    for on, name in days:
        yield _day(on), name


def set_project_calendar(plan: Plan, calendar: Uid) -> Plan:
    """Let the project, and every task and person without a calendar of their own, follow another work calendar."""
    return replace(plan, settings=replace(plan.settings, calendar=_calendar(plan, calendar).uid))


def remove_calendar(plan: Plan, calendar: Uid) -> Plan:
    """Remove a work calendar that nothing follows."""
    known = _calendar(plan, calendar)
    follower = next(_followers(plan, calendar), "")
    if follower:
        raise EditRefusedError(f"{follower} follows {known.name}; give it another calendar first.")
    return replace(plan, calendars=tuple(each for each in plan.calendars if each.uid != calendar))


def _followers(plan: Plan, calendar: Uid) -> Iterator[str]:
    if plan.settings.calendar == calendar:
        yield "The project"
    yield from (repr(task.name) for task in plan.tasks if task.calendar == calendar)
    yield from (person.name for person in plan.resources if person.calendar == calendar)
    yield from (f"The calendar {each.name}" for each in plan.calendars if each.parent == calendar)
    yield from ("A link" for link in plan.links if link.calendar == calendar)


def _calendar(plan: Plan, uid: Uid) -> Calendar:
    for each in plan.calendars:
        if each.uid == uid:
            return each
    raise EditRefusedError(f"The plan has no calendar with number {uid}.")


def _replaced(plan: Plan, calendar: Calendar) -> Plan:
    if calendar.parent is None and calendar.week == INHERIT_WEEK:
        calendar = replace(calendar, week=_WEEK)
    return replace(plan, calendars=tuple(calendar if each.uid == calendar.uid else each for each in plan.calendars))


def _name(plan: Plan, text: str, own: Uid | None = None) -> str:
    name = " ".join(text.split())
    if not name or len(name) > 300:
        raise EditRefusedError("A calendar needs a name of 1 to 300 letters.")
    if any(each.name.casefold() == name.casefold() and each.uid != own for each in plan.calendars):
        raise EditRefusedError(f"There is a calendar {name} already.")
    return name


def _intervals(hours: Sequence[Sequence[int]]) -> Intervals:
    found = tuple(sorted((int(first), int(last)) for first, last in hours))
    end = 0
    for first, last in found:
        if not end <= first < last <= MINUTES_PER_DAY:
            raise EditRefusedError("Working hours lie within one day and one after the other, such as 08:00-12:00.")
        end = last
    return found


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise EditRefusedError(f"{text!r} is no date such as 2026-11-28.") from None


CALENDAR_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (
        add_calendar,
        rename_calendar,
        change_week,
        add_calendar_exception,
        remove_calendar_exception,
        add_free_days,
        set_project_calendar,
        remove_calendar,
    )
}
