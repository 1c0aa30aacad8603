"""`milepost convert`: read one format, write another."""

from __future__ import annotations

from typing import Annotated

import typer

from milepost.cli.options import ColumnMap, PlanFile, ProjectPick, Sheet


def convert(
    file: PlanFile,
    out: Annotated[str, typer.Argument(metavar="OUT", help="The file to write; its ending says the format.")],
    to: Annotated[
        str, typer.Option("--to", metavar="FORMAT", help="The format, where OUT's ending does not say it: see below.")
    ] = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Write a plan in another format.

    Formats for --to: mspdi (.xml), archive (.milepost), csv, xlsx. With - as OUT the result goes to the
    standard output.
    """
    from milepost.cli.files import STANDARD, place_for, write_bytes
    from milepost.cli.opening import opened
    from milepost.exchange.write import format_for, write

    wanted = format_for(out, to)
    if out != STANDARD:
        place_for(out)
    write_bytes(out, write(opened(file, columns, sheet, project).dossier, wanted.id))
