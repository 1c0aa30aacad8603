"""Commands tried out: carried out on a copy of the desk, so that nothing of them reaches the record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from milepost.commands.catalogue import find
from milepost.commands.command import Command
from milepost.commands.run import Call, carried_out, settled
from milepost.commands.work import Work
from milepost.dossier.people import Role
from milepost.forecasting.difference import changes_between
from milepost.forecasting.held import Held
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import ROLES, Permission, Standing
from milepost.queries.refused import Refused

#: What decides, advises or takes back is done by people, one by one, and is part of no list that waits.
_APART = ("undo", "changes", "advice", "forecasts")


def can_wait(command: Command) -> bool:
    """Tell whether a command can be part of what waits for a decision; files do not wait."""
    apart = command.site or command.vital or command.area in _APART
    return not apart and all(each.kind != "content" for each in command.parameters)


def waiting(calls: Sequence[Mapping[str, Any]]) -> list[Call]:
    """Read calls that are to wait for a decision. Refuses those that cannot."""
    found = [Call(str(each["command"]), dict(each.get("arguments", {}))) for each in calls]
    for call in found:
        command = find(call.command)
        if not can_wait(command):
            raise Refused(f"{command.title} cannot wait for a decision; do it by itself.", "calls", "invalid")
    return found


def state_of(work: Work) -> Held:
    """Give the project's state as the desk has it now."""
    held = work.held
    if work.dossier is held.dossier:
        return held
    # What earlier commands of the same action made has a place too.
    _, places = changes_between(held, work.dossier, work.places)
    return Held(held.project, held.code, held.revision, held.head, work.dossier, places)


@dataclass(frozen=True, slots=True)
class Trial:
    """What calls would do: the states before and after, what each answers, which numbers new records take."""

    before: Held
    after: Held
    results: tuple[Any, ...]
    aliases: Mapping[tuple[str, int], int]


def tried(work: Work, calls: Sequence[Call], known: Sequence[str] = ()) -> Trial:
    """Carry calls out on a copy of the desk with the rights of whoever decides.

    `known` are the answers they gave before. Raises Refused as carrying them out would.
    """
    before = state_of(work)
    inner = Work(work.actor, work.at, work.door, work.project, before, Standing(Role.OWNER, ROLES[Role.OWNER]))
    inner.counters = dict(work.counters)
    inner.aliases = dict(work.aliases)
    results = repeated(inner, calls, known)
    after, _ = settled(inner)
    return Trial(before, after, tuple(results), dict(inner.aliases))


def named(calls: Sequence[Call], trial: Trial) -> list[Call]:
    """Write calls with the references their new records got, where they use the numbers a file would have given."""
    names = {
        f"{BY_NAME[table].prefix}-{old}": f"{BY_NAME[table].prefix}-{new}"
        for (table, old), new in trial.aliases.items()
    }
    return [
        Call(call.command, {name: _renamed(value, names) for name, value in call.arguments.items()}) for call in calls
    ]


def decided(work: Work, calls: Sequence[Call], known: Sequence[str]) -> list[Any]:
    """Carry calls out on the desk itself, with the rights that a decision to do so lends."""
    own = work.standing
    work.standing = replace(own, permissions=own.permissions | ROLES[Role.MANAGER] | {Permission.PLAN})
    try:
        return repeated(work, calls, known)
    finally:
        work.standing = own


def repeated(work: Work, calls: Sequence[Call], known: Sequence[str]) -> list[Any]:
    """Carry calls out; what an earlier one makes anew is what later ones mean by the reference it had before."""
    results: list[Any] = []
    names: dict[str, str] = {}
    for place, call in enumerate(calls):
        command: Command = find(call.command)
        meant = Call(call.command, {name: _renamed(value, names) for name, value in call.arguments.items()})
        results += carried_out(work, [command], [meant])
        before, now = known[place] if place < len(known) else "", results[-1]
        if before and isinstance(now, str) and now != before:
            names[before] = now
    return results


def _renamed(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, list):
        return [_renamed(each, names) for each in value]
    return value
