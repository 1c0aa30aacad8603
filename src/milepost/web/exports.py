"""Taking a register away as a file: what one sees, every row of it."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from importlib import import_module
from typing import Any

from django.http import HttpResponse

from milepost.web.registers import Cell, Sheet

#: A spreadsheet takes texts that begin like this for formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def export(sheet: Sheet, form: str, title: str) -> HttpResponse:
    """Give a register as a file to keep."""
    kind, write = FORMATS[form]
    response = HttpResponse(write(sheet, title), content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{sheet.register.noun}.{form}"'
    return response


def _csv(sheet: Sheet, title: str) -> bytes:
    del title
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow([column.heading for column in sheet.columns])
    for values in _rows(sheet):
        writer.writerow([_plain(value) for value in values])
    # The mark tells spreadsheets that the letters are Unicode.
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    if isinstance(value, datetime):
        return value.isoformat(" ", "minutes")
    if isinstance(value, int | float | Decimal):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(_FORMULA) else text


def _xlsx(sheet: Sheet, title: str) -> bytes:
    headings = [column.heading for column in sheet.columns]
    found: bytes = _loaded("milepost.web.workbook").written(title, headings, _rows(sheet))
    return found


def _loaded(name: str) -> Any:
    """Load what writes a format when it is first asked for: a server that never does spares twenty megabytes."""
    return import_module(name)


def _rows(sheet: Sheet) -> Iterator[list[Any]]:
    for line in sheet.lines:
        yield [_kept(cell) for cell in line.cells]


def _kept(cell: Cell) -> Any:
    """Give numbers and dates as such, everything else in words."""
    value = cell.value
    if isinstance(value, datetime):
        return value.replace(tzinfo=None)
    return value if isinstance(value, int | float | Decimal) and not isinstance(value, bool) else cell.iso or cell.text


def _pdf(sheet: Sheet, title: str) -> bytes:
    at = datetime.now(UTC)
    found = f"{len(sheet.lines)} {sheet.register.noun} · {at:%Y-%m-%d %H:%M} UTC"
    rows = [[cell.text for cell in line.cells] for line in sheet.lines]
    headings = [column.heading for column in sheet.columns]
    right = [column.right for column in sheet.columns]
    written: bytes = _loaded("milepost.press.pdf").table_pdf(title, headings, rows, right=right, note=found, at=at)
    return written


FORMATS: Mapping[str, tuple[str, Callable[[Sheet, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "pdf": ("application/pdf", _pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
