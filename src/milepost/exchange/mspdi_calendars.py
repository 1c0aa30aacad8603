"""Calendars of Microsoft Project XML: weeks, exceptions with their recurrences, work weeks."""

from __future__ import annotations

from datetime import date, datetime, timedelta

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
from milepost.engine.units import MINUTES_PER_DAY
from milepost.exchange.mspdi_rows import YEARS, Row

DEFAULT_DAY: Intervals = ((480, 720), (780, 1020))
_ALL_DAYS, _WORKDAYS, _WEEKEND = (0, 1, 2, 3, 4, 5, 6), (0, 1, 2, 3, 4), (5, 6)
#: What a monthly or yearly position counts: any day, weekdays, weekend days, Sunday ... Saturday.
MONTH_ITEMS = (_ALL_DAYS, _WORKDAYS, _WEEKEND, (6,), (0,), (1,), (2,), (3,), (4,), (5,))
_SUNDAY_BIT_FIRST = 7


def calendar(row: Row) -> Calendar:
    """Read one calendar; a derived calendar inherits the days it does not define."""
    parent = row.whole("BaseCalendarUID")
    days = [day for group in row.nested.get("WeekDays", ()) for day in group.nested.get("WeekDay", ())]
    exceptions = [one for group in row.nested.get("Exceptions", ()) for one in group.nested.get("Exception", ())]
    dated = [_old_exception(day) for day in days if day.text("DayType") == "0"]
    weeks = [one for group in row.nested.get("WorkWeeks", ()) for one in group.nested.get("WorkWeek", ())]
    return Calendar(
        uid=row.own_uid(),
        name=row.text("Name"),
        parent=parent if parent is not None and parent > 0 else None,
        week=_week(days),
        dated_weeks=tuple(found for one in weeks if (found := _dated_week(one)) is not None),
        exceptions=tuple(
            found for found in (map(_exception, exceptions) if exceptions else dated) if found is not None
        ),
    )


def _week(days: list[Row]) -> Week:
    found: dict[int, DayPattern] = {}
    for day in days:
        number = day.whole("DayType")
        if number is not None and 1 <= number <= _SUNDAY_BIT_FIRST:
            found[(number - 2) % 7] = _hours(day)
    mon, tue, wed, thu, fri, sat, sun = (found.get(number) for number in range(7))
    return (mon, tue, wed, thu, fri, sat, sun)


def defined(week: Week) -> Week:
    """Fill the days a base calendar leaves out with those of Microsoft Project's Standard calendar."""
    mon, tue, wed, thu, fri, sat, sun = (
        (DEFAULT_DAY if number in _WORKDAYS else ()) if pattern is None else pattern
        for number, pattern in enumerate(week)
    )
    return (mon, tue, wed, thu, fri, sat, sun)


def _hours(day: Row) -> Intervals:
    if not day.flag("DayWorking"):
        return ()
    times = [time for group in day.nested.get("WorkingTimes", ()) for time in group.nested.get("WorkingTime", ())]
    spans = [span for time in times if (span := _span(time)) is not None]
    if not spans:
        return DEFAULT_DAY
    return _disjoint(spans)


def _disjoint(spans: list[tuple[int, int]]) -> Intervals:
    joined: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return tuple(joined)


def _span(time: Row) -> tuple[int, int] | None:
    start, end = clock(time.text("FromTime")), clock(time.text("ToTime"))
    if start is None or end is None:
        return None
    end = end or MINUTES_PER_DAY
    return (start, end) if start < end else None


def clock(text: str) -> int | None:
    """Read a time of day such as 08:00:00 as minutes after midnight."""
    parts = text.split(":")
    if len(parts) < 2 or not all(part.isascii() and part.isdigit() for part in parts[:2]):
        return None
    minutes = int(parts[0]) * 60 + int(parts[1])
    return minutes if minutes <= MINUTES_PER_DAY else None


def _period(row: Row) -> tuple[date, date] | None:
    period = next(iter(row.nested.get("TimePeriod", ())), None)
    if period is None:
        return None
    try:
        start = datetime.fromisoformat(period.text("FromDate"))
        end = datetime.fromisoformat(period.text("ToDate"))
    except ValueError:
        return None
    last = end.date() - timedelta(days=1) if end > start and end.time() == datetime.min.time() else end.date()
    if start.year not in YEARS or last.year not in range(1900, 9999):
        period.note("FromDate", "is not between 1900 and 2100")
        return None
    return (start.date(), last) if start.date() <= last else None


def _old_exception(day: Row) -> CalendarException | None:
    period = _period(day)
    return None if period is None else CalendarException("", *period, _hours(day))


def _exception(row: Row) -> CalendarException | None:
    period = _period(row)
    if period is None:
        return None
    return CalendarException(row.text("Name"), *period, _hours(row), _recurrence(row))


def _recurrence(row: Row) -> Recurrence | None:
    kind, interval = row.text("Type"), max(row.whole("Period") or 1, 1)
    count = row.whole("Occurrences") if row.flag("EnteredByOccurrences") else None
    nth = (row.whole("MonthPosition") or 0) + 1
    item = row.whole("MonthItem") or 0
    items = MONTH_ITEMS[item] if 0 <= item < len(MONTH_ITEMS) else _ALL_DAYS
    month, day = (row.whole("Month") or 0) + 1, row.whole("MonthDay")
    match kind:
        case "1" | "7" if interval > 1:
            return Recurrence(Frequency.DAILY, interval, count=count)
        case "8":
            return Recurrence(Frequency.WEEKLY, 1, _WORKDAYS, count=count)
        case "6":
            return Recurrence(Frequency.WEEKLY, interval, _weekdays(row.whole("DaysOfWeek") or 0), count=count)
        case "4":
            return Recurrence(Frequency.MONTHLY, interval, day=day, count=count)
        case "5":
            return Recurrence(Frequency.MONTHLY, interval, items, nth=nth, count=count)
        case "2":
            return Recurrence(Frequency.YEARLY, interval, day=day, month=month, count=count)
        case "3":
            return Recurrence(Frequency.YEARLY, interval, items, nth=nth, month=month, count=count)
    return None


def _weekdays(bits: int) -> tuple[int, ...]:
    """Turn the bit mask (1 = Sunday, 2 = Monday ...) into weekdays, Monday = 0."""
    return tuple(sorted((number - 1) % 7 for number in range(7) if bits >> number & 1))


def weekday_bits(weekdays: tuple[int, ...]) -> int:
    """Turn weekdays (Monday = 0) into the bit mask."""
    return sum(1 << (day + 1) % 7 for day in weekdays)


def _dated_week(row: Row) -> DatedWeek | None:
    period = _period(row)
    if period is None:
        return None
    days = [day for group in row.nested.get("WeekDays", ()) for day in group.nested.get("WeekDay", ())]
    return DatedWeek(row.text("Name"), *period, _week(days))
