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

    Intervals count whole periods from the one that holds `start`: the week (from Sunday), month or
    year, even where its own date lies before `start`. Where a month is too short for its day, its
    last day is meant; an nth weekday it lacks is left out. Without end and count the dates go on to
    the year 9999.
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
    from_sunday = sorted({(weekday + 1) % 7 for weekday in weekdays})
    sunday = start.toordinal() - start.isoweekday() % 7
    step = 7 * max(recurrence.interval, 1)
    for week in range(sunday, date.max.toordinal() - 6, step):
        for offset in from_sunday:
            if week + offset >= start.toordinal():
                yield date.fromordinal(week + offset)


def _monthly(recurrence: Recurrence, start: date) -> Iterator[date]:
    return _by_months(recurrence, start, start.month, 1)


def _yearly(recurrence: Recurrence, start: date) -> Iterator[date]:
    return _by_months(recurrence, start, recurrence.month or start.month, 12)


def _by_months(recurrence: Recurrence, start: date, month: int, period: int) -> Iterator[date]:
    """Step through months `period` times the interval apart, from a month of the year of `start`."""
    first = start.year * 12 + month - 1
    for number in range(first, (date.max.year + 1) * 12, period * max(recurrence.interval, 1)):
        found = _day_in(recurrence, date(number // 12, number % 12 + 1, 1), start)
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
