"""`milepost login`: keep a token for a server, for its owner's eyes only."""

from __future__ import annotations

import json
import os
import sys
from getpass import getpass
from typing import Annotated

import typer

from milepost.cli.outcome import StoppedError
from milepost.cli.remote import RemoteRecord, address_of, kept_tokens, tokens_file
from milepost.cli.screen import say
from milepost.cli.words import Wish
from milepost.queries.refused import Refused


def login(
    server: Annotated[str, typer.Option("--server", metavar="URL", help="The server's address.")],
    forget: Annotated[bool, typer.Option("--forget", help="Forget the token for this server instead.")] = False,
) -> None:
    """Keep a token for a server, so that do and ask need none; make one on its page of your account.

    The token is asked for, or read from the standard input, tried, and written to a file only you can read.
    """
    address = address_of(server)
    tokens = {each: token for each, token in kept_tokens().items() if each != address}
    if forget:
        _keep(tokens)
        say(f"No token is kept for {address} any more.")
        return
    token = (getpass("Token: ") if sys.stdin.isatty() else sys.stdin.readline()).strip()
    if not token:
        raise StoppedError("There is no token; paste the one that the server showed you.")
    try:
        RemoteRecord(address, token).ask(Wish("portfolio", {}, None, False, "", "", True))
    except Refused as refused:
        raise StoppedError(refused.message) from refused
    _keep({**tokens, address: token})
    say(f"You are signed in at {address}; the token is in {tokens_file()}.")


def _keep(tokens: dict[str, str]) -> None:
    file = tokens_file()
    file.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = file.with_name(f"{file.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w", encoding="utf-8") as out:
        json.dump(tokens, out, indent=1)
    draft.replace(file)
