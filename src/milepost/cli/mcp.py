"""`milepost mcp`: the door for assistants on this machine."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from importlib import import_module
from typing import Annotated

import typer

from milepost.cli.outcome import StoppedError
from milepost.cli.wiring import set_up


class Scope(StrEnum):
    """How far an assistant reaches."""

    READ = "read"
    PROPOSE = "propose"
    WRITE = "write"


def mcp(
    user: Annotated[
        str, typer.Option("--as", metavar="USER", help="Who it acts for; else the only administrator.")
    ] = "",
    scope: Annotated[Scope, typer.Option("--scope", help="read, propose (changes wait for a person) or write.")] = (
        Scope.PROPOSE
    ),
) -> None:
    """Let an assistant on this machine work with the record, over standard input and output (MCP).

    What it would change becomes a change request that a person decides on, unless --scope says otherwise.
    On a server assistants use the address /mcp with a token.
    """
    set_up()
    from milepost.queries.accounts import actor_named, only_administrator
    from milepost.queries.refused import Refused

    try:
        actor = actor_named(user) if user else only_administrator()
    except Refused as refused:
        raise StoppedError(refused.message) from refused
    # Doors are strangers to each other, so the other one is found by its name.
    import_module("milepost.mcp.stdio").serve(replace(actor, scope=str(scope)))
