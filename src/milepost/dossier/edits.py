"""Executable edits of a project: a command word and its arguments, applied without touching what they start from.

Most change the plan; those on risks and money change the records beside it. The words are those of every
door of Milepost; a proposal is a list of them. Applying never reads a clock, and refuses what it
cannot do in a sentence that says what would be right.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_calendars import CALENDAR_COMMANDS
from milepost.dossier.edits_dates import DATE_COMMANDS
from milepost.dossier.edits_effort import EFFORT_COMMANDS
from milepost.dossier.edits_links import LINK_COMMANDS
from milepost.dossier.edits_logic import LOGIC_COMMANDS
from milepost.dossier.edits_money import MONEY_COMMANDS
from milepost.dossier.edits_outline import OUTLINE_COMMANDS, OUTLINE_RECORD_COMMANDS
from milepost.dossier.edits_people import PEOPLE_COMMANDS
from milepost.dossier.edits_progress import PROGRESS_COMMANDS
from milepost.dossier.edits_records import EditRefusedError, checked
from milepost.dossier.edits_risk_entries import RISK_ENTRY_COMMANDS
from milepost.dossier.edits_risks import RISK_COMMANDS
from milepost.dossier.edits_tasks import TASK_COMMANDS, TASK_RECORD_COMMANDS
from milepost.dossier.edits_team import TEAM_COMMANDS
from milepost.dossier.edits_time import TIME_COMMANDS
from milepost.engine.plan import Plan

__all__ = ["COMMANDS", "RECORD_COMMANDS", "Edit", "EditRefusedError", "apply", "carry_out", "from_json", "to_json"]

#: Every command word on the plan and the function that carries it out: `function(plan, **arguments) -> Plan`.
COMMANDS = {
    **EFFORT_COMMANDS,
    **LINK_COMMANDS,
    **DATE_COMMANDS,
    **PEOPLE_COMMANDS,
    **PROGRESS_COMMANDS,
    **OUTLINE_COMMANDS,
    **TASK_COMMANDS,
    **TEAM_COMMANDS,
    **TIME_COMMANDS,
    **LOGIC_COMMANDS,
    **CALENDAR_COMMANDS,
}
#: Every command word on the records beside the plan: `function(dossier, **arguments) -> Dossier`.
RECORD_COMMANDS = {
    **RISK_COMMANDS,
    **RISK_ENTRY_COMMANDS,
    **MONEY_COMMANDS,
    **OUTLINE_RECORD_COMMANDS,
    **TASK_RECORD_COMMANDS,
}


@dataclass(frozen=True, slots=True)
class Edit:
    """One change of a project: the command word and its arguments.

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
        if command is None and edit.command in RECORD_COMMANDS:
            raise EditRefusedError(f"{edit.command} changes the project's records; a plan alone does not have them.")
        if command is None:
            raise EditRefusedError(_unknown(edit))
        plan = command(plan, **checked(edit.command, command, edit.arguments))
    return plan


def carry_out(dossier: Dossier, edits: Iterable[Edit]) -> Dossier:
    """Carry out edits of the plan and of the records beside it, one after the other; the given dossier stays.

    Raises EditRefusedError as `apply` does.
    """
    for edit in edits:
        command = RECORD_COMMANDS.get(edit.command)
        if command is not None:
            dossier = command(dossier, **checked(edit.command, command, edit.arguments))
        elif edit.command in COMMANDS:
            dossier = replace(dossier, plan=apply(dossier.plan, [edit]))
        else:
            raise EditRefusedError(_unknown(edit))
    return dossier


def _unknown(edit: Edit) -> str:
    known = ", ".join(sorted({*COMMANDS, *RECORD_COMMANDS}))
    return f"There is no command {edit.command!r}; the commands are {known}."


def to_json(edit: Edit) -> dict[str, Any]:
    """An edit as a JSON object: `{"command": ..., "arguments": {...}}`."""
    return {"command": edit.command, "arguments": dict(edit.arguments)}


def from_json(document: Mapping[str, Any]) -> Edit:
    """Read an edit from the JSON object `to_json` makes."""
    command, arguments = document.get("command"), document.get("arguments", {})
    if not isinstance(command, str) or not isinstance(arguments, Mapping):
        raise EditRefusedError("An edit is an object with a command word and an object of arguments.")
    return Edit(command, dict(arguments))
