"""Scores, bands and expected values of register entries (domain/risk.md 1.3, 5)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.distributions import Distribution, Shape
from milepost.engine.risk_scores import Band, band, expected, expected_value, leverage, score
from milepost.engine.risks import CostEffect, Exposure, Response, Risk, RiskKind, TaskEffect


def fixed(value: object) -> Distribution:
    return Distribution(Shape.FIXED, likely=Decimal(str(value)))


def risk(probability: str, delay: int = 0, cost: int = 0, **of: object) -> Risk:
    tasks = (TaskEffect(1, delay=fixed(delay)),) if delay else ()
    costs = (CostEffect(fixed(cost)),) if cost else ()
    return Risk("R-1", "Late", Exposure(Decimal(probability), tasks, costs), **of)


@pytest.mark.parametrize(
    ("probability", "delay", "cost", "value", "wanted"),
    [
        ("0.85", 30_000, 0, "0.72", Band.HIGH),
        ("0.45", 15_000, 0, "0.20", Band.HIGH),
        ("0.25", 6_000, 0, "0.06", Band.MEDIUM),
        ("0.45", 1_500, 0, "0.05", Band.LOW),
        ("0.85", 0, 41_000, "0.72", Band.HIGH),
        ("0.05", 0, 0, "0.00", Band.LOW),
    ],
)
def test_the_matrix(probability: str, delay: int, cost: int, value: str, wanted: Band) -> None:
    found = score(risk(probability, delay, cost), duration=100_000, budget=Decimal(100_000))
    assert (found.score, found.band) == (Decimal(value), wanted)


def test_bands_rise_with_probability_and_impact() -> None:
    points = [Decimal(n) / 100 for n in range(100)]
    order = [Band.LOW, Band.MEDIUM, Band.HIGH]
    assert [order.index(band(p)) for p in points] == sorted(order.index(band(p)) for p in points)


def test_a_factor_counts_on_what_is_planned() -> None:
    exposure = Exposure(Decimal("0.4"), (TaskEffect(1, factor=fixed("1.5")),))
    assert expected(exposure, planned=1_000).minutes == pytest.approx(200)


def test_threats_less_opportunities() -> None:
    chance = risk("0.5", cost=3_000, kind=RiskKind.OPPORTUNITY)
    assert expected_value([risk("0.2", cost=10_000), chance]) == 500


def test_a_response_that_is_under_way_counts() -> None:
    residual = Exposure(Decimal("0.1"), costs=(CostEffect(fixed(10_000)),))
    done = Response(residual, cost=Decimal(1_000))
    assert expected_value([risk("0.4", cost=10_000, response=done)]) == 4_000
    assert expected_value([risk("0.4", cost=10_000, response=done, responded=True)]) == 1_000
    assert leverage(risk("0.4", cost=10_000, response=done)) == 3
    assert leverage(risk("0.4")) is None
