"""Writing the calendars of Microsoft Project XML."""

from __future__ import annotations

from datetime import date

from milepost.engine.calendars import Calendar, CalendarException, DayPattern, Frequency, Recurrence, Week
from milepost.engine.units import MINUTES_PER_DAY, Uid
from milepost.exchange.mspdi_calendars import MONTH_ITEMS, weekday_bits
from milepost.exchange.mspdi_elements import Element


def write_calendar(parent: Element, calendar: Calendar, personal: set[Uid]) -> None:
    """Write one calendar; `personal` are those of resources."""
    row = parent.child("Calendar")
    row.put("UID", calendar.uid)
    row.put("Name", calendar.name)
    row.put("IsBaseCalendar", calendar.parent is None or calendar.uid not in personal)
    row.put("BaseCalendarUID", -1 if calendar.parent is None else calendar.parent)
    _week(row, calendar.week)
    if calendar.exceptions:
        exceptions = row.child("Exceptions")
        for exception in calendar.exceptions:
            _exception(exceptions.child("Exception"), exception)
    if calendar.dated_weeks:
        weeks = row.child("WorkWeeks")
        for dated in calendar.dated_weeks:
            week = weeks.child("WorkWeek")
            _period(week, dated.start, dated.end)
            week.put("Name", dated.name)
            _week(week, dated.week)


def _week(row: Element, week: Week) -> None:
    if all(pattern is None for pattern in week):
        return
    days = row.child("WeekDays")
    for number in range(7):
        pattern = week[(number - 1) % 7]
        if pattern is not None:
            day = days.child("WeekDay")
            day.put("DayType", number + 1)
            _hours(day, pattern)


def _hours(day: Element, pattern: DayPattern) -> None:
    day.put("DayWorking", bool(pattern))
    if pattern:
        times = day.child("WorkingTimes")
        for start, end in pattern:
            time = times.child("WorkingTime")
            time.put("FromTime", _time(start))
            time.put("ToTime", _time(end))


def _time(minutes: int) -> str:
    within = minutes % MINUTES_PER_DAY
    return f"{within // 60:02d}:{within % 60:02d}:00"


def _period(row: Element, start: date, end: date) -> None:
    period = row.child("TimePeriod")
    period.put("FromDate", f"{start.isoformat()}T00:00:00")
    period.put("ToDate", f"{end.isoformat()}T23:59:00")


def _exception(row: Element, exception: CalendarException) -> None:
    recurrence = exception.recurrence
    count = None if recurrence is None else recurrence.count
    row.put("EnteredByOccurrences", count is not None)
    _period(row, exception.start, exception.end)
    if recurrence is None:
        row.put("Occurrences", (exception.end - exception.start).days + 1)
        row.put("Name", exception.name)
        row.put("Type", 1)
        row.put("Period", 1)
    else:
        row.put("Occurrences", count)
        row.put("Name", exception.name)
        _recurrence(row, recurrence)
    _hours(row, exception.intervals)


def _recurrence(row: Element, recurrence: Recurrence) -> None:
    by_position = recurrence.nth is not None
    kinds = {
        Frequency.DAILY: 1,
        Frequency.WEEKLY: 6,
        Frequency.MONTHLY: 5 if by_position else 4,
        Frequency.YEARLY: 3 if by_position else 2,
    }
    row.put("Type", kinds[recurrence.frequency])
    row.put("Period", recurrence.interval)
    if recurrence.frequency is Frequency.WEEKLY:
        row.put("DaysOfWeek", weekday_bits(recurrence.weekdays))
    if recurrence.nth is not None:
        items = MONTH_ITEMS.index(recurrence.weekdays) if recurrence.weekdays in MONTH_ITEMS else 0
        row.put("MonthItem", items)
        row.put("MonthPosition", recurrence.nth - 1)
    if recurrence.month is not None:
        row.put("Month", recurrence.month - 1)
    row.put("MonthDay", recurrence.day)
