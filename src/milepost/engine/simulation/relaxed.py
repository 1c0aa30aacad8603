"""What a simulation does with constraints and late tasks of the plan (domain/risk.md 3.5)."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.alap import late_tasks
from milepost.engine.answers import Computed
from milepost.engine.kernel import FAR, filled
from milepost.engine.kernels_forward import start_for_finish
from milepost.engine.passes import Passes
from milepost.engine.plan import AlapMode
from milepost.engine.tables import STARTED, UNSTARTED, Tasks
from milepost.engine.tasks import ConstraintKind
from milepost.engine.units import Uid

_HARD = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.SNLT, ConstraintKind.FNLT)


@dataclass(frozen=True, slots=True)
class Lifted:
    """A constraint the simulation does not hold a task to, and whether its planned start is kept as the earliest."""

    task: Uid
    kind: ConstraintKind
    floor: bool


def relaxed(computed: Computed, *, keep: bool) -> tuple[Tasks, tuple[Lifted, ...]]:
    """Give the tasks as a simulation holds them, and the constraints it lifts.

    Late constraints are lifted; tasks that must start or finish on a date start no earlier than planned.
    Tasks done as late as possible have their planned start as the earliest. With `keep` constraints stay.
    """
    passes = computed.passes
    tasks = passes.tasks._replace(earliest=passes.tasks.earliest[:], delay=passes.tasks.delay[:])
    _settle(computed, tasks)
    if keep:
        return tasks, ()
    lifted = _lifted(passes)
    for p, state in enumerate(tasks.state):
        if state == UNSTARTED and tasks.start_on[p] < FAR:
            tasks.earliest[p] = max(tasks.earliest[p], tasks.start_on[p])
        if state == UNSTARTED and tasks.finish_on[p] < FAR:
            start = start_for_finish(passes.clocks, tasks, p, tasks.finish_on[p])
            tasks.earliest[p] = max(tasks.earliest[p], start)
    free = filled(len(tasks.state), FAR)
    return tasks._replace(start_on=free, finish_on=free, start_by=free, finish_by=free), lifted


def _settle(computed: Computed, tasks: Tasks) -> None:
    """Hold tasks that are done as late as possible to their planned start."""
    passes, settings = computed.passes, computed.passes.plan.frame.plan.settings
    late = late_tasks(passes)
    if settings.alap is AlapMode.TOTAL or settings.schedule_from_finish:
        for p in late:
            tasks.earliest[p] = max(tasks.earliest[p], passes.dates.late_start[p])
        return
    edges = passes.plan.edges
    for p in computed.shifted:
        after = (edges.succ[edges.out[o]] for o in range(edges.out_first[p], edges.out_first[p + 1]))
        # A successor put off by levelling counts its delay from where this one finishes.
        if not any(passes.tasks.delay[j] for j in after):
            tasks.earliest[p] = passes.dates.early_start[p]
            tasks.delay[p] = 0


def _lifted(passes: Passes) -> tuple[Lifted, ...]:
    found = []
    for p, task in enumerate(passes.plan.frame.leaves):
        if passes.tasks.state[p] not in (UNSTARTED, STARTED) or p in passes.plan.frame.hubs:
            continue
        for constraint in task.constraints:
            if constraint.kind in _HARD:
                on = constraint.kind in (ConstraintKind.MSO, ConstraintKind.MFO)
                found.append(Lifted(task.uid, constraint.kind, on and passes.tasks.state[p] == UNSTARTED))
    return tuple(found)
