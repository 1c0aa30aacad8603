"""What can be chosen where a command takes a reference."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from milepost.forecasting.tables import BY_NAME, Table
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused

_MOST = 200
#: The tables whose records people choose by name.
TABLES = ("tasks", "resources", "calendars", "risks", "changes")


@dataclass(frozen=True, slots=True)
class Choice:
    """A record that can be chosen: its reference and its name."""

    ref: str
    name: str


@query(permission=Permission.SEE)
def choices(question: Question, *, table: str, text: str = "", most: int = 20) -> tuple[Choice, ...]:
    """Find records by their reference or a part of their name, to choose one of them.

    `table` is tasks, resources, calendars, risks or changes; at most 200 are given.
    """
    if table not in TABLES:
        raise Refused(f"There is no list of {table}; choose from {', '.join(TABLES)}.", "table", "invalid")
    words = text.casefold().split()
    matching = (each for each in _known(question, BY_NAME[table]) if _matches(each, words))
    return tuple(islice(matching, max(0, min(most, _MOST))))


def _known(question: Question, table: Table) -> Iterator[Choice]:
    own = _own_tasks(question) if question.standing.own_only else None
    if own is not None and table.name != "tasks":
        return
    if table.name in ("risks", "changes") and not question.may(Permission.SEE_RECORD):
        return
    for row in table.rows(question.held.dossier):
        key = table.key(row)
        if own is None or key in own:
            yield Choice(key if isinstance(key, str) else f"{table.prefix}-{key}", _name(row))


def _own_tasks(question: Question) -> frozenset[int]:
    resource = question.standing.resource
    return frozenset(each.task for each in question.held.dossier.plan.assignments if each.resource == resource)


def _name(row: Any) -> str:
    row = getattr(row, "risk", row)
    return str(getattr(row, "name", "") or getattr(row, "title", ""))


def _matches(choice: Choice, words: list[str]) -> bool:
    text = f"{choice.ref} {choice.name}".casefold()
    return all(word in text for word in words)
