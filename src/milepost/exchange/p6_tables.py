"""The tables of a Primavera P6 export: rows of named cells, whether they came as XER or as PMXML."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from itertools import count

from milepost.engine import clock
from milepost.engine.calendars import CalendarException, Week
from milepost.engine.units import Instant, Minutes, Uid, whole_minutes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.receipt import ReceiptBook

#: The years whose dates a plan can mean; others are typing errors or empty values in disguise.
YEARS = range(1900, 2101)
_LARGEST = Decimal(10) ** 15
_MINUTES_PER_HOUR = 60


@dataclass(frozen=True, slots=True)
class Row:
    """One record: its table, where it stands in the file, and its cells by XER column name; empty means no value."""

    table: str
    place: str
    cells: Mapping[str, str]

    def text(self, column: str) -> str:
        """Give a cell's text without surrounding blanks."""
        return self.cells.get(column, "").strip()

    def flag(self, column: str) -> bool:
        """Tell whether a cell says yes (`Y`, or `1` and `true` in PMXML)."""
        return self.text(column).lower() in ("y", "1", "true")


@dataclass(frozen=True, slots=True)
class CalendarDays:
    """What a P6 calendar says of its days; a weekday of None inherits from the base calendar."""

    week: Week
    exceptions: tuple[CalendarException, ...] = ()


@dataclass(frozen=True, slots=True)
class P6Tables:
    """A whole export: rows by table name, days by calendar id, the exporting application and the file's currency."""

    tables: Mapping[str, tuple[Row, ...]]
    days: Mapping[str, CalendarDays] = field(default_factory=dict)
    application: str = ""
    currency: str = ""

    def rows(self, table: str) -> tuple[Row, ...]:
        """Give a table's rows; none for a table the file does not have."""
        return self.tables.get(table, ())

    def __contains__(self, table: object) -> bool:
        """Tell whether the file has the table, be it empty."""
        return table in self.tables


class Cells:
    """Reads typed cells; what cannot be read is noted in the receipt and counts as empty."""

    def __init__(self, file: str, book: ReceiptBook) -> None:
        """Name the file for refusals and the book for notes."""
        self.file = file
        self.book = book
        self._noted: set[tuple[str, str, str]] = set()

    def number(self, row: Row, column: str) -> Decimal | None:
        """Read a number with a decimal point or comma."""
        text = row.text(column)
        if not text:
            return None
        value = decimal(text)
        if value is None:
            self.note(row, column, "is not a number")
        return value

    def minutes(self, row: Row, column: str) -> Minutes | None:
        """Read a span given in hours."""
        hours = self.number(row, column)
        return None if hours is None else whole_minutes(hours * _MINUTES_PER_HOUR)

    def instant(self, row: Row, column: str) -> Instant | None:
        """Read a moment of wall-clock time; dates outside 1900 to 2100 are noted and left out."""
        text = row.text(column)
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text).replace(tzinfo=None)
        except ValueError:
            self.note(row, column, "is not a date")
            return None
        if at.year not in YEARS:
            self.note(row, column, "is not between 1900 and 2100")
            return None
        return clock.instant(at)

    def uid(self, row: Row, column: str) -> Uid | None:
        """Read the number of a record; None when the cell is empty or not a number."""
        text = row.text(column)
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 18:
            return int(text)
        self.note(row, column, "is not a record number")
        return None

    def own_uid(self, row: Row, column: str) -> Uid:
        """Read the number a record itself goes by; without it the file is refused."""
        number = self.uid(row, column)
        if number is None:
            raise FileRefusedError(
                f"{self.file}, {row.place}: the {row.table} record has no usable number in {column} "
                f"({row.text(column)[:40]!r}). Export the project from P6 again."
            )
        return number

    def note(self, row: Row, column: str, problem: str) -> None:
        """Note a cell that was left out."""
        cell = (row.table, row.place, column)
        if cell in self._noted:
            return
        self._noted.add(cell)
        example = f"{row.place}: {row.text(column)[:40]!r} {problem}"
        self.book.dropped(f"{row.table}.{column}", example)


@lru_cache(maxsize=8192)
def decimal(text: str) -> Decimal | None:
    """Read a number written with point or comma; None when it is none, not finite, or beyond 10^15."""
    plain = text.replace("\u00a0", "").replace(" ", "")
    if "," in plain and "." in plain:
        thousands = "," if plain.rfind(".") > plain.rfind(",") else "."
        plain = plain.replace(thousands, "")
    plain = plain.replace(",", ".")
    if len(plain) > 60:
        return None
    try:
        value = Decimal(plain)
    except InvalidOperation:
        return None
    return value if value.is_finite() and abs(value) < _LARGEST else None


def numbered(wanted: list[Uid], taken: set[Uid]) -> dict[Uid, Uid]:
    """Give each number of one table a number unique over two tables: its own where free, else a new one."""
    free = count(max([*wanted, *taken], default=0) + 1)
    return {number: next(free) if number in taken else number for number in wanted}
