"""A plan to level, of any size: people with leave, part-time and skills, percent allocation, places.

The same seed gives the same plan.

Tasks hang together in packages of 40 as in `plans.py`. A third of the assignments are places for a skill, the rest name
a person; one task in six has two people, one assignment in four is part-time.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from random import Random

from plans import DAY, PACKAGE, START

from milepost.engine.calendars import Calendar, CalendarException, Week
from milepost.engine.clock import instant
from milepost.engine.effort import change_duration, team_of
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, AvailabilityStep, Rate, Resource, Skill
from milepost.engine.tasks import Link, LinkType, Task

SEED = 20260601
SKILLS = tuple(f"skill {n}" for n in range(1, 13))
#: Persons drawn for each task around its package, so that teams form.
TEAM = 12
_HOURS = ((480, 720), (780, 1020))
_FIVE: Week = (_HOURS, _HOURS, _HOURS, _HOURS, _HOURS, (), ())
_FOUR: Week = (_HOURS, _HOURS, _HOURS, _HOURS, (), (), ())
_SHORT: Week = (((480, 720),),) * 5 + ((), ())
_BASE = instant(datetime.combine(START, datetime.min.time()))


def level_plan(tasks: int, people: int, seed: int = SEED, places: bool = True) -> Plan:
    """Make a plan of `tasks` tasks for `people` people; without `places` every assignment names somebody."""
    dice = Random(seed)
    calendars = (Calendar(1, "Office", week=_FIVE), *(_calendar(uid, dice) for uid in range(2, people + 2)))
    crew = tuple(_person(uid, dice) for uid in range(1, people + 1))
    packages = -(-tasks // PACKAGE)
    rows: list[Task] = []
    work: list[Assignment] = []
    for package in range(packages):
        summary = tasks + package + 1
        rows.append(Task(summary, f"Package {package + 1}", summary=True))
        team = [dice.randrange(people) for _ in range(TEAM)]
        for uid in range(package * PACKAGE + 1, min((package + 1) * PACKAGE, tasks) + 1):
            days = dice.randint(1, 5)
            rows.append(
                Task(
                    uid, f"Task {uid}", parent=summary, duration=days * DAY, priority=dice.choice((300, 500, 500, 700))
                )
            )
            _staff(uid, days, [crew[n] for n in team], dice, work, places)
    settings = Settings(start=_BASE + 480, calendar=1)
    return Plan(settings, calendars, tuple(rows), tuple(_links(tasks, dice)), crew, tuple(work))


def slipped(plan: Plan, count: int, seed: int = SEED) -> Plan:
    """Let `count` early tasks take three days longer, their assignments with them."""
    dice = Random(seed)
    leaves = [task.uid for task in plan.tasks if not task.summary]
    late = set(dice.sample(leaves[: len(leaves) // 2], count))
    crew = {uid: team_of(uid, plan.assignments, {r.uid: r for r in plan.resources}) for uid in late}
    changed = {t.uid: change_duration(t, crew[t.uid], t.duration + 3 * DAY) for t in plan.tasks if t.uid in late}
    work = {each.uid: each for effort in changed.values() for each in effort.team}
    return replace(
        plan,
        tasks=tuple(changed[t.uid].task if t.uid in late else t for t in plan.tasks),
        assignments=tuple(work.get(each.uid, each) for each in plan.assignments),
    )


def _calendar(uid: int, dice: Random) -> Calendar:
    """Give a person's week with two weeks and some days of leave a year."""
    week = _FOUR if uid % 10 == 0 else _SHORT if uid % 15 == 0 else None
    off = []
    for year in range(6):
        first = START + timedelta(days=365 * year + dice.randrange(330))
        off.append(CalendarException("Leave", first, first + timedelta(days=13)))
        off += [CalendarException("Day off", d, d) for d in _days(year, dice)]
    return Calendar(uid, f"Person {uid - 1}", parent=1, exceptions=tuple(off), **({"week": week} if week else {}))


def _days(year: int, dice: Random) -> list[date]:
    return [START + timedelta(days=365 * year + dice.randrange(365)) for _ in range(6)]


def _person(uid: int, dice: Random) -> Resource:
    """Give somebody two or three skills; one in twelve works half as much from some day on."""
    own = SKILLS[uid % len(SKILLS)]
    others = dice.sample([name for name in SKILLS if name != own], dice.randint(1, 2))
    skills = (Skill(own, dice.randint(2, 5)), *(Skill(name, dice.randint(1, 5)) for name in others))
    at = _BASE + dice.randrange(200, 600) * 1440
    steps = (AvailabilityStep(None, at, Decimal(1)), AvailabilityStep(at, None, Decimal("0.5")))
    rates = (Rate("A", None, Decimal(dice.randrange(60, 140))),)
    return Resource(
        uid, f"Person {uid}", calendar=uid + 1, availability=steps if uid % 12 == 0 else (), rates=rates, skills=skills
    )


def _staff(uid: int, days: int, team: list[Resource], dice: Random, work: list[Assignment], places: bool) -> None:
    """Assign one or two people of the package's team to a task, or leave a place for a skill."""
    first = dice.choice(team)
    if places and dice.random() < 1 / 3:
        work.append(_assignment(len(work) + 1, uid, None, days, Decimal(1), dice.choice(SKILLS)))
        return
    chosen = [first]
    if dice.random() < 1 / 6:
        chosen += [dice.choice([p for p in team if p.uid != first.uid])]
    for person in chosen:
        # Whoever goes half time some day is only ever asked for half.
        units = Decimal("0.5") if person.availability or dice.random() < 0.25 else Decimal(1)
        work.append(_assignment(len(work) + 1, uid, person.uid, days, units))


def _assignment(uid: int, task: int, person: int | None, days: int, units: Decimal, skill: str = "") -> Assignment:
    minutes = int(days * DAY * units)
    return Assignment(uid, task, person, units, minutes, remaining_work=minutes, skill=skill, level=2 if skill else 1)


def _links(tasks: int, dice: Random) -> list[Link]:
    """Link tasks to earlier ones of their package, and one time in ten to the package before."""
    chosen: set[tuple[int, int]] = set()
    links: list[Link] = []
    while len(links) < round(tasks * 1.5):
        successor = dice.randint(2, tasks)
        package = (successor - 1) // PACKAGE
        reach = PACKAGE + 6 if dice.random() < 0.1 else 6
        predecessor = successor - dice.randint(1, reach)
        if predecessor < 1 or (predecessor <= package * PACKAGE and reach == 6) or (predecessor, successor) in chosen:
            continue
        chosen.add((predecessor, successor))
        kind = dice.choices((LinkType.FS, LinkType.SS, LinkType.FF), (88, 7, 5))[0]
        links.append(Link(predecessor, successor, kind, DAY if dice.random() < 0.1 else 0))
    return links
