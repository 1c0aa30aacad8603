"""Plans as CSV: reading with a guess at delimiter, encoding and headings, and writing safely for spreadsheets."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable

from milepost.dossier.dossier import Dossier
from milepost.exchange import text_encoding
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.sheet_cells import Sheet, SheetRow, shown
from milepost.exchange.sheet_headings import score
from milepost.exchange.sheet_read import read_sheet
from milepost.exchange.sheet_tables import task_table

_DELIMITERS = (",", ";", "\t", "|")
#: The header is looked for in so many rows: exports begin with titles and blank lines.
_HEADER_ROWS = 20
#: A spreadsheet takes a cell that begins so for a formula; an apostrophe before it keeps it text.
_FORMULA = re.compile(r"'*[=+\-@\t\r]")
_LONGEST_CELL = 2**27
_LONGEST_LINE = 2**16


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read a CSV; `options.columns` names columns the guess misses, `options.dates` the order of day and month."""
    book = ReceiptBook()
    text, encoding = text_encoding.decode(data)
    if "\ufffd" in text:
        book.approximated("text", f"some characters are not {encoding}; they show as \ufffd")
    sheet = _sheet(text, options, file)
    dossier = read_sheet(
        sheet, data=data, file=file, format_id="csv", columns=options.columns, dates=options.dates, book=book,
        plan=options.plan,
    )  # fmt: skip
    return Imported(dossier, book.receipt(file, "csv"))


def write(dossier: Dossier) -> bytes:
    """Write the tasks as UTF-8 CSV with a byte order mark, so that spreadsheets show every letter."""
    table = task_table(dossier)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(table.headings)
    for row in table.rows:
        writer.writerow([guarded(shown(cell)) for cell in row])
    return b"\xef\xbb\xbf" + out.getvalue().encode()


def guarded(text: str) -> str:
    """Put an apostrophe before what a spreadsheet would run as a formula."""
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(text: str) -> str:
    """Take the apostrophe away again."""
    return text[1:] if text.startswith("'") and _FORMULA.match(text) else text


def _sheet(text: str, options: ReadOptions, file: str) -> Sheet:
    chosen = {heading.strip().casefold() for heading in options.columns.values()}
    best: tuple[int, int, str, int] = (0, 0, ",", 0)
    for delimiter in _DELIMITERS:
        for number, cells in enumerate(_first_rows(text, delimiter)):
            named = len(chosen & {cell.strip().casefold() for cell in cells})
            # Of rows as good as each other the first one is the header.
            best = max(best, (named + score(cells), len(cells), delimiter, -number), key=lambda one: one[:2])
    found, _, delimiter, above = best
    if not found:
        raise FileRefusedError(
            f"{file}: none of the first {_HEADER_ROWS} rows has headings Milepost knows. The first row of a plan in "
            "CSV names the columns, for example: ID, Task Name, Duration, Start, Predecessors."
        )
    rows = list(_rows(text, delimiter, file))[-above:]
    headings = tuple(cell.strip() for cell in rows[0][1])
    below = tuple(SheetRow(number, tuple(unguarded(cell) for cell in cells)) for number, cells in rows[1:])
    return Sheet(headings, below, comma=delimiter == ";")


def _first_rows(text: str, delimiter: str) -> Iterable[list[str]]:
    head = text[: _HEADER_ROWS * _LONGEST_LINE]
    csv.field_size_limit(_LONGEST_CELL)
    rows = csv.reader(io.StringIO(head, newline=""), delimiter=delimiter)
    try:
        return [row for row, _ in zip(rows, range(_HEADER_ROWS), strict=False)]
    except csv.Error:
        return []


def _rows(text: str, delimiter: str, file: str) -> Iterable[tuple[int, list[str]]]:
    """Yield the rows with the number of the line each begins on."""
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    number = 1
    try:
        for row in reader:
            yield number, row
            number = reader.line_num + 1
    except csv.Error as error:
        raise FileRefusedError(
            f"{file}, line {reader.line_num}: the CSV cannot be split into cells ({error}). "
            "Check the quotation marks in this line."
        ) from error
