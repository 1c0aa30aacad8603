"""A person of the pool in a plan: one fact, one place, the same in every project."""

from __future__ import annotations

from dataclasses import replace

from milepost.dossier.edits_records import resource_of
from milepost.dossier.people import Person
from milepost.engine.calendars import INHERIT_WEEK, Calendar, CalendarException
from milepost.engine.plan import Plan
from milepost.engine.resources import Resource
from milepost.engine.units import Uid
from milepost.engine.worktime import STANDARD

#: What leave is called in a plan; why somebody is away stays in the pool.
LEAVE = "Leave"


def as_in_pool(plan: Plan, resource: Uid, person: Person, fresh: Uid) -> Plan:
    """Let a resource of a plan be a person as the pool has them: name, units, skills, rates and leave.

    What the pool does not say stays. Leave is kept in a calendar of the person's own above the one they follow; `fresh`
    is the number it takes where there is none yet.
    """
    row = resource_of(plan, resource)
    calendars, own = _with_leave(plan, row, person, fresh)
    changed = replace(
        row,
        name=_free_name(plan, row, person.name),
        pool=person.code,
        email=person.email or row.email,
        team=person.team or row.team,
        max_units=person.max_units,
        availability=person.availability,
        rates=person.rates or row.rates,
        skills=person.skills or row.skills,
        zone=person.zone or row.zone,
        calendar=own,
    )
    rows = tuple(changed if each is row else each for each in plan.resources)
    return replace(plan, resources=rows, calendars=calendars)


def _free_name(plan: Plan, row: Resource, name: str) -> str:
    """Two of a plan are never called the same: where the name is taken, the plan's own stays."""
    taken = {each.name.casefold() for each in plan.resources if each is not row}
    return row.name if name.casefold() in taken else name


def _with_leave(plan: Plan, row: Resource, person: Person, fresh: Uid) -> tuple[tuple[Calendar, ...], Uid | None]:
    known = next((each for each in plan.calendars if each.uid == row.calendar and each.name == _title(row.pool)), None)
    if known is None and not person.leave:
        return plan.calendars, row.calendar
    away = tuple(CalendarException(LEAVE, each.start, each.end) for each in person.leave)
    if known is not None:
        kept = replace(known, name=_title(person.code), exceptions=away)
        return tuple(kept if each is known else each for each in plan.calendars), known.uid
    follows = row.calendar if row.calendar is not None else plan.settings.calendar
    week = STANDARD.week if follows is None else INHERIT_WEEK
    own = Calendar(fresh, _title(person.code), parent=follows, week=week, exceptions=away)
    return (*plan.calendars, own), fresh


def _title(code: str) -> str:
    return f"Leave of {code}"
