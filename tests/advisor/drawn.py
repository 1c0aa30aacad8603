"""Small plans for rules: Mon-Fri 08-12, 13-17 from Monday 1 June 2026; dates written as `day(5)` or `evening(5)`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time
from decimal import Decimal
from itertools import pairwise
from typing import Any

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding
from milepost.dossier import Dossier, Project
from milepost.dossier.risks import RiskRecord
from milepost.engine.accounts import Ledger
from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.risks import Uncertainty
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, Link, LinkType, Task
from milepost.engine.units import Instant, Uid

DAY = 480
HOURS = ((480, 720), (780, 1020))
OFFICE = Calendar(1, "Office", week=(HOURS, HOURS, HOURS, HOURS, HOURS, (), ()))


def day(number: int, month: int = 6, hour: int = 8) -> Instant:
    """The morning of a day in 2026."""
    return instant(datetime.combine(date(2026, month, number), time(hour)))


def evening(number: int, month: int = 6) -> Instant:
    """The end of work on a day in 2026."""
    return day(number, month, 17)


def task(uid: Uid, name: str, days: float = 1, **facts: Any) -> Task:
    """A task of so many days; 0 makes a milestone."""
    return Task(uid, name, duration=int(days * DAY), milestone=days == 0, **facts)


def started(uid: Uid, name: str, days: float, percent: int, since: Instant, **facts: Any) -> Task:
    """A task in progress: so many days at so much per cent."""
    done = int(days * DAY * percent / 100)
    return task(
        uid,
        name,
        days,
        actual_start=since,
        percent_complete=Decimal(percent),
        actual_duration=done,
        remaining_duration=int(days * DAY) - done,
        **facts,
    )


def finished(uid: Uid, name: str, days: float, since: Instant, until: Instant, **facts: Any) -> Task:
    """A complete task."""
    return task(
        uid, name, days, actual_start=since, actual_finish=until, percent_complete=Decimal(100),
        remaining_duration=0, **facts,
    )  # fmt: skip


def chain(*uids: Uid) -> tuple[Link, ...]:
    """Finish-to-start links from each task to the next."""
    return tuple(Link(a, b) for a, b in pairwise(uids))


def wait(before: Uid, after: Uid, days: float, kind: LinkType = LinkType.FS) -> Link:
    """A link with a lag of so many days."""
    return Link(before, after, kind, lag=int(days * DAY))


def on(uid: Uid, work: Uid, person: Uid, days: float, units: str = "1", done: float = 0) -> Assignment:
    """Somebody's work on a task, in person-days."""
    whole, past = int(days * DAY), int(done * DAY)
    return Assignment(uid, work, person, Decimal(units), work=whole, actual_work=past, remaining_work=whole - past)


def person(uid: Uid, name: str, group: str = "", *, leave: Iterable[tuple[int, int]] = (), **facts: Any) -> Resource:
    """Somebody of a group; with leave they get a calendar of their own (see `leave_calendar`)."""
    return Resource(uid, name, group=group, calendar=100 + uid if leave else 1, **facts)


def leave_calendar(uid: Uid, first: int, last: int, month: int = 6) -> Calendar:
    """The calendar of a person who is away from one day to another."""
    away = CalendarException("Leave", date(2026, month, first), date(2026, month, last))
    return Calendar(100 + uid, f"Person {uid}", parent=1, exceptions=(away,))


def rate(euros: int) -> tuple[Rate, ...]:
    """A rate an hour."""
    return (Rate("A", None, Decimal(euros)),)


def promised(*rows: tuple[Uid, Instant, Instant, int], work: int | None = None) -> Baseline:
    """A baseline: task, start, finish, cost."""
    return Baseline(0, tasks=tuple(BaselineTask(u, s, f, cost=Decimal(c), work=work) for u, s, f, c in rows))


def context(
    tasks: Iterable[Task],
    links: Iterable[Link] = (),
    *,
    status: Instant | None = None,
    baseline: Baseline | None = None,
    people: Iterable[Resource] = (),
    work: Iterable[Assignment] = (),
    calendars: Iterable[Calendar] = (),
    today: Instant | None = None,
    previous: Context | None = None,
    office: Calendar = OFFICE,
    risks: Iterable[RiskRecord] = (),
    ledger: Ledger | None = None,
    uncertainty: Uncertainty | None = None,
    **settings: Any,
) -> Context:
    """A scheduled plan on the day of its review."""
    plan = Plan(
        Settings(start=day(1), calendar=1, status_date=status, **settings),
        calendars=(office, *calendars),
        tasks=tuple(tasks),
        links=tuple(links),
        resources=tuple(people),
        assignments=tuple(work),
        baselines=(baseline,) if baseline else (),
    )
    dossier = Dossier(
        Project("Drawn", currency="EUR"),
        plan,
        risks=tuple(risks),
        ledger=ledger or Ledger(),
        uncertainty=uncertainty or Uncertainty(),
    )
    return Context(dossier, schedule(plan), status if status is not None else day(1), today, previous)


def found(rule: Callable[[Context], Iterator[Finding]], drawn: Context) -> list[tuple[str, str, str]]:
    """What a rule says: id, severity, headline."""
    return [(each.id, each.severity.value, each.headline) for each in rule(drawn)]
