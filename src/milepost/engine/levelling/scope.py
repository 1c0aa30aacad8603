"""What levelling may move: which tasks, from when, and up to where (domain/schedule.md 14)."""

from __future__ import annotations

from milepost.engine.kernel import FAR, Column, column
from milepost.engine.kernels_forward import work_finish
from milepost.engine.levelling.demand import Need
from milepost.engine.levelling.kernels_place import FIXED_PLACE, MOBILE, PINNED, SPLITTABLE
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.passes import Passes
from milepost.engine.tables import STARTED, UNSTARTED, Dates
from milepost.engine.tasks import ConstraintKind, Task

#: Tasks of this priority are never moved.
NEVER = 1000


def mobility(passes: Passes, needs: list[list[Need]], current: Dates, options: LevellingOptions) -> Column:
    """Say of each position whether its task is pinned, stays with its links, moves, or moves and may pause."""
    leaves = passes.plan.frame.leaves
    return column([_mobility(passes, p, task, needs[p], current, options) for p, task in enumerate(leaves)])


def _mobility(passes: Passes, p: int, task: Task, needs: list[Need], current: Dates, options: LevellingOptions) -> int:
    tasks = passes.tasks
    if tasks.state[p] not in (UNSTARTED, STARTED):
        return PINNED
    if tasks.state[p] == UNSTARTED and (tasks.start_on[p] < FAR or tasks.finish_on[p] < FAR):
        return PINNED
    if not needs or held(task, options) or not _in_range(current.early_start[p], options):
        return FIXED_PLACE
    if tasks.expected[p] > -FAR or (task.percent_complete and tasks.state[p] == UNSTARTED):
        return FIXED_PLACE
    plain = tasks.strand_first[p] == tasks.strand_first[p + 1] and not task.segments and not task.stored_pieces
    whole = all(n.clock == tasks.clock[p] and n.begin == 0 and n.end == tasks.span[p] for n in needs)
    pauses = options.splits and task.can_split and plain and whole and not task.elapsed
    if tasks.state[p] == STARTED:
        return SPLITTABLE if pauses else FIXED_PLACE
    return SPLITTABLE if pauses else MOBILE


def held(task: Task, options: LevellingOptions) -> bool:
    """Tell whether somebody keeps a task where it is: its priority, a constraint, its own setting, or the options."""
    late = any(constraint.kind is ConstraintKind.ALAP for constraint in task.constraints)
    outside = options.tasks is not None and task.uid not in options.tasks
    return task.priority >= NEVER or not task.level_assignments or late or outside


def _in_range(start: int, options: LevellingOptions) -> bool:
    first = max(-FAR if at is None else at for at in (options.first, options.freeze_until))
    return first <= start and (options.last is None or start < options.last)


def latest_finishes(passes: Passes, natural: Dates, mobile: Column, options: LevellingOptions) -> Column:
    """Give the finish each task must not be moved beyond: its late finish, or what its constraints honour."""
    clocks, tasks, _, rules, _ = passes.tables()
    found = []
    for p in range(len(mobile)):
        limit = FAR
        if mobile[p] >= MOBILE:
            if options.within_slack:
                limit = natural.late_finish[p]
            if rules.honor and tasks.start_by[p] < FAR:
                limit = min(limit, work_finish(clocks, tasks, p, tasks.start_by[p]))
            if rules.honor:
                limit = min(limit, tasks.finish_by[p])
        found.append(limit)
    return column(found)
