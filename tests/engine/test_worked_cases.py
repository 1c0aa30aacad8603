"""The worked examples of domain/schedule.md 16.1 to 16.6, every value."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant
from milepost.engine.plan import ElapsedStart, LateConstraintMode, OutOfSequence, Plan, Settings
from milepost.engine.results import DriverKind, Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task
from milepost.engine.worktime import WorkTimes

HOUR, DAY = 60, 480
OFFICE = ((480, 720), (780, 1020))
EXCEPTIONS = (
    CalendarException("Holiday", date(2026, 3, 13), date(2026, 3, 13)),
    CalendarException("Half day", date(2026, 3, 19), date(2026, 3, 19), ((480, 720),)),
)
PLAIN = Calendar(3, "Plain", week=(OFFICE,) * 5 + ((),) * 2)
CALENDARS = (
    Calendar(1, "STD", week=(OFFICE,) * 5 + ((),) * 2, exceptions=EXCEPTIONS),
    Calendar(2, "SEVEN", week=(OFFICE,) * 7, exceptions=EXCEPTIONS),
    PLAIN,
)
A, B, C, D, E, F, G, M = range(1, 9)
NETWORK = Plan(
    Settings(instant(datetime.fromisoformat("2026-03-02T08:00")), calendar=1),
    calendars=CALENDARS,
    tasks=(
        Task(A, "A", duration=3 * DAY),
        Task(B, "B", duration=5 * DAY),
        Task(C, "C", duration=4 * DAY),
        Task(D, "D", duration=6 * DAY),
        Task(E, "E", duration=3 * DAY, calendar=2),
        Task(F, "F", duration=4 * DAY),
        Task(G, "G", duration=36 * HOUR, elapsed=True),
        Task(M, "M", milestone=True),
    ),
    links=(
        Link(A, B),
        Link(A, C, lag=2 * DAY),
        Link(B, D),
        Link(C, E),
        Link(D, F, LinkType.SS, 2 * DAY),
        Link(D, F, LinkType.FF, DAY),
        Link(E, G),
        Link(F, M),
        Link(G, M),
    ),
)


def at(text: str, year: int = 2026) -> int:
    """Read `03-02 08:00`."""
    return instant(datetime.fromisoformat(f"{year}-{text.replace(' ', 'T')}"))


def changed(plan: Plan, uid: int, **facts: object) -> Plan:
    return replace(plan, tasks=tuple(replace(t, **facts) if t.uid == uid else t for t in plan.tasks))


def told(plan: Plan, **facts: object) -> Plan:
    return replace(plan, settings=replace(plan.settings, **facts))


def assert_dates(answer: Schedule, uid: int, **dates: str) -> None:
    """Compare dates of one task: `es="03-02 08:00"` and so on, on the clock."""
    names = {"es": "early_start", "ef": "early_finish", "ls": "late_start", "lf": "late_finish"}
    for short, text in dates.items():
        assert getattr(answer.by_uid[uid], names[short]) == at(text), (uid, short, text)


def floats(answer: Schedule, *uids: int) -> list[int]:
    return [answer.by_uid[uid].total_float for uid in uids]


@pytest.mark.parametrize(
    ("uid", "es", "ef", "ls", "lf", "total", "free"),
    [
        (A, "03-02 08:00", "03-04 17:00", "03-02 08:00", "03-04 17:00", 0, 0),
        (B, "03-05 08:00", "03-11 17:00", "03-05 08:00", "03-11 17:00", 0, 0),
        (C, "03-09 08:00", "03-12 17:00", "03-12 13:00", "03-19 12:00", 28 * HOUR, 0),
        (D, "03-12 08:00", "03-23 12:00", "03-12 08:00", "03-23 12:00", 0, 0),
        (E, "03-14 08:00", "03-16 17:00", "03-20 08:00", "03-22 17:00", 44 * HOUR, 0),
        (F, "03-18 08:00", "03-24 12:00", "03-18 08:00", "03-24 12:00", 0, 0),
        (G, "03-16 17:00", "03-18 05:00", "03-23 00:00", "03-24 12:00", 151 * HOUR, 151 * HOUR),
        (M, "03-24 12:00", "03-24 12:00", "03-24 12:00", "03-24 12:00", 0, 0),
    ],
)
def test_16_1_calendar_network(uid: int, es: str, ef: str, ls: str, lf: str, total: int, free: int) -> None:
    answer = schedule(NETWORK)
    assert_dates(answer, uid, es=es, ef=ef, ls=ls, lf=lf)
    assert (answer.by_uid[uid].total_float, answer.by_uid[uid].free_float) == (total, free)


def test_16_1_drivers() -> None:
    answer = schedule(NETWORK)
    assert answer.by_uid[A].driver.kind is DriverKind.PROJECT_START
    drivers = {uid: answer.by_uid[uid].driver for uid in (B, C, D, E, F, G, M)}
    assert all(driver.kind is DriverKind.LINK for driver in drivers.values())
    # F waits for D by FF only, although an SS link joins them too.
    assert {uid: d.links for uid, d in drivers.items()} == {
        B: (0,), C: (1,), D: (2,), E: (3,), F: (5,), G: (6,), M: (7,),
    }  # fmt: skip


def test_16_1_elapsed_task_from_the_next_working_time() -> None:
    answer = schedule(told(NETWORK, elapsed_start=ElapsedStart.NEXT_WORKING))
    assert_dates(answer, G, es="03-17 08:00", ef="03-18 20:00")
    assert floats(answer, G) == [136 * HOUR]
    before = schedule(NETWORK)
    for uid in (A, B, C, D, E, F, M):
        assert answer.by_uid[uid] == replace(before.by_uid[uid], free_float=answer.by_uid[uid].free_float)


def test_16_2_deadline() -> None:
    answer, before = schedule(changed(NETWORK, M, deadline=at("03-23 17:00"))), schedule(NETWORK)
    for uid in range(A, M + 1):
        assert answer.by_uid[uid].early_start == before.by_uid[uid].early_start
        assert answer.by_uid[uid].early_finish == before.by_uid[uid].early_finish
    assert floats(answer, A, B, D, F, M) == [-4 * HOUR] * 5
    assert floats(answer, C, E, G) == [20 * HOUR, 36 * HOUR, 132 * HOUR]
    assert_dates(answer, M, lf="03-23 17:00")
    assert_dates(answer, F, lf="03-23 17:00", ls="03-17 13:00")
    assert_dates(answer, D, lf="03-20 17:00", ls="03-11 13:00")
    assert_dates(answer, B, lf="03-11 12:00", ls="03-04 13:00")
    assert_dates(answer, A, lf="03-04 12:00", ls="02-27 13:00")


def late_start(kind: ConstraintKind, mode: LateConstraintMode) -> Schedule:
    held = changed(NETWORK, D, constraints=(Constraint(kind, at("03-11 08:00")),))
    return schedule(told(held, late_constraints=mode))


def test_16_3_late_constraint_by_logic() -> None:
    answer = late_start(ConstraintKind.SNLT, LateConstraintMode.LOGIC)
    assert_dates(answer, D, es="03-12 08:00")
    assert floats(answer, A, B, D, F, M) == [-DAY, -DAY, -DAY, 0, 0]
    assert answer.finish == at("03-24 12:00")


@pytest.mark.parametrize("kind", [ConstraintKind.SNLT, ConstraintKind.MSO])
def test_16_3_late_constraint_honoured(kind: ConstraintKind) -> None:
    answer = late_start(kind, LateConstraintMode.HONOR)
    assert_dates(answer, D, es="03-11 08:00", ef="03-20 12:00")
    assert_dates(answer, F, es="03-17 08:00", ef="03-23 12:00")
    assert answer.finish == at("03-23 12:00")
    assert floats(answer, A, B, D) == [-DAY, -DAY, 0]
    (conflict,) = (notice for notice in answer.notices if notice.code == "W-CONSTRAINT-CONFLICT")
    assert set(conflict.tasks) == {B, D}
    assert "480 minutes" in conflict.message
    assert "2 B -FS->" in conflict.message


@pytest.mark.parametrize(
    ("link", "es", "ef"),
    [
        (Link(A, B, lag=5000, lag_kind=LagKind.PERCENT), "03-06 13:00", "03-09 12:00"),
        (Link(A, B, lag=3 * 1440, lag_kind=LagKind.ELAPSED), "03-09 08:00", "03-09 17:00"),
        (Link(A, B, lag=-DAY), "03-04 08:00", "03-04 17:00"),
        (Link(A, B, LinkType.SF, lag=2 * DAY), "03-03 08:00", "03-03 17:00"),
    ],
)
def test_16_4_lags(link: Link, es: str, ef: str) -> None:
    pair = replace(NETWORK, tasks=(NETWORK.tasks[0], Task(B, "B", duration=DAY)), links=(link,))
    assert_dates(schedule(pair), B, es=es, ef=ef)


def out_of_sequence(mode: OutOfSequence) -> Schedule:
    x, y, z, v = 1, 2, 3, 4
    start = at("06-01 08:00")
    settings = Settings(start, status_date=at("06-08 08:00"), calendar=3, out_of_sequence=mode)
    tasks = (
        Task(x, "X", duration=5 * DAY, actual_start=start, remaining_duration=2 * DAY),
        Task(y, "Y", duration=5 * DAY, actual_start=at("06-04 08:00"), remaining_duration=4 * DAY),
        Task(z, "Z", duration=3 * DAY),
        Task(v, "V", duration=2 * DAY),
    )
    return schedule(Plan(settings, calendars=(PLAIN,), tasks=tasks, links=(Link(x, y), Link(y, z), Link(x, v))))


def test_16_5_retained_logic() -> None:
    answer = out_of_sequence(OutOfSequence.RETAINED_LOGIC)
    assert_dates(answer, 1, ef="06-09 17:00")
    assert answer.by_uid[2].remaining_start == at("06-10 08:00")
    assert_dates(answer, 2, ef="06-15 17:00")
    assert_dates(answer, 3, es="06-16 08:00", ef="06-18 17:00")
    assert_dates(answer, 4, es="06-10 08:00", ef="06-11 17:00")
    assert floats(answer, 4) == [5 * DAY]
    assert [n.tasks for n in answer.notices if n.code == "W-OUT-OF-SEQUENCE"] == [(1, 2)]


def test_16_5_progress_override() -> None:
    answer = out_of_sequence(OutOfSequence.PROGRESS_OVERRIDE)
    assert_dates(answer, 1, ef="06-09 17:00")
    assert answer.by_uid[2].remaining_start == at("06-08 08:00")
    assert_dates(answer, 2, ef="06-11 17:00")
    assert_dates(answer, 3, es="06-12 08:00", ef="06-16 17:00")
    assert_dates(answer, 4, es="06-10 08:00", ef="06-11 17:00")
    assert floats(answer, 1, 4) == [3 * DAY, 3 * DAY]
    assert [n.tasks for n in answer.notices if n.code == "W-OUT-OF-SEQUENCE"] == [(1, 2)]


#: Weeks as whole working weeks of an elapsed-free calendar: 0 is the project start.
WEEK = 5 * DAY


def test_16_6_deterministic_network() -> None:
    names = "ABCDEFGH"
    weeks = dict(zip(names, (2, 3, 2, 4, 4, 3, 5, 2), strict=True))
    pairs = ("AC", "BD", "CE", "CF", "DG", "EG", "FH", "GH")
    number = {name: n for n, name in enumerate(names, 1)}
    plan = Plan(
        Settings(at("03-02 08:00"), calendar=3),
        calendars=(PLAIN,),
        tasks=tuple(Task(number[name], name, duration=weeks[name] * WEEK) for name in names),
        links=tuple(Link(number[a], number[b]) for a, b in pairs),
    )
    answer, line = schedule(plan), WorkTimes(plan).of_calendar(None)

    def week(instant: int) -> float:
        return line.working(plan.settings.start, instant) / WEEK

    early = {
        n: (week(answer.by_uid[number[n]].early_start), week(answer.by_uid[number[n]].early_finish)) for n in names
    }
    assert early == {
        "A": (0, 2), "B": (0, 3), "C": (2, 4), "D": (3, 7), "E": (4, 8), "F": (4, 7), "G": (8, 13), "H": (13, 15),
    }  # fmt: skip
    late = {n: (week(answer.by_uid[number[n]].late_start), week(answer.by_uid[number[n]].late_finish)) for n in names}
    assert late == early | {"B": (1, 4), "D": (4, 8), "F": (10, 13)}
    assert {n for n in names if answer.by_uid[number[n]].critical} == set("ACEGH")
    assert {n: answer.by_uid[number[n]].total_float / WEEK for n in "BDF"} == {"B": 1, "D": 1, "F": 6}
    assert {n: answer.by_uid[number[n]].free_float / WEEK for n in "BDF"} == {"B": 0, "D": 1, "F": 6}
    assert week(answer.finish) == 15
