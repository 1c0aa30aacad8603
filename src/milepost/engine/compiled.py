"""From the plan to flat columns: what the kernels compute with."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.bounds import bound_leaves
from milepost.engine.edges import edges_of
from milepost.engine.frame import Frame, frame, recurring
from milepost.engine.kernel import FAR, Column, column, filled, zeros
from milepost.engine.network import Outline
from milepost.engine.plan import ElapsedStart, Plan
from milepost.engine.progress import is_plain, remainder
from milepost.engine.strands import Strand, strands_of
from milepost.engine.tables import STARTED, UNSTARTED, Edges, Tasks
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.worktime import WorkTimes


@dataclass(frozen=True)
class Compiled:
    """A plan as columns; `sources` is the place in `plan.links` of each row of `edges`.

    `aside` are the positions that neither end the project nor are critical: hubs, and recurring tasks
    that stand alone. `bound` says that a summary's constraint holds leaves below it.
    """

    frame: Frame
    tasks: Tasks
    edges: Edges
    sources: Column
    project_clock: int
    aside: frozenset[int]
    bound: bool


def compile_plan(
    plan: Plan, times: WorkTimes | None = None, fast: bool = False, shape: Outline | None = None
) -> Compiled:
    """Compile a checked plan; `times` shares working time already expanded, `fast` runs kernels compiled.

    `shape` spares reading the outline again.
    """
    base = frame(plan, times or WorkTimes(plan), fast, shape)
    tasks = _tasks(base)
    bound_leaves(base, tasks)
    edges, sources = edges_of(base, tasks)
    project = base.book.number(base.times.of_calendar(None))
    return Compiled(base, tasks, edges, sources, project, base.hubs | recurring(base), _bound(base))


def _tasks(base: Frame) -> Tasks:
    leaves, count = base.leaves, len(base.leaves)
    own = _own_clocks(base)
    clocks = own[:]
    for p, task in enumerate(leaves) if base.crew else ():
        if task.uid in base.crew:
            clocks[p] = base.book.number(base.times.of_task(task.uid))
    tasks = Tasks(
        state=filled(count, UNSTARTED),
        clock=clocks,
        # Microsoft Project counts floats in the task's own calendar, whoever works on it.
        slack_clock=own if base.rules.msp else clocks,
        span=column([task.duration for task in leaves]),
        strand_first=zeros(count + 1),
        strand_clock=column([]),
        strand_span=column([]),
        strand_delay=column([]),
        entry=_entries(base, leaves),
        earliest=filled(count, -FAR),
        finish_earliest=filled(count, -FAR),
        start_on=filled(count, FAR),
        finish_on=filled(count, FAR),
        start_by=filled(count, FAR),
        finish_by=filled(count, FAR),
        deadline=column([FAR if task.deadline is None else task.deadline for task in leaves]),
        delay=column([task.levelling_delay for task in leaves]),
        delay_clock=clocks[:],
        begun=zeros(count),
        ended=zeros(count),
        resumed=zeros(count),
        expected=column([-FAR if task.expected_finish is None else task.expected_finish for task in leaves]),
        floor=filled(count, base.rules.base),
        terminal=filled(count, FAR),
    )
    for p in base.hubs:
        tasks.floor[p] = -FAR
    for p, task in enumerate(leaves):
        if not is_plain(task):
            _set_rest(base, tasks, p, task)
    return _with_strands(base, tasks) if base.crew else tasks


def _bound(base: Frame) -> bool:
    return any(base.plan.tasks[place].constraints for place in base.shape.children)


def _own_clocks(base: Frame) -> Column:
    """Give the clock of each leaf without its resources."""
    number, times = base.book.number, base.times
    known: dict[Uid | None, int] = {}
    for task in base.leaves:
        if task.calendar not in known:
            known[task.calendar] = number(times.of_calendar(task.calendar))
    return column([number(times.elapsed) if task.elapsed else known[task.calendar] for task in base.leaves])


def _set_rest(base: Frame, tasks: Tasks, p: int, task: Task) -> None:
    """Fill what progress, splits, fixed dates or an elapsed levelling delay make of a leaf."""
    rest = remainder(task, base.line(task), base.plan.settings)
    tasks.state[p], tasks.span[p] = rest.state, rest.span
    tasks.begun[p], tasks.ended[p], tasks.resumed[p] = rest.begun, rest.ended, rest.resumed
    if task.levelling_delay and task.levelling_delay_elapsed:
        tasks.delay_clock[p] = base.book.number(base.times.elapsed)


def _with_strands(base: Frame, tasks: Tasks) -> Tasks:
    found = list[Strand]()
    for p, task in enumerate(base.leaves):
        assigned = base.crew.get(task.uid)
        if assigned and tasks.state[p] in (UNSTARTED, STARTED):
            found.extend(strands_of(task, tasks.span[p], assigned, base.times, base.book.number))
        tasks.strand_first[p + 1] = len(found)
    return tasks._replace(
        strand_clock=column([base.book.number(strand.line) for strand in found]),
        strand_span=column([strand.span for strand in found]),
        strand_delay=column([strand.delay for strand in found]),
    )


def _entries(base: Frame, leaves: list[Task]) -> Column:
    entry = filled(len(leaves), -1)
    if base.plan.settings.elapsed_start is ElapsedStart.NEXT_WORKING:
        for p, task in enumerate(leaves):
            # What has begun runs around the clock already.
            if task.elapsed and task.duration and task.actual_start is None:
                entry[p] = base.book.number(base.times.of_calendar(task.calendar))
    return entry
