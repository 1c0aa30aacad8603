"""Two signals against each other: dates against value, value against cost."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.rules.forecasts import forecasts_disagree, value_without_cost
from tests.advisor.drawn import chain, context, day, evening, found, promised, started, task


def test_sch_15_holds_the_network_against_the_pace_so_far() -> None:
    half = replace(started(1, "Build", 10, 20, day(1)), remaining_duration=5 * 480)
    base = promised((1, day(1), evening(12), 1000))
    drawn = context((half,), status=evening(5), baseline=base)
    assert found(forecasts_disagree, drawn) == [
        (
            "SCH-15:forecasts",
            "S3",
            "By its links the project finishes on Fri 12 Jun; at the pace at which value was earned so far it would be "
            "Fri 3 Jul, 15 working days later.",
        )
    ]
    agreed = context((started(1, "Build", 10, 50, day(1)),), status=evening(5), baseline=base)
    assert not found(forecasts_disagree, agreed)


def booked(percent: int, cost: int, until: int, previous: Context | None = None) -> Context:
    """One task of EUR 1,000 at so much per cent, for so much money, on an evening in June."""
    row = replace(started(1, "Build", 20, percent, day(1)), actual_cost=Decimal(cost))
    base = promised((1, day(1), evening(26), 1000))
    return context((row, task(2, "Test", 1)), chain(1, 2), status=evening(until), baseline=base, previous=previous)


def test_x_01_sees_value_that_cost_nothing_and_cost_that_brought_nothing() -> None:
    before = booked(20, 200, 5)
    assert found(value_without_cost, booked(60, 202, 19, before)) == [
        (
            "X-01:value-and-cost",
            "S3",
            "Work worth EUR 400 was reported done since Fri 5 Jun, but only EUR 2 was booked.",
        )
    ]
    (finding,) = value_without_cost(booked(20, 600, 19, before))
    assert finding.headline == "EUR 400 was booked since Fri 5 Jun, but work worth only EUR 0 was reported done."
    assert not found(value_without_cost, booked(60, 600, 19, before))
