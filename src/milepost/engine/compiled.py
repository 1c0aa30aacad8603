"""From the plan to flat columns: what the kernels compute with."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from milepost.engine.clockbook import ClockBook
from milepost.engine.kernel import FAR, Column, column, filled, zeros
from milepost.engine.network import LeafLinks, Outline, group, in_order, leaf_links, outline
from milepost.engine.plan import (
    Convention,
    ElapsedStart,
    LagCalendar,
    LateConstraintMode,
    OutOfSequence,
    Plan,
    SsLagFrom,
)
from milepost.engine.progress import Remainder, actual_duration, remainder
from milepost.engine.resources import Assignment
from milepost.engine.strands import Strand, strands_of, workers
from milepost.engine.tables import COMPLETE, SF_REMAINING, SS_REMAINING, STARTED, UNSTARTED, Edges, Rules, Tasks
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task
from milepost.engine.units import Minutes, Uid, whole_minutes
from milepost.engine.worktime import WorkTime, WorkTimes

_KINDS = {LinkType.FS: 0, LinkType.SS: 1, LinkType.FF: 2, LinkType.SF: 3}


@dataclass
class Compiled:
    """A plan as columns. `order` gives the place in `plan.tasks` of each position, `position` the way back.

    `sources` is the place in `plan.links` of each row of `edges`.
    """

    plan: Plan
    shape: Outline
    times: WorkTimes
    book: ClockBook
    order: list[int]
    position: dict[int, int]
    tasks: Tasks
    edges: Edges
    sources: Column
    rules: Rules
    project_clock: int
    crew: dict[Uid, list[Assignment]] = field(default_factory=dict)


def compile_plan(plan: Plan, times: WorkTimes | None = None) -> Compiled:
    """Compile a checked plan; `times` shares working time already expanded."""
    times = times or WorkTimes(plan)
    shape = outline(plan)
    links = leaf_links(plan, shape)
    order = in_order(shape.leaves, links)
    position = {place: p for p, place in enumerate(order)}
    book, crew = ClockBook(), workers(plan)
    tasks = _tasks(plan, [plan.tasks[place] for place in order], times, book, crew)
    _constrain_leaves(plan, shape, position, tasks)
    project = book.number(times.of_calendar(None))
    edges, sources = _edges(plan, links, position, order, tasks, times, book)
    return Compiled(plan, shape, times, book, order, position, tasks, edges, sources, rules(plan), project, crew)


def rules(plan: Plan) -> Rules:
    """Turn the settings the kernels need into numbers."""
    settings = plan.settings
    base = settings.start
    msproject = settings.convention is Convention.MSPROJECT
    if settings.status_date is not None and not msproject:
        base = max(base, settings.status_date)
    honor = settings.late_constraints is LateConstraintMode.HONOR
    return Rules(base, int(honor), int(msproject))


def _tasks(
    plan: Plan, leaves: list[Task], times: WorkTimes, book: ClockBook, crew: dict[Uid, list[Assignment]]
) -> Tasks:
    count = len(leaves)
    lines = [_line(task, times, crew) for task in leaves]
    rest = [remainder(task, line, plan.settings) for task, line in zip(leaves, lines, strict=True)]
    first, strands = _strands(leaves, rest, times, book, crew)
    return Tasks(
        state=column([each.state for each in rest]),
        clock=column([book.number(line) for line in lines]),
        span=column([each.span for each in rest]),
        strand_first=first,
        strand_clock=column([book.number(strand.line) for strand in strands]),
        strand_span=column([strand.span for strand in strands]),
        strand_delay=column([strand.delay for strand in strands]),
        entry=_entries(plan, leaves, times, book),
        earliest=filled(count, -FAR),
        finish_earliest=filled(count, -FAR),
        start_on=filled(count, FAR),
        finish_on=filled(count, FAR),
        start_by=filled(count, FAR),
        finish_by=filled(count, FAR),
        deadline=column([FAR if task.deadline is None else task.deadline for task in leaves]),
        delay=column([task.levelling_delay for task in leaves]),
        delay_clock=column([_delay_clock(task, line, times, book) for task, line in zip(leaves, lines, strict=True)]),
        begun=column([each.begun for each in rest]),
        ended=column([each.ended for each in rest]),
        resumed=column([each.resumed for each in rest]),
        floor=_floors(plan, leaves),
        terminal=filled(count, FAR),
    )


def _line(task: Task, times: WorkTimes, crew: dict[Uid, list[Assignment]]) -> WorkTime:
    if task.uid in crew:
        return times.of_task(task.uid)
    return times.elapsed if task.elapsed else times.of_calendar(task.calendar)


def _delay_clock(task: Task, line: WorkTime, times: WorkTimes, book: ClockBook) -> int:
    return book.number(times.elapsed if task.levelling_delay and task.levelling_delay_elapsed else line)


def _strands(
    leaves: list[Task], rest: list[Remainder], times: WorkTimes, book: ClockBook, crew: dict[Uid, list[Assignment]]
) -> tuple[Column, list[Strand]]:
    first, found = zeros(len(leaves) + 1), list[Strand]()
    for p, task in enumerate(leaves):
        assigned = crew.get(task.uid)
        if assigned and rest[p].state in (UNSTARTED, STARTED):
            found.extend(strands_of(task, rest[p].span, assigned, times, book.number))
        first[p + 1] = len(found)
    return first, found


def _floors(plan: Plan, leaves: list[Task]) -> Column:
    """Give the earliest start of each task; Microsoft Project lets a start constraint lie before the project's start."""
    base = rules(plan)
    floor = filled(len(leaves), base.base)
    if base.msp:
        for p, task in enumerate(leaves):
            if any(each.kind in (ConstraintKind.SNET, ConstraintKind.FNET) for each in task.constraints):
                floor[p] = -FAR
    return floor


def _entries(plan: Plan, leaves: list[Task], times: WorkTimes, book: ClockBook) -> Column:
    entry = filled(len(leaves), -1)
    if plan.settings.elapsed_start is ElapsedStart.NEXT_WORKING:
        for p, task in enumerate(leaves):
            if task.elapsed and task.duration:
                entry[p] = book.number(times.of_calendar(task.calendar))
    return entry


def _constrain_leaves(plan: Plan, shape: Outline, position: dict[int, int], tasks: Tasks) -> None:
    """Set the bounds of the constraints; a summary's SNET and FNLT go to all leaves below."""
    for place, task in enumerate(plan.tasks):
        if not task.constraints:
            continue
        if place in shape.children:
            waiting = list(shape.children[place])
            while waiting:
                below = waiting.pop()
                waiting.extend(shape.children.get(below, ()))
                if below in position:
                    for constraint in task.constraints:
                        if constraint.kind in (ConstraintKind.SNET, ConstraintKind.FNLT):
                            constrain(tasks, position[below], constraint)
        elif place in position:
            for constraint in task.constraints:
                constrain(tasks, position[place], constraint)


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


def _edges(
    plan: Plan,
    links: LeafLinks,
    position: dict[int, int],
    order: list[int],
    tasks: Tasks,
    times: WorkTimes,
    book: ClockBook,
) -> tuple[Edges, Column]:
    count = len(order)
    first, rows = group([position[n] for n in links.succ], count)
    pred = column([position[links.pred[row]] for row in rows])
    succ = column([position[links.succ[row]] for row in rows])
    sources = column([links.source[row] for row in rows])
    out_first, out = group(pred, count)
    kind, lag, direct, clock, off = (zeros(len(rows)) for _ in range(5))
    edges = Edges(pred, succ, kind, lag, direct, clock, off, first, out_first, out)
    for e, source in enumerate(sources):
        _fill_edge(plan, plan.links[source], e, edges, plan.tasks[order[pred[e]]], tasks, times, book)
    return edges, sources


def _fill_edge(
    plan: Plan, link: Link, e: int, edges: Edges, before: Task, tasks: Tasks, times: WorkTimes, book: ClockBook
) -> None:
    i, j = edges.pred[e], edges.succ[e]
    edges.direct[e] = int(before.uid == link.predecessor)
    edges.kind[e] = _KINDS[link.type]
    edges.clock[e] = tasks.clock[j]
    if link.lag:
        edges.lag[e] = lag_minutes(link, before)
        edges.clock[e] = _lag_clock(plan, link, tasks, i, j, times, book)
    if tasks.state[i] == STARTED and plan.settings.ss_lag_from is SsLagFrom.EARLY_START and edges.kind[e] in (1, 3):
        edges.kind[e] = SS_REMAINING if edges.kind[e] == 1 else SF_REMAINING
        if edges.lag[e] > 0:
            edges.lag[e] = max(0, edges.lag[e] - actual_duration(before))
    if tasks.state[j] == STARTED:
        waits = plan.settings.out_of_sequence is OutOfSequence.RETAINED_LOGIC
        edges.off[e] = int(tasks.state[i] == COMPLETE or not waits)


def lag_minutes(link: Link, predecessor: Task) -> Minutes:
    """Give a link's lag in minutes; percent lags are shares of the predecessor's duration."""
    if link.lag_kind in (LagKind.WORKING, LagKind.ELAPSED):
        return link.lag
    return whole_minutes(Decimal(predecessor.duration) * link.lag / Decimal(10000))


def _lag_clock(plan: Plan, link: Link, tasks: Tasks, i: int, j: int, times: WorkTimes, book: ClockBook) -> int:
    if link.lag_kind in (LagKind.ELAPSED, LagKind.PERCENT_ELAPSED):
        return book.number(times.elapsed)
    if link.calendar is not None:
        return book.number(times.of_calendar(link.calendar))
    choice = plan.settings.lag_calendar
    if choice is LagCalendar.ELAPSED:
        return book.number(times.elapsed)
    if choice is LagCalendar.PROJECT:
        return book.number(times.of_calendar(None))
    return tasks.clock[j] if choice is LagCalendar.SUCCESSOR else tasks.clock[i]
