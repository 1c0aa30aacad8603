"""Without uncertainty every iteration is the schedule, to the minute and on every calendar (domain/risk.md 9)."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as bounded

from milepost.engine.answers import Computed
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.simulation.inputs import Inputs, Law, Variable
from milepost.engine.simulation.machine import machine, simulated
from milepost.engine.tables import UNSTARTED
from tests.engine.networks import plans
from tests.engine.stored_plans import files, load

few = bounded(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
FOLDERS = [
    "msproject/json/mpxj-junit",
    "msproject/json/aspose-java",
    "msproject/json/aspose-cpp",
    "msproject/json/aspose-net",
    "msproject/json/projectlibre",
    "p6",
    "other-tools",
]


def certain(told: Schedule) -> Inputs:
    """Every remaining duration as a variable that has one value."""
    named = [dates for dates in told.tasks if not dates.summary]
    variables = [Variable(f"task:{d.uid}", Law.FIXED, float(d.remaining_duration)) for d in named]
    return Inputs(variables=tuple(variables), durations={d.uid: n for n, d in enumerate(named)})


def assert_same(plan: Plan, *, keep: bool) -> None:
    """Compare the dates of every leaf in two iterations with the schedule's."""
    told = schedule(plan)
    assert isinstance(told.answers, Computed)
    made = machine(told.answers, certain(told), runs=2, seed=1, keep_constraints=keep, fast=False)
    seen = simulated(made, tuple(made.grounded.place))
    apart = {}
    for p, task in enumerate(told.answers.passes.plan.frame.leaves):
        if task.uid not in seen.starts or made.grounded.frames.way[p] == 0:
            continue
        dates = told.by_uid[task.uid]
        mine = (*seen.starts[task.uid], *seen.finishes[task.uid])
        begins = dates.start if made.grounded.tasks.state[p] == UNSTARTED else dates.remaining_start
        wanted = (begins,) * 2 + (dates.finish,) * 2
        line = told.answers.passes.plan.frame.times.of_task(task.uid)
        # A late task may move within time off work, and a milestone behind it with it.
        alike = told.answers.shifted and all(line.same(a, b) for a, b in zip(map(int, mine), wanted, strict=True))
        if mine != wanted and not alike:
            apart[task.uid] = (mine, wanted)
    assert not apart
    # A task as late as possible may end after what its lead lets start before it.
    shifted = [told.answers.finish[p] for p in told.answers.shifted]
    assert list(seen.finish) == [max([told.finish, *shifted])] * 2 or told.answers.shifted


@pytest.mark.parametrize("folder", FOLDERS)
def test_stored_plans_come_out_as_scheduled(folder: str) -> None:
    for path in files(folder):
        plan = load(path).plan
        try:
            schedule(plan)
        except PlanRefusedError:
            continue
        if len(plan.tasks) < 400:
            assert_same(plan, keep=True)


@few
@given(plans())
def test_random_plans_come_out_as_scheduled(plan: Plan) -> None:
    assert_same(plan, keep=True)


@few
@given(plans(progress=True))
def test_random_progress_comes_out_as_scheduled(plan: Plan) -> None:
    assert_same(plan, keep=True)


@few
@given(plans(late=True))
def test_late_tasks_start_no_earlier_than_planned(plan: Plan) -> None:
    # A task that is put off by levelling counts that from its predecessors, wherever late ones are put.
    plan = replace(plan, tasks=tuple(replace(task, levelling_delay=0) for task in plan.tasks))
    assert_same(plan, keep=True)
