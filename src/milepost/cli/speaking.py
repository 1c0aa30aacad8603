"""What `milepost do` and `milepost ask` have in common: find the record, the word and what was typed after it."""

from __future__ import annotations

import difflib
import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Annotated, Any

import typer

from milepost.cli.outcome import StoppedError
from milepost.cli.screen import say
from milepost.cli.words import Record, Wish, Word, read_wish

Typed = Annotated[
    list[str] | None,
    typer.Argument(metavar="WORD [--argument VALUE ...]", help="The word and its arguments; WORD --help tells them."),
]
#: What comes after the word is read by the word's own flags.
AS_TYPED = {"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []}
_HELP = ("-h", "--help")


def speak(verb: str, typed: Sequence[str] | None, speaking: Callable[[Record, Wish], None]) -> None:
    """Read a word and its arguments and let `speaking` speak with the record."""
    words = list(typed or ())
    server = _taken(words, "--server") or os.environ.get("MILEPOST_SERVER", "")
    record = _record(server, _taken(words, "--as"))
    known = record.commands() if verb == "do" else record.queries()
    if not words or words[0] in _HELP:
        _list(verb, known)
        return
    word = known.get(words[0])
    if word is None:
        near = difflib.get_close_matches(words[0], known, 3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise StoppedError(
            f"There is no {'command' if verb == 'do' else 'query'} {words[0]!r}.{hint} See milepost {verb} --help."
        )
    wish = read_wish(f"milepost {verb} {word.name}", word, words[1:], changes=verb == "do")
    if not word.site and wish.project is None:
        wish = replace(wish, project=os.environ.get("MILEPOST_PROJECT") or None)
    _speak(record, wish, speaking)


def _speak(record: Record, wish: Wish, speaking: Callable[[Record, Wish], None]) -> None:
    from milepost.queries.refused import Refused

    try:
        speaking(record, wish)
    except Refused as refused:
        field = f" (--{refused.field.replace('_', '-')})" if refused.field in wish.arguments else ""
        raise StoppedError(f"{refused.message}{field}") from refused


def _record(server: str, user: str) -> Record:
    if server:
        from milepost.cli.remote import RemoteRecord, token_for

        if user:
            raise StoppedError("--as is for the database of this machine; on a server you are who your token says.")
        return RemoteRecord(server, token_for(server))
    from milepost.cli.local import LocalRecord

    return LocalRecord(user)


def _taken(words: list[str], flag: str) -> str:
    """Take a flag with its value out of what was typed, wherever it stands."""
    for place, word in enumerate(words):
        if word.startswith(f"{flag}="):
            return words.pop(place).partition("=")[2]
        if word == flag:
            if place + 1 == len(words):
                raise StoppedError(f"{flag} needs a value.")
            value = words[place + 1]
            del words[place : place + 2]
            return value
    return ""


def _list(verb: str, known: Mapping[str, Word]) -> None:
    """List all words by what they are about."""
    what = "COMMAND changes the record" if verb == "do" else "QUERY asks the record"
    say(f"milepost {verb} {what}. milepost {verb} WORD --help tells its arguments.\n")
    say("  --as USER      on this machine: who acts; otherwise the only administrator")
    say("  --server URL   a server instead of this machine; MILEPOST_TOKEN, or milepost login, says who you are")
    widest = max(len(name) for name in known)
    for area in sorted({word.area for word in known.values()}):
        say(f"\n{area.capitalize()}")
        for word in (each for each in known.values() if each.area == area):
            say(f"  {word.name:<{widest}}  {word.summary}")


def as_text(value: Any) -> str:
    """Write JSON as people and programs read it."""
    import json

    return json.dumps(value, indent=2, ensure_ascii=False)
