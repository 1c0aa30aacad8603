"""What programs ask to be done: commands as JSON, carried out or only tried, and what came of it told back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from milepost.commands.preview import preview
from milepost.commands.run import Call, Outcome, proposed, run
from milepost.engine.impact import Impact
from milepost.queries.access import Actor
from milepost.queries.effects import Moved, effect
from milepost.queries.encoding import to_json
from milepost.queries.frames import frame
from milepost.queries.refused import Refused


@dataclass(frozen=True, slots=True)
class Order:
    """What somebody asks to be done: the commands, what they last saw, why, and whether only to try.

    With `exactly` the project must still be at that revision; otherwise only what was changed since is protected. With
    `briefly` nothing is told of what moved, which spares computing it.
    """

    calls: tuple[Call, ...]
    revision: int | None = None
    exactly: bool = False
    reason: str = ""
    key: str = ""
    only_try: bool = False
    briefly: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """What an action did, or would do where `preview` is true.

    `entry` is its number in the journal, 0 where nothing changed. `results` has an answer for each command.
    `proposal` is the change request that the action became, for those who may only propose. `again` tells that the
    same idempotency key came before and nothing was done twice.
    """

    preview: bool
    project: str
    revision: int
    entry: int
    results: tuple[Any, ...]
    sentence: str
    proposal: str | None = None
    again: bool = False
    moved: tuple[Moved, ...] = ()
    impact: Impact | None = None


def read_calls(given: Any) -> tuple[Call, ...]:
    """Read a list of commands as JSON has it: `[{"command": "...", "arguments": {...}}]`."""
    if not isinstance(given, list):
        raise Refused('"calls" is a list of commands.', "calls", "invalid")
    calls = []
    for each in given:
        if not isinstance(each, Mapping) or not isinstance(each.get("command"), str):
            raise Refused('Each call is an object with "command" and "arguments".', "calls", "invalid")
        if unknown := [name for name in each if name not in ("command", "arguments")]:
            raise Refused(f"A call has a command and arguments, no {unknown[0]}.", "calls", "invalid")
        arguments = each.get("arguments", {})
        if not isinstance(arguments, Mapping):
            raise Refused('"arguments" is an object.', "calls", "invalid")
        calls.append(Call(each["command"], dict(arguments)))
    return tuple(calls)


def carry_out(order: Order, *, actor: Actor, door: str, at: datetime, project: str | None) -> Done:
    """Carry an order out, or try it. Raises Refused."""
    if order.only_try:
        return _tried(order, actor, door, at, project)
    proposes = proposed(order.calls, actor) is not order.calls
    outcome = run(
        order.calls,
        actor=actor,
        door=door,
        at=at,
        project=project,
        revision=order.revision,
        exactly=order.exactly,
        key=order.key,
        reason=order.reason,
    )
    return _told(outcome, proposes, order.briefly)


def _told(outcome: Outcome, proposes: bool, briefly: bool) -> Done:
    results = tuple(to_json(each) for each in outcome.results)
    proposal = str(results[0]) if proposes else None
    if outcome.before is None or outcome.after is None or outcome.standing is None:
        said = "This was done before." if outcome.again else "Done."
        return Done(False, outcome.project, outcome.revision, outcome.number, results, said, proposal, outcome.again)
    if proposal is not None:
        said = f"This is now the change request {proposal}; a person decides on it."
        return Done(False, outcome.project, outcome.revision, outcome.number, results, said, proposal)
    if not outcome.changed:
        return Done(False, outcome.project, outcome.revision, 0, results, "Nothing changed.")
    if briefly:
        return Done(False, outcome.project, outcome.revision, outcome.number, results, "Done.")
    found = effect(outcome.before, outcome.after, outcome.standing)
    return Done(
        False,
        outcome.project,
        outcome.revision,
        outcome.number,
        results,
        found.sentence,
        moved=found.moved,
        impact=found.impact,
    )


def _tried(order: Order, actor: Actor, door: str, at: datetime, project: str | None) -> Done:
    calls: Sequence[Call] = order.calls
    tried = preview(
        calls, actor=actor, door=door, at=at, project=project, revision=order.revision, exactly=order.exactly
    )
    standing = frame(actor, tried.project).standing
    found = effect(tried.before, tried.after, standing, people=True)
    results = tuple(to_json(each) for each in tried.results)
    return Done(True, tried.project, tried.revision, 0, results, found.sentence, moved=found.moved, impact=found.impact)
