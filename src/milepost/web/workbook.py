"""A register as an Excel file."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

_WIDEST = 60
_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def written(title: str, headings: Sequence[str], rows: Iterable[Sequence[Any]]) -> bytes:
    """Write a table into an Excel file of one sheet: texts as text, numbers and dates as such."""
    book = Workbook(write_only=False)
    book.remove(book.worksheets[0])
    page = book.create_sheet(re.sub(r"[\\/*?:\[\]]", " ", title)[:31])
    page.append(list(headings))
    for cell in page[1]:
        cell.font = Font(bold=True)
    widths = [len(heading) for heading in headings]
    for number, values in enumerate(rows, 2):
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
