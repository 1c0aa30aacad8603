"""`milepost receipt`: what reading a file kept, approximated and dropped."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet
from milepost.cli.screen import Cell, Column, is_terminal, say, show_table

if TYPE_CHECKING:
    from milepost.exchange.receipt import Receipt, ReceiptLine

TONES = {"kept": "", "approximated": "warn", "dropped": "bad"}


def receipt(
    file: PlanFile,
    as_json: AsJson = False,
    everything: Annotated[
        bool, typer.Option("--all", help="In a terminal, list every kept field, not only how many.")
    ] = False,
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Show what reading a file kept and lost.

    Each field is kept, approximated or dropped, with counts and examples.
    """
    from milepost.cli.opening import opened

    given = opened(file, columns, sheet, project).receipt
    if as_json:
        say(json.dumps(document(given), ensure_ascii=False, indent=2))
        return
    lines = given.lines
    if is_terminal() and not everything:
        kept = [line for line in lines if line.fate.value == "kept"]
        say(f"{given.file}: {len(kept)} fields kept with {sum(line.count for line in kept):,} values.")
        lines = tuple(line for line in lines if line.fate.value != "kept")
    if lines:
        show_lines(lines)


def show_lines(lines: tuple[ReceiptLine, ...]) -> None:
    """Print the lines of a receipt as a table."""
    titles = [Column("Field", wraps=True), Column("Fate"), Column("Count", right=True), Column("Examples", wraps=True)]
    rows = [
        (line.field, Cell(line.fate.value, TONES[line.fate.value]), str(line.count), "; ".join(line.examples))
        for line in lines
    ]
    show_table(titles, rows)


def document(given: Receipt) -> dict[str, object]:
    """The receipt as JSON."""
    return {
        "file": given.file,
        "format": given.format,
        "fields": [
            {"field": line.field, "fate": line.fate.value, "count": line.count, "examples": list(line.examples)}
            for line in given.lines
        ],
    }
