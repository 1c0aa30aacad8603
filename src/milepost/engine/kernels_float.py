"""Total and free float of every task, and the links that drive (domain/schedule.md 6.5, 8)."""

from __future__ import annotations

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_forward import link_bound, work_start
from milepost.engine.kernels_time import Clocks, between, next_start, shift
from milepost.engine.tables import COMPLETE, FF, FS, SF, SS, SS_REMAINING, Dates, Edges, Floats, Rules, Tasks
from milepost.engine.units import Instant, Minutes


@piece
def link_float(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, e: int) -> Minutes:
    """Count how far the predecessor of link e can slip before its successor's early dates move."""
    kind, i, j = edges.kind[e], edges.pred[e], edges.succ[e]
    if kind in (FS, FF):
        mine = dates.early_finish[i]
    elif kind in (SS, SF):
        mine = dates.early_start[i]
    else:
        mine = dates.remaining[i]
    theirs = dates.remaining[j] if kind in (FS, SS, SS_REMAINING) else dates.early_finish[j]
    return between(clocks, tasks.clock[i], mine, shift(clocks, edges.clock[e], theirs, -edges.lag[e]))


@piece
def free_float(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, p: int, finish: Instant) -> Minutes:
    """Count how far task p can slip before any successor, or the project's finish, moves."""
    least = FAR
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        e = edges.out[o]
        if tasks.state[edges.succ[e]] != COMPLETE and not edges.off[e]:
            least = min(least, link_float(clocks, tasks, edges, dates, e))
    if least == FAR:
        least = between(clocks, tasks.clock[p], dates.early_finish[p], finish)
    return max(least, 0)


def measure(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, floats: Floats, finish: Instant) -> None:
    """Fill the floats of every task; completed ones have none."""
    for p in range(len(tasks.state)):
        if tasks.state[p] == COMPLETE:
            floats.start[p] = 0
            floats.finish[p] = 0
            floats.free[p] = 0
        else:
            k = tasks.clock[p]
            floats.start[p] = between(clocks, k, dates.early_start[p], dates.late_start[p])
            floats.finish[p] = between(clocks, k, dates.early_finish[p], dates.late_finish[p])
            floats.free[p] = free_float(clocks, tasks, edges, dates, p, finish)


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
        if tasks.state[p] < COMPLETE and not edges.off[e]:
            bound = link_bound(clocks, tasks, edges, dates, e)
            if same_start(clocks, tasks, rules, p, bound, dates.remaining[p]):
                drives[e] = 1
