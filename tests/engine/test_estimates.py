"""Distributions have the moments and percentiles of the books (domain/risk.md 2.1, 8.1 to 8.3)."""

from __future__ import annotations

import json
from decimal import Decimal
from itertools import pairwise
from math import sqrt
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.distributions import Chance, Distribution, Ends, Shape
from milepost.engine.estimates import estimate_errors, mean_of, pert_view, problems, quantile, solve, variance_of
from milepost.engine.tasks import Estimate, Task

CASES = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "evm" / "pmcontrols_cases.json"


def d(*values: object) -> tuple[Decimal, ...]:
    return tuple(Decimal(str(value)) for value in values)


@pytest.mark.parametrize(
    ("one", "mean", "deviation", "percentiles"),
    [
        (Distribution(Shape.TRIANGULAR, *d(2, 4, 9)), 5.0, 1.4720, (3.1832, 4.8167, 6.3542, 7.1292)),
        (Distribution(Shape.PERT, *d(2, 4, 9)), 4.5, 1.2677, (2.9044, 4.3826, 5.6259, 6.2727)),
        (
            Distribution(Shape.LOGNORMAL, low=Decimal(10), high=Decimal(30)),
            18.9869,
            8.5268,
            (10, 17.3205, 24.8444, 30),
        ),
    ],
)
def test_moments_and_percentiles(
    one: Distribution, mean: float, deviation: float, percentiles: tuple[float, ...]
) -> None:
    curve = solve(one)
    assert round(mean_of(curve), 4) == mean
    assert round(sqrt(variance_of(curve)), 4) == deviation
    for p, value in zip((0.1, 0.5, 0.8, 0.9), percentiles, strict=True):
        assert quantile(curve, p) == pytest.approx(value, abs=6e-5)


def test_a_range_of_percentiles_is_solved_for_its_ends() -> None:
    curve = solve(Distribution(Shape.TRIANGULAR, *d(8, 10, 15), ends=Ends.P10_P90))
    assert (round(curve.low, 4), round(curve.high, 4)) == (5.6700, 18.2080)
    assert quantile(curve, 0.1) == pytest.approx(8)
    assert quantile(curve, 0.9) == pytest.approx(15)


@pytest.mark.parametrize("shape", [Shape.PERT, Shape.UNIFORM, Shape.TRIANGULAR])
@pytest.mark.parametrize(("ends", "tail"), [(Ends.P5_P95, 0.05), (Ends.P10_P90, 0.10)])
def test_percentile_ends_hold_for_every_shape(shape: Shape, ends: Ends, tail: float) -> None:
    curve = solve(Distribution(shape, *d(80, 100, 150), ends=ends))
    assert quantile(curve, tail) == pytest.approx(80, abs=1e-3)
    assert quantile(curve, 1 - tail) == pytest.approx(150, abs=1e-3)


def test_a_lognormal_of_mean_and_deviation() -> None:
    curve = solve(Distribution(Shape.LOGNORMAL, mean=Decimal(20), deviation=Decimal(5)))
    assert mean_of(curve) == pytest.approx(20)
    assert sqrt(variance_of(curve)) == pytest.approx(5)


def test_widening_scales_both_sides() -> None:
    curve = solve(Distribution(Shape.TRIANGULAR, *d(8, 10, 16)), widening=1.5)
    assert (curve.low, curve.likely, curve.high) == (7, 10, 19)


def test_discrete_and_histogram() -> None:
    three = tuple(Chance(*d(v, p)) for v, p in ((1, "0.2"), (2, "0.5"), (4, "0.3")))
    curve = solve(Distribution(Shape.DISCRETE, chances=three))
    assert mean_of(curve) == pytest.approx(2.4)
    assert variance_of(curve) == pytest.approx(0.2 + 2.0 + 4.8 - 2.4**2)
    assert [quantile(curve, p) for p in (0.1, 0.2, 0.21, 0.7, 0.71, 1)] == [1, 1, 2, 2, 4, 4]
    bars = solve(Distribution(Shape.HISTOGRAM, low=Decimal(0), chances=three))
    assert mean_of(bars) == pytest.approx(0.1 + 0.75 + 0.9)
    assert quantile(bars, 0.45) == pytest.approx(1.5)


def test_a_normal_is_cut_off_at_zero() -> None:
    curve = solve(Distribution(Shape.NORMAL, mean=Decimal(1), deviation=Decimal(1)))
    assert mean_of(curve) == pytest.approx(1.2876, abs=1e-4)
    assert quantile(curve, 0.0) == pytest.approx(0, abs=1e-6)


def shapes() -> st.SearchStrategy[Distribution]:
    """Ranges of every bounded shape."""
    points = st.lists(st.integers(1, 10_000), min_size=3, max_size=3, unique=True).map(sorted)
    kinds = st.sampled_from([Shape.TRIANGULAR, Shape.PERT, Shape.UNIFORM])
    return st.builds(lambda kind, p: Distribution(kind, *map(Decimal, p)), kinds, points)


@settings(deadline=None, max_examples=60)
@given(shapes())
def test_moments_are_those_of_the_percentiles(one: Distribution) -> None:
    curve = solve(one)
    steps = 4000
    values = [quantile(curve, (n + 0.5) / steps) for n in range(steps)]
    mean = sum(values) / steps
    spread = curve.high - curve.low
    assert all(a <= b for a, b in pairwise(values))
    assert mean == pytest.approx(mean_of(curve), abs=1e-3 * spread)
    square = sum((value - mean) ** 2 for value in values) / steps
    assert sqrt(square) == pytest.approx(sqrt(variance_of(curve)), abs=2e-3 * spread)


def test_the_textbook_view_of_a_chain() -> None:
    """General Foundry: A, C, E, G, H of 15 weeks with variance 3.1111, done in 16 with 71.46 %."""
    found = pert_view([(1, 2, 3), (1, 2, 3), (1, 4, 7), (3, 4, 11), (1, 2, 3)])
    assert found.expected == pytest.approx(15)
    assert found.variance == pytest.approx(3.1111, abs=5e-5)
    assert found.chance(16) == pytest.approx(0.7146, abs=5e-5)
    assert found.chance(15) == 0.5


def test_the_second_textbook_view() -> None:
    """Activities a-c-e-g: 19.5 exactly, never rounded on the way."""
    found = pert_view([(2, 4, 6), (4, 5, 7), (4, 5, 7), (3, 5, 8)])
    assert found.expected == pytest.approx(19.5)
    assert sqrt(found.variance) == pytest.approx(1.2802, abs=5e-5)


@pytest.mark.parametrize(
    "case", [c for c in json.loads(CASES.read_text())["cases"] if c["method"] == "pert"], ids=lambda c: c["id"]
)
def test_published_pert_cases(case: dict) -> None:
    """The critical chain is the one of longest expected duration."""
    rows = {row["id"]: row for row in case["inputs"]["activities"]}
    best: dict[str, tuple[float, list[str]]] = {}

    def chain(name: str) -> tuple[float, list[str]]:
        if name not in best:
            before = [chain(each) for each in rows[name]["predecessors"]]
            length, path = max(before, default=(0.0, []))
            row = rows[name]
            best[name] = (length + (row["a"] + 4 * row["m"] + row["b"]) / 6, [*path, name])
        return best[name]

    _, path = max(chain(name) for name in rows)
    found = pert_view([(rows[n]["a"], rows[n]["m"], rows[n]["b"]) for n in path])
    assert found.expected == pytest.approx(case["expected"]["expected_duration"], abs=case["tol"])
    assert sqrt(found.variance) == pytest.approx(case["expected"]["sigma_critical_path"], abs=case["tol"])


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Distribution(Shape.TRIANGULAR, *d(9, 4, 2)), "the low value 9 is above the most likely value 4"),
        (Distribution(Shape.TRIANGULAR, *d(1, 4, 2)), "the most likely value 4 is above the high value 2"),
        (Distribution(Shape.PERT, low=Decimal(1)), "the most likely and the high value is missing"),
        (Distribution(Shape.PERT, *d(1, 2, 3), weight=Decimal(0)), "the weight of the most likely value is 0"),
        (Distribution(Shape.LOGNORMAL, low=Decimal(0), high=Decimal(3)), "0 < P10 < P90"),
        (Distribution(Shape.LOGNORMAL, mean=Decimal(-1), deviation=Decimal(3)), "mean is above zero"),
        (Distribution(Shape.NORMAL, mean=Decimal(1)), "needs a mean and a deviation"),
        (Distribution(Shape.NORMAL, mean=Decimal(1), deviation=Decimal(-1)), "the deviation is -1"),
        (Distribution(Shape.DISCRETE, chances=(Chance(*d(1, "0.7")),)), "the probabilities add up to 0.7, not to 1"),
        (Distribution(Shape.DISCRETE), "needs values with probabilities"),
        (Distribution(Shape.HISTOGRAM, low=Decimal(5), chances=(Chance(*d(1, 1)),)), "the edges of a histogram rise"),
    ],
)
def test_what_cannot_be_drawn_is_said_in_words(one: Distribution, words: str) -> None:
    assert any(words in said for said in problems(one))


def test_an_estimate_out_of_order_names_its_task() -> None:
    (notice,) = estimate_errors((Task(3, "Build", code="T3", duration=60, estimate=Estimate(90, 60, 120)),))
    assert notice.code == "E-RANGE"
    assert notice.message == "T3 Build: the low value 90 is above the most likely value 60."
