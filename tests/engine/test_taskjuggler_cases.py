"""TaskJuggler's tests that assert plain CPM dates, written out as plans; the dates are read from its files.

`duration` is an elapsed span, `length` and `effort` of one person working time, `gapduration` an elapsed lag,
`gaplength` one in the project's working time; `depends` is FS (`onstart`: SS), `precedes` FS of a task scheduled
backwards (`onend`: FF). What is scheduled backwards (ALAP with a given end) is compared by its late dates, with the
project's end as the date it must finish by. TaskJuggler leaves a start in the night where it is, Milepost shows
the next working minute: dates are compared in working time.

Left out: Allocate, Manager, MultipleMandatories, Optimize, PersistentResources and purge, which test how people are
chosen and shared (levelling); Booking and Booking3, which give back the dates of
bookings; WeakDeps, which asserts none.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime

import pytest

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant
from milepost.engine.plan import LagCalendar, Plan, Settings
from milepost.engine.resources import Assignment, Resource
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task
from milepost.engine.worktime import WorkTimes
from tests.engine.asserted_dates import asserted

HOUR, DAY, WEEK = 60, 480, 2400
EDAY, EWEEK = 1440, 7 * 1440


def hours(begin: int, end: int) -> tuple[tuple[int, int], ...]:
    return ((begin * HOUR, end * HOUR),)


def off(*days: date) -> tuple[CalendarException, ...]:
    return tuple(CalendarException("Vacation", day, day) for day in days)


#: TaskJuggler's working hours where a project says nothing.
NINE_TO_FIVE = Calendar(1, "Default", week=(hours(9, 17),) * 5 + ((),) * 2)


@dataclass(frozen=True)
class Case:
    """A plan, its tasks by their path in the file, and which of them count by their late dates."""

    file: str
    plan: Plan
    backwards: tuple[str, ...] = ()
    scenario: str = ""


def at(text: str, zone: str = "") -> int:
    return instant(datetime.fromisoformat(text), zone)


def whole(tasks: tuple[Task, ...], links: tuple[Link, ...] = (), **settings: object) -> Plan:
    told = replace(Settings(0, calendar=1, lag_calendar=LagCalendar.PROJECT), **settings)
    return Plan(told, (NINE_TO_FIVE,), tasks, links)


def span(uid: int, name: str, minutes: int, **facts: object) -> Task:
    return Task(uid, name, duration=minutes, **facts)


def lasting(uid: int, name: str, **facts: object) -> Task:
    """A task of `duration 1w`."""
    return Task(uid, name, duration=EWEEK, elapsed=True, **facts)


def held(kind: ConstraintKind, text: str, zone: str = "") -> tuple[Constraint, ...]:
    return (Constraint(kind, at(text, zone)),)


def depends() -> Case:
    tasks = (*(lasting(n, f"t{n}") for n in range(1, 7)), span(7, "t7", WEEK), span(8, "t8", WEEK))
    links = (
        Link(1, 2),
        Link(2, 3, lag=EWEEK, lag_kind=LagKind.ELAPSED),
        Link(3, 4, lag=WEEK),
        Link(4, 5, LinkType.SS),
        Link(4, 6, LinkType.SS, WEEK),
        Link(7, 8, LinkType.SS, WEEK),
    )
    return Case("Depends.tjp", whole(tasks, links, start=at("2007-04-02")))


def precedes() -> Case:
    tasks = (*(lasting(n, f"t{n}") for n in range(1, 7)), span(7, "t7", WEEK), span(8, "t8", WEEK))
    links = (
        Link(2, 1),
        Link(3, 2, lag=EWEEK, lag_kind=LagKind.ELAPSED),
        Link(4, 3, lag=WEEK),
        Link(5, 4, LinkType.FF),
        Link(6, 4, LinkType.FF, WEEK),
        Link(8, 7, LinkType.FF, WEEK),
    )
    plan = whole(tasks, links, start=at("2007-04-02"), must_finish_by=at("2007-07-01"))
    return Case("Precedes.tjp", plan, backwards=tuple(task.name for task in tasks))


def container() -> Case:
    tasks = (
        Task(1, "C0"),
        Task(2, "C0.C1", parent=1),
        span(3, "C0.C1.T1", WEEK, parent=2, constraints=held(ConstraintKind.SNET, "2009-01-10")),
        Task(4, "C0.C2", parent=1),
        span(5, "C0.C2.T2", WEEK, parent=4, constraints=held(ConstraintKind.MFO, "2009-01-20")),
    )
    return Case("Container.tjp", whole(tasks, start=at("2009-01-01")))


def tracking(status: str | None, scenario: str) -> Case:
    begun = {"actual_start": at("2014-03-17T09:00"), "remaining_duration": 5 * DAY} if status else {}
    tasks = (span(1, "t1", 10 * DAY), Task(2, "t2"), span(3, "t2.t3", 10 * DAY, parent=2, **begun))
    told = {"start": at("2014-03-16"), "status_date": None if status is None else at(status)}
    return Case("SchedulingMode.tjp", whole(tasks, **told), scenario=scenario)


def inherited() -> Case:
    zone, month = "Europe/Amsterdam", 20 * DAY
    first, sixth, march = "2009-02-04", "2009-02-06", "2009-03-01"
    gates = {
        "ms1": first,
        "p1.only_s_e.t1": first,
        "p1.only_s_e.t2": sixth,
        "p1.only_s_e.t3": march,
        "p1.ms.t1": first,
        "p1.ms.t3": sixth,
        "p1.ms.t4": march,
        "p1.ms.t5": sixth,
        "p1.ms.t6": march,
        "p2.t1": first,
        "p2.t2": first,
    }
    ends = ("ms2", "p1.ms.t2", "p2.t3", "p2.t4")
    tasks = [Task(n, name, milestone=True, constraints=held(ConstraintKind.SNET, day, zone))
             for n, (name, day) in enumerate(gates.items(), 1)]  # fmt: skip
    tasks += [Task(20 + n, name, milestone=True) for n, name in enumerate(ends)]
    tasks += [
        span(31, "p1.w_effort.t1", month),
        span(32, "p1.w_effort.t2", month, constraints=held(ConstraintKind.SNET, sixth, zone)),
        span(33, "p1.w_effort.t3", month),
        span(34, "p1.w_effort.t4", month, constraints=held(ConstraintKind.FNLT, "2009-05-01", zone)),
    ]
    links = (Link(1, 8), Link(9, 20), Link(10, 11), Link(23, 22))
    told = {"start": at(first, zone), "must_finish_by": at("2009-06-01", zone), "zone": zone}
    backwards = (*ends, "p1.w_effort.t3", "p1.w_effort.t4")
    return Case("InheritStartEnd.tjp", whole(tuple(tasks), links, **told), backwards)


def two_people(scenario: str) -> Case:
    plan = whole((span(1, "t1", WEEK),), start=at("2011-02-27"))
    people = (Resource(1, "R1"), Resource(2, "R2"))
    rows = tuple(Assignment(n, 1, n, work=WEEK, remaining_work=WEEK) for n in (1, 2))
    return Case("Scenarios.tjp", replace(plan, resources=people, assignments=rows), scenario=scenario)


def shifts() -> Case:
    ninth, tenth = date(2010, 2, 9), date(2010, 2, 10)
    week = (hours(8, 16),) * 5 + ((),) * 2
    calendars = (
        replace(NINE_TO_FIVE, exceptions=off(tenth)),
        Calendar(2, "Shift 2", week=week),
        Calendar(3, "Shift 3", week=week, exceptions=off(ninth, tenth)),
        Calendar(4, "Shift 4", week=week, exceptions=off(ninth)),
    )
    tasks = tuple(span(n, f"T{n}", size * HOUR) for n, size in enumerate((32, 40, 24, 32), 1))
    people = tuple(Resource(n, f"r{n}", calendar=n) for n in range(1, 5))
    rows = tuple(Assignment(n, n, n, work=tasks[n - 1].duration) for n in range(1, 5))
    plan = whole(tasks, start=at("2010-02-06"))
    return Case("Shift2.tjp", replace(plan, calendars=calendars, resources=people, assignments=rows))


def leaves(scenario: str) -> Case:
    week = CalendarException("Vacation", date(2012, 3, 19), date(2012, 3, 25))
    calendars = (
        replace(NINE_TO_FIVE, exceptions=off(date(2012, 3, 14))),
        Calendar(2, "R1", parent=1, exceptions=(week,)),
    )
    plan = whole((span(1, "T1", 20 * DAY),), start=at("2012-03-12"))
    person = (Resource(1, "R1", calendar=2),)
    rows = (Assignment(1, 1, 1, work=20 * DAY),)
    staffed = replace(plan, calendars=calendars, resources=person, assignments=rows)
    return Case("Leaves.tjp", staffed, scenario=scenario)


CASES = (
    depends(),
    precedes(),
    container(),
    tracking(None, "s1"),
    tracking("2014-03-23", "s2"),
    tracking(None, "s3"),
    inherited(),
    two_people("s1"),
    two_people("s2"),
    shifts(),
    leaves("s1"),
    leaves("s2"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: f"{case.file} {case.scenario}".strip())
def test_dates_that_taskjuggler_asserts(case: Case) -> None:
    answer, times = schedule(case.plan), WorkTimes(case.plan)
    names = {task.name: task.uid for task in case.plan.tasks}
    expected = [row for row in asserted(case.file) if row.scenario == case.scenario]
    assert {row.task for row in expected} <= names.keys()
    assert expected
    for row in expected:
        dates = answer.by_uid[names[row.task]]
        early, late = (dates.start, dates.late_start), (dates.finish, dates.late_finish)
        mine = (early if row.side == "start" else late)[row.task in case.backwards]
        theirs = instant(row.moment, case.plan.settings.zone)
        line = times.of_calendar(None) if dates.summary else times.of_task(dates.uid)
        assert line.same(mine, theirs), (row, mine - theirs)
