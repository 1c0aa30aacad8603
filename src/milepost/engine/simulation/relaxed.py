"""What a simulation does with constraints and late tasks of the plan (domain/risk.md 3.5)."""

from __future__ import annotations

from dataclasses import dataclass, replace

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
    """Hold tasks that are done as late as possible to their planned start, where that moves nobody else."""
    passes, settings = computed.passes, computed.passes.plan.frame.plan.settings
    late = late_tasks(passes)
    if settings.alap is AlapMode.TOTAL or settings.schedule_from_finish:
        for p in late:
            tasks.earliest[p] = max(tasks.earliest[p], passes.dates.late_start[p])
        return
    held = tasks._replace(earliest=tasks.earliest[:], delay=tasks.delay[:])
    for p in computed.shifted:
        held.earliest[p] = passes.dates.early_start[p]
        held.delay[p] = 0
    ends = all(passes.dates.early_finish[p] <= computed.finish_date for p in computed.shifted)
    if computed.shifted and ends and _same_dates(passes, held, computed.shifted):
        tasks.earliest[:], tasks.delay[:] = held.earliest, held.delay


def _same_dates(passes: Passes, held: Tasks, shifted: frozenset[int]) -> bool:
    """Tell whether late tasks, held where free float let them go, leave everybody else where they are.

    With leads, lags and other calendars behind them they may not: free float is counted on their own.
    """
    again = replace(passes.with_earliest(held.earliest), tasks=held)
    again.forward()
    return all(
        again.dates.early_start[p] == passes.dates.early_start[p]
        and again.dates.early_finish[p] == passes.dates.early_finish[p]
        for p in range(len(held.state))
        if p not in shifted
    )


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
