"""Small plans written in days: Mon-Fri 08:00-12:00 and 13:00-17:00 from Monday 2026-06-01, tasks numbered from 1."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

from milepost.engine.calendars import Calendar, Intervals
from milepost.engine.clock import instant, moment
from milepost.engine.plan import Convention, Plan, Settings
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, Link, LinkType, Task

D = 480
HOURS: Intervals = ((480, 720), (780, 1020))
STD = Calendar(1, "Standard", week=(HOURS,) * 5 + ((), ()))
ROUND = Calendar(2, "Round the clock", week=(((0, 1440),),) * 7)
SEVEN = Calendar(3, "Seven days", week=(HOURS,) * 7)


def at(text: str) -> int:
    """An instant of June 2026 as day and hour: `08 17:00`; a day of another month as `07-02 08:00`."""
    day, hour = text.split()
    return instant(datetime.fromisoformat(f"2026-{day if '-' in day else '06-' + day}T{hour}"))


def said(instant_: int) -> str:
    """The instant as `at` reads it."""
    when = moment(instant_, "")
    return f"{when:%d %H:%M}" if when.month == 6 else f"{when:%m-%d %H:%M}"


def days(uid: int, count: float, **more: Any) -> Task:
    """A task of some days."""
    return Task(uid, f"T{uid}", duration=round(count * D), **more)


def held(kind: ConstraintKind, text: str = "") -> tuple[Constraint, ...]:
    """One constraint."""
    return (Constraint(kind, at(text) if text else None),)


def link(before: int, after: int, kind: str = "FS", lag: float = 0, **more: Any) -> Link:
    """A link with its lag in days."""
    return Link(before, after, LinkType(kind), round(lag * D), **more)


def plan(*rows: Task | Link, msp: bool = False, **more: Any) -> Plan:
    """A plan of tasks and links; `settings` of the plan by keyword."""
    fields = {name: more.pop(name) for name in ("resources", "assignments") if name in more}
    settings = Settings(start=at("01 08:00"), calendar=1)
    if msp:
        settings = replace(settings, convention=Convention.MSPROJECT)
    return Plan(
        replace(settings, **more),
        calendars=(STD, ROUND, SEVEN),
        tasks=tuple(row for row in rows if isinstance(row, Task)),
        links=tuple(row for row in rows if isinstance(row, Link)),
        **fields,
    )


def dates(result: Schedule | Plan, uid: int, *names: str) -> str:
    """Dates of a task as words, start and finish by default."""
    computed = schedule(result) if isinstance(result, Plan) else result
    return " | ".join(said(getattr(computed.by_uid[uid], name)) for name in names or ("start", "finish"))


def codes(result: Schedule) -> list[str]:
    """The codes of the warnings about dates."""
    about = {"W-CONSTRAINT-CONFLICT", "W-NEG-SLACK", "W-OUT-OF-SEQUENCE", "W-REMAINING-BEFORE-DD"}
    about |= {"W-LEAD-BEFORE-START", "W-CRITICAL-AMBIGUOUS"}
    return [notice.code for notice in result.notices if notice.code in about]
