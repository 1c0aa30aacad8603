"""The rows of a register as HTML, written without templates: there are many, and templates take their time."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify

from milepost.web.registers import Cell, Column, Line, Sheet


def rows(sheet: Sheet, editable: Collection[str], *, pick: bool) -> SafeString:
    """Write the body of a register's table; `editable` are the commands that may be given, `pick` adds boxes."""
    opened = [_opened(column, column.edit in editable) for column in sheet.columns]
    # All that comes from the record has been escaped cell by cell.
    return mark_safe("\n".join(_row(line, opened, pick=pick) for line in sheet.lines))  # noqa: S308


def _opened(column: Column, edited: bool) -> str:
    aligned = ' class="mp-right"' if column.right else ' class="mp-ref"' if column.kind == "reference" else ""
    if column.name in ("name", "title"):
        aligned = ' class="mp-named"'
    if not edited:
        return f"<td{aligned}>"
    argument = escape(column.argument or column.name)
    return f'<td{aligned} data-edit="{escape(column.edit)}" data-argument="{argument}" tabindex="0">'


def _row(line: Line, opened: list[str], *, pick: bool) -> str:
    key = escape(line.key)
    parts = [f'<tr data-key="{key}">']
    if pick:
        box = f'<input type="checkbox" class="form-check-input" data-pick value="{key}" aria-label="Choose {key}">'
        parts.append(f'<td class="mp-pick">{box}</td>')
    leads = line.leads
    for start, cell in zip(opened, line.cells, strict=True):
        inside = _inside(cell)
        if leads:
            # The first cell leads to the record.
            inside, leads = f'<a class="mp-row-link" href="{escape(leads)}">{inside or "–"}</a>', ""
        parts.append(f"{start}{inside}</td>")
    parts.append("</tr>")
    return "".join(parts)


def _inside(cell: Cell) -> str:
    text = str(escape(cell.text))
    if cell.iso:
        return f'<time datetime="{cell.iso}">{text}</time>'
    if cell.column.kind == "choice" and text:
        return f'<span class="mp-badge mp-badge-{slugify(cell.text)}">{text}</span>'
    return text
