"""Every query there is, and the one way to ask."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from datetime import datetime
from functools import cache
from importlib import import_module
from typing import Any

from milepost.queries.access import Actor, on_site, projects_of, refusal_of, standing
from milepost.queries.arguments import read_all
from milepost.queries.kinds import Reading
from milepost.queries.query import Query, Question, registered
from milepost.queries.refused import Refused

#: The nouns that have queries; each is a file of this room.
NOUNS = (
    "advice",
    "changes",
    "risks",
    "forecasts",
    "choices",
    "journal",
    "journal_past",
    "journal_differences",
    "projects",
    "projects_settings",
    "imports",
    "imports_effect",
    "uploads",
    "tokens",
    "views",
    "preferences",
    "members",
    "budget",
    "status",
    "today",
    "people",
    "pool",
    "entries",
    "schedule",
    "schedule_tasks",
    "schedule_board",
    "schedule_calendars",
    "schedule_print",
    "levelling",
)


@cache
def catalogue() -> Mapping[str, Query]:
    """Give every query by its word."""
    for noun in NOUNS:
        import_module(f"milepost.queries.{noun}")
    return dict(sorted(registered().items()))


def find(word: str) -> Query:
    """Find a query by its word. Refuses an unknown one, naming those that look like it."""
    known = catalogue()
    if word not in known:
        near = difflib.get_close_matches(word, known, 3)
        hint = f" Did you mean {' or '.join(near)}?" if near else ""
        raise Refused(f"There is no query {word!r}.{hint}", "query", "unknown")
    return known[word]


def ask(
    name: str,
    arguments: Mapping[str, Any] | None = None,
    *,
    actor: Actor,
    at: datetime,
    project: str | None = None,
) -> Any:
    """Answer a question with frozen dataclasses, as far as the actor may know. Raises Refused.

    A project the actor may not know of is refused in the same words as one that does not exist.
    """
    wanted = find(name)
    question = _site(wanted, actor, at) if wanted.site else _project(wanted, actor, at, project)
    reading = Reading(None if question.record is None else question.held.dossier, {})
    return wanted.function(question, **read_all(name, wanted.parameters, arguments or {}, reading))


def _site(wanted: Query, actor: Actor, at: datetime) -> Question:
    if not on_site(actor, wanted.permission):
        said = "Only an administrator or auditor of the site may ask this."
        raise Refused(refusal_of(actor, [wanted.permission], None, said), code="forbidden")
    return Question(actor, at)


def _project(wanted: Query, actor: Actor, at: datetime, code: str | None) -> Question:
    record = projects_of(actor).filter(code=(code or "").upper()).first()
    if record is None:
        said = f"There is no project {code}." if code else "Name the project."
        raise Refused(said, "project", "unknown" if code else "invalid")
    found = standing(actor, record)
    if not found.may(wanted.permission):
        said = "Your role in this project does not show this."
        raise Refused(refusal_of(actor, [wanted.permission], record, said), code="forbidden")
    return Question(actor, at, record, found)
