"""Work calendars as the engine is told them: weeks, dated weeks and exceptions (domain/schedule.md 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from milepost.engine.units import Minutes, Uid

#: Disjoint, ordered working intervals of one local day, minutes after midnight, 0 <= start < end <= 1440.
Intervals = tuple[tuple[Minutes, Minutes], ...]


class Frequency(StrEnum):
    """How a recurring exception repeats."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    YEARLY = "yearly"


@dataclass(frozen=True, slots=True)
class Recurrence:
    """A repeating day: every `interval` periods, by weekday, day of the month, or the nth weekday.

    `weekdays` holds 0 (Monday) to 6 (Sunday). Monthly and yearly use either `day` (1..31) or
    `nth` (1..4, or 5 for the last) together with one weekday. `month` is 1..12 for yearly.
    `count` limits the occurrences; without it the exception's `end` does.
    """

    frequency: Frequency
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    day: int | None = None
    nth: int | None = None
    month: int | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CalendarException:
    """A dated departure from the week: no intervals means a holiday, intervals a special working day.

    `start` and `end` are inclusive local dates; with a recurrence they bound the occurrences.
    """

    name: str
    start: date
    end: date
    intervals: Intervals = ()
    recurrence: Recurrence | None = None


#: One weekday: intervals (empty = non-working), or None = inherit from the next week in the chain.
DayPattern = Intervals | None
#: Monday to Sunday.
Week = tuple[DayPattern, DayPattern, DayPattern, DayPattern, DayPattern, DayPattern, DayPattern]

INHERIT_WEEK: Week = (None, None, None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class DatedWeek:
    """A week that replaces the default one from `start` to `end` (inclusive local dates)."""

    name: str
    start: date
    end: date
    week: Week


@dataclass(frozen=True, slots=True)
class Calendar:
    """A work calendar: the default week, dated weeks and exceptions, inherited from `parent`.

    `zone` is an IANA name; empty means the plan's zone. Of two exceptions as narrow as each other
    the later in the tuple wins.
    """

    uid: Uid
    name: str
    parent: Uid | None = None
    zone: str = ""
    week: Week = INHERIT_WEEK
    dated_weeks: tuple[DatedWeek, ...] = ()
    exceptions: tuple[CalendarException, ...] = ()
