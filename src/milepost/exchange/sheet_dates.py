"""Dates in a sheet: many ways to write one, and which of day and month comes first."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from milepost.exchange.errors import FileRefusedError
from milepost.exchange.sheet_headings import without_accents

#: Month names of the four languages, by their first letters.
_MONTHS = {
    1: ("jan", "ene"),
    2: ("feb", "fev"),
    3: ("mar", "mrz"),
    4: ("apr", "avr", "abr"),
    5: ("may", "mai"),
    6: ("jun", "juin"),
    7: ("jul", "juil"),
    8: ("aug", "aou", "ago"),
    9: ("sep",),
    10: ("oct", "okt"),
    11: ("nov",),
    12: ("dec", "dez", "dic"),
}
#: Weekdays (Monday = 0) a word may mean, by its first two letters; languages contradict each other.
_WEEKDAYS = {
    "mo": {0},
    "lu": {0},
    "tu": {1},
    "di": {1, 6},
    "ma": {1},
    "we": {2},
    "mi": {2},
    "me": {2},
    "th": {3},
    "do": {3, 6},
    "je": {3},
    "ju": {3},
    "fr": {4},
    "ve": {4},
    "vi": {4},
    "sa": {5},
    "su": {6},
    "so": {6},
}
_WEEKDAY = r"(?:(?P<weekday>[a-z]{2,12})\.?,?\s+)?"
_CLOCK = (
    r"(?P<hour>\d{1,2})[:.h](?P<minute>\d{2})(?::\d{2}(?:[.,]\d+)?)?\s*(?P<half>[ap])?\.?m?\.?(?:z|[+-]\d\d:?\d\d)?"
)
_TIME = rf"(?:[t\s,]+{_CLOCK})?"
_NUMBERS = re.compile(_WEEKDAY + r"(?P<a>\d{1,4})(?P<mark>[./-])(?P<b>\d{1,2})[./-](?P<c>\d{1,4})" + _TIME + r"\s*$")
_DAY_FIRST = re.compile(
    _WEEKDAY + r"(?P<day>\d{1,2})\.?[\s-]*(?P<month>[a-z]{3,12})\.?,?[\s-]*(?P<year>\d{2,4})" + _TIME + r"\s*$"
)
_MONTH_FIRST = re.compile(
    _WEEKDAY + r"(?P<month>[a-z]{3,12})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>\d{2,4})" + _TIME + r"\s*$"
)
_CENTURY = 100
_TURN = 70
ORDERS = ("dmy", "mdy")


@dataclass(frozen=True, slots=True)
class DateCell:
    """A date as written: where it stands, its text, and the row's number with which of start and finish it is."""

    place: str
    text: str
    row: int = 0
    column: str = ""


@dataclass(frozen=True, slots=True)
class Moment:
    """A date read, and whether it came with a time of day."""

    at: datetime
    timed: bool


def moment(text: str, order: str) -> Moment | None:
    """Read a date; `order` (dmy or mdy) says what 03/04/2026 means. None when it is none."""
    words = _letters(text)
    match = _NUMBERS.match(words)
    if match:
        day = _by_numbers(match, order)
    else:
        match = _DAY_FIRST.match(words) or _MONTH_FIRST.match(words)
        day = None if match is None else _by_name(match)
    if match is None or day is None or not _is_on(match, day):
        return None
    hour, minute = int(match.group("hour") or 0), int(match.group("minute") or 0)
    if match.group("half"):
        hour = hour % 12 + (12 if match.group("half") == "p" else 0)
    # 24:00 is the end of the day; anything later is no time.
    if hour * 60 + minute > 1440 or minute > 59:
        return None
    return Moment(
        datetime.combine(day, datetime.min.time()) + timedelta(hours=hour, minutes=minute),
        match.group("hour") is not None,
    )


def order_of(cells: Sequence[DateCell], wanted: str, *, file: str) -> str:
    """Tell from all dates of a sheet whether the day or the month comes first; refuses what cannot be told.

    A number above 12, a weekday, or a finish before its start can tell. `wanted` decides without looking.
    """
    if wanted:
        if wanted not in ORDERS:
            raise FileRefusedError(f"{file}: the order of day and month is dmy or mdy, not {wanted!r}.")
        return wanted
    open_cells = [cell for cell in cells if _depends(cell.text)]
    tell = {order: next((cell for cell in open_cells if _only(cell.text, order)), None) for order in ORDERS}
    day_first, month_first = tell["dmy"], tell["mdy"]
    if day_first and month_first:
        raise FileRefusedError(
            f"{file}: day and month change places: {day_first.place} ({day_first.text}) has the day first, "
            f"{month_first.place} ({month_first.text}) the month. Write all dates as 2026-03-31."
        )
    if day_first or month_first:
        return "dmy" if day_first else "mdy"
    fitting = [order for order in ORDERS if _in_sequence(open_cells, order)]
    if len(fitting) == 1:
        return fitting[0]
    unclear = next((cell for cell in open_cells if _differs(cell.text)), None)
    if unclear is not None:
        raise FileRefusedError(
            f"{file}, {unclear.place}: {unclear.text} can be read with the day or the month first, and no date in the "
            "sheet tells which. Write dates as 2026-03-31, or say which comes first (map dates=dmy or dates=mdy)."
        )
    return "dmy"


def _letters(text: str) -> str:
    return without_accents(text.strip().casefold())


def _by_numbers(match: re.Match[str], order: str) -> date | None:
    first, second, third = match.group("a"), int(match.group("b")), match.group("c")
    if len(first) > 2:
        return _day(int(first), second, int(third))
    day_first = match.group("mark") == "." or order == "dmy"
    day, month = (int(first), second) if day_first else (second, int(first))
    return _day(_year(third), month, day)


def _by_name(match: re.Match[str]) -> date | None:
    word = match.group("month")
    month = next((n for n, starts in _MONTHS.items() if word.startswith(starts)), None)
    return None if month is None else _day(_year(match.group("year")), month, int(match.group("day")))


def _year(text: str) -> int:
    year = int(text)
    if year >= _CENTURY:
        return year
    return year + (2000 if year < _TURN else 1900)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _is_on(match: re.Match[str], day: date) -> bool:
    """Tell whether the weekday written before a date, if any, can be that day's."""
    word = match.group("weekday")
    return not word or day.weekday() in _WEEKDAYS.get(word[:2], set())


def _depends(text: str) -> bool:
    match = _NUMBERS.match(_letters(text))
    return match is not None and match.group("mark") != "." and len(match.group("a")) <= 2


def _only(text: str, order: str) -> bool:
    other = next(one for one in ORDERS if one != order)
    return moment(text, order) is not None and moment(text, other) is None


def _differs(text: str) -> bool:
    one, other = (moment(text, order) for order in ORDERS)
    return one != other


def _in_sequence(cells: Iterable[DateCell], order: str) -> bool:
    """Tell whether no finish lies before its row's start when dates are read in an order."""
    starts: dict[int, datetime] = {}
    finishes: dict[int, datetime] = {}
    for cell in cells:
        read = moment(cell.text, order)
        if read is not None and cell.column in ("start", "finish"):
            (starts if cell.column == "start" else finishes)[cell.row] = read.at
    return all(finishes[row].date() >= start.date() for row, start in starts.items() if row in finishes)
