"""Estimate accuracy, computed by hand (domain/governance.md 15)."""

from __future__ import annotations

from dataclasses import replace

import pytest

from milepost.engine.calibration import Dimension, Measured, Outcome, Quantity, accuracy, finished_work, segments
from milepost.engine.resources import Assignment, Resource, Skill
from milepost.engine.tasks import Baseline, BaselineTask, Estimate
from tests.engine.drawn import D, at, days, plan


def outcome(number: int, estimate: int, actual: int, committed: int | None = None, **more: str) -> Outcome:
    """Finished work with one duration measure in days."""
    measure = Measured(estimate * D, actual * D, None if committed is None else committed * D)
    return Outcome(f"T{number}", duration=measure, **more)


def test_four_tasks_by_hand() -> None:
    # Ratios 0.8, 1.0, 1.25, 2.0: median 1.125. Errors over actual: 2/8, 0, 2/10, 5/10: mean 0.2375.
    rows = [outcome(1, 10, 8), outcome(2, 4, 4), outcome(3, 8, 10), outcome(4, 5, 10)]
    found = accuracy(rows, Quantity.DURATION)
    assert found is not None
    assert (found.count, found.median_ratio, found.mmre, found.pred25) == (4, 1.125, 0.2375, 0.75)
    assert found.bias == 0.125
    assert (found.committed, found.hit_rate) == (0, None)


def test_promises_are_kept_up_to_the_minute_promised() -> None:
    rows = [outcome(1, 10, 12, 12), outcome(2, 10, 13, 12), outcome(3, 10, 9, 12), outcome(4, 10, 11)]
    found = accuracy(rows, Quantity.DURATION)
    assert found is not None
    assert (found.committed, found.hit_rate) == (3, pytest.approx(2 / 3))


def test_effort_and_duration_are_told_apart() -> None:
    row = Outcome("T1", effort=Measured(100, 150), duration=Measured(100, 90))
    effort, duration = accuracy([row], Quantity.EFFORT), accuracy([row], Quantity.DURATION)
    assert effort is not None
    assert duration is not None
    assert (effort.median_ratio, duration.median_ratio) == (1.5, 0.9)


def test_what_cannot_be_compared_is_left_out() -> None:
    rows = [Outcome("T1", duration=Measured(0, 10)), Outcome("T2", duration=Measured(10, 0)), Outcome("T3")]
    assert accuracy(rows, Quantity.DURATION) is None
    assert accuracy([], Quantity.EFFORT) is None


def test_segments_need_eight_tasks_and_lead_with_the_worst() -> None:
    rows = [outcome(n, 10, 10, team="Web") for n in range(8)] + [outcome(n, 10, 14, team="Data") for n in range(8, 16)]
    rows += [outcome(n, 10, 30, team="Few") for n in range(16, 23)]
    found = segments(rows, Quantity.DURATION)
    assert [(row.dimension, row.value, row.accuracy.bias) for row in found] == [
        (Dimension.TEAM, "Data", pytest.approx(0.4)),
        (Dimension.TEAM, "Web", 0.0),
    ]


def test_a_plan_tells_what_its_finished_tasks_took_against_the_baseline() -> None:
    done = days(1, 5, actual_start=at("01 08:00"), actual_finish=at("05 17:00"), owner="Ada", code="A1")
    timed = days(2, 3, actual_start=at("01 08:00"), actual_finish=at("03 17:00"), actual_duration=2 * D)
    people = (Resource(1, "Bo", skills=(Skill("testing"),), team="Quality"), Resource(2, "Cy", group="Build"))
    crew = (
        Assignment(1, 1, 1, work=3000, actual_work=3000),
        Assignment(2, 1, 2, work=600, actual_work=600),
        Assignment(3, 2, 2, work=900, actual_work=900),
    )
    rows = (BaselineTask(1, duration=4 * D, work=2400), BaselineTask(2, duration=4 * D), BaselineTask(3, duration=D))
    whole = plan(done, timed, days(3, 1), resources=people, assignments=crew)
    first, second = finished_work(replace(whole, baselines=(Baseline(0, tasks=rows),)))
    assert (second.code, second.duration, second.effort) == ("A1", Measured(4 * D, 5 * D), Measured(2400, 3600))
    assert (second.type, second.team, second.size, second.estimator) == ("testing", "Quality", "2 to 5 days", "Ada")
    assert (first.code, first.duration, first.team) == ("2", Measured(4 * D, 2 * D), "Build")


def test_the_range_of_a_finished_task_is_a_promise_at_80_percent() -> None:
    """Triangular 4, 5, 9 days: its P80 is 9 - sqrt(0.2 x 5 x 4) = 7 days; one task kept it, one did not."""
    said = Estimate(4 * D, 5 * D, 9 * D)
    kept = days(1, 7, actual_start=at("01 08:00"), actual_finish=at("09 17:00"), actual_duration=7 * D, estimate=said)
    late = days(2, 8, actual_start=at("01 08:00"), actual_finish=at("10 17:00"), actual_duration=8 * D, estimate=said)
    rows = (BaselineTask(1, duration=5 * D), BaselineTask(2, duration=5 * D))
    outcomes = finished_work(replace(plan(kept, late), baselines=(Baseline(0, tasks=rows),)))
    found = accuracy(outcomes, Quantity.DURATION)
    assert [each.duration.committed for each in outcomes if each.duration] == [7 * D, 7 * D]
    assert found is not None
    assert (found.committed, found.hit_rate) == (2, 0.5)


def test_a_plan_without_baseline_tells_nothing() -> None:
    assert finished_work(plan(days(1, 5, actual_start=at("01 08:00"), actual_finish=at("05 17:00")))) == ()
