"""Executable edits of a plan: a command word and its arguments, applied without touching the plan they start from.

The words are those of every door of Milepost; a proposal is a list of them. Applying never reads a
clock, and refuses what it cannot do in a sentence that says what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from milepost.dossier.edits_dates import DATE_COMMANDS
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_links import LINK_COMMANDS
from milepost.dossier.edits_progress import PROGRESS_COMMANDS
from milepost.dossier.edits_records import EditRefusedError, checked
from milepost.engine.plan import Plan

__all__ = ["COMMANDS", "Edit", "EditRefusedError", "apply", "from_json", "to_json"]

#: Every command word and the function that carries it out: `function(plan, **arguments) -> Plan`.
COMMANDS = {**EFFORT_COMMANDS, **LINK_COMMANDS, **DATE_COMMANDS, **PROGRESS_COMMANDS}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a plan: the command word and its arguments.

    Arguments are what JSON holds: records are uids, durations and instants whole minutes, units and
    percentages decimal numbers as text, kinds the words of the trade (`FS`, `SNET`).
    """

    command: str
    arguments: Mapping[str, Any] = field(default_factory=dict)


def apply(plan: Plan, edits: Iterable[Edit]) -> Plan:
    """Carry out edits one after the other and give the plan that comes out; the given plan stays as it was.

    Raises EditRefusedError for an unknown command, record or argument, and for what a command refuses.
    """
    for edit in edits:
        command = COMMANDS.get(edit.command)
        if command is None:
            known = ", ".join(sorted(COMMANDS))
            raise EditRefusedError(f"There is no command {edit.command!r}; the commands are {known}.")
        plan = command(plan, **checked(edit.command, command, edit.arguments))
    return plan


def to_json(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object: `{"command": ..., "arguments": {...}}`."""
    return {"command": edit.command, "arguments": dict(edit.arguments)}


def from_json(document: Mapping[str, Any]) -> Edit:
    """Read an edit from the JSON object `to_json` makes."""
    command, arguments = document.get("command"), document.get("arguments", {})
    if not isinstance(command, str) or not isinstance(arguments, Mapping):
        raise EditRefusedError("An edit is an object with a command word and an object of arguments.")
    return Edit(command, dict(arguments))
