"""Every figure of earned value has a value or a reason (domain/money.md 7, 8, 11.1)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.engine.earned_value import EarnedSchedule, EarnedValue
from milepost.engine.measures import Measure, measures, time_measures


def value(*amounts: int) -> EarnedValue:
    return EarnedValue(*map(Decimal, amounts))


def by_code(found: tuple[Measure, ...]) -> dict[str, Measure]:
    return {each.code: each for each in found}


def test_the_fence_in_full() -> None:
    found = {code: each.value for code, each in by_code(measures(value(4000, 3000, 2500, 2800))).items()}
    printed = {
        "SV": "-500", "CV": "-300", "SV%": "-0.1667", "CV%": "-0.12", "SPI": "0.833333", "CPI": "0.892857",
        "CSI": "0.744048", "% planned": "0.75", "% complete": "0.625", "% spent": "0.7",
        "EAC_a": "4300", "EAC_t": "4480.00", "EAC_c": "4816.00", "EAC_w": "4502.70",
        "ETC": "1680.00", "VAC": "-480.00", "VAC%": "-0.12", "TCPI(BAC)": "1.25", "TCPI(EAC)": "0.892857",
    }  # fmt: skip
    assert {code: found[code].quantize(Decimal(text)) for code, text in printed.items()} == {
        code: Decimal(text) for code, text in printed.items()
    }


def test_the_fence_in_time() -> None:
    days = EarnedSchedule(Decimal("2.5"), Decimal(3), Decimal(4))
    found = by_code(time_measures(days, Decimal("0.8")))
    assert [found[code].value for code in ("SV(t)", "PDWR", "IEAC(t)", "IEAC(t)_a", "TSPI", "VAC(t)")] == [
        Decimal(text) for text in ("-0.5", "1.5", "4.8", "4.5", "1.5", "-0.8")
    ]
    assert found["IEAC(t)_c"].value == 3 + Decimal("1.5") / (Decimal("2.5") / 3 * Decimal("0.8"))
    assert days.index_to(Decimal(6)) == Decimal("0.5")


@pytest.mark.parametrize(
    ("amounts", "code", "reason"),
    [
        ((0, 0, 0, 0), "% complete", "there is no budget"),
        ((100, 0, 10, 10), "SPI", "nothing was planned to be done yet"),
        ((100, 0, 10, 10), "EAC_c", "nothing was planned to be done yet"),
        ((100, 10, 0, 10), "EAC_t", "nothing is earned yet"),
        ((100, 10, 0, 10), "CV%", "nothing is earned yet"),
        ((100, 10, 10, 0), "CPI", "nothing is spent yet"),
        ((100, 10, 10, 0), "VAC", "nothing is spent yet"),
        ((100, 100, 90, 100), "TCPI(BAC)", "budget exhausted: 100.00 of 100.00 are spent and work remains"),
    ],
)
def test_what_is_undefined_says_why(amounts: tuple[int, ...], code: str, reason: str) -> None:
    found = by_code(measures(value(*amounts)))[code]
    assert (found.value, found.reason) == (None, reason)


def test_time_that_is_undefined_says_why() -> None:
    late = by_code(time_measures(EarnedSchedule(Decimal(3), Decimal(5), Decimal(4))))
    assert (late["TSPI"].value, late["TSPI"].reason) == (None, "the planned duration has passed")
    assert late["IEAC(t)_c"].reason == "there is no cost index"
    fresh = by_code(time_measures(EarnedSchedule(Decimal(0), Decimal(0), Decimal(4))))
    assert fresh["SPI(t)"].reason == "no time has passed yet"
    idle = by_code(time_measures(EarnedSchedule(Decimal(0), Decimal(2), Decimal(4))))
    assert (idle["IEAC(t)"].value, idle["IEAC(t)"].reason) == (None, "nothing is earned yet")


amounts = st.decimals(0, 10_000, places=2)


@given(amounts, amounts, amounts, amounts)
def test_laws(budget: Decimal, planned: Decimal, earned: Decimal, actual: Decimal) -> None:
    planned, earned = min(planned, budget), min(earned, budget)
    money = EarnedValue(budget, planned, earned, actual)
    found = by_code(measures(money))
    assert all((each.value is None) == bool(each.reason) for each in found.values())
    assert money.at_completion_atypical - budget == -money.cost_variance
    if money.remaining and money.index_to_estimate is not None and money.cost_index is not None:
        assert abs(money.index_to_estimate - money.cost_index) < Decimal("1e-9") * max(1, money.cost_index)
