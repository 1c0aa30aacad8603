"""What levelling may move: fixed, started, frozen and left-out work stays, and the rest goes around it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.levelling import Levelled, LevellingOptions
from milepost.engine.levelling.options import Order
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import LateConstraintMode, Plan
from milepost.engine.resources import Assignment, Contour, Resource
from milepost.engine.tasks import Constraint, ConstraintKind, Task
from tests.engine.levelling.test_micro_cases import DAY, at, dates, level, plan, three


def moved(found: Levelled) -> set[int]:
    """Who moved."""
    return {move.task for move in found.moves}


def test_priority_1000_and_tasks_not_to_be_levelled_stay() -> None:
    first, second, third = three()
    found = level(plan(replace(first, priority=1000), second, replace(third, level_assignments=False)))
    assert moved(found) == {2}
    assert dates(found)["T2"] == "06-08 06-12 17:00"
    (left,) = found.residual
    assert (left.code, left.tasks) == ("W-OVERALLOC-FIXED", (1, 3))


def test_only_the_tasks_and_resources_asked_for_are_levelled() -> None:
    assert moved(level(plan(*three()), options=LevellingOptions(tasks=frozenset({3})))) == {3}
    assert moved(level(plan(*three()), options=LevellingOptions(resources=frozenset()))) == set()


def test_what_starts_before_the_fence_or_outside_the_range_stays() -> None:
    first, second, third = three()
    later = (Constraint(ConstraintKind.SNET, at("06-03 08:00")),)
    made = plan(first, replace(second, constraints=later), replace(third, constraints=later))
    assert moved(level(made, options=LevellingOptions(freeze_until=at("06-02 00:00")))) == {2, 3}
    assert moved(level(made, options=LevellingOptions(last=at("06-02 00:00")))) == {1}


def test_the_order_by_row_ignores_priorities() -> None:
    found = level(plan(*three()), options=LevellingOptions(order=Order.ID))
    assert [name for name, shown in sorted(dates(found).items(), key=lambda pair: pair[1])] == ["T1", "T2", "T3"]


def test_started_work_waits_only_if_it_may_pause() -> None:
    begun = Task(1, "T1", duration=4 * DAY, actual_start=at("06-01 08:00"), percent_complete=Decimal(50), priority=300)
    fixed = Task(2, "T2", duration=2 * DAY, constraints=(Constraint(ConstraintKind.MSO, at("06-03 08:00")),))
    made = plan(begun, fixed)
    made = replace(made, settings=replace(made.settings, status_date=at("06-03 08:00")))
    found = level(made)
    assert dates(found) == {"T1": "06-01 06-08 17:00", "T2": "06-03 06-04 17:00"}
    stays = level(replace(made, tasks=(replace(begun, can_split=False), fixed)))
    assert not stays.moves
    assert [left.code for left in stays.residual] == ["W-OVERALLOC-FIXED"]


def test_an_honoured_date_is_not_levelled_away() -> None:
    first, second, _ = three()
    no_later = (Constraint(ConstraintKind.SNLT, at("06-02 08:00")),)
    made = plan(replace(first, constraints=no_later), replace(second, constraints=no_later))
    made = replace(made, settings=replace(made.settings, late_constraints=LateConstraintMode.HONOR))
    found = level(made)
    assert not found.moves
    (left,) = found.residual
    assert (left.code, dict(left.delays)) == ("W-OVERALLOC-SLACK", {1: 5 * DAY})


def test_half_time_work_shares_a_person_and_contours_fit_into_each_other() -> None:
    first, second, _ = three()
    made = plan(first, second)
    half = tuple(replace(each, units=Decimal("0.5"), work=each.work // 2) for each in made.assignments)
    assert not level(replace(made, assignments=half)).moves
    shaped = tuple(
        replace(each, contour=shape, work=0)
        for each, shape in zip(made.assignments, (Contour.FRONT_LOADED, Contour.BACK_LOADED), strict=True)
    )
    found = level(replace(made, assignments=shaped))
    assert 0 < found.makespan < 10 * DAY
    assert not found.residual


def test_rows_of_a_pool_are_one_person() -> None:
    made = plan(*three()[:2])
    people = (replace(made.resources[0], pool="R"), Resource(2, "R elsewhere", calendar=0, pool="R"))
    shared = replace(made, resources=people, assignments=(made.assignments[0], Assignment(2, 2, 2, work=5 * DAY)))
    assert level(shared).makespan == 10 * DAY


def test_a_plan_scheduled_from_its_finish_is_refused() -> None:
    made: Plan = plan(*three())
    backwards = replace(made.settings, schedule_from_finish=True, finish=at("07-31 17:00"))
    with pytest.raises(PlanRefusedError, match="E-LEVEL-FINISH"):
        level(replace(made, settings=backwards))
