"""Small words for tests about working time: dates as text, calendars as drawn days, and a slow reference."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from milepost.engine.calendars import Calendar, CalendarException, DatedWeek, Intervals, Week
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Plan, Settings
from milepost.engine.recurrence import occurrences
from milepost.engine.worktime import WorkTime, WorkTimes

DAY: Intervals = ((480, 720), (780, 1020))
STD_WEEK: Week = (DAY, DAY, DAY, DAY, DAY, (), ())
FREE_WEEK: Week = ((), (), (), (), (), (), ())


def at(text: str, zone: str = "") -> int:
    """Read `2026-03-02 08:00` in a zone as an instant."""
    return instant(datetime.fromisoformat(text), zone)


def shown(t: int, zone: str = "") -> str:
    """Write an instant as `2026-03-02 08:00` in a zone."""
    return moment(t, zone).isoformat(sep=" ", timespec="minutes")


def calendar(uid: int = 1, **facts: object) -> Calendar:
    """Make a calendar called C1, C2 ...; it works Mon-Fri 8-12 and 13-17 unless told otherwise."""
    known: dict[str, object] = {"week": STD_WEEK} | facts
    return Calendar(uid=uid, name=f"C{uid}", **known)  # type: ignore[arg-type]


def plan(*calendars: Calendar, start: str = "2026-03-02 08:00", zone: str = "", **facts: object) -> Plan:
    """Make a plan that starts on a date and works by the first calendar."""
    first = calendars[0].uid if calendars else None
    settings = Settings(start=at(start, zone), zone=zone, calendar=first)
    return Plan(settings, calendars=calendars, **facts)  # type: ignore[arg-type]


def line(*calendars: Calendar, start: str = "2026-03-02 08:00", zone: str = "") -> WorkTime:
    """Expand the first calendar; the others are its ancestors."""
    return WorkTimes(plan(*calendars, start=start, zone=zone)).of_calendar(None)


def drawn(worktime: WorkTime, first: str, last: str, zone: str = "") -> list[str]:
    """Write the working intervals of the local days `first` to `last` as `Mon 02 08:00-12:00`."""
    begin = at(f"{first} 00:00", zone)
    end = instant(datetime.fromisoformat(last) + timedelta(days=1), zone)
    spans = worktime.spans(begin, end)
    return [
        f"{moment(s, zone):%a %d %H:%M}-{moment(e, zone):%H:%M}"
        for s, e in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True)
    ]


class Reference:
    """The working minutes of a few weeks, one by one, straight from the words of the specification."""

    def __init__(self, chain: Sequence[Calendar], zone: str, first: date, last: date) -> None:
        """Mark each working minute of the local days from `first` to before `last`."""
        self.begin = self._later(datetime.combine(first, datetime.min.time()), zone)
        self.end = self._later(datetime.combine(last, datetime.min.time()), zone)
        self.works = bytearray(self.end - self.begin)
        day = first
        while day < last:
            midnight = datetime.combine(day, datetime.min.time())
            for start, finish in pattern_of(chain, day):
                opens = self._later(midnight + timedelta(minutes=start), zone)
                closes = self._later(midnight + timedelta(minutes=finish), zone)
                for minute in range(opens, closes):
                    self.works[minute - self.begin] = 1
            day += timedelta(days=1)

    @staticmethod
    def _later(local: datetime, zone: str) -> int:
        """Find the first instant whose wall clock shows a local time or a later one."""
        naive = int((local - datetime.fromisoformat("1970-01-01")) / timedelta(minutes=1))
        if not zone:
            return naive
        known = ZoneInfo(zone)
        for minute in range(naive - 16 * 60, naive + 16 * 60):
            wall = datetime.fromtimestamp(minute * 60, UTC).astimezone(known).replace(tzinfo=None)
            if wall >= local:
                return minute
        raise AssertionError("no wall clock strays that far")

    def working(self, a: int, b: int) -> int:
        """Count working minutes in [a, b), signed."""
        low, high = sorted((a - self.begin, b - self.begin))
        return sum(self.works[low:high]) * (1 if a <= b else -1)

    def next(self, t: int) -> int | None:
        """Find the first instant from t on at which a working minute begins."""
        return self._first(range(t, self.end), 0)

    def prev(self, t: int) -> int | None:
        """Find the last instant up to t at which a working minute ends."""
        return self._first(range(t, self.begin, -1), -1)

    def _first(self, instants: range, side: int) -> int | None:
        return next((x for x in instants if self.works[x - self.begin + side]), None)

    def add(self, t: int, n: int) -> int | None:
        """Walk n working minutes, minute by minute."""
        x, left = t, abs(n)
        while left:
            x += 1 if n > 0 else -1
            if not self.begin <= x <= self.end or (x == self.end and n < 0):
                return None
            left -= self.works[(x - 1 if n > 0 else x) - self.begin]
        return x


def pattern_of(chain: Sequence[Calendar], day: date) -> Intervals:
    """Decide one local day: exceptions of the calendar and its ancestors, then the chain of weeks."""
    for known in chain:
        hits = [(_width(e), -i, e) for i, e in enumerate(known.exceptions) if _holds(e, day)]
        if hits:
            return min(hits, key=lambda hit: hit[:2])[2].intervals
    for known in chain:
        dated = [(d.end - d.start, -i, d) for i, d in enumerate(known.dated_weeks) if d.start <= day <= d.end]
        weeks = [hit[2].week for hit in sorted(dated, key=lambda hit: hit[:2])] + [known.week]
        for week in weeks:
            found = week[day.weekday()]
            if found is not None:
                return found
    return ()


def _holds(exception: CalendarException, day: date) -> bool:
    if exception.recurrence is None:
        return exception.start <= day <= exception.end
    return day in list(occurrences(exception.recurrence, exception.start, exception.end))


def _width(exception: CalendarException) -> tuple[int, int]:
    if exception.recurrence is None:
        return (exception.end - exception.start).days, 0
    return 0, ["daily", "yearly", "monthly", "weekly"].index(exception.recurrence.frequency) + 1


def holiday(text: str, *intervals: tuple[int, int]) -> CalendarException:
    """Make an exception for one day; without intervals it is free."""
    day = date.fromisoformat(text)
    return CalendarException(text, day, day, intervals)


def span(first: str, last: str, *intervals: tuple[int, int]) -> CalendarException:
    """Make an exception for several days."""
    return CalendarException(f"{first}..{last}", date.fromisoformat(first), date.fromisoformat(last), intervals)


def dated(first: str, last: str, week: Week) -> DatedWeek:
    """Make a dated week."""
    return DatedWeek(f"{first}..{last}", date.fromisoformat(first), date.fromisoformat(last), week)
