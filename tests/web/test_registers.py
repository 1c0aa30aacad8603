"""Registers: what one asks to see is what one sees and takes away."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum

import pytest
from openpyxl import load_workbook

from milepost.web.exports import export
from milepost.web.registers import ROWS, Column, Register, Sheet, sheet
from milepost.web.rows import rows


class State(StrEnum):
    """How far something is."""

    OPEN = "open"
    ON_HOLD = "on_hold"


@dataclass(frozen=True, slots=True)
class Row:
    """A row of a register."""

    ref: str
    title: str
    state: State
    due: date | None
    cost: Decimal
    seen: datetime


SEEN = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
ROWS_ = (
    Row("R-2", "Late parts", State.OPEN, date(2026, 4, 1), Decimal("1200.50"), SEEN),
    Row("R-10", "=HYPERLINK(1)", State.ON_HOLD, None, Decimal(3), SEEN),
    Row("R-1", "Strike", State.OPEN, date(2026, 3, 1), Decimal(20), SEEN),
)
COLUMNS = (
    Column("ref"),
    Column("title"),
    Column("state", kind="choice"),
    Column("due", kind="day"),
    Column("cost", "Costs", kind="money"),
    Column("seen", kind="date", extra=True),
)
REGISTER = Register("risks", leads="/p/{project}/risks/{ref}", columns=COLUMNS)


def shown(**asked: str) -> Sheet:
    """The register as asked."""
    told = {name.replace("is_", "is."): value for name, value in asked.items()}
    return sheet(REGISTER, "", ROWS_, told, project="SMALL")


def keys(found: Sheet) -> list[str]:
    """Which rows are shown, in order."""
    return [line.key for line in found.lines]


def test_without_a_word_everything_stands_as_it_came() -> None:
    found = shown()
    assert keys(found) == ["R-2", "R-10", "R-1"]
    assert [column.name for column in found.columns] == ["ref", "title", "state", "due", "cost"]
    assert found.lines[0].leads == "/p/SMALL/risks/R-2"
    assert [cell.text for cell in found.lines[0].cells] == ["R-2", "Late parts", "open", "1 Apr 2026", "1,200.50"]


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("ref", ["R-1", "R-2", "R-10"]),
        ("-ref", ["R-10", "R-2", "R-1"]),
        ("cost", ["R-10", "R-1", "R-2"]),
        ("due", ["R-1", "R-2", "R-10"]),
        ("nothing", ["R-2", "R-10", "R-1"]),
    ],
)
def test_rows_are_sorted_as_people_read_them(sort: str, order: list[str]) -> None:
    assert keys(shown(sort=sort)) == order


def test_text_is_searched_in_every_column_word_by_word() -> None:
    found = shown(q="open LATE")
    assert keys(found) == ["R-2"]
    assert found.narrowed
    assert keys(shown(q="nothing like it")) == []


def test_a_choice_narrows_and_is_offered_with_what_there_is() -> None:
    found = shown(is_state="on hold")
    assert keys(found) == ["R-10"]
    assert [(each.column.name, each.values, each.chosen) for each in found.filters] == [
        ("state", ("on hold", "open"), "on hold")
    ]


def test_columns_are_chosen_and_the_address_keeps_what_was_asked() -> None:
    found = shown(columns="ref,seen", q="R")
    assert [column.name for column in found.columns] == ["ref", "seen"]
    assert found.address(sort="due") == "?columns=ref%2Cseen&q=R&sort=due"
    assert found.address(q="") == "?columns=ref%2Cseen"


@pytest.mark.parametrize(("page", "number"), [("", 1), ("2", 2), ("9", 3), ("0", 1), ("x", 1), ("-1", 1)])
def test_long_registers_have_pages(page: str, number: int) -> None:
    many = tuple(Row(f"R-{each}", "", State.OPEN, None, Decimal(0), SEEN) for each in range(2 * ROWS + 5))
    found = sheet(REGISTER, "", many, {"page": page})
    assert (found.page, found.last, found.found) == (number, 3, 2 * ROWS + 5)
    assert len(sheet(REGISTER, "", many, {}, every=True).lines) == 2 * ROWS + 5


def test_rows_are_written_with_everything_escaped_and_editable_cells_marked() -> None:
    row = Row('R-"1', "<b>late</b>", State.ON_HOLD, date(2026, 3, 1), Decimal(3), SEEN)
    columns = (Column("ref"), Column("title", edit="rename_risk"), *COLUMNS[2:4])
    register = Register("risks", leads="/p/{project}/risks/{ref}", columns=columns)
    text = rows(sheet(register, "", (row,), {}, project="SMALL"), {"rename_risk"}, pick=True)
    assert text == (
        '<tr data-key="R-&quot;1"><td class="mp-pick"><input type="checkbox" class="form-check-input" data-pick '
        'value="R-&quot;1" aria-label="Choose R-&quot;1"></td>'
        '<td><a class="mp-row-link" href="/p/SMALL/risks/R-%221">R-&quot;1</a></td>'
        '<td class="mp-named" data-edit="rename_risk" data-argument="title" tabindex="0">&lt;b&gt;late&lt;/b&gt;</td>'
        '<td><span class="mp-badge mp-badge-on-hold">on hold</span></td>'
        '<td><time datetime="2026-03-01">1 Mar 2026</time></td></tr>'
    )
    assert "data-edit" not in rows(sheet(register, "", (row,), {}), set(), pick=False)


def test_a_csv_file_holds_what_one_sees_and_no_formula() -> None:
    answer = export(shown(sort="ref", columns="ref,title,due,seen"), "csv", "Risks")
    lines = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert lines == [
        ["Ref", "Title", "Due", "Seen"],
        ["R-1", "Strike", "2026-03-01", "2026-03-02 09:30"],
        ["R-2", "Late parts", "2026-04-01", "2026-03-02 09:30"],
        ["R-10", "'=HYPERLINK(1)", "", "2026-03-02 09:30"],
    ]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="risks.csv"'


def test_a_workbook_keeps_numbers_and_texts_as_such() -> None:
    answer = export(shown(sort="-ref"), "xlsx", "Risks: open/closed")
    page = load_workbook(io.BytesIO(answer.content)).worksheets[0]
    assert page.title == "Risks  open closed"
    assert [cell.value for cell in page[2]] == ["R-10", "=HYPERLINK(1)", "on hold", None, 3]
    assert page["B2"].data_type == "s"


def test_money_says_the_currency_of_its_row() -> None:
    @dataclass(frozen=True)
    class Project:
        ref: str
        budget: Decimal | None
        currency: str

    columns = (Column("ref"), Column("budget", kind="money"))
    found = (Project("ONE", Decimal("12000"), "EUR"), Project("TWO", None, "USD"), Project("SIX", Decimal(7), ""))
    lines = sheet(Register("projects", columns=columns), "", found, {}, project="").lines
    assert [line.cells[1].text for line in lines] == ["EUR 12,000", "", "7"]
