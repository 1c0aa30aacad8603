"""The bounds that constraints and summaries put on each leaf (domain/schedule.md 5)."""

from __future__ import annotations

from milepost.engine.frame import Frame
from milepost.engine.kernel import FAR
from milepost.engine.network import leaves_below
from milepost.engine.tables import STARTED, UNSTARTED, Rules, Tasks
from milepost.engine.tasks import Constraint, ConstraintKind, Task

_OF_SUMMARIES = (ConstraintKind.SNET, ConstraintKind.FNLT)
#: The columns that bounds are in, and what says that there is none.
_COLUMNS = {
    "earliest": -FAR,
    "finish_earliest": -FAR,
    "start_on": FAR,
    "finish_on": FAR,
    "start_by": FAR,
    "finish_by": FAR,
    "deadline": FAR,
    "floor": FAR,
}
_EARLY = (ConstraintKind.SNET, ConstraintKind.FNET)


def bound_leaves(base: Frame, tasks: Tasks) -> None:
    """Set the bounds of all constraints; a summary's SNET and FNLT go to all leaves below."""
    position, rules = base.position, base.rules
    bound = [place for place, task in enumerate(base.plan.tasks) if task.constraints or (rules.msp and task.manual)]
    below = {leaf for place in bound for leaf in leaves_below(base.shape, place)}
    for place in below:
        if place in position:
            _bound_leaf(base, tasks, position[place])


def rebound(base: Frame, tasks: Tasks, positions: list[int]) -> Tasks:
    """Give the bounds anew where tasks have changed; the columns they are in are copies."""
    columns = {name: getattr(tasks, name)[:] for name in _COLUMNS}
    for p in positions:
        for name, unset in _COLUMNS.items():
            columns[name][p] = unset
        deadline = base.leaves[p].deadline
        columns["floor"][p] = base.rules.base
        columns["deadline"][p] = FAR if deadline is None else deadline
    tasks = tasks._replace(**columns)
    for p in positions:
        _bound_leaf(base, tasks, p)
    return tasks


def _bound_leaf(base: Frame, tasks: Tasks, p: int) -> None:
    """Apply the constraints of a leaf and of the summaries above it, outermost first."""
    rules, above, place = base.rules, list[Task](), base.shape.parent[base.order[p]]
    while place >= 0:
        above.append(base.plan.tasks[place])
        place = base.shape.parent[place]
    for summary in reversed(above):
        _bound_by_summary(summary, tasks, p, rules)
    task = base.leaves[p]
    for constraint in task.constraints:
        constrain(tasks, p, constraint)
    if rules.msp and any(each.kind in _EARLY for each in task.constraints):
        # Microsoft Project lets a start constraint lie before the project's start.
        tasks.floor[p] = -FAR


def _bound_by_summary(summary: Task, tasks: Tasks, p: int, rules: Rules) -> None:
    for constraint in summary.constraints:
        if constraint.kind in _OF_SUMMARIES:
            constrain(tasks, p, constraint)
    if rules.msp and summary.manual and summary.manual_start is not None:
        # Nothing below a manually scheduled summary starts before it, or should finish after it.
        tasks.floor[p] = max(tasks.floor[p], summary.manual_start)
        if summary.manual_finish is not None:
            tasks.deadline[p] = min(tasks.deadline[p], summary.manual_finish)


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
