"""From a plan to its dates: the critical path method with everything the trade adds to it (domain/schedule.md)."""

from __future__ import annotations

from threading import get_ident
from weakref import ReferenceType, ref

from numpy import frombuffer, int64

from milepost.engine.alap import late_tasks, on_late_dates, start_from_finish, use_free_float
from milepost.engine.answers import Computed
from milepost.engine.checks import errors
from milepost.engine.compiled import Compiled, compile_plan
from milepost.engine.horizon import explained
from milepost.engine.kernel import Column
from milepost.engine.network import outline
from milepost.engine.notices import PlanRefusedError
from milepost.engine.passes import Passes
from milepost.engine.plan import AlapMode, Plan
from milepost.engine.results import Schedule
from milepost.engine.units import Instant
from milepost.engine.warm import PACE
from milepost.engine.worktime import WorkTimes


def schedule(plan: Plan) -> Schedule:
    """Compute the dates, floats and reasons of every task.

    Raises PlanRefusedError with one notice for each error that makes dates impossible
    (domain/schedule.md 12). Scheduling the same plan again, or one with the same calendars, reuses
    what is compiled.
    """
    return answer(Passes.of(prepared(plan)))


class _Latest:
    """The plans scheduled last, compiled: the very last one, and by thread those that somebody else keeps alive.

    A server has many threads, and a compiled plan of thousands of tasks takes megabytes: none keeps one of its own.
    """

    def __init__(self) -> None:
        self.last: Compiled | None = None
        self._known: dict[int, ReferenceType[Compiled]] = {}

    def get(self) -> Compiled | None:
        """Give what this thread compiled last, if it is still there."""
        known = self._known.get(get_ident())
        return None if known is None else known()

    def put(self, compiled: Compiled) -> None:
        """Remember what this thread compiled."""
        self._known[get_ident()] = ref(compiled)
        self.last = compiled


_latest = _Latest()


def prepared(plan: Plan) -> Compiled:
    """Check and compile a plan, once for the same plan."""
    latest, fast = _latest.get(), PACE.fast(len(plan.tasks))
    if latest is not None and latest.frame.plan is plan and latest.frame.fast == fast:
        return latest
    shape = outline(plan)
    wrong = errors(plan, shape)
    if wrong:
        raise PlanRefusedError(wrong)
    times = WorkTimes(plan, None if latest is None else latest.frame.times)
    try:
        compiled = compile_plan(plan, times, fast, shape)
    except PlanRefusedError as refusal:
        raise explained(refusal, plan) from None
    _latest.put(compiled)
    return compiled


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
    return seen(passes, finish, starts, finishes, shifted)


def seen(passes: Passes, finish: Instant, starts: Column, finishes: Column, shifted: frozenset[int]) -> Schedule:
    """Wrap what the passes computed."""
    plan = passes.plan.frame.plan
    start = int(frombuffer(starts, dtype=int64).min()) if starts else plan.settings.start
    return Schedule(plan, start, finish, Computed(passes, finish, starts, finishes, shifted))
