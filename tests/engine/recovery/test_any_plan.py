"""Recovery on plans of every kind: calendars, constraints, progress, summaries and every link."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from milepost.engine.network import leaves_below, outline
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recovery import Case, Kind, RecoveryOptions, carry_out, options
from milepost.engine.schedule import schedule
from tests.engine import networks


@st.composite
def late_plans(draw: st.DrawFn) -> tuple[Plan, int | None, int]:
    """A plan that can be scheduled, with crash data; a task or the project, and a date before it ends."""
    plan = draw(networks.plans(progress=draw(st.booleans())))
    tasks = tuple(
        replace(task, crash_duration=task.duration // 2, crash_cost=Decimal(100)) if task.duration > 10 else task
        for task in plan.tasks
    )
    plan = replace(plan, tasks=tasks)
    try:
        dates = schedule(plan)
    except PlanRefusedError:
        # Some drawn constraints contradict each other; such a plan has no dates to recover.
        plan = Plan(replace(plan.settings, must_finish_by=None), plan.calendars, plan.tasks[:1])
        dates = schedule(plan)
    shape = outline(plan)
    # What is finished has no date to recover.
    unfinished = [n for n in shape.leaves if plan.tasks[n].actual_finish is None]
    late = [row.uid for row in dates.tasks if set(leaves_below(shape, shape.place[row.uid])).intersection(unfinished)]
    uid = draw(st.sampled_from([None, *late]))
    finish = dates.finish if uid is None else dates.by_uid[uid].finish
    return plan, uid, finish - draw(st.integers(1, 6)) * 1440


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(late_plans(), st.booleans())
def test_what_is_predicted_comes_true_whatever_the_plan(case: tuple[Plan, int | None, int], levelled: bool) -> None:
    plan, uid, due = case
    settings = RecoveryOptions(levelled=levelled, evaluations=6, schedules=2)
    found = options(plan, target=due, task=uid, settings=settings)
    for row in found.front:
        after = carry_out(Case(plan), row.outcome.changes)
        dates = schedule(after.plan)
        finish = dates.finish if uid is None or uid not in dates.by_uid else dates.by_uid[uid].finish
        assert after == row.outcome.case
        assert finish == row.outcome.effect.finish
        assert row.outcome.effect.met == (finish <= due)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(late_plans())
def test_an_exact_crash_ends_when_it_says(case: tuple[Plan, int | None, int]) -> None:
    plan, uid, due = case
    crash = RecoveryOptions(levelled=False, kinds=frozenset({Kind.CRASH}))
    found = options(plan, target=due, task=uid, settings=crash)
    if found.exact_crash and found.options:
        keys = {option.key for option in found.options}
        last = min(int(key.removeprefix("crash-")) for key in keys)
        first = max(int(key.removeprefix("crash-")) for key in keys)
        won = {row.options[0].key: row.outcome.effect.recovered for row in found.front if row.options}
        assert won[f"crash-{last}"] - won.get(f"crash-{first}", won[f"crash-{last}"]) == first - last
        assert won[f"crash-{last}"] <= found.need
