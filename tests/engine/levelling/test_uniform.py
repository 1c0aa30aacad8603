"""Uniform plans in slots: nothing is lost on the way there and back."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.engine.calendars import Calendar
from milepost.engine.levelling import LevellingOptions
from milepost.engine.levelling.board import lay_out
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.solve import solve
from milepost.engine.levelling.uniform import uniform
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Constraint, ConstraintKind, Link, LinkType, Task
from tests.engine.levelling.test_micro_cases import DAY, at, half_from_monday, level, plan, three
from tests.engine.stored_plans import files, load


def test_slots_are_the_greatest_common_length() -> None:
    linked = replace(plan(*three()), links=(Link(1, 2, LinkType.SS, DAY // 2), Link(1, 3, LinkType.FF, -DAY)))
    slots = uniform(lay_out(linked, LevellingOptions()))
    assert slots is not None
    assert slots.slot == DAY // 2
    assert slots.problem.durations == (10, 10, 10)
    assert sorted(link.lag for link in slots.problem.links) == [-2, 1]


def test_steps_of_capacity_and_release_dates_become_slots() -> None:
    later = replace(three()[0], constraints=(Constraint(ConstraintKind.SNET, at("06-03 08:00")),))
    full = plan(later, *three()[1:], resource=half_from_monday())
    half = tuple(replace(each, units=Decimal("0.5"), work=each.work // 2) for each in full.assignments)
    slots = uniform(lay_out(replace(full, assignments=half), LevellingOptions()))
    assert slots is not None
    assert slots.problem.releases[0] * slots.slot == 2 * DAY
    (step,) = slots.problem.steps
    assert (step.at * slots.slot, step.capacity) == (5 * DAY, 5_000)


def test_work_on_several_calendars_is_not_uniform() -> None:
    two = plan(*three())
    nights = Calendar(7, "Nights", week=(((0, 240),),) * 7)
    people = (*two.resources, Resource(2, "N", calendar=7))
    work = (*two.assignments[:2], Assignment(3, 3, 2, work=5 * DAY))
    mixed = replace(two, calendars=(*two.calendars, nights), resources=people, assignments=work)
    assert uniform(lay_out(mixed, LevellingOptions())) is None
    assert uniform(lay_out(plan(replace(three()[0], elapsed=True), *three()[1:]), LevellingOptions())) is None


def test_more_than_there_ever_is_is_left_to_placing_task_by_task() -> None:
    full = plan(*three(), resource=half_from_monday())
    assert uniform(lay_out(full, LevellingOptions())) is None


def test_a_stored_multi_project_plan_keeps_its_links_in_slots() -> None:
    (path,) = [path for path in files("msproject/json") if path.name.startswith("mp_j30_a2_nr1.")]
    board = lay_out(load(path).plan, LevellingOptions())
    slots = uniform(board)
    assert slots is not None
    assert slots.slot == DAY
    solution = solve(slots.problem, Budget(schedules=30))
    assert solution.lower_bound <= solution.makespan
    for before, after, lag in slots.problem.links:
        assert solution.starts[after] >= solution.starts[before] + lag


def test_a_plan_made_of_slots_is_not_shorter_than_its_bound() -> None:
    made: Plan = plan(*(Task(n, f"T{n}", duration=n * DAY) for n in range(1, 6)))
    found = level(made)
    assert found.makespan == found.lower_bound == 15 * DAY


def test_a_plan_of_fixed_work_only_is_left_as_it_is() -> None:
    fixed = tuple(replace(task, constraints=(Constraint(ConstraintKind.MSO, at("06-03 08:00")),)) for task in three())
    found = level(plan(*fixed))
    assert not found.moves
    assert [left.code for left in found.residual] == ["W-OVERALLOC-FIXED"]
