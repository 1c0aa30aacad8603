"""From the calendar record to working intervals: which rule decides each local day (domain/schedule.md 2.1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import numpy as np
import numpy.typing as npt

from milepost.engine.calendars import Calendar, CalendarException, DatedWeek, Frequency, Intervals, Week
from milepost.engine.clock import Int64s, instants
from milepost.engine.recurrence import occurrences
from milepost.engine.units import MINUTES_PER_DAY, Instant
from milepost.engine.worktime_intervals import Spans, cut, merge

_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
#: 1970-01-01 was a Thursday.
_EPOCH_WEEKDAY = 3
_MAX_DAY = date.max.toordinal() - _EPOCH_ORDINAL
_MIN_DAY = 1 - _EPOCH_ORDINAL


def expand(chain: Sequence[Calendar], zone: str, first: Instant, last: Instant, *, rare_first: bool = False) -> Spans:
    """List the working intervals of a calendar in [first, last), merged where they touch.

    `chain` is the calendar and its ancestors, nearest first; `zone` the IANA name its wall clock
    follows, or empty. Of several exceptions of one calendar the narrowest decides a day;
    `rare_first` lets a single one beat any that repeats, as Microsoft Project does.
    """
    strength = _exception_commonness if rare_first else _exception_width
    # A zone lies at most a day away from UTC, and an interval belongs to the day it starts on.
    low = max(first // MINUTES_PER_DAY - 2, _MIN_DAY)
    high = min(-(-last // MINUTES_PER_DAY) + 2, _MAX_DAY)
    days = _Days(low, max(high - low, 0))
    for calendar in reversed(chain):
        days.lay_week(calendar.week)
        for dated in sorted(calendar.dated_weeks, key=_week_width, reverse=True):
            days.lay_dated_week(dated)
    for calendar in reversed(chain):
        for exception in sorted(calendar.exceptions, key=strength, reverse=True):
            days.lay_exception(exception)
    starts, ends = days.intervals()
    return cut(merge(instants(starts, zone), instants(ends, zone)), first, last)


class _Days:
    """The pattern of working time of each day of a window, laid over from the weakest rule to the strongest."""

    def __init__(self, first: int, count: int) -> None:
        """Begin with days without working time; `first` is counted in days after 1970-01-01."""
        self._first = first
        self._chosen: npt.NDArray[np.intp] = np.zeros(count, dtype=np.intp)
        self._patterns: dict[Intervals, int] = {(): 0}

    def _pattern(self, intervals: Intervals) -> int:
        return self._patterns.setdefault(intervals, len(self._patterns))

    def lay_week(self, week: Week, first: int = 0, last: int | None = None) -> None:
        """Let a week decide its days, those it does not inherit, in the positions [first, last)."""
        for weekday, intervals in enumerate(week):
            if intervals is not None:
                offset = (weekday - _EPOCH_WEEKDAY - self._first - first) % 7
                self._chosen[first + offset : last : 7] = self._pattern(intervals)

    def lay_dated_week(self, dated: DatedWeek) -> None:
        """Let a week decide the days from its first date to its last."""
        first, last = self._positions(dated.start, dated.end)
        if first < last:
            self.lay_week(dated.week, first, last)

    def lay_exception(self, exception: CalendarException) -> None:
        """Let an exception decide its days."""
        pattern = self._pattern(exception.intervals)
        if exception.recurrence is None:
            first, last = self._positions(exception.start, exception.end)
            self._chosen[first : max(first, last)] = pattern
            return
        for day in occurrences(exception.recurrence, exception.start, exception.end):
            position = day.toordinal() - _EPOCH_ORDINAL - self._first
            if position >= len(self._chosen):
                return
            if position >= 0:
                self._chosen[position] = pattern

    def _positions(self, start: date, end: date) -> tuple[int, int]:
        first = start.toordinal() - _EPOCH_ORDINAL - self._first
        last = end.toordinal() - _EPOCH_ORDINAL - self._first + 1
        return min(max(first, 0), len(self._chosen)), min(max(last, 0), len(self._chosen))

    def intervals(self) -> tuple[Int64s, Int64s]:
        """List starts and ends of all intervals in local minutes after 1970-01-01T00:00."""
        flat = [interval for intervals in self._patterns for interval in intervals]
        opens = np.array([start for start, _ in flat], dtype=np.int64)
        closes = np.array([end for _, end in flat], dtype=np.int64)
        sizes = np.array([len(intervals) for intervals in self._patterns])
        offsets = np.cumsum(sizes) - sizes
        count = sizes[self._chosen]
        midnight = (np.arange(len(self._chosen), dtype=np.int64) + self._first) * MINUTES_PER_DAY
        total = np.cumsum(count)
        entry = np.arange(int(total[-1]) if len(total) else 0)
        entry += np.repeat(offsets[self._chosen] - (total - count), count)
        starting = np.repeat(midnight, count)
        return starting + opens[entry], starting + closes[entry]


def _week_width(dated: DatedWeek) -> int:
    return (dated.end - dated.start).days


#: Between exceptions as narrow as each other the single one wins, then the one that repeats more rarely.
_COMMONNESS = {None: 0, Frequency.DAILY: 1, Frequency.YEARLY: 2, Frequency.MONTHLY: 3, Frequency.WEEKLY: 4}


def _exception_width(exception: CalendarException) -> tuple[int, int]:
    """Tell how many days an exception spans, each occurrence of a recurrence by itself, and how common it is."""
    recurrence = exception.recurrence
    span = (exception.end - exception.start).days
    if recurrence is None:
        return span, _COMMONNESS[None]
    if recurrence.frequency is Frequency.DAILY and recurrence.interval <= 1:
        return span if recurrence.count is None else min(span, recurrence.count - 1), _COMMONNESS[None]
    return 0, _COMMONNESS[recurrence.frequency]


def _exception_commonness(exception: CalendarException) -> tuple[int, int]:
    """Rank as Microsoft Project does: single before repeating, rare before common, only then by width."""
    width, commonness = _exception_width(exception)
    return commonness, width
