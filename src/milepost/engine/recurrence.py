"""The dates of a recurrence, as Microsoft Project counts them (domain/schedule.md 2.1 and 9)."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice

from milepost.engine.calendars import Frequency, Recurrence

_LAST = 5


def occurrences(recurrence: Recurrence, start: date, end: date | None = None) -> Iterator[date]:
    """Yield the dates of a recurrence in order, from `start` on, up to `end` (inclusive) and its count.

    Weeks run in sevens from `start`. Where a month is too short for its day, its last day is meant.
    Counting by interval begins at the first date on or after `start`. The iterator is endless only
    when neither end nor count is given, up to the year 9999.
    """
    dates = {
        Frequency.DAILY: _daily,
        Frequency.WEEKLY: _weekly,
        Frequency.MONTHLY: _monthly,
        Frequency.YEARLY: _yearly,
    }[recurrence.frequency](recurrence, start)
    limited = dates if recurrence.count is None else islice(dates, max(recurrence.count, 0))
    for day in limited:
        if end is not None and day > end:
            return
        yield day


def _daily(recurrence: Recurrence, start: date) -> Iterator[date]:
    step = max(recurrence.interval, 1)
    for ordinal in range(start.toordinal(), date.max.toordinal() + 1, step):
        yield date.fromordinal(ordinal)


def _weekly(recurrence: Recurrence, start: date) -> Iterator[date]:
    weekdays = recurrence.weekdays or (start.weekday(),)
    offsets = sorted({(weekday - start.weekday()) % 7 for weekday in weekdays})
    step = 7 * max(recurrence.interval, 1)
    for week in range(start.toordinal(), date.max.toordinal() - 6, step):
        for offset in offsets:
            yield date.fromordinal(week + offset)


def _monthly(recurrence: Recurrence, start: date) -> Iterator[date]:
    yield from _stepping(recurrence, start, months=1)


def _yearly(recurrence: Recurrence, start: date) -> Iterator[date]:
    month = recurrence.month or start.month
    first = start.replace(day=1, month=month)
    yield from _stepping(recurrence, start, months=12, first=first)


def _stepping(recurrence: Recurrence, start: date, months: int, first: date | None = None) -> Iterator[date]:
    """Walk months (or years) from the first one whose day is not before the start."""
    month = (first or start).replace(day=1)
    number = month.year * 12 + month.month - 1
    if (day := _day_in(recurrence, month, start)) is None or day < start:
        number += months
    limit = date.max.year * 12 + 11
    for current in range(number, limit + 1, months * max(recurrence.interval, 1)):
        found = _day_in(recurrence, date(current // 12, current % 12 + 1, 1), start)
        if found is not None and found >= start:
            yield found


def _day_in(recurrence: Recurrence, month: date, start: date) -> date | None:
    """Find the day of a month a recurrence means: by number, or the nth of its weekdays."""
    length = monthrange(month.year, month.month)[1]
    if recurrence.nth is None:
        return month.replace(day=min(recurrence.day or start.day, length))
    weekdays = recurrence.weekdays or (start.weekday(),)
    days = [day for n in range(length) if (day := month + timedelta(days=n)).weekday() in weekdays]
    if recurrence.nth >= _LAST:
        return days[-1]
    return days[recurrence.nth - 1] if len(days) >= recurrence.nth else None
