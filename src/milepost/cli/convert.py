"""`milepost convert`: read one format, write another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import ColumnMap, PlanFile, ProjectPick, Sheet
from milepost.cli.screen import remark

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.exchange.formats import Format


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
    standard output. What the format cannot hold is said on the standard error.
    """
    from milepost.cli.files import STANDARD, place_for, write_bytes
    from milepost.cli.opening import opened
    from milepost.exchange.write import format_for, write

    wanted = format_for(out, to)
    if out != STANDARD:
        place_for(out)
    dossier = opened(file, columns, sheet, project).dossier
    write_bytes(out, write(dossier, wanted.id))
    remark_losses(dossier, wanted)


def remark_losses(dossier: Dossier, written: Format) -> None:
    """Say on the standard error what the written format could not hold."""
    from milepost.exchange.losses import losses

    left = losses(dossier, written.id)
    if left:
        remark([f"{written.name} cannot hold and leaves out: {', '.join(left)}. Milepost's archive keeps everything."])
