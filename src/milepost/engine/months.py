"""Calendar months of a project's zone, the periods money is counted in."""

from __future__ import annotations

from datetime import datetime

from milepost.engine.clock import instant, moment
from milepost.engine.units import Instant


def month_starts(first: Instant, last: Instant, zone: str) -> list[Instant]:
    """Give the first instants of the months from that of `first` to that after `last`, ascending."""
    begin, end = moment(first, zone), moment(last, zone)
    months = range(12 * begin.year + begin.month - 1, 12 * end.year + end.month + 1)
    return [instant(datetime(month // 12, month % 12 + 1, 1), zone) for month in months]  # noqa: DTZ001
