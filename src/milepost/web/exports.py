"""Taking a register away as a file: what one sees, every row of it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from milepost.press.pdf import table_pdf
from milepost.web.registers import Cell, Sheet

_WIDEST = 60
#: A spreadsheet takes texts that begin like this for formulas.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


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
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    page = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    page.append([column.heading for column in sheet.columns])
    for cell in page[1]:
        cell.font = Font(bold=True)
    widths = [len(column.heading) for column in sheet.columns]
    for number, values in enumerate(_rows(sheet), 2):
        for place, value in enumerate(values, 1):
            cell = page.cell(number, place, _UNWRITABLE.sub("", value) if isinstance(value, str) else value)
            if isinstance(value, str):
                # Told to be text, or one that begins with "=" would be a formula.
                cell.data_type = "s"
            widths[place - 1] = max(widths[place - 1], min(len(str(value)), _WIDEST))
    for place, width in enumerate(widths, 1):
        page.column_dimensions[get_column_letter(place)].width = width + 2
    page.freeze_panes = "A2"
    page.auto_filter.ref = page.dimensions
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


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
    return table_pdf(title, headings, rows, right=[column.right for column in sheet.columns], note=found, at=at)


FORMATS: Mapping[str, tuple[str, Callable[[Sheet, str], bytes]]] = {
    "csv": ("text/csv; charset=utf-8", _csv),
    "pdf": ("application/pdf", _pdf),
    "xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", _xlsx),
}
