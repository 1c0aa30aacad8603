"""Plans as Excel workbooks: reading any sheet with headings, writing all of a plan on several."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from python_calamine import CalamineError, CalamineWorkbook

from milepost.dossier.dossier import Dossier
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.receipt import ReceiptBook
from milepost.exchange.sheet_around import beside
from milepost.exchange.sheet_cells import Cell, Sheet, SheetRow, shown
from milepost.exchange.sheet_headings import score
from milepost.exchange.sheet_more_tables import more_tables
from milepost.exchange.sheet_read import read_sheet
from milepost.exchange.sheet_tables import Table, task_table
from milepost.exchange.xlsx_guard import check

_HEADER_ROWS = 20
_LONGEST_TEXT = 32_767
_WIDEST_COLUMN = 60


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read a workbook; `options.sheet` names the sheet of tasks, else the one with most known headings is read."""
    check(data, file=file)
    book = ReceiptBook()
    cells = _cells(data, file)
    chosen = _chosen({name: _sheet(name, rows) for name, rows in cells.items()}, options, file)
    own = (
        beside({name: _below(name, rows, 0) for name, rows in cells.items()}, book) if chosen.name == "Tasks" else None
    )
    dossier = read_sheet(
        replace(chosen, name="") if own else chosen,
        data=data,
        file=file,
        format_id="xlsx",
        columns=options.columns,
        dates=options.dates,
        book=book,
        around=own.around if own else None,
        plan=options.plan,
    )
    if own and own.assignments is not None:
        known = {task.uid for task in dossier.plan.tasks}
        assignments = tuple(one for one in own.assignments if one.task in known)
        people = own.around.resources
        dossier = replace(dossier, plan=replace(dossier.plan, resources=people, assignments=assignments))
    return Imported(dossier, book.receipt(file, "xlsx"))


def write(dossier: Dossier) -> bytes:
    """Write tasks, project, resources, rates, assignments, calendars and exceptions, a sheet each."""
    workbook = Workbook(write_only=True)
    for table in (task_table(dossier), *more_tables(dossier)):
        _write_table(workbook.create_sheet(table.name), table)
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _cells(data: bytes, file: str) -> Mapping[str, Sequence[Sequence[Cell]]]:
    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(data))
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except BaseException as error:
        # The parser's panics are no ordinary exceptions, and have no name that could be imported.
        if not isinstance(error, CalamineError | ValueError | OSError) and type(error).__name__ != "PanicException":
            raise
        raise FileRefusedError(
            f"{file}: the workbook cannot be read ({error}). Open it in Excel and save it again as .xlsx."
        ) from error


def _sheet(name: str, cells: Sequence[Sequence[Cell]]) -> Sheet:
    """Find the row of headings: of the first rows the one with most known words."""
    head = max(range(min(len(cells), _HEADER_ROWS)), key=lambda number: (score(cells[number]), -number), default=0)
    return _below(name, cells, head)


def _below(name: str, cells: Sequence[Sequence[Cell]], head: int) -> Sheet:
    """Take one row for the headings and those below it for the table."""
    if not cells:
        return Sheet((), (), name)
    below = (SheetRow(number, tuple(row)) for number, row in enumerate(cells[head + 1 :], start=head + 2))
    return Sheet(tuple(shown(cell) for cell in cells[head]), tuple(below), name)


def _chosen(sheets: dict[str, Sheet], options: ReadOptions, file: str) -> Sheet:
    if options.sheet:
        found = next((one for name, one in sheets.items() if name.casefold() == options.sheet.strip().casefold()), None)
        if found is None:
            raise FileRefusedError(f"{file}: there is no sheet {options.sheet!r}. The sheets are: {', '.join(sheets)}.")
        return found
    named = {heading.strip().casefold() for heading in options.columns.values()}

    def fits(sheet: Sheet) -> int:
        return score(sheet.headings) + len(named & {one.strip().casefold() for one in sheet.headings})

    best = max(sheets.values(), key=fits, default=None)
    if best is None or not fits(best):
        raise FileRefusedError(
            f"{file}: no sheet has headings Milepost knows. The first row of a plan names the columns, for example: "
            "ID, Task Name, Duration, Start, Predecessors."
        )
    return best


def _write_table(sheet: Any, table: Table) -> None:
    sheet.freeze_panes = "A2"
    for place, heading in enumerate(table.headings):
        letters = "" if place < 26 else chr(64 + place // 26)
        widest = max((len(shown(row[place])) for row in table.rows[:200]), default=0)
        sheet.column_dimensions[letters + chr(65 + place % 26)].width = min(
            max(widest, len(heading)) + 2, _WIDEST_COLUMN
        )
    bold = Font(bold=True)
    sheet.append([_cell(sheet, heading, bold) for heading in table.headings])
    for row in table.rows:
        sheet.append([_cell(sheet, value) for value in row])


def _cell(sheet: Any, value: Cell, font: Font | None = None) -> Any:
    """Make a typed cell; text stays text even where it looks like a formula. Plain values need no cell of their own."""
    if isinstance(value, str):
        value = ILLEGAL_CHARACTERS_RE.sub("", value)[:_LONGEST_TEXT] or None
    if font is None and not isinstance(value, date) and not (isinstance(value, str) and value.startswith("=")):
        return value
    content: Any = value
    cell = WriteOnlyCell(sheet, value=content)
    if isinstance(value, str):
        cell.data_type = "s"
    elif isinstance(value, date):
        cell.number_format = "yyyy-mm-dd hh:mm" if isinstance(value, datetime) else "yyyy-mm-dd"
    if font is not None:
        cell.font = font
    return cell
