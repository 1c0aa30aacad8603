"""From a plan to its dates: the critical path method with everything the trade adds to it (domain/schedule.md)."""

from __future__ import annotations

from milepost.engine.answers import Computed
from milepost.engine.compiled import compile_plan
from milepost.engine.kernel import Column
from milepost.engine.passes import Passes
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.tables import EXTERNAL
from milepost.engine.units import Instant


def schedule(plan: Plan) -> Schedule:
    """Compute the dates, floats and reasons of every task.

    Raises PlanRefusedError with one notice for each error that makes dates impossible
    (domain/schedule.md 12).
    """
    passes = Passes.of(compile_plan(plan))
    passes.forward()
    finish = project_finish(passes)
    terminal(passes, finish)
    passes.backward()
    passes.measure(finish)
    start = min(passes.dates.early_start, default=plan.settings.start)
    return Schedule(plan, start, finish, Computed(passes, finish, passes.dates.early_start, passes.dates.early_finish))


def project_finish(passes: Passes) -> Instant:
    """Give the latest early finish, the project start where nothing is scheduled."""
    states = passes.plan.tasks.state
    own = [f for f, state in zip(passes.dates.early_finish, states, strict=True) if state != EXTERNAL]
    return max(own, default=passes.plan.frame.plan.settings.start)


def terminal(passes: Passes, finish: Instant) -> None:
    """Set the late finish every task is held to: must-finish-by, else the project's own finish."""
    settings = passes.plan.frame.plan.settings
    last = finish if settings.must_finish_by is None else settings.must_finish_by
    column: Column = passes.plan.tasks.terminal
    for p in range(len(column)):
        column[p] = last
