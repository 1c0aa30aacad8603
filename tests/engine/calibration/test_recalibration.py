"""Remaining estimates corrected by what finished work took (domain/governance.md 15)."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.calibration import Measured, Outcome, recalibrated, with_estimates
from milepost.engine.distributions import Ends, Shape
from milepost.engine.resources import Assignment, Resource, Skill
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.simulate import simulate
from milepost.engine.tasks import TaskKind
from milepost.engine.worktime import WorkTimes
from tests.engine.drawn import D, at, days, plan

RATIOS = (9, 10, 10, 11, 11, 12, 13, 14, 16, 20)


def done(kind: str = "", team: str = "", ratios: tuple[int, ...] = RATIOS) -> list[Outcome]:
    """Ten finished tasks of 10 days with the ratios of the specification's example, in tenths."""
    return [Outcome(f"{kind}{n}", duration=Measured(10 * D, r * D), type=kind, team=team) for n, r in enumerate(ratios)]


def test_what_is_left_is_multiplied_and_what_is_done_stays() -> None:
    half = days(1, 20, actual_start=at("01 08:00"), percent_complete=Decimal(50), remaining_duration=10 * D)
    (row,) = recalibrated(plan(half), done())
    assert (row.remaining, row.likely, row.promised) == (10 * D, round(11.5 * D), round(14.4 * D))
    assert (row.reference, row.count, row.assumption) == ("all finished work", 10, "")
    # P10 of the ratios is 0.99, P90 1.64.
    assert (row.estimate.optimistic, row.estimate.pessimistic) == (round(19.8 * D), round(32.8 * D))
    assert (row.estimate.basis, row.estimate.shape, row.estimate.ends) == (
        "calibration",
        Shape.LOGNORMAL,
        Ends.P10_P90,
    )


def test_the_narrowest_class_with_ten_members_counts() -> None:
    people = (Resource(1, "Bo", skills=(Skill("testing"),), team="Quality"),)
    crew = (Assignment(1, 1, 1, work=480), Assignment(2, 2, None, work=480, skill="design"))
    slow = tuple(2 * r for r in RATIOS)
    rows = [*done("testing", ratios=slow), *done("design")[:9], *done("", "Quality")]
    whole = plan(days(1, 10), days(2, 10), days(3, 10), resources=people, assignments=crew)
    testing, design, other = recalibrated(whole, rows)
    assert (testing.reference, testing.likely) == ("type testing", 23 * D)
    assert (design.reference, other.reference) == ("all finished work", "all finished work")


def test_few_members_are_blended_and_labelled() -> None:
    (row,) = recalibrated(plan(days(1, 10)), done()[:5])
    assert row.assumption
    assert row.likely == pytest.approx((1 / 3 * 1.0 + 2 / 3 * 1.2) * 10 * D, abs=1)


def test_only_open_estimated_work_is_corrected() -> None:
    rows = (
        days(1, 0, milestone=True),
        days(2, 3, actual_start=at("01 08:00"), actual_finish=at("03 17:00")),
        days(3, 3, kind=TaskKind.LEVEL_OF_EFFORT),
        days(4, 3, inactive=True),
        days(5, 3),
    )
    assert [row.task for row in recalibrated(plan(*rows), done())] == [5]


def test_the_plan_takes_the_estimates_and_keeps_its_durations() -> None:
    whole = plan(days(1, 10), days(2, 0, milestone=True))
    rows = recalibrated(whole, done())
    after = with_estimates(whole, rows)
    assert [task.duration for task in after.tasks] == [10 * D, 0]
    assert [task.estimate for task in after.tasks] == [rows[0].estimate, None]


def test_the_simulation_draws_what_is_left_by_the_ratios() -> None:
    """Ten of twenty days are left; a tenth of the iterations needs up to 9.9 days, nine tenths up to 16.4."""
    half = days(1, 20, actual_start=at("01 08:00"), percent_complete=Decimal(50), remaining_duration=10 * D)
    whole = plan(half, status_date=at("12 17:00"))
    found = simulate(
        with_estimates(whole, recalibrated(whole, done())), options=SimulationOptions(runs=2000, threads=1)
    )
    line = WorkTimes(whole).of_calendar(None)
    left = [line.working(at("12 17:00"), found.finish(share)) / D for share in (0.1, 0.9)]
    assert left == [pytest.approx(9.9, abs=0.05), pytest.approx(16.4, abs=0.1)]


def test_finished_work_that_always_takes_the_same_still_gives_a_range() -> None:
    (row,) = recalibrated(plan(days(1, 10)), done(ratios=(12,) * 10))
    assert (row.likely, row.promised) == (12 * D, 12 * D)
    assert row.estimate.optimistic < row.estimate.pessimistic
