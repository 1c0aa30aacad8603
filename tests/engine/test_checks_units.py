"""Units that are no numbers are refused by whom they belong to, before anything is computed with them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.levelling import Budget, level
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, AvailabilityStep, Resource
from milepost.engine.schedule import schedule
from tests.engine.drawn import days, plan

WRONG = ("NaN", "sNaN", "Infinity", "-Infinity", "-0.5", "1e10", "1e400")


def staffed(ada: Resource, units: str = "1") -> Plan:
    """One task of four days, and who does it."""
    work = 4 * 480
    one = Assignment(1, 1, ada.uid, units=Decimal(units), work=work, remaining_work=work)
    return plan(days(1, 4), resources=(ada,), assignments=(one,))


@pytest.mark.parametrize("units", WRONG)
def test_units_that_are_no_numbers_are_refused_by_name(units: str) -> None:
    ada = Resource(1, "Ada")
    steps = (AvailabilityStep(None, None, Decimal(units)),)
    cases = {
        "Ada: the max units are": staffed(replace(ada, max_units=Decimal(units))),
        "Ada: the units of a stretch of availability are": staffed(replace(ada, availability=steps)),
        "1 T1: the units of an assignment are": staffed(ada, units),
    }
    for said, made in cases.items():
        with pytest.raises(PlanRefusedError) as refused:
            schedule(made)
        (notice,) = refused.value.notices
        assert notice.code == "E-UNITS"
        assert notice.message.startswith(f"{said} {Decimal(units)}. Give a number from 0 to 10^9")


@pytest.mark.parametrize("units", ["0", "0.5", "1", "1e9"])
def test_nothing_half_and_very_much_are_numbers(units: str) -> None:
    made = staffed(Resource(1, "Ada", max_units=Decimal(units)), units)
    assert level(made, budget=Budget(schedules=2)).schedule.by_uid[1].duration == 4 * 480
