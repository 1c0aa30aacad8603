"""Questions about the pool of people that projects share."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milepost.dossier.people import Person as Entry
from milepost.exchange.archive_codec import decode
from milepost.queries.access import ADMINISTRATOR, Permission, projects_of, standing
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import Person, Resource


@dataclass(frozen=True, slots=True)
class PoolLine:
    """Somebody of the pool: what they can, how much of them there is, and when they are away next.

    `projects` are those that whoever asks may see into; `rate` is for administrators only.
    """

    person: str
    name: str
    email: str
    team: str
    units: Decimal
    skills: tuple[str, ...]
    away: tuple[str, ...]
    projects: tuple[str, ...]
    rate: Decimal | None


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """Days somebody is away, first and last included; the reason is for themselves and administrators."""

    first: date
    last: date
    reason: str


@dataclass(frozen=True, slots=True)
class PoolPerson:
    """Everything the pool says of somebody, as far as whoever asks may know it."""

    line: PoolLine
    leave: tuple[LeaveLine, ...]
    own: bool


@query(site=True, permission=Permission.SIGNED_IN)
def pool(question: Question) -> tuple[PoolLine, ...]:
    """List the people that projects share, with their skills, their next leave and the projects you may see."""
    seen = _seen(question)
    return tuple(_line(question, _entry(row), seen) for row in Person.objects.order_by("name", "code"))


@query(site=True, permission=Permission.SIGNED_IN)
def person(question: Question, *, person: str) -> PoolPerson:
    """Show what the pool says of somebody."""
    row = Person.objects.filter(code=person.strip().upper()).first()
    if row is None:
        raise Refused(f"The pool has nobody called {person}.", "person", "unknown")
    entry = _entry(row)
    own = entry.user is not None and entry.user == question.actor.user
    told = own or question.actor.site_role == ADMINISTRATOR
    leave = tuple(LeaveLine(each.start, each.end, each.reason if told else "") for each in entry.leave)
    return PoolPerson(_line(question, entry, _seen(question)), leave, own)


def _entry(row: Person) -> Entry:
    found: Entry = decode(json.loads(row.extra), Entry, "person")
    return found


def _seen(question: Question) -> Mapping[str, tuple[str, ...]]:
    """Give the projects in work by the people they have, as far as the asker may see into them."""
    found: dict[str, list[str]] = {}
    for project in projects_of(question.actor).filter(archived=False).order_by("code"):
        if standing(question.actor, project).may(Permission.SEE_RECORD):
            for code in Resource.objects.filter(project=project).exclude(pool="").values_list("pool", flat=True):
                found.setdefault(code, []).append(project.code)
    return {code: tuple(projects) for code, projects in found.items()}


def _line(question: Question, entry: Entry, seen: Mapping[str, tuple[str, ...]]) -> PoolLine:
    today = question.at.date()
    away = [each for each in entry.leave if each.end >= today]
    rates = [each.standard for each in entry.rates]
    return PoolLine(
        entry.code,
        entry.name,
        entry.email,
        entry.team,
        entry.max_units,
        tuple(f"{each.name} {each.level}" for each in entry.skills),
        tuple(f"{each.start.isoformat()} to {each.end.isoformat()}" for each in away),
        seen.get(entry.code, ()),
        rates[-1] if rates and question.actor.site_role == ADMINISTRATOR else None,
    )
