"""The time axis of a drawing: where an instant lies, and which ticks to name."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.engine.clock import instant, moment
from milepost.engine.units import MINUTES_PER_DAY, Instant

#: Show weeks, months or quarters while the span is at most this many days, then years.
_WEEKS, _MONTHS, _QUARTERS = 84, 620, 2300


@dataclass(frozen=True, slots=True)
class Tick:
    """A named line of the axis; `at` is its place in percent."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """A span of time laid out over 100 percent of a drawing's width."""

    first: Instant
    last: Instant
    zone: str = ""

    def place(self, at: Instant) -> float:
        """Tell where an instant lies, in percent of the width, kept inside the drawing."""
        share = 100 * (at - self.first) / max(self.last - self.first, 1)
        return round(min(max(share, 0.0), 100.0), 3)

    def ticks(self) -> tuple[Tick, ...]:
        """List the lines to draw: weeks, months, quarters or years, whichever can be read."""
        begin, end = moment(self.first, self.zone), moment(self.last, self.zone)
        days = (end - begin).days
        unit = "week" if days <= _WEEKS else "month" if days <= _MONTHS else "quarter" if days <= _QUARTERS else "year"
        found = []
        for day, label in _lines(begin.date(), end.date(), unit):
            found.append(Tick(self.place(instant(datetime.combine(day, datetime.min.time()), self.zone)), label))
        return tuple(found)


def timeline(first: Instant, last: Instant, zone: str = "") -> Timeline:
    """Lay out a span with a little air on both sides."""
    air = max((last - first) // 50, 2 * MINUTES_PER_DAY)
    return Timeline(first - air, last + 2 * air, zone)


def _lines(begin: date, end: date, unit: str) -> Iterator[tuple[date, str]]:
    day = begin - timedelta(days=begin.weekday()) if unit == "week" else begin.replace(day=1)
    if unit == "year":
        day = day.replace(month=1)
    elif unit == "quarter":
        day = day.replace(month=3 * ((day.month - 1) // 3) + 1)
    step = {"week": 0, "month": 1, "quarter": 3, "year": 12}[unit]
    while day <= end:
        if day >= begin:
            yield day, _label(day, unit)
        day = _later(day, step) if step else day + timedelta(days=7)


def _later(day: date, months: int) -> date:
    total = day.year * 12 + day.month - 1 + months
    return day.replace(year=total // 12, month=total % 12 + 1)


def _label(day: date, unit: str) -> str:
    if unit == "week":
        return f"{day.day} {day:%b}"
    if unit == "month":
        return f"{day:%b %Y}" if day.month == 1 else f"{day:%b}"
    if unit == "quarter":
        return f"Q{(day.month + 2) // 3} {day.year}"
    return str(day.year)
