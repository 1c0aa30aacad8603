"""A sheet of rows and columns, and its cells read as what their column holds."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import TypeAlias

from milepost.engine import clock
from milepost.engine.units import Instant, whole_minutes
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.p6_tables import YEARS, decimal
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.sheet_dates import DateCell, moment, order_of
from milepost.exchange.sheet_headings import assign
from milepost.exchange.sheet_words import Span, WorkLengths, span, yes

Cell: TypeAlias = str | float | int | bool | datetime | date | time | timedelta | None

DATES = (
    "start",
    "finish",
    "actual_start",
    "actual_finish",
    "deadline",
    "constraint_date",
    "baseline_start",
    "baseline_finish",
    "suspend",
    "resume",
    "expected_finish",
)
FINISHES = ("finish", "actual_finish", "deadline", "baseline_finish", "expected_finish")
_UNIT = re.compile(r"[\[(]\s*([^\W\d]+)\.?\s*[\])]\s*$")
_MOST_PROBLEMS = 5
_THOUSANDS = re.compile(r"-?\d{1,3}(?:[.,]\d{3})+$")
_SMALLEST_JIRA_ESTIMATE = 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row as people count rows, the heading being row 1 or later."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table of a file: its headings and the rows below them; `comma` says that numbers have decimal commas."""

    headings: tuple[str, ...]
    rows: tuple[SheetRow, ...]
    name: str = ""
    comma: bool = False


class SheetReader:
    """Reads cells by Milepost's column names; what cannot be read is gathered and refused together."""

    def __init__(
        self,
        sheet: Sheet,
        book: ReceiptBook,
        *,
        file: str,
        columns: Mapping[str, str],
        dates: str,
        lengths: WorkLengths,
    ) -> None:
        """Find the columns and settle which of day and month comes first."""
        self.file, self.sheet, self.book, self.lengths = file, sheet, book, lengths
        named = {name: heading for name, heading in columns.items() if name != "dates"}
        self.columns = assign(sheet.headings, named, file=file)
        self.problems: dict[str, None] = {}
        self._order = order_of(self._date_cells(), dates or columns.get("dates", ""), file=file)
        self._fractions = {name for name in ("percent", "percent_work", "physical") if self._is_fraction(name)}
        self._seconds = self._in_seconds()

    def has(self, name: str) -> bool:
        """Tell whether the sheet has a column."""
        return name in self.columns

    def place(self, row: SheetRow, name: str) -> str:
        """Name a cell as people find it."""
        column = self.sheet.headings[self.columns[name][0]]
        sheet = f"sheet {self.sheet.name!r}, " if self.sheet.name else ""
        return f"{sheet}row {row.number}, column {column!r}"

    def cell(self, row: SheetRow, name: str) -> Cell:
        """Give the first filled cell of a column."""
        for place in self.columns.get(name, ()):
            if place < len(row.cells) and row.cells[place] not in (None, ""):
                return row.cells[place]
        return None

    def text(self, row: SheetRow, name: str) -> str:
        """Give the text of a column; columns of the same heading are joined with semicolons."""
        cells = (row.cells[place] for place in self.columns.get(name, ()) if place < len(row.cells))
        return ";".join(words for cell in cells if (words := shown(cell)))

    def refuse(self, row: SheetRow, name: str, wanted: str) -> None:
        """Note a cell that cannot be read and what would be right."""
        self.problems[f"{self.place(row, name)}: {self.text(row, name)[:60]!r} is not {wanted}"] = None

    def close(self) -> None:
        """Refuse the file if any cell could not be read, naming the first few."""
        if self.problems:
            more = len(self.problems) - _MOST_PROBLEMS
            words = ". ".join(list(self.problems)[:_MOST_PROBLEMS]) + (f". And {more} more" if more > 0 else "")
            raise FileRefusedError(f"{self.file}: {words}.")

    def number(self, row: SheetRow, name: str) -> Decimal | None:
        """Read a number, with or without currency and thousands."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        value = None if isinstance(cell, (bool, date, time, timedelta)) else self._decimal(shown(cell))
        if value is None:
            self.refuse(row, name, "a number such as 1234.50")
        return value

    def percent(self, row: SheetRow, name: str) -> Decimal | None:
        """Read a percentage from 0 to 100; a column of fractions of one counts as such."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        words = shown(cell)
        value = self._decimal(words.replace("%", ""))
        if value is not None and "%" not in words and name in self._fractions:
            value *= 100
        if value is None or not 0 <= value <= 100:
            self.refuse(row, name, "a percentage from 0 to 100 such as 50%")
            return None
        return value.quantize(Decimal("0.01")).normalize() + 0

    def span(self, row: SheetRow, name: str) -> Span | None:
        """Read a duration; a bare number counts in the unit its heading names, else in days."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        if isinstance(cell, timedelta):
            return Span(round(cell.total_seconds() / 60), "h")
        heading = self.sheet.headings[self.columns[name][0]]
        named = _UNIT.search(heading)
        if name in self._seconds:
            return Span(whole_minutes((self._decimal(shown(cell)) or Decimal(0)) / 60), "h")
        bare = span(f"1{named.group(1)}", self.lengths) if named else None
        read = span(shown(cell), self.lengths, bare.unit if bare else "h" if name in ("work", "baseline_work") else "d")
        if read is None or read.minutes < 0:
            self.refuse(row, name, "a duration such as 3d, 4h, 2 wks or 1mo")
            return None
        return read

    def instant(self, row: SheetRow, name: str) -> tuple[Instant, bool] | None:
        """Read a date as an instant, and whether it came with a time of day."""
        return self._instant(row, name, self.cell(row, name))

    def instants(self, row: SheetRow, name: str) -> list[tuple[Instant, bool] | None]:
        """Read the dates of a cell that may hold several, joined with plus signs."""
        cell = self.cell(row, name)
        parts: list[Cell] = [*cell.split(" + ")] if isinstance(cell, str) else [cell]
        return [self._instant(row, name, part) for part in parts]

    def _instant(self, row: SheetRow, name: str, cell: Cell) -> tuple[Instant, bool] | None:
        if cell is None:
            return None
        if isinstance(cell, datetime):
            at, timed = cell, (cell.hour, cell.minute) != (0, 0)
        elif isinstance(cell, date):
            at, timed = datetime.combine(cell, time()), False
        else:
            read = moment(shown(cell), self._order)
            if read is None:
                self.refuse(row, name, "a date such as 2026-03-31 or 2026-03-31 17:00")
                return None
            at, timed = read.at, read.timed
        if at.year not in YEARS:
            self.refuse(row, name, "a date between 1900 and 2100")
            return None
        return clock.instant(at), timed

    def flag(self, row: SheetRow, name: str) -> bool | None:
        """Read yes or no."""
        cell = self.cell(row, name)
        if cell is None:
            return None
        value = cell if isinstance(cell, bool) else yes(shown(cell))
        if value is None:
            self.refuse(row, name, "yes or no")
        return value

    def _decimal(self, words: str) -> Decimal | None:
        plain = re.sub(r"[^\d.,eE+-]", "", words)
        if not re.search(r"\d", plain):
            return None
        grouping = "." if self.sheet.comma else ","
        if _THOUSANDS.match(plain) and grouping in plain:
            plain = plain.replace(grouping, "")
        return decimal(plain)

    def _date_cells(self) -> list[DateCell]:
        return [
            DateCell(self.place(row, name), cell, row.number, name)
            for name in DATES
            if name in self.columns
            for row in self.sheet.rows
            if isinstance(cell := self.cell(row, name), str)
        ]

    def _is_fraction(self, name: str) -> bool:
        """Tell whether a percent column counts in fractions of one: nothing above 1, and something between."""
        cells = [cell for row in self.sheet.rows if (cell := self.cell(row, name)) is not None]
        typed = all(isinstance(cell, float | int) for cell in cells)
        values = [self._decimal(shown(cell)) for cell in cells if "%" not in shown(cell)]
        known = [value for value in values if value is not None]
        return bool(known) and all(0 <= one <= 1 for one in known) and (typed or any(0 < one < 1 for one in known))

    def _in_seconds(self) -> set[str]:
        """Tell whether the estimates are Jira's, which counts in seconds."""
        cells = [shown(cell) for row in self.sheet.rows if (cell := self.cell(row, "estimate")) is not None]
        values = [int(cell) for cell in cells if cell.isascii() and cell.isdigit() and len(cell) < 12]
        whole = len(values) == len(cells) and bool(cells)
        return {"estimate"} if whole and min(values) >= _SMALLEST_JIRA_ESTIMATE else set()


def shown(cell: Cell) -> str:
    """Show a cell as its text; whole numbers without a decimal point."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return cell.isoformat(sep=" ", timespec="minutes")
    return str(cell).strip()
