"""The bounds that constraints and summaries put on each leaf (domain/schedule.md 5)."""

from __future__ import annotations

from milepost.engine.frame import Frame
from milepost.engine.kernel import FAR
from milepost.engine.network import leaves_below
from milepost.engine.tables import STARTED, UNSTARTED, Rules, Tasks
from milepost.engine.tasks import Constraint, ConstraintKind, Task

_OF_SUMMARIES = (ConstraintKind.SNET, ConstraintKind.FNLT)
_EARLY = (ConstraintKind.SNET, ConstraintKind.FNET)


def bound_leaves(base: Frame, tasks: Tasks) -> None:
    """Set the bounds of all constraints; a summary's SNET and FNLT go to all leaves below."""
    position, rules = base.position, base.rules
    for place, task in enumerate(base.plan.tasks):
        if place in position:
            for constraint in task.constraints:
                constrain(tasks, position[place], constraint)
            if rules.msp and any(each.kind in _EARLY for each in task.constraints):
                # Microsoft Project lets a start constraint lie before the project's start.
                tasks.floor[position[place]] = -FAR
        elif task.constraints or (rules.msp and task.manual):
            below = [position[leaf] for leaf in leaves_below(base.shape, place) if leaf in position]
            _bound_summary(task, below, tasks, rules)


def _bound_summary(task: Task, below: list[int], tasks: Tasks, rules: Rules) -> None:
    for p in below:
        for constraint in task.constraints:
            if constraint.kind in _OF_SUMMARIES:
                constrain(tasks, p, constraint)
        if rules.msp and task.manual and task.manual_start is not None:
            # Nothing below a manually scheduled summary starts before it, or should finish after it.
            tasks.floor[p] = max(tasks.floor[p], task.manual_start)
            if task.manual_finish is not None:
                tasks.deadline[p] = min(tasks.deadline[p], task.manual_finish)


def constrain(tasks: Tasks, p: int, constraint: Constraint) -> None:
    """Tighten the bounds of the task at a position; started tasks keep only those on their finish."""
    kind, at, state = constraint.kind, constraint.at, tasks.state[p]
    if at is None or state not in (UNSTARTED, STARTED):
        return
    if kind is ConstraintKind.FNET:
        tasks.finish_earliest[p] = max(tasks.finish_earliest[p], at)
    elif kind is ConstraintKind.FNLT:
        tasks.finish_by[p] = min(tasks.finish_by[p], at)
    elif kind is ConstraintKind.MFO:
        tasks.finish_on[p] = at
    elif state == STARTED:
        return
    elif kind is ConstraintKind.SNET:
        tasks.earliest[p] = max(tasks.earliest[p], at)
    elif kind is ConstraintKind.SNLT:
        tasks.start_by[p] = min(tasks.start_by[p], at)
    elif kind is ConstraintKind.MSO:
        tasks.start_on[p] = at
