"""As late as possible, and scheduling from the project's finish (domain/schedule.md 5)."""

from __future__ import annotations

from milepost.engine.kernel import Column, column
from milepost.engine.kernels_float import free_float, hub_limit
from milepost.engine.kernels_forward import work_finish, work_start
from milepost.engine.kernels_time import shift
from milepost.engine.passes import Passes
from milepost.engine.tables import UNSTARTED
from milepost.engine.tasks import ConstraintKind


def late_tasks(passes: Passes) -> list[int]:
    """List the positions of unstarted tasks that are to be done as late as possible.

    In a plan scheduled from its finish these are all that do not ask for the opposite.
    """
    base = passes.plan.frame
    backwards = base.plan.settings.schedule_from_finish
    found, hubs = [], base.hubs
    for p, task in enumerate(base.leaves):
        if not (task.constraints or backwards) or p in hubs:
            continue
        kinds = {constraint.kind for constraint in task.constraints}
        asked = ConstraintKind.ALAP in kinds or (backwards and ConstraintKind.ASAP not in kinds)
        if asked and passes.tasks.state[p] == UNSTARTED:
            found.append(p)
    return found


def use_free_float(passes: Passes, late: list[int]) -> frozenset[int]:
    """Shift late tasks by their free float, last ones first, so that nobody else moves; list those that moved."""
    clocks, tasks, edges, rules, dates = passes.tables()
    moved = set()
    for p in reversed(late):
        for o in range(edges.out_first[p], edges.out_first[p + 1]):
            hub = edges.succ[edges.out[o]]
            if hub in passes.plan.frame.hubs:
                # Tasks behind it may have moved since, and with them the limit.
                passes.floats.free[hub] = hub_limit(clocks, edges, rules, dates, hub)
        free = free_float(clocks, tasks, edges, rules, dates, passes.floats, p, passes.ends[p])
        delayed = any(tasks.strand_delay[tasks.strand_first[p] : tasks.strand_first[p + 1]])
        if free > 0 and not delayed:
            start = shift(clocks, tasks.clock[p], dates.early_start[p], free)
            start = work_start(clocks, tasks, rules, p, start)
            dates.early_start[p] = dates.remaining[p] = start
            dates.early_finish[p] = work_finish(clocks, tasks, p, start)
            moved.add(p)
    return frozenset(moved)


def on_late_dates(passes: Passes, late: list[int]) -> tuple[Column, Column, frozenset[int]]:
    """Put late tasks on their late dates and let successors follow: starts, finishes, and who moved."""
    early, dates = passes.tasks.earliest, passes.dates
    wanted = column(list(early))
    for p in late:
        wanted[p] = max(wanted[p], dates.late_start[p])
    again = passes.with_earliest(wanted)
    again.forward()
    moved = frozenset(p for p in late if again.dates.early_start[p] > dates.early_start[p])
    return again.dates.early_start, again.dates.early_finish, moved


def start_from_finish(passes: Passes) -> None:
    """Run the backward pass from the given finish and begin the plan where it has to."""
    settings = passes.plan.frame.plan.settings
    finish = settings.start if settings.finish is None else settings.finish
    # In Microsoft Project's rules what is left of a started task stays where it is: the forward pass says where.
    if passes.rules.msp:
        passes.forward()
    passes.hold(finish)
    passes.backward()
    start = min(passes.dates.late_remaining, default=finish)
    passes.begin(start)
