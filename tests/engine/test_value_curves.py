"""Planned, earned and actual value over two weeks; the calendar is Mon-Fri 08-12, 13-17."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milepost.engine.calendars import Calendar
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Baseline, BaselineTask, PercentType, Task
from milepost.engine.value_curves import Values, value_curves

HOURS = ((480, 720), (780, 1020))


def at(text: str) -> int:
    """An instant of June 2026, by day and hour."""
    return instant(datetime.fromisoformat(f"2026-06-{text}"))


BUILT = Task(
    1, "Build", duration=5 * 480, actual_start=at("01T08:00"), actual_duration=5 * 480, remaining_duration=5 * 480,
    percent_complete=Decimal(50), actual_cost=Decimal(600),
)  # fmt: skip
PLAN = Plan(
    Settings(start=at("01T08:00"), calendar=1, status_date=at("05T17:00")),
    calendars=(Calendar(1, "Office", week=(HOURS, HOURS, HOURS, HOURS, HOURS, (), ())),),
    tasks=(BUILT, Task(2, "Kick-off", milestone=True, actual_start=at("02T08:00"), actual_finish=at("02T08:00"))),
    baselines=(
        Baseline(
            0,
            tasks=(
                BaselineTask(1, at("01T08:00"), at("05T17:00"), cost=Decimal(1000)),
                BaselineTask(2, at("01T08:00"), at("01T08:00"), cost=Decimal(50)),
            ),
        ),
    ),
)


def curve(*days: str, plan: Plan = PLAN) -> list[tuple[Decimal, Decimal | None, Decimal | None]]:
    """The three values at some instants."""
    return [(v.planned, v.earned, v.actual) for v in value_curves(schedule(plan), [at(day) for day in days])]


def test_values_grow_in_working_time() -> None:
    assert curve("01T17:00", "02T12:00", "05T17:00") == [(250, 100, 120), (350, 200, 180), (1050, 550, 600)]


def test_nothing_is_known_after_the_status_date() -> None:
    assert value_curves(schedule(PLAN), [at("08T17:00")]) == (Values(at("08T17:00"), Decimal(1050), None, None),)


def test_a_physical_percentage_earns_instead_of_the_duration_s() -> None:
    felt = replace(BUILT, percent_type=PercentType.PHYSICAL, physical_percent=Decimal(20))
    plan = replace(PLAN, tasks=(felt, *PLAN.tasks[1:]))
    assert curve("05T17:00", plan=plan)[0][1] == 250
