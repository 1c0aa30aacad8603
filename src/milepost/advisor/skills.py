"""Which skills open work needs, and who has them (domain/schedule.md 13.1)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from milepost.advisor.context import Context
from milepost.engine.resources import Assignment, Resource
from milepost.engine.units import Uid


@dataclass(frozen=True, slots=True)
class Holder:
    """Somebody who alone has a skill at the level critical open work asks for at most, and that work."""

    resource: Uid
    name: str
    skill: str
    level: int
    tasks: tuple[Uid, ...]


def level(person: Resource, skill: str) -> int:
    """Somebody's level in a skill, 0 without; letter case does not count."""
    wanted = skill.casefold()
    return max((each.level for each in person.skills if each.name.casefold() == wanted), default=0)


def able(context: Context, skill: str, least: int = 1) -> tuple[Resource, ...]:
    """The people of the plan who have a skill at a level or above."""
    rows = (context.resources[uid] for uid in sorted(context.working_people))
    return tuple(person for person in rows if not person.generic and level(person, skill) >= least)


def asked(context: Context) -> Iterator[tuple[Assignment, str, int]]:
    """The skills open work asks for: each assignment with its skill and level.

    An assignment that names no skill asks for the one its holder has, if that is the only one.
    """
    open_tasks = {dates.uid for dates in context.open}
    for row in context.schedule.plan.assignments:
        if row.task not in open_tasks:
            continue
        if row.skill:
            yield row, row.skill, row.level
            continue
        person = context.resources.get(row.resource) if row.resource is not None else None
        if person is not None and len(person.skills) == 1:
            only = person.skills[0]
            yield row, only.name, only.level if person.generic else 1


def sole_holders(context: Context) -> tuple[Holder, ...]:
    """The people without whom critical open work would have nobody, those with most such work first."""
    found: dict[tuple[Uid, str], list[tuple[int, Uid]]] = {}
    for row, skill, least in asked(context):
        dates = context.schedule.by_uid.get(row.task)
        if dates is None or not (dates.critical or dates.on_longest_path) or not context.tasks[row.task].duration:
            continue
        holders = able(context, skill, least)
        if len(holders) == 1:
            found.setdefault((holders[0].uid, skill), []).append((least, row.task))
    rows = [_holder(context.resources, uid, skill, asks) for (uid, skill), asks in found.items()]
    return tuple(sorted(rows, key=lambda row: (-len(row.tasks), row.resource, row.skill)))


def _holder(people: Mapping[Uid, Resource], uid: Uid, skill: str, asks: list[tuple[int, Uid]]) -> Holder:
    tasks = tuple(dict.fromkeys(task for _, task in asks))
    return Holder(uid, people[uid].name, skill, max(least for least, _ in asks), tasks)
