"""The arguments and options that several commands share, worded once."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer

from milepost.cli.outcome import StoppedError

READING = "How to read the file"

PlanFile = Annotated[
    str, typer.Argument(metavar="FILE", help="A project file of any format Milepost reads; - reads standard input.")
]
ColumnMap = Annotated[
    list[str] | None,
    typer.Option(
        "--map",
        metavar="FIELD=COLUMN",
        help="CSV, XLSX: which column holds a field, as in --map start='Begin date'; repeat per field.",
    ),
]
Sheet = Annotated[str, typer.Option("--sheet", metavar="NAME", help="XLSX: the sheet that holds the tasks.")]
ProjectPick = Annotated[
    str, typer.Option("--project", metavar="ID", help="P6: which project to read when the file holds several.")
]
StatusDate = Annotated[
    str,
    typer.Option(
        "--status-date",
        metavar="DATE",
        help="Judge progress on this day (2026-10-16, today, or none) instead of the file's own status date.",
    ),
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON for programs.")]


def parse_day(text: str) -> date:
    """Read a day as people type it for programs: `2026-10-16` or `today`."""
    if text == "today":
        return today()
    try:
        return date.fromisoformat(text)
    except ValueError as unreadable:
        raise StoppedError(f"{text!r} is not a date; write it as 2026-10-16, or today.") from unreadable


def today() -> date:
    """The day on this machine's clock; only the doors know it."""
    return datetime.now().astimezone().date()
