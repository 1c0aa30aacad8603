"""Total and free float of every task, and the links that drive (domain/schedule.md 6.5, 8)."""

from __future__ import annotations

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_forward import leads, link_bound, logic_start, work_finish, work_start
from milepost.engine.kernels_time import Clocks, between, next_start, shift
from milepost.engine.tables import (
    COMPLETE,
    EXTERNAL,
    FF,
    FIXED,
    FS,
    SF,
    SS,
    SS_REMAINING,
    STARTED,
    UNSTARTED,
    Dates,
    Edges,
    Floats,
    Rules,
    Tasks,
)
from milepost.engine.units import Instant, Minutes


@piece
def successor_date(clocks: Clocks, edges: Edges, rules: Rules, dates: Dates, e: int) -> Instant:
    """Give the date at which link e begins to move its successor's early dates."""
    kind, j = edges.kind[e], edges.succ[e]
    theirs = dates.early_finish[j]
    if kind in (FS, SS, SS_REMAINING):
        theirs = dates.early_start[j] if rules.msp else dates.remaining[j]
    return shift(clocks, edges.clock[e], theirs, -edges.lag[e])


@piece
def link_float(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, e: int) -> Minutes:
    """Count how far the predecessor of link e can slip before its successor's early dates move."""
    kind, i = edges.kind[e], edges.pred[e]
    if kind in (FS, FF):
        mine = dates.early_finish[i]
    elif kind in (SS, SF):
        mine = dates.early_start[i]
    else:
        mine = dates.remaining[i]
    return between(clocks, tasks.slack_clock[i], mine, successor_date(clocks, edges, rules, dates, e))


@piece
def is_hub(edges: Edges, p: int) -> bool:
    """Tell whether position p is the finish of a summary that many links share."""
    first = edges.first[p]
    return first < edges.first[p + 1] and edges.direct[first] & 4 > 0


@piece
def hub_limit(clocks: Clocks, edges: Edges, rules: Rules, dates: Dates, hub: int) -> Instant:
    """Give the first date at which a summary's finish begins to move one of its successors."""
    least = FAR
    for o in range(edges.out_first[hub], edges.out_first[hub + 1]):
        least = min(least, successor_date(clocks, edges, rules, dates, edges.out[o]))
    return least


@piece
def free_float(
    clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, floats: Floats, p: int, finish: Instant
) -> Minutes:
    """Count how far task p can slip before any successor, or the project's finish, moves.

    What a slip may reach through a summary's hub is the hub's own limit: working time between two
    dates never falls as the later one grows, so the earliest of the successors' dates decides.
    """
    least = FAR
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        e = edges.out[o]
        seen = tasks.state[edges.succ[e]] != COMPLETE and not edges.off[e] and (edges.direct[e] & 1 or not rules.msp)
        if seen and leads(clocks, tasks, edges, dates, e):
            room = link_float(clocks, tasks, edges, rules, dates, e)
            if edges.direct[e] & 4:
                room = between(clocks, tasks.slack_clock[p], dates.early_finish[p], floats.free[edges.succ[e]])
            least = min(least, room)
    if least == FAR:
        least = between(clocks, tasks.slack_clock[p], dates.early_finish[p], finish)
    return max(least, 0)


@piece
def wanted_start(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> Instant:
    """Give the early start that slack counts from; Microsoft Project takes logic's over a constraint's."""
    pinned = min(tasks.start_on[p], tasks.finish_on[p], tasks.start_by[p], tasks.finish_by[p]) < FAR
    if not rules.msp or not rules.honor or not pinned or tasks.state[p] != UNSTARTED:
        return dates.early_start[p]
    logic = work_start(clocks, tasks, rules, p, logic_start(clocks, tasks, edges, rules, dates, p))
    return max(dates.early_start[p], logic)


@piece
def measure_one(
    clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, floats: Floats, p: int, finish: Instant
) -> None:
    """Fill the floats of task p."""
    k = tasks.slack_clock[p]
    start = wanted_start(clocks, tasks, edges, rules, dates, p)
    end = dates.early_finish[p]
    if start != dates.early_start[p]:
        end = work_finish(clocks, tasks, p, start)
    floats.start[p] = between(clocks, k, start, dates.late_start[p])
    floats.finish[p] = between(clocks, k, end, dates.late_finish[p])
    free = free_float(clocks, tasks, edges, rules, dates, floats, p, finish)
    if rules.msp:
        begun = tasks.state[p] in (STARTED, FIXED)
        least = floats.finish[p] if begun else min(floats.start[p], floats.finish[p])
        free = max(0, min(free, least))
    floats.free[p] = free


@piece
def touched(edges: Edges, early: Column, late: Column, p: int) -> bool:
    """Tell whether dates that the floats of task p count with have moved."""
    if early[p] or late[p]:
        return True
    reached = 0
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        reached += early[edges.succ[edges.out[o]]]
    return reached > 0


def measure(
    clocks: Clocks,
    tasks: Tasks,
    edges: Edges,
    rules: Rules,
    dates: Dates,
    floats: Floats,
    ends: Column,
    early: Column,
    late: Column,
) -> None:
    """Fill the floats of every task whose `early` or `late` dates, or a successor's early ones, are marked.

    Completed and external tasks have none. `ends` bounds the free float of those without successors.
    A hub keeps its limit where tasks keep their free float, and comes before the tasks that ask for it.
    """
    for n in range(len(tasks.state)):
        p = len(tasks.state) - 1 - n
        if is_hub(edges, p):
            floats.free[p] = hub_limit(clocks, edges, rules, dates, p)
        elif tasks.state[p] in (COMPLETE, EXTERNAL):
            floats.start[p] = 0
            floats.finish[p] = 0
            floats.free[p] = 0
        elif touched(edges, early, late, p):
            measure_one(clocks, tasks, edges, rules, dates, floats, p, ends[p])


@piece
def same_start(clocks: Clocks, tasks: Tasks, rules: Rules, p: int, a: Instant, b: Instant) -> bool:
    """Tell whether two instants are the same start to task p."""
    if tasks.entry[p] >= 0:
        a, b = next_start(clocks, tasks.entry[p], a), next_start(clocks, tasks.entry[p], b)
    return work_start(clocks, tasks, rules, p, a) == work_start(clocks, tasks, rules, p, b)


def driving(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, drives: Column) -> None:
    """Mark the links whose bound is the start of their successor's remaining work."""
    for e in range(len(edges.pred)):
        p = edges.succ[e]
        drives[e] = 0
        if tasks.state[p] < COMPLETE and not edges.off[e] and leads(clocks, tasks, edges, dates, e):
            bound = link_bound(clocks, tasks, edges, dates, e)
            if same_start(clocks, tasks, rules, p, bound, dates.remaining[p]):
                drives[e] = 1
