"""Plans of any size for measuring: 20 calendars, 1.5 links a task, the same for the same seed.

A plan is twelve phases of work packages of 40 tasks. Inside a package tasks hang together closely;
one link in ten comes from another package of the phase before. Durations and lags are whole days,
so that schedulers which only know days compute the same network.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from random import Random

from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Project
from milepost.engine.calendars import Calendar, CalendarException, Week
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.tasks import Constraint, ConstraintKind, Link, LinkType, Task

SEED = 20260302
START = date(2026, 3, 2)
CALENDARS = 20
LINKS_PER_TASK = 1.5
PHASES = 12
PACKAGE = 40
DAY = 480

_HOURS = ((480, 720), (780, 1020))
_FIVE: Week = (_HOURS, _HOURS, _HOURS, _HOURS, _HOURS, (), ())
_SIX: Week = (_HOURS, _HOURS, _HOURS, _HOURS, _HOURS, _HOURS, ())
_KINDS = (LinkType.FS, LinkType.SS, LinkType.FF, LinkType.SF)


def plan_of(tasks: int, seed: int = SEED) -> Plan:
    """Make a plan of `tasks` leaf tasks in packages, with calendars and links."""
    dice = Random(seed)
    calendars = tuple(_calendar(uid, dice) for uid in range(1, CALENDARS + 1))
    packages = -(-tasks // PACKAGE)
    rows: list[Task] = []
    for package in range(packages):
        rows.append(Task(tasks + package + 1, f"Package {package + 1}", summary=True))
        rows += [_task(uid, tasks + package + 1, dice) for uid in _members(package, tasks)]
    settings = Settings(start=instant(datetime.combine(START, datetime.min.time())) + 480, calendar=1)
    return Plan(settings, calendars=calendars, tasks=tuple(rows), links=tuple(_links(tasks, dice)))


def dossier_of(plan: Plan) -> Dossier:
    """Wrap a plan as a project."""
    return Dossier(Project("Benchmark"), plan)


def _calendar(uid: int, dice: Random) -> Calendar:
    """Give a five- or six-day week with 30 days off over the coming years."""
    days = sorted(dice.sample(range(3650), 30))
    off = tuple(CalendarException("off", d, d) for d in (START + timedelta(days=n) for n in days))
    return Calendar(uid, f"Calendar {uid}", week=_SIX if uid % 5 == 0 else _FIVE, exceptions=off)


def _members(package: int, tasks: int) -> range:
    return range(package * PACKAGE + 1, min((package + 1) * PACKAGE, tasks) + 1)


def _task(uid: int, parent: int, dice: Random) -> Task:
    """Give a task of 1 to 5 days; a third have a calendar of their own, a few a date."""
    calendar = dice.randint(1, CALENDARS) if dice.random() < 0.35 else None
    constraints: tuple[Constraint, ...] = ()
    if dice.random() < 0.02:
        day = START + timedelta(days=dice.randint(0, 200))
        at = instant(datetime.combine(day, datetime.min.time())) + 480
        constraints = (Constraint(ConstraintKind.SNET, at),)
    return Task(
        uid, f"Task {uid}", parent=parent, duration=dice.randint(1, 5) * DAY, calendar=calendar, constraints=constraints
    )


def _links(tasks: int, dice: Random) -> list[Link]:
    """Link tasks to earlier ones of their package, and one time in ten to the phase before."""
    packages = -(-tasks // PACKAGE)
    wide = -(-packages // PHASES)
    chosen: set[tuple[int, int]] = set()
    links: list[Link] = []
    while len(links) < round(tasks * LINKS_PER_TASK):
        successor = dice.randint(2, tasks)
        package = (successor - 1) // PACKAGE
        phase = package // wide
        if phase and dice.random() < 0.1:
            before = dice.randrange((phase - 1) * wide, phase * wide)
            predecessor = dice.choice(_members(before, tasks))
        else:
            predecessor = successor - dice.randint(1, 6)
            if predecessor <= package * PACKAGE:
                continue
        if (predecessor, successor) in chosen:
            continue
        chosen.add((predecessor, successor))
        kind = dice.choices(_KINDS, (86, 7, 5, 2))[0]
        lag = dice.randint(1, 3) * DAY if dice.random() < 0.1 else 0
        links.append(Link(predecessor, successor, kind, lag))
    return links
