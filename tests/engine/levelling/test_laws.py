"""Laws of levelling on random plans, checked by a checker that shares nothing with the generator but the calendars."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.levelling import Budget, Levelled, LevellingOptions, level
from milepost.engine.plan import Convention, Plan
from milepost.engine.resources import Assignment, AvailabilityStep, Resource, Skill
from milepost.engine.tasks import Constraint, ConstraintKind
from tests.engine.levelling.checker import faults
from tests.engine.networks import START, plans

DAY = 1440


@st.composite
def staffed(draw: st.DrawFn, *, rich: bool = True) -> Plan:
    """A random plan with three people, part-time and over time, whom most tasks need."""
    plan = draw(plans(rich=rich, progress=draw(st.booleans()) if rich else False))
    steps = (
        AvailabilityStep(None, START + 9 * DAY, Decimal(1)),
        AvailabilityStep(START + 9 * DAY, None, Decimal("0.5")),
    )
    people = (
        Resource(1, "Ada", calendar=draw(st.sampled_from([1, 2]))),
        Resource(2, "Bo", calendar=draw(st.sampled_from([1, 3])), max_units=Decimal(2)),
        Resource(3, "Cy", calendar=1, availability=steps if draw(st.booleans()) else ()),
    )
    summaries = {task.parent for task in plan.tasks}
    rows = list[Assignment]()
    for task in plan.tasks:
        # A person and a task calendar that never meet are an error, not a plan to level.
        if task.uid in summaries or not task.duration or task.calendar == 4:
            continue
        for who in draw(st.sets(st.integers(1, 3), max_size=1 if task.segments else 2)):
            units = draw(st.sampled_from([Decimal(1), Decimal("0.5"), Decimal("0.3")]))
            work = int(task.duration * units)
            rows.append(Assignment(len(rows) + 1, task.uid, who, units, work, remaining_work=work))
    tasks = tuple(
        replace(
            task,
            priority=draw(st.sampled_from([500, 500, 700, 300, 1000])),
            can_split=draw(st.booleans()),
        )
        for task in plan.tasks
    )
    return replace(plan, tasks=tasks, resources=people, assignments=tuple(rows))


def agreed(found: Levelled) -> None:
    """The announced dates are those of the proposal's schedule."""
    for uid, (start, finish) in found.announced.items():
        dates = found.schedule.by_uid[uid]
        assert (dates.start, dates.finish) == (start, finish), uid


@settings(max_examples=50, deadline=None)
@given(staffed(), st.integers(0, 3))
def test_applying_a_proposal_gives_its_dates_and_keeps_every_promise(plan: Plan, seed: int) -> None:
    options = LevellingOptions(seed=seed, splits=bool(seed % 2))
    found = level(plan, options=options, budget=Budget(schedules=6))
    agreed(found)
    assert not faults(plan, found, options)


@st.composite
def odd(draw: st.DrawFn) -> Plan:
    """The same under the habits of other tools, with places to fill and tasks as late as possible."""
    plan = draw(staffed())
    habits = replace(plan.settings, convention=draw(st.sampled_from(Convention)))
    skills = {1: ("a",), 2: ("a", "b"), 3: ("b",)}
    people = tuple(replace(r, skills=tuple(Skill(name, r.uid) for name in skills[r.uid])) for r in plan.resources)
    rows = tuple(
        replace(each, resource=None, skill=draw(st.sampled_from(["a", "b"]))) if draw(st.booleans()) else each
        for each in plan.assignments
    )
    late = (Constraint(ConstraintKind.ALAP),)
    tasks = tuple(
        replace(task, constraints=late) if not task.constraints and draw(st.integers(0, 4)) == 0 else task
        for task in plan.tasks
    )
    return replace(plan, settings=habits, resources=people, assignments=rows, tasks=tasks)


@settings(max_examples=40, deadline=None)
@given(odd(), st.integers(0, 3))
def test_the_laws_hold_under_other_habits_with_places_and_late_tasks(plan: Plan, seed: int) -> None:
    options = LevellingOptions(seed=seed, splits=bool(seed % 2), one_more=False)
    found = level(plan, options=options, budget=Budget(schedules=6))
    agreed(found)
    assert not faults(plan, found, options)
    assert found.lower_bound <= found.makespan
