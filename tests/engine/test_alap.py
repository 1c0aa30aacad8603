"""As late as possible and scheduling from the finish (domain/schedule.md 5)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.plan import AlapMode
from milepost.engine.results import DriverKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind
from tests.engine.drawn import D, at, dates, days, held, link, plan, said

LATE = held(ConstraintKind.ALAP)


def test_free_mode_uses_the_free_float_and_moves_nobody() -> None:
    rows = (days(1, 2, constraints=LATE), days(2, 1), days(3, 4), link(1, 2), link(3, 2))
    result = schedule(plan(*rows))
    assert dates(result, 1) == "03 08:00 | 04 17:00"
    assert dates(result, 2) == "05 08:00 | 05 17:00"
    assert result.by_uid[1].driver.kind is DriverKind.LATE_DATES
    assert result.by_uid[1].free_float == 0


def test_free_mode_shifts_a_chain_from_its_end() -> None:
    rows = (days(1, 1, constraints=LATE), days(2, 1, constraints=LATE), days(3, 5), link(1, 2))
    result = schedule(plan(*rows))
    assert [dates(result, uid, "start") for uid in (1, 2)] == ["04 08:00", "05 08:00"]


def test_total_mode_goes_to_the_late_dates() -> None:
    rows = (days(1, 1, constraints=LATE), days(2, 1), days(3, 5), link(1, 2))
    result = schedule(plan(*rows, alap=AlapMode.TOTAL))
    assert [dates(result, uid, "start") for uid in (1, 2)] == ["04 08:00", "05 08:00"]
    assert dates(result, 2, "early_start") == "02 08:00"


def test_from_the_finish_everything_is_late_unless_asked_to_be_soon() -> None:
    soon = days(3, 1, constraints=held(ConstraintKind.ASAP))
    rows = (days(1, 2), days(2, 3), soon, link(1, 2))
    result = schedule(plan(*rows, schedule_from_finish=True, finish=at("12 17:00")))
    assert result.start == at("08 08:00")
    assert dates(result, 1) == "08 08:00 | 09 17:00"
    assert dates(result, 2) == "10 08:00 | 12 17:00"
    assert dates(result, 3) == "08 08:00 | 08 17:00"
    assert result.by_uid[3].total_float == 4 * D


def test_from_the_finish_mirrors_float() -> None:
    rows = (days(1, 2), days(2, 3), days(3, 1), link(1, 2), link(3, 2))
    result = schedule(plan(*rows, schedule_from_finish=True, finish=at("12 17:00")))
    assert dates(result, 3) == "09 08:00 | 09 17:00"
    assert [result.by_uid[uid].total_float for uid in (1, 2, 3)] == [0, 0, D]


@pytest.mark.parametrize("msp", [False, True])
def test_a_plan_from_its_finish_keeps_what_has_begun(msp: bool) -> None:
    begun = days(1, 3, actual_start=at("02 08:00"), remaining_duration=D, percent_complete=Decimal(66))
    found = schedule(
        plan(begun, days(2, 2), link(1, 2), msp=msp, schedule_from_finish=True, finish=at("26 17:00")),
    )
    assert [(said(row.start), said(row.finish)) for row in found.tasks] == [
        ("02 08:00", "04 17:00"),
        ("25 08:00", "26 17:00"),
    ]
