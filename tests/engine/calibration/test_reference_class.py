"""Reference-class forecasts: the example of domain/governance.md 15, the blend below ten members, the interval."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from math import exp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calibration import reference_class_forecast
from milepost.engine.notices import PlanRefusedError
from tests.engine.drawn import D

EXAMPLE = [Decimal(each) for each in "0.9 1.0 1.0 1.1 1.1 1.2 1.3 1.4 1.6 2.0".split()]
#: The 80 % point of the standard normal distribution.
Z80 = 0.8416212335729143


def test_the_example_of_the_specification() -> None:
    found = reference_class_forecast("portals", EXAMPLE, 100 * D)
    p50, p80 = found.points
    assert (p50.ratio, p80.ratio) == (1.15, 1.44)
    assert (p50.minutes, p80.minutes) == (115 * D, 144 * D)
    assert p80.uplift == pytest.approx(0.44)
    assert (found.count, found.own_weight, found.assumption) == (10, 1.0, "")


def test_floats_count_as_they_are_written() -> None:
    floats = reference_class_forecast("portals", [float(each) for each in EXAMPLE], 100 * D)
    assert floats == reference_class_forecast("portals", EXAMPLE, 100 * D)


def test_the_interval_holds_the_ratio_and_comes_from_the_seed() -> None:
    one = reference_class_forecast("portals", EXAMPLE, 100 * D, seed=7)
    p80 = one.points[1]
    assert p80.low is not None
    assert p80.high is not None
    assert 1.1 <= p80.low < 1.44 < p80.high <= 2.0
    assert one == reference_class_forecast("portals", EXAMPLE, 100 * D, seed=7)


def test_the_interval_of_the_median_agrees_with_the_exact_order_statistics() -> None:
    """For the sample 1..11 the bootstrap distribution of the median is known exactly (Efron 1979)."""
    members = [Fraction(n) for n in range(1, 12)]
    (point,) = reference_class_forecast("known", members, D, levels=[Fraction(1, 2)], seed=3).points
    # P(median* <= k) = P(Binomial(11, k/11) >= 6): 0.051 at 3, 0.173 at 4, 0.827 at 7, 0.949 at 8.
    assert (point.low, point.high) == (4.0, 8.0)


def test_fewer_than_ten_are_blended_with_the_labelled_default() -> None:
    found = reference_class_forecast("new", [Decimal("1.5")] * 5, 100 * D)
    weight = 5 / 15
    expected = weight * 1.5 + (1 - weight) * 1.2 * exp(0.35 * Z80)
    assert found.points[1].ratio == pytest.approx(expected, rel=1e-12)
    assert found.own_weight == pytest.approx(weight)
    assert "assumption" in found.assumption


def test_without_members_the_default_stands_alone_and_has_no_interval() -> None:
    found = reference_class_forecast("nothing", [], 100 * D)
    p50, p80 = found.points
    assert (p50.ratio, p50.minutes) == (pytest.approx(1.2), 120 * D)
    assert p80.ratio == pytest.approx(1.2 * exp(0.35 * Z80))
    assert (p80.low, p80.high, found.own_weight) == (None, None, 0.0)


@pytest.mark.parametrize("ratios", [[Decimal(0)], [Decimal("-0.5"), Decimal(1)]])
def test_ratios_are_above_zero(ratios: list[Decimal]) -> None:
    with pytest.raises(PlanRefusedError, match=r"E-CALIBRATION.*above zero"):
        reference_class_forecast("bad", ratios, D)


@pytest.mark.parametrize("level", [Fraction(0), Fraction(1), Fraction(3, 2)])
def test_a_confidence_lies_between_zero_and_one(level: Fraction) -> None:
    with pytest.raises(PlanRefusedError, match=r"E-CALIBRATION.*between 0 and 1"):
        reference_class_forecast("bad", EXAMPLE, D, levels=[level])


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(1, 400).map(lambda n: Fraction(n, 100)), max_size=25), st.integers(1, 10_000))
def test_more_confidence_never_costs_less(ratios: list[Fraction], inside: int) -> None:
    levels = [Fraction(n, 10) for n in range(1, 10)]
    found = reference_class_forecast("any", ratios, inside, levels=levels)
    minutes = [point.minutes for point in found.points]
    assert minutes == sorted(minutes)
    for point in found.points:
        if point.low is not None and point.high is not None:
            assert point.low <= point.high
