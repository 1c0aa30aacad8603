"""`milepost do`: every command of the record from the terminal."""

from __future__ import annotations

import sys
from dataclasses import replace
from getpass import getpass

from milepost.cli.answers import show_done
from milepost.cli.screen import say
from milepost.cli.speaking import Typed, as_text, speak
from milepost.cli.words import Record, Wish


def do(typed: Typed = None) -> None:
    """Change the record: milepost do COMMAND --project CODE --argument value ...

    `milepost do --help` lists the commands, `milepost do COMMAND --help` tells its arguments.
    """
    speak("do", typed, _done)


def _done(record: Record, wish: Wish) -> None:
    done = record.do(_with_password(record, wish))
    if wish.json:
        say(as_text(done))
    else:
        show_done(done)


def _with_password(record: Record, wish: Wish) -> Wish:
    """Ask for a password that is needed and was not typed: on a command line others could read it."""
    schema = record.commands()[wish.word].schema
    if "password" not in schema.get("required", ()) or "password" in wish.arguments:
        return wish
    typed = getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
    return replace(wish, arguments={**wish.arguments, "password": typed})
