"""What comes next: can it start, and may it be done then."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from milepost.advisor.rules.readiness import against_calendar, not_ready
from milepost.dossier.edits import apply
from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.schedule import schedule
from tests.advisor.drawn import (
    HOURS,
    OFFICE,
    chain,
    context,
    day,
    evening,
    finished,
    found,
    on,
    person,
    promised,
    started,
    task,
)

FREEZE = CalendarException("Change freeze", date(2026, 6, 8), date(2026, 6, 12))


def test_sch_16_lists_what_a_task_still_needs() -> None:
    tasks = (started(1, "Design", 5, 60, day(1)), task(2, "Build", 3, estimated=True))
    base = promised((1, day(1), evening(5), 0), (2, day(15), evening(17), 0))
    drawn = context(
        tasks,
        chain(1, 2),
        status=evening(8),
        baseline=base,
        people=(person(1, "Ana", inactive=True),),
        work=(on(1, 2, 1, 3),),
    )
    assert found(not_ready, drawn) == [
        (
            "SCH-16:task-2",
            "S2",
            "Build (2) starts on Thu 11 Jun and is not ready: Design (1), which it waits for, is overdue; "
            "Ana is no longer available; its duration is still a guess.",
        )
    ]
    ready = (started(1, "Design", 5, 60, day(1)), task(2, "Build", 3))
    assert not found(not_ready, context(ready, chain(1, 2), status=evening(3), baseline=base))


def test_sch_19_keeps_deployments_out_of_a_freeze() -> None:
    always = Calendar(2, "Operations", week=(HOURS,) * 7, exceptions=())
    frozen = Calendar(3, "Production", week=(HOURS,) * 7, exceptions=(FREEZE,))
    tasks = (finished(1, "Build", 5, day(1), evening(5)), task(2, "Deploy to production", 4, calendar=2))
    late = context(tasks, chain(1, 2), calendars=(always, frozen), status=evening(5))
    assert found(against_calendar, late)[0][1] == "S1"
    (finding,) = against_calendar(late)
    assert finding.headline.endswith("within Change freeze (Mon 8 Jun to Fri 12 Jun).")
    assert schedule(apply(late.schedule.plan, finding.proposals[0].edits)).finish > late.schedule.finish


def test_sch_19_sees_work_on_a_day_off_of_the_project() -> None:
    holiday = CalendarException("Founders' day", date(2026, 6, 3), date(2026, 6, 3))
    office = replace(OFFICE, exceptions=(holiday,))
    always = Calendar(2, "Operations", week=(HOURS,) * 7)
    drawn = context((task(1, "Move servers", 5, calendar=2),), calendars=(always,), office=office)
    assert found(against_calendar, drawn)[0][1] == "S2"
    assert not found(against_calendar, context((task(1, "Move servers", 5),), office=office))
