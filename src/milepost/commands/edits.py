"""Edits of the dossier as commands: same word, same rule; only references, spans and dates in words are added."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from milepost.commands.command import Command, register
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.queries.access import Permission
from milepost.queries.arguments import Parameter
from milepost.queries.kinds import AssignmentRef, CalendarRef, Duration, FinishAt, PersonRef, RiskRef, StartAt, TaskRef


class _Number:
    """Stands for the number of a record until the parameter's name tells which."""


_RECORDS: Mapping[str, Any] = {
    "resource": PersonRef,
    "to": PersonRef,
    "calendar": CalendarRef,
    "assignment": AssignmentRef,
}


def offer(
    area: str,
    permission: Permission,
    edits: Mapping[str, Callable[..., Any]],
    *,
    finish: Iterable[str] = (),
    kinds: Mapping[str, Any] | None = None,
    also: tuple[Permission, ...] = (),
    signed: bool = False,
) -> None:
    """Make commands of edits. `finish` names those whose date without a time is the end of that day.

    `kinds` gives parameters by name a kind that their annotation does not tell. `signed` edits are done `by` whoever
    acts, and `at` the time of the action unless another is told.
    """
    late = frozenset(finish)
    for word, edit in edits.items():
        end = FinishAt if word in late else StartAt
        parameters = _parameters(edit, end, kinds or {})
        carrier = _signing(word, parameters) if signed else _carrier(word)
        if signed:
            parameters = tuple(_signed(each) for each in parameters if each.name != "by")
        register(Command(word, area, carrier, parameters, permission, inspect.getdoc(edit) or "", also=also))


def _carrier(word: str) -> Callable[..., Any]:
    def carry_out(work: Work, /, **arguments: Any) -> Any:
        return work.edit(Edit(word, arguments))

    carry_out.__name__ = word
    return carry_out


def _signed(parameter: Parameter) -> Parameter:
    """Make the time of an action optional."""
    if parameter.name != "at":
        return parameter
    return replace(parameter, annotation=parameter.annotation | None, required=False, default=None)


def _signing(word: str, parameters: tuple[Parameter, ...]) -> Callable[..., Any]:
    names = {each.name for each in parameters}

    def carry_out(work: Work, /, **arguments: Any) -> Any:
        if "at" in names and arguments.get("at") is None:
            arguments["at"] = work.now
        if "by" in names:
            arguments["by"] = work.actor.name
        return work.edit(Edit(word, arguments))

    carry_out.__name__ = word
    return carry_out


def _parameters(edit: Callable[..., Any], instant: Any, kinds: Mapping[str, Any]) -> tuple[Parameter, ...]:
    known = {"Uid": _Number, "Minutes": Duration, "Instant": instant}
    hints = get_type_hints(edit, localns=known, include_extras=True)
    found = []
    for each in list(inspect.signature(edit).parameters.values())[1:]:
        required = each.default is inspect.Parameter.empty
        hint = kinds.get(each.name) or _resolved(hints[each.name], each.name)
        found.append(Parameter(each.name, hint, required, None if required else each.default))
    return tuple(found)


def _resolved(hint: Any, name: str) -> Any:
    if hint is _Number:
        return _RECORDS.get(name, TaskRef)
    if name == "risk" and hint is str:
        return RiskRef
    if get_origin(hint) in (Union, UnionType):
        kinds = [_resolved(each, name) for each in get_args(hint) if each is not NoneType]
        inner = Decimal if Decimal in kinds else kinds[0]
        return inner | None if NoneType in get_args(hint) else inner
    if get_origin(hint) in (list, Sequence):
        return list[_resolved(get_args(hint)[0], name)]  # type: ignore[misc]
    return hint
