"""Without uncertainty every iteration is the schedule, to the minute and on every calendar (domain/risk.md 9)."""

from __future__ import annotations

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
    # A late task whose free float would move others in the pass stays early while simulating.
    held = made.grounded.tasks.earliest
    loose = {p for p in told.answers.shifted if held[p] != told.answers.start[p]}
    apart = {}
    for p, task in enumerate(told.answers.passes.plan.frame.leaves):
        if task.uid not in seen.starts or made.grounded.frames.way[p] == 0:
            continue
        dates = told.by_uid[task.uid]
        mine = (*seen.starts[task.uid], *seen.finishes[task.uid])
        begins = dates.start if made.grounded.tasks.state[p] == UNSTARTED else dates.remaining_start
        wanted = (begins,) * 2 + (dates.finish,) * 2
        if mine != wanted and p not in loose:
            apart[task.uid] = (mine, wanted)
    assert not apart
    if not loose:
        assert list(seen.finish) == [told.finish] * 2


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
    assert_same(plan, keep=True)
