"""The working hours of a P6 day: times and shifts."""

from __future__ import annotations

import re
from collections.abc import Iterable

from milepost.engine.calendars import Intervals
from milepost.engine.units import MINUTES_PER_DAY, Minutes

_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::\d{2})?$")
_HOURS, _MINUTES = 24, 60


def minute(text: str) -> Minutes | None:
    """Read a time of day such as `8:00` or `08:00:00` as minutes after midnight; None when it is none."""
    match = _TIME.match(text.strip())
    if not match:
        return None
    hours, minutes = int(match.group(1)), int(match.group(2))
    return hours * _MINUTES + minutes if hours <= _HOURS and minutes < _MINUTES else None


def intervals(shifts: Iterable[tuple[Minutes | None, Minutes | None]]) -> Intervals:
    """Order and merge the shifts of a day; one that ends at or before its start runs until midnight."""
    spans: list[tuple[Minutes, Minutes]] = []
    for start, finish in shifts:
        if start is None or finish is None or start >= MINUTES_PER_DAY:
            continue
        end = min(finish if finish > start else MINUTES_PER_DAY, MINUTES_PER_DAY)
        spans.append((start, end))
    merged: list[tuple[Minutes, Minutes]] = []
    for start, end in sorted(spans):
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return tuple(merged)
