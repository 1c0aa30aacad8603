"""The holidays a task's start waits for: calendar exceptions between its cause and its start."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import takewhile

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Plan
from milepost.engine.recurrence import occurrences
from milepost.engine.results import Driver, DriverKind, Schedule
from milepost.engine.tasks import ConstraintKind, LinkType
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.engine.worktime import WorkTimes

#: A longer gap is no holiday but a season without work: the calendar itself is the cause.
_LONGEST = 31


@dataclass(frozen=True, slots=True)
class DayOff:
    """A local date that a calendar's exception takes out of working time."""

    day: date
    calendar: Uid
    name: str


def days_off(schedule: Schedule, uid: Uid, causes: Sequence[Driver]) -> tuple[DayOff, ...]:
    """List the exceptions without which a task would start earlier, given what else decides its start.

    Empty when the task starts as soon as its cause allows in an ordinary week.
    """
    start = schedule.by_uid[uid].start
    since = max((at for cause in causes for at in _anchors(schedule, uid, cause)), default=start)
    usual = WorkTimes(_ordinary(schedule.plan)).of_task(uid)
    if since >= start or usual.next(since) >= start:
        return ()
    zone = schedule.plan.settings.zone
    first, last = moment(since, zone).date(), moment(start, zone).date()
    window = [first + timedelta(days=n) for n in range(min((last - first).days, _LONGEST) + 1)]
    found: dict[date, DayOff] = {}
    for calendar in _calendars(schedule.plan, uid):
        for exception in calendar.exceptions:
            for day in () if exception.intervals else _dates(exception, window):
                midnight = instant(datetime.combine(day, time()), zone)
                if usual.working(midnight, midnight + MINUTES_PER_DAY):
                    found.setdefault(day, DayOff(day, calendar.uid, exception.name))
    return tuple(found[day] for day in sorted(found))


def _anchors(schedule: Schedule, uid: Uid, cause: Driver) -> Iterator[Instant]:
    """Give the instant from which on a cause allows the start, where that is one plain date."""
    settings = schedule.plan.settings
    if cause.kind is DriverKind.PROJECT_START:
        yield settings.start
    elif cause.kind is DriverKind.STATUS_DATE and settings.status_date is not None:
        yield settings.status_date
    elif cause.kind is DriverKind.LINK:
        for link in (schedule.plan.links[n] for n in cause.links):
            before = schedule.by_uid[link.predecessor]
            if not link.lag and link.type in (LinkType.FS, LinkType.SS):
                yield before.early_finish if link.type is LinkType.FS else before.early_start
    elif cause.constraint is ConstraintKind.SNET:
        task = next(task for task in schedule.plan.tasks if task.uid == uid)
        yield from (row.at for row in task.constraints if row.kind is ConstraintKind.SNET and row.at is not None)


def _ordinary(plan: Plan) -> Plan:
    """Give the plan without holidays."""
    return replace(plan, calendars=tuple(replace(c, exceptions=_worked(c)) for c in plan.calendars))


def _worked(calendar: Calendar) -> tuple[CalendarException, ...]:
    return tuple(exception for exception in calendar.exceptions if exception.intervals)


def _calendars(plan: Plan, uid: Uid) -> Iterator[Calendar]:
    """Walk over the calendars a task is worked on, with their ancestors."""
    known = {calendar.uid: calendar for calendar in plan.calendars}
    crew = {row.resource for row in plan.assignments if row.task == uid}
    named = [task.calendar for task in plan.tasks if task.uid == uid]
    named += [resource.calendar for resource in plan.resources if resource.uid in crew]
    waiting = {plan.settings.calendar if uid is None else uid for uid in named}
    while waiting:
        at = waiting.pop()
        if at is not None and at in known:
            calendar = known.pop(at)
            yield calendar
            waiting.add(calendar.parent)


def _dates(exception: CalendarException, window: Sequence[date]) -> list[date]:
    """List the days of an exception in a window of days."""
    if exception.recurrence is None:
        return [day for day in window if exception.start <= day <= exception.end]
    upcoming = occurrences(exception.recurrence, exception.start, exception.end)
    return [day for day in takewhile(lambda day: day <= window[-1], upcoming) if day >= window[0]]
