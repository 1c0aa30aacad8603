"""From a plan to its dates: the critical path method with everything the trade adds to it (domain/schedule.md)."""

from __future__ import annotations

from milepost.engine.alap import late_tasks, on_late_dates, start_from_finish, use_free_float
from milepost.engine.answers import Computed
from milepost.engine.checks import errors
from milepost.engine.compiled import compile_plan
from milepost.engine.notices import PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import AlapMode, Plan
from milepost.engine.results import Schedule


def schedule(plan: Plan) -> Schedule:
    """Compute the dates, floats and reasons of every task.

    Raises PlanRefusedError with one notice for each error that makes dates impossible
    (domain/schedule.md 12).
    """
    wrong = errors(plan)
    if wrong:
        raise PlanRefusedError(wrong)
    return answer(Passes.of(compile_plan(plan)))


def answer(passes: Passes) -> Schedule:
    """Run all passes over a compiled plan."""
    plan = passes.plan.frame.plan
    late = late_tasks(passes)
    totally = plan.settings.alap is AlapMode.TOTAL or plan.settings.schedule_from_finish
    if plan.settings.schedule_from_finish:
        start_from_finish(passes)
    passes.forward()
    finish = passes.close()
    shifted = use_free_float(passes, late) if late and not totally else frozenset[int]()
    passes.backward()
    passes.measure()
    starts, finishes = passes.dates.early_start, passes.dates.early_finish
    if late and totally:
        starts, finishes, shifted = on_late_dates(passes, late)
        finish = max(finish, *finishes)
    start = min(starts, default=plan.settings.start)
    return Schedule(plan, start, finish, Computed(passes, finish, starts, finishes, shifted))
