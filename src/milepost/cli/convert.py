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
    data = write(dossier, wanted.id)
    write_bytes(out, data)
    remark_written(dossier, data, wanted)


def remark_written(dossier: Dossier, data: bytes, written: Format) -> None:
    """Say on the standard error what the written format could not hold, and which dates that changes."""
    remark_losses(dossier, written)
    remark_dates(dossier, data, written)


def remark_dates(dossier: Dossier, data: bytes, written: Format) -> None:
    """Say on the standard error where what was written, read back, has other dates than the plan."""
    from milepost.engine.notices import PlanRefusedError
    from milepost.engine.schedule import schedule
    from milepost.engine.words import when
    from milepost.exchange.read import read

    try:
        mine = schedule(dossier.plan)
        back = schedule(read(data, file=f"the {written.name} written", format_id=written.id).dossier.plan)
    except PlanRefusedError:
        # What cannot be scheduled has no dates to compare; reviewing either plan says why.
        return
    ours, theirs = ([each for each in one.tasks if not each.summary] for one in (mine, back))
    other = sum((a.start, a.finish) != (b.start, b.finish) for a, b in zip(ours, theirs, strict=False))
    other += abs(len(ours) - len(theirs))
    if other:
        settings = dossier.plan.settings
        ends = ""
        if mine.finish != back.finish:
            ends = f"; the project would end {when(back.finish, settings)}, not {when(mine.finish, settings)}"
        remark(
            [
                f"Read back from {written.name}, {other} of {len(ours)} tasks have other dates{ends}. "
                "Milepost's archive (.milepost) keeps all of them."
            ]
        )


def remark_losses(dossier: Dossier, written: Format) -> None:
    """Say on the standard error what the written format could not hold."""
    from milepost.exchange.losses import losses

    left = losses(dossier, written.id)
    if left:
        remark([f"{written.name} cannot hold and leaves out: {', '.join(left)}. Milepost's archive keeps everything."])
