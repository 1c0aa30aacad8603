"""From the plan to flat columns: what the kernels compute with."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.bounds import bound_leaves
from milepost.engine.edges import edges_of
from milepost.engine.frame import Frame, frame
from milepost.engine.kernel import FAR, Column, column, filled, zeros
from milepost.engine.plan import ElapsedStart, Plan
from milepost.engine.progress import Remainder, remainder
from milepost.engine.strands import Strand, strands_of
from milepost.engine.tables import STARTED, UNSTARTED, Edges, Tasks
from milepost.engine.tasks import Task
from milepost.engine.worktime import WorkTime, WorkTimes


@dataclass(frozen=True)
class Compiled:
    """A plan as columns; `sources` is the place in `plan.links` of each row of `edges`."""

    frame: Frame
    tasks: Tasks
    edges: Edges
    sources: Column
    project_clock: int


def compile_plan(plan: Plan, times: WorkTimes | None = None) -> Compiled:
    """Compile a checked plan; `times` shares working time already expanded."""
    base = frame(plan, times or WorkTimes(plan))
    tasks = _tasks(base)
    bound_leaves(base, tasks)
    edges, sources = edges_of(base, tasks)
    return Compiled(base, tasks, edges, sources, base.book.number(base.times.of_calendar(None)))


def _tasks(base: Frame) -> Tasks:
    leaves, number = base.leaves, base.book.number
    count = len(leaves)
    lines = [base.line(task) for task in leaves]
    # Microsoft Project counts floats in the task's own calendar, whoever works on it.
    own = [base.own_line(task) for task in leaves] if base.rules.msp else lines
    rest = [remainder(task, line, base.plan.settings) for task, line in zip(leaves, lines, strict=True)]
    first, strands = _strands(base, leaves, rest)
    return Tasks(
        state=column([each.state for each in rest]),
        clock=column([number(line) for line in lines]),
        slack_clock=column([number(line) for line in own]),
        span=column([each.span for each in rest]),
        strand_first=first,
        strand_clock=column([number(strand.line) for strand in strands]),
        strand_span=column([strand.span for strand in strands]),
        strand_delay=column([strand.delay for strand in strands]),
        entry=_entries(base, leaves),
        earliest=filled(count, -FAR),
        finish_earliest=filled(count, -FAR),
        start_on=filled(count, FAR),
        finish_on=filled(count, FAR),
        start_by=filled(count, FAR),
        finish_by=filled(count, FAR),
        deadline=column([FAR if task.deadline is None else task.deadline for task in leaves]),
        delay=column([task.levelling_delay for task in leaves]),
        delay_clock=column([_delay_clock(base, task, line) for task, line in zip(leaves, lines, strict=True)]),
        begun=column([each.begun for each in rest]),
        ended=column([each.ended for each in rest]),
        resumed=column([each.resumed for each in rest]),
        floor=filled(count, base.rules.base),
        terminal=filled(count, FAR),
    )


def _delay_clock(base: Frame, task: Task, line: WorkTime) -> int:
    elapsed = task.levelling_delay and task.levelling_delay_elapsed
    return base.book.number(base.times.elapsed if elapsed else line)


def _strands(base: Frame, leaves: list[Task], rest: list[Remainder]) -> tuple[Column, list[Strand]]:
    first, found = zeros(len(leaves) + 1), list[Strand]()
    for p, task in enumerate(leaves):
        assigned = base.crew.get(task.uid)
        if assigned and rest[p].state in (UNSTARTED, STARTED):
            found.extend(strands_of(task, rest[p].span, assigned, base.times, base.book.number))
        first[p + 1] = len(found)
    return first, found


def _entries(base: Frame, leaves: list[Task]) -> Column:
    entry = filled(len(leaves), -1)
    if base.plan.settings.elapsed_start is ElapsedStart.NEXT_WORKING:
        for p, task in enumerate(leaves):
            if task.elapsed and task.duration:
                entry[p] = base.book.number(base.times.of_calendar(task.calendar))
    return entry
