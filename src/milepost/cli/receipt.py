"""`milepost receipt`: what reading a file kept, approximated and dropped, and which dates differ from its own."""

from __future__ import annotations

import json
from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet
from milepost.cli.screen import Cell, Column, is_terminal, say, show_table

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.exchange.differences import DateDifference
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

    Each field is kept, approximated or dropped, with counts and examples. Each task whose computed
    date differs from the one stored in the file is listed with both dates and why.
    """
    from milepost.cli.opening import opened

    imported = opened(file, columns, sheet, project)
    given, dossier = imported.receipt, imported.dossier
    differences, obstacle = compared(dossier)
    if as_json:
        say(json.dumps(document(given) | dates_document(dossier, differences, obstacle), ensure_ascii=False, indent=2))
        return
    show_fields(given, everything=everything)
    show_differences(dossier, differences, obstacle)


def compared(dossier: Dossier) -> tuple[tuple[DateDifference, ...], str]:
    """Compare computed with stored dates; where the plan cannot be scheduled, say why instead."""
    from milepost.cli.opening import scheduled
    from milepost.engine.notices import PlanRefusedError
    from milepost.exchange.differences import date_differences

    try:
        return date_differences(dossier, scheduled(dossier)), ""
    except PlanRefusedError as error:
        return (), f"No dates could be computed: {error}"


def show_fields(given: Receipt, *, everything: bool) -> None:
    """Print what became of each field."""
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


def show_differences(dossier: Dossier, differences: tuple[DateDifference, ...], obstacle: str) -> None:
    """Print the dates that differ, or that none does."""
    from milepost.engine.words import label

    stored = sum(one.start is not None and one.finish is not None for one in dossier.stored)
    if obstacle:
        say(obstacle)
    elif not stored:
        say("The file stores no dates to compare with.")
    elif not differences:
        say(f"Dates: computed and stored dates agree for all {stored:,} tasks that have them.")
    else:
        say(f"Dates: {len(differences):,} tasks differ from the dates stored in the file:")
        names = {task.uid: label(task) for task in dossier.plan.tasks}
        show = partial(shown, dossier)
        titles = [Column("Task", wraps=True), Column("Stored"), Column("Computed"), Column("Why", wraps=True)]
        rows = [
            (
                names[one.task],
                f"{show(one.stored_start)} - {show(one.stored_finish)}",
                f"{show(one.start)} - {show(one.finish)}",
                one.why,
            )
            for one in differences
        ]
        show_table(titles, rows)


def shown(dossier: Dossier, at: int) -> str:
    """An instant as wall-clock time of the project."""
    from milepost.engine.clock import moment

    return moment(at, dossier.plan.settings.zone).isoformat(sep=" ", timespec="minutes")


def dates_document(dossier: Dossier, differences: tuple[DateDifference, ...], obstacle: str) -> dict[str, object]:
    """The differing dates as JSON; `dates_error` says why there are none where the plan cannot be scheduled."""
    iso = partial(shown, dossier)
    rows = [
        {
            "uid": one.task,
            "stored_start": iso(one.stored_start).replace(" ", "T"),
            "stored_finish": iso(one.stored_finish).replace(" ", "T"),
            "start": iso(one.start).replace(" ", "T"),
            "finish": iso(one.finish).replace(" ", "T"),
            "in_working_time": one.in_working_time,
            "why": one.why,
        }
        for one in differences
    ]
    return {"dates": rows, "dates_error": obstacle}


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
