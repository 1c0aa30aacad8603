"""The backward pass: latest dates of every task (domain/schedule.md 7)."""

from __future__ import annotations

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_forward import leads, start_for_finish, work_finish, work_start
from milepost.engine.kernels_time import Clocks, latest_start, prev_finish, shift
from milepost.engine.tables import (
    COMPLETE,
    EXTERNAL,
    FF,
    FIXED,
    FS,
    SS,
    SS_REMAINING,
    STARTED,
    UNSTARTED,
    Dates,
    Edges,
    Rules,
    Tasks,
)
from milepost.engine.units import Instant


@piece
def release(clocks: Clocks, edges: Edges, rules: Rules, dates: Dates, e: int) -> Instant:
    """Give the latest date that link e allows the end of its predecessor it is tied to.

    Microsoft Project takes a summary that has started as it is.
    """
    kind, j = edges.kind[e], edges.succ[e]
    late = dates.late_finish[j]
    if kind in (FS, SS, SS_REMAINING):
        late = dates.late_remaining[j]
        if rules.msp and edges.direct[e] & 2:
            late = min(late, dates.remaining[j])
    return shift(clocks, edges.clock[e], late, -edges.lag[e])


@piece
def bears(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, e: int) -> bool:
    """Tell whether link e bounds its predecessor in the backward pass."""
    open_ = tasks.state[edges.succ[e]] != COMPLETE and not edges.off[e]
    return open_ and leads(clocks, tasks, edges, dates, e)


@piece
def latest_finish(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> Instant:
    """Give the latest finish that project finish, deadline, links and constraints allow task p."""
    f = min(tasks.terminal[p], tasks.deadline[p])
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        e = edges.out[o]
        if edges.kind[e] in (FS, FF) and bears(clocks, tasks, edges, dates, e):
            f = min(f, release(clocks, edges, rules, dates, e))
    f = min(f, tasks.finish_by[p])
    if tasks.finish_on[p] < FAR:
        f = tasks.finish_on[p]
    return f


@piece
def latest_begin(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> Instant:
    """Give the latest start that start links and constraints allow task p, FAR without any."""
    cap = tasks.start_by[p]
    for o in range(edges.out_first[p], edges.out_first[p + 1]):
        e = edges.out[o]
        # The actual start of a started task no longer moves.
        moves = edges.kind[e] >= SS_REMAINING or tasks.state[p] == UNSTARTED
        if edges.kind[e] not in (FS, FF) and moves and bears(clocks, tasks, edges, dates, e):
            cap = min(cap, release(clocks, edges, rules, dates, e))
    return cap


@piece
def finish_side(clocks: Clocks, tasks: Tasks, p: int, f: Instant) -> Instant:
    """Show a late finish where work can finish."""
    first, last = tasks.strand_first[p], tasks.strand_first[p + 1]
    if first == last:
        if tasks.span[p] == 0:
            return f
        return prev_finish(clocks, tasks.clock[p], f)
    x = -FAR
    for r in range(first, last):
        x = max(x, prev_finish(clocks, tasks.strand_clock[r], f))
    return x


@piece
def place_late(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> bool:
    """Compute the late dates of task p; tell whether any changed."""
    if tasks.state[p] in (COMPLETE, EXTERNAL):
        start, finish = tasks.begun[p], tasks.ended[p]
        remaining = start
    else:
        finish = latest_finish(clocks, tasks, edges, rules, dates, p)
        if tasks.state[p] != FIXED:
            finish = finish_side(clocks, tasks, p, finish)
        remaining = start_for_finish(clocks, tasks, p, finish)
        cap = latest_begin(clocks, tasks, edges, rules, dates, p)
        if cap < remaining:
            remaining = latest_start(clocks, tasks.clock[p], cap) if tasks.span[p] > 0 else cap
            finish = work_finish(clocks, tasks, p, remaining)
        if tasks.start_on[p] < FAR:
            # The late finish stays what successors and deadlines allow: a broken one shows as negative float.
            remaining = tasks.start_on[p]
            if rules.msp:
                finish = work_finish(clocks, tasks, p, remaining)
        start = remaining
        if tasks.strand_first[p] < tasks.strand_first[p + 1]:
            start = work_start(clocks, tasks, rules, p, remaining)
        if tasks.state[p] == STARTED:
            start = tasks.begun[p]
            if rules.msp and tasks.span[p] > 0:
                remaining = dates.remaining[p]
        elif tasks.state[p] == FIXED and dates.early_finish[p] <= finish and start < tasks.begun[p]:
            start = tasks.begun[p]
            remaining = start
    moved = start != dates.late_start[p] or finish != dates.late_finish[p] or remaining != dates.late_remaining[p]
    dates.late_start[p] = start
    dates.late_finish[p] = finish
    dates.late_remaining[p] = remaining
    return moved


def backward(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, dirty: Column) -> int:
    """Run the backward pass over every dirty task and those its moves reach; see `forward` for `dirty`."""
    computed = 0
    for p in range(len(tasks.state) - 1, -1, -1):
        if dirty[p]:
            computed += 1
            moved = place_late(clocks, tasks, edges, rules, dates, p)
            dirty[p] = 1 if moved else 0
            if moved:
                for e in range(edges.first[p], edges.first[p + 1]):
                    dirty[edges.pred[e]] = 1
    return computed
