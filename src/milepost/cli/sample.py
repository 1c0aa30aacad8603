"""`milepost sample`: the project that ships with Milepost, reviewed."""

from __future__ import annotations

from importlib.resources import files
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.screen import say

if TYPE_CHECKING:
    from milepost.cli.review import Reviewed

#: The sample project, and the same project as its manager had saved it two weeks earlier.
NOW, BEFORE = "portal.milepost", "portal-two-weeks-ago.milepost"
#: Both as Microsoft Project XML too: the plan alone, without the risks and the money that it cannot hold.
PLANS = ("portal.xml", "portal-two-weeks-ago.xml")
PAGE = "portal-review.html"


def sample(
    page: Annotated[str, typer.Option("--html", metavar="OUT", help="Where to write the page.")] = PAGE,
    copy_to: Annotated[
        str, typer.Option("--copy-to", metavar="FOLDER", help="Only copy the sample's files there, to try things out.")
    ] = "",
) -> None:
    """Review the project that ships with Milepost.

    An insurer moves its customer portal to a new identity provider and cloud platform; the review is
    that of 16 October 2026, two weeks after the one before.
    """
    if copy_to:
        copy_sample(copy_to)
        return
    from milepost.cli.files import STANDARD, place_for
    from milepost.cli.review import show, write_page

    if page != STANDARD:
        place_for(page)
    reviewed = reviewed_sample()
    show(reviewed)
    write_page(reviewed, page)
    say(f"\nThe page to send: {page}")


def reviewed_sample() -> Reviewed:
    """Read and review the sample as of its status date."""
    from milepost.cli.review import reviewed_plan
    from milepost.engine.clock import moment
    from milepost.exchange.read import read

    now, before = (read(sample_bytes(name), file=name) for name in (NOW, BEFORE))
    settings = now.dossier.plan.settings
    return reviewed_plan(now, moment(settings.status_date or settings.start, settings.zone).date(), before)


def copy_sample(folder: str) -> None:
    """Copy the sample's files into a folder."""
    from pathlib import Path

    from milepost.cli.files import write_bytes

    Path(folder).mkdir(parents=True, exist_ok=True)
    for name in (NOW, BEFORE, *PLANS):
        write_bytes(str(Path(folder) / name), sample_bytes(name))
        say(str(Path(folder) / name))


def sample_bytes(name: str) -> bytes:
    """One of the sample's files as it is installed."""
    return (files("milepost") / "sample" / name).read_bytes()
