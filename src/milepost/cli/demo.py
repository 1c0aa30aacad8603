"""`milepost demo`: a believable organisation to look around in, served at once."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from milepost.cli.screen import say
from milepost.cli.serve import HOST, PORT, Host, Port, run_server
from milepost.cli.wiring import serving

#: Where the sample organisation is kept unless MILEPOST_HOME says otherwise.
FOLDER = "milepost-demo"
#: Who is worth signing in as, and what they see first.
WORTH = (
    ("nadia", "project manager of the portal, administrator"),
    ("oskar", "project manager of the data centre move"),
    ("sven", "sponsor of all three: approves changes, sees costs"),
    ("lukas", "developer: his own tasks and time"),
)


def demo(
    host: Host = HOST,
    port: Port = PORT,
    build_only: Annotated[bool, typer.Option("--build-only", help="Make the organisation and stop.")] = False,
) -> None:
    """Serve a sample organisation: three projects, twenty people, twelve weeks of history.

    The first start makes it, in the folder MILEPOST_HOME names (else ./milepost-demo); later ones keep what you did.
    Remove the folder to begin again. Ctrl-C stops.
    """
    os.environ.setdefault("MILEPOST_HOME", str(Path.cwd() / FOLDER))
    serving().migrate()
    _built()
    if not build_only:
        _greet()
        run_server(host, port, reload=False, with_worker=True, path="/p/PORTAL/review")


def _built() -> None:
    """Make the organisation where nobody has an account yet: all of it or nothing."""
    from django.db import transaction

    from milepost.cli.demo_world import World
    from milepost.queries.accounts import nobody_has_an_account

    if not nobody_has_an_account():
        return
    say("Making the sample organisation; this takes a moment, once.")
    with transaction.atomic():
        World(datetime.now(UTC).date(), lambda what: say(f"  {what}")).build()


def _greet() -> None:
    from milepost.cli.demo_world import PASSWORD

    say(f"\nSign in with the password {PASSWORD} as")
    for login, who in WORTH:
        say(f"  {login:<8} {who}")
    say("")
