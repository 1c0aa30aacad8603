"""Wall clock to instants and back: the only place where the engine meets time zones (domain/schedule.md 2.1)."""

from __future__ import annotations

from datetime import MAXYEAR, UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import numpy as np
import numpy.typing as npt

from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes

Int64s = npt.NDArray[np.int64]

EPOCH = datetime.combine(date(1970, 1, 1), time())
_EPOCH_ORDINAL = date(1970, 1, 1).toordinal()
_MINUTE = timedelta(minutes=1)
#: Before any instant a plan can name: where the first known offset of a zone begins.
_DAWN = -(1 << 60)


def instant(moment: datetime, zone: str = "") -> Instant:
    """Turn a wall-clock moment of a zone into an instant.

    Seconds are cut off. Without a zone (`""`) the wall clock counts as UTC. A local time skipped in
    spring becomes the first valid instant after it, one that occurs twice its first occurrence.
    Refuses an unknown zone with E-ZONE.
    """
    naive = moment.replace(tzinfo=None)
    local = (naive - EPOCH) // _MINUTE
    if not zone:
        return local
    known = _zone(zone)
    before = local - _minutes(naive.replace(tzinfo=known, fold=0).utcoffset())
    after = local - _minutes(naive.replace(tzinfo=known, fold=1).utcoffset())
    if before <= after:
        return before
    at, _ = offsets(zone, after, before)
    return int(at[-1])


def moment(at: Instant, zone: str = "") -> datetime:
    """Tell the naive wall-clock moment of an instant in a zone; `""` shows it as kept."""
    utc = EPOCH + at * _MINUTE
    if not zone:
        return utc
    return utc.replace(tzinfo=UTC).astimezone(_zone(zone)).replace(tzinfo=None)


def instants(local: Int64s, zone: str) -> Int64s:
    """Map ascending local minutes after 1970-01-01T00:00 of a zone to instants, as `instant` does for one."""
    if not zone or not len(local):
        return local
    at, offset = offsets(zone, int(local[0]) - 2 * MINUTES_PER_DAY, int(local[-1]) + 2 * MINUTES_PER_DAY)
    # The first stretch of constant offset whose local end lies after a local time holds its first occurrence.
    local_ends = np.maximum.accumulate(at[1:] + offset[:-1])
    stretch = np.searchsorted(local_ends, local, side="right")
    found: Int64s = np.maximum(local - offset[stretch], at[stretch])
    return found


def offsets(zone: str, first: Instant, last: Instant) -> tuple[Int64s, Int64s]:
    """List the offsets of a zone in force in [first, last]: instants they begin at, and minutes east of UTC.

    The first entry begins before any instant.
    """
    years = range(_year(first), _year(last) + 1)
    begins = [_DAWN]
    values = [_offset(_zone(zone), _new_year(years[0]))]
    for year in years:
        for at, offset in _changes(zone, year):
            if at <= first:
                values[0] = offset
            elif at <= last:
                begins.append(at)
                values.append(offset)
    return np.array(begins, dtype=np.int64), np.array(values, dtype=np.int64)


@lru_cache(maxsize=4096)
def _changes(zone: str, year: int) -> tuple[tuple[Instant, Minutes], ...]:
    """Find the instants of a UTC year at which the offset of a zone changes, and the new offset."""
    known = _zone(zone)
    found: list[tuple[Instant, Minutes]] = []
    day = _new_year(year)
    offset = _offset(known, day)
    # The last day of the calendar cannot be shown in a zone east of UTC.
    end = _new_year(year + 1) if year < MAXYEAR else day + 364 * MINUTES_PER_DAY
    while day < end:
        tomorrow = min(day + MINUTES_PER_DAY, end)
        changed = _offset(known, tomorrow)
        if changed != offset:
            found.append((_change(known, day, tomorrow, offset), changed))
            offset = changed
        day = tomorrow
    return tuple(found)


def _change(zone: ZoneInfo, before: Instant, after: Instant, offset: Minutes) -> Instant:
    """Narrow down the first minute in (before, after] that no longer has the offset."""
    while after - before > 1:
        middle = (before + after) // 2
        if _offset(zone, middle) == offset:
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, at: Instant) -> Minutes:
    return _minutes((EPOCH + at * _MINUTE).replace(tzinfo=UTC).astimezone(zone).utcoffset())


def _minutes(offset: timedelta | None) -> Minutes:
    return (offset or timedelta()) // _MINUTE


def _year(at: Instant) -> int:
    ordinal = at // MINUTES_PER_DAY + _EPOCH_ORDINAL
    # The first year of the calendar is left out: offsets are looked up at its edges.
    return date.fromordinal(min(max(ordinal, date(2, 1, 1).toordinal()), date.max.toordinal())).year


def _new_year(year: int) -> Instant:
    return (date(year, 1, 1).toordinal() - _EPOCH_ORDINAL) * MINUTES_PER_DAY


@lru_cache(maxsize=256)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as unknown:
        message = f"There is no time zone {name!r}; use a name of the IANA list such as Europe/Berlin."
        raise PlanRefusedError((Notice("E-ZONE", message),)) from unknown
