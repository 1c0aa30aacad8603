"""Control charts and flow, by hand (domain/governance.md 15)."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calibration import Piece, control_chart, finished_pieces, flow
from tests.engine.drawn import D, at, days, plan


def test_limits_are_2_66_mean_moving_ranges_from_the_mean() -> None:
    # Values 10 12 11 13 11: mean 11.4; moving ranges 2 1 2 2: mean 1.75; limits 11.4 -+ 4.655.
    chart = control_chart([10, 12, 11, 13, 11])
    assert chart is not None
    assert (chart.mean, chart.moving_range) == (11.4, 1.75)
    assert (chart.lower, chart.upper) == (pytest.approx(6.745), pytest.approx(16.055))
    assert chart.outside == ()


def test_something_special_lies_outside_and_times_are_not_negative() -> None:
    chart = control_chart([5, 6, 5, 6, 5, 6, 5, 60, 5, 6, 5, 6, 5, 6, 5, 6, 5, 6])
    assert chart is not None
    assert chart.outside == (7,)
    assert chart.lower == 0.0


@pytest.mark.parametrize("values", [[], [4]])
def test_one_value_has_no_moving_range(values: list[int]) -> None:
    assert control_chart(values) is None


def test_flow_counts_weeks_and_touched_time() -> None:
    pieces = [
        Piece("A", at("01 08:00"), at("03 17:00"), 3 * D, 2 * D),
        Piece("B", at("02 08:00"), at("11 17:00"), 8 * D, 2 * D),
        Piece("C", at("08 08:00"), at("12 17:00"), 5 * D),
        Piece("D", at("08 08:00"), at("19 17:00"), 10 * D, 10 * D),
    ]
    found = flow(pieces, at("12 18:00"), weeks=2)
    assert found.weekly == (1, 2)
    assert found.throughput == 1.5
    assert found.efficiency == pytest.approx(4 / 11)
    assert found.chart is not None
    assert found.chart.values == (3 * D, 8 * D, 5 * D)


def test_pieces_of_a_plan_are_measured_on_its_calendar() -> None:
    done = days(1, 4, actual_start=at("04 08:00"), actual_finish=at("09 17:00"), actual_duration=3 * D)
    assert finished_pieces(plan(done, days(2, 1))) == (Piece("1", at("04 08:00"), at("09 17:00"), 4 * D, 3 * D),)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 10_000), min_size=2, max_size=40), st.integers(1, 1000))
def test_adding_a_constant_moves_mean_and_upper_limit_by_it(values: list[int], by: int) -> None:
    before, after = control_chart(values), control_chart([value + by for value in values])
    assert before is not None
    assert after is not None
    assert after.mean - before.mean == pytest.approx(by)
    assert after.upper - before.upper == pytest.approx(by)
    assert after.lower >= before.lower
