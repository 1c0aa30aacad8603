"""Commands on the pool of people that projects share: who there is, what they can, when they are away."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from django.db.models import Q

from milepost.commands.command import command
from milepost.commands.run import Call, keep, settled
from milepost.commands.site import SiteWork
from milepost.commands.work import Work
from milepost.dossier.edits import Edit
from milepost.dossier.people import Leave, Role
from milepost.dossier.people import Person as Entry
from milepost.dossier.pool import as_in_pool
from milepost.engine.clock import instant
from milepost.engine.resources import Rate, Skill
from milepost.exchange.archive_codec import decode, encode
from milepost.forecasting.load import load
from milepost.forecasting.rows import canonical
from milepost.queries.access import ADMINISTRATOR, ROLES, Permission, Standing
from milepost.queries.effects import effect
from milepost.queries.kinds import PersonRef
from milepost.queries.refused import Refused
from milepost.records.models import Person, Project, Resource, User

_CODE = re.compile(r"^[A-Z][A-Z0-9-]{0,39}$")


@command(permission=Permission.SITE, site=True)
def add_person(
    work: SiteWork,
    *,
    name: str,
    code: str = "",
    email: str = "",
    team: str = "",
    units: Decimal = Decimal(1),
    user: str = "",
) -> str:
    """Enter somebody in the pool that projects share; gives the code projects know them by.

    `units` 1 is full time, 0.6 three days of five; `user` is the name they sign in with.
    """
    title = _said(name, "name")
    found = _code(code or re.sub(r"[^A-Z0-9]+", "-", _plain(title).upper()).strip("-"), given=bool(code))
    entry = Entry(found, title, email.strip().lower(), _user(user), max_units=_units(units), team=team.strip())
    row = Person(position=Person.objects.count(), extra=canonical(encode(entry, Entry)), **_columns(entry))
    row.save(force_insert=True)
    work.changed("people", found, None, encode(entry, Entry))
    work.about.append(found)
    return found


@command(permission=Permission.SITE, site=True)
def change_person(
    work: SiteWork,
    *,
    person: str,
    name: str | None = None,
    email: str | None = None,
    team: str | None = None,
    units: Decimal | None = None,
    user: str | None = None,
) -> str:
    """Correct what the pool says of somebody, in every project they are in; what is left out stays."""
    entry = _entry(person)
    said: dict[str, Any] = {}
    if name is not None:
        said["name"] = _said(name, "name")
    if email is not None:
        said["email"] = email.strip().lower()
    if team is not None:
        said["team"] = team.strip()
    if units is not None:
        said["max_units"] = _units(units)
    if user is not None:
        said["user"] = _user(user)
    return _changed(work, entry, replace(entry, **said), "change_person", {"person": person, **said})


@command(permission=Permission.SITE, site=True)
def set_person_skill(work: SiteWork, *, person: str, skill: str, level: int) -> str:
    """Say how well somebody can do something, 1 to 5, in every project; 0 takes the skill away."""
    entry, word = _entry(person), _said(skill, "skill")
    if not 0 <= level <= 5:
        raise Refused("A skill has a level from 1 to 5; 0 takes it away.", "level", "invalid")
    others = tuple(each for each in entry.skills if each.name.casefold() != word.casefold())
    skills = (*others, Skill(word, level)) if level else others
    told = {"person": person, "skill": word, "level": level}
    return _changed(work, entry, replace(entry, skills=skills), "set_person_skill", told)


@command(permission=Permission.SITE, site=True)
def set_person_rate(
    work: SiteWork, *, person: str, standard: Decimal, overtime: Decimal = Decimal(0), start: date | None = None
) -> str:
    """Say what an hour of somebody costs from a day on, in every project; without a day, from the beginning."""
    entry = _entry(person)
    if standard < 0 or overtime < 0:
        raise Refused("A rate is zero or more.", "standard", "invalid")
    begins = None if start is None else instant(datetime.combine(start, time()))
    others = tuple(each for each in entry.rates if each.start != begins)
    rates = tuple(sorted((*others, Rate("A", begins, standard, overtime)), key=lambda each: each.start or -1))
    told = {"person": person, "start": None if start is None else start.isoformat()}
    return _changed(work, entry, replace(entry, rates=rates), "set_person_rate", told)


@command(permission=Permission.SIGNED_IN, site=True)
def record_leave(work: SiteWork, *, person: str, first: date, last: date | None = None, reason: str = "") -> str:
    """Say that somebody is away, first and last day included; every plan they are in is dated anew.

    One's own leave is for oneself to record, everybody's for administrators. The reason stays in the pool.
    """
    entry, end = _own(work, person), first if last is None else last
    if end < first:
        raise Refused("Leave ends on the day it begins or later.", "last", "invalid")
    if any(first <= each.end and each.start <= end for each in entry.leave):
        raise Refused(f"{entry.name} is away on some of these days already.", "first", "conflict")
    leave = tuple(sorted((*entry.leave, Leave(first, end, reason.strip())), key=lambda each: each.start))
    told = {"person": person, "first": first.isoformat(), "last": end.isoformat()}
    return _changed(work, entry, replace(entry, leave=leave), "record_leave", told)


@command(permission=Permission.SIGNED_IN, site=True)
def remove_leave(work: SiteWork, *, person: str, first: date) -> str:
    """Say that somebody is not away after all; the leave is named by its first day."""
    entry = _own(work, person)
    leave = tuple(each for each in entry.leave if each.start != first)
    if len(leave) == len(entry.leave):
        raise Refused(f"{entry.name} has no leave that begins on {first}.", "first", "unknown")
    told = {"person": person, "first": first.isoformat()}
    return _changed(work, entry, replace(entry, leave=leave), "remove_leave", told)


@command(permission=Permission.SITE, site=True)
def remove_person(work: SiteWork, *, person: str) -> None:
    """Take somebody out of the pool; refused while they are in a project that is not archived."""
    entry = _entry(person)
    codes = sorted(each.code for each in _projects(entry.code))
    if codes:
        raise Refused(f"{entry.name} is in {', '.join(codes)}; take them out there first.", "person", "rule")
    Person.objects.filter(code=entry.code).delete()
    work.changed("people", entry.code, encode(entry, Entry), None)
    work.about.append(entry.code)


@command(permission=Permission.PLAN)
def add_from_pool(work: Work, *, person: str) -> str:
    """Take somebody of the pool into the project, with skills, rates and leave; gives their reference."""
    entry = _entry(person)
    if any(row.pool == entry.code for row in work.dossier.plan.resources):
        raise Refused(f"{entry.name} is in this project already.", "person", "rule")
    made = work.edit(Edit("add_resource", {"name": entry.name, "email": entry.email, "team": entry.team}))
    _take_over(work, int(made.removeprefix("P-")), entry)
    return made


def code_in_pool(name: str) -> str:
    """Give the code of the one person of the pool who is called so or has that mail address; empty for none or many."""
    found = Person.objects.filter(Q(name__iexact=name) | Q(email__iexact=name) & ~Q(email=""))
    codes = list(found.values_list("code", flat=True)[:2])
    return str(codes[0]) if len(codes) == 1 else ""


@command(permission=Permission.PLAN)
def join_pool(work: Work, *, resource: PersonRef, person: str) -> None:
    """Say that somebody of the plan is a person of the pool: from now on the pool says what they are."""
    entry = _entry(person)
    if any(row.pool == entry.code and row.uid != resource for row in work.dossier.plan.resources):
        raise Refused(f"{entry.name} is in this project already.", "person", "rule")
    _take_over(work, resource, entry)


def _take_over(work: Work, resource: int, entry: Entry) -> None:
    plan = work.dossier.plan
    highest = max((each.uid for each in plan.calendars), default=0)
    fresh = max(work.counters.get("calendars", 0), highest) + 1
    changed = as_in_pool(plan, resource, entry, fresh)
    if len(changed.calendars) > len(plan.calendars):
        work.counters["calendars"] = fresh
    work.dossier = replace(work.dossier, plan=changed)


def _changed(work: SiteWork, before: Entry, after: Entry, word: str, told: Mapping[str, Any]) -> str:
    """Keep an entry and carry it into every project; gives what that did to each, in a sentence."""
    if after == before:
        return "Nothing changed."
    Person.objects.filter(code=before.code).update(extra=canonical(encode(after, Entry)), **_columns(after))
    work.changed("people", before.code, encode(before, Entry), encode(after, Entry))
    work.about.append(before.code)
    said = [_carried(work, project, after, Call(word, work.shown(told))) for project in _projects(after.code)]
    return " ".join(each for each in said if each) or "No project has them yet."


def _carried(work: SiteWork, project: Project, entry: Entry, call: Call) -> str:
    """Let a project have a person as the pool now says, as an entry of its own journal."""
    inner = Work(work.actor, work.at, work.door, project, load(project), Standing(Role.OWNER, ROLES[Role.OWNER]))
    for row in inner.dossier.plan.resources:
        if row.pool == entry.code:
            _take_over(inner, row.uid, entry)
    after, changes = settled(inner)
    if not changes:
        return ""
    keep(inner, [call], changes, "")
    return f"{project.code}: {effect(inner.held, after, inner.standing).sentence}"


def _projects(code: str) -> list[Project]:
    """Lock the projects in work that have a person, always in one order."""
    having = Resource.objects.filter(pool=code).values("project_id")
    return list(Project.objects.filter(pk__in=having, archived=False).order_by("pk").select_for_update())


def _entry(code: str) -> Entry:
    row = Person.objects.filter(code=code.strip().upper()).first()
    if row is None:
        raise Refused(f"The pool has nobody called {code}.", "person", "unknown")
    found: Entry = decode(json.loads(row.extra), Entry, "person")
    return found


def _own(work: SiteWork, person: str) -> Entry:
    """Give an entry that the actor may say something of: their own, any to administrators."""
    entry = _entry(person)
    rules = work.actor.site_role == ADMINISTRATOR and work.actor.scope == "admin"
    if not work.actor.writes or not (rules or (entry.user is not None and entry.user == work.actor.user)):
        raise Refused("You record your own leave; administrators record everybody's.", "person", "forbidden")
    return entry


def _columns(entry: Entry) -> dict[str, Any]:
    return {"code": entry.code, "name": entry.name, "email": entry.email, "user_id": entry.user}


def _code(text: str, *, given: bool) -> str:
    code = text.strip().upper()[:40]
    if not _CODE.match(code):
        raise Refused("A code has capital letters, digits and hyphens and begins with a letter.", "code", "invalid")
    taken = set(Person.objects.values_list("code", flat=True))
    if given and code in taken:
        raise Refused(f"There is somebody called {code} in the pool already.", "code", "conflict")
    number, free = 2, code
    while free in taken:
        free, number = f"{code}-{number}", number + 1
    return free


def _plain(text: str) -> str:
    return unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() or "P"


def _said(text: str, field: str) -> str:
    said = " ".join(text.split())
    if not said or len(said) > 200:
        raise Refused(f"Give a {field} of at most 200 letters.", field, "invalid")
    return said


def _units(units: Decimal) -> Decimal:
    if not 0 <= units <= 100:
        raise Refused("Units are 1 for somebody full time, 0.5 for half of it.", "units", "invalid")
    return units


def _user(name: str) -> int | None:
    if not name.strip():
        return None
    found = User.objects.filter(username=name.strip().lower()).first()
    if found is None:
        raise Refused(f"Nobody signs in as {name}.", "user", "unknown")
    return found.pk
