"""Every command there is."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from milepost.commands.command import Command, registered
from milepost.queries.refused import Refused

#: The nouns that have commands; each is a file of this room.
NOUNS = (
    "projects",
    "projects_settings",
    "projects_thresholds",
    "imports",
    "schedule",
    "schedule_outline",
    "schedule_progress",
    "schedule_calendars",
    "schedule_levelling",
    "members",
    "people",
    "pool",
    "risks",
    "changes",
    "advice",
    "budget",
    "accounts",
    "tokens",
    "views",
    "preferences",
    "entries",
    "undo",
)


@cache
def catalogue() -> Mapping[str, Command]:
    """Give every command by its word."""
    for noun in NOUNS:
        import_module(f"milepost.commands.{noun}")
    return dict(sorted(registered().items()))


def find(word: str) -> Command:
    """Find a command by its word. Refuses an unknown one, naming those that look like it."""
    known = catalogue()
    if word not in known:
        near = difflib.get_close_matches(word, known, 3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Refused(f"There is no command {word!r}.{hint}", "command", "unknown")
    return known[word]
