"""The forward pass: earliest dates of every task (domain/schedule.md 6)."""

from __future__ import annotations

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_time import Clocks, between, done, finish_at, next_start, prev_finish, shift, start_at
from milepost.engine.tables import COMPLETE, EXTERNAL, FF, FS, SF, SF_REMAINING, SS, STARTED, Dates, Edges, Rules, Tasks
from milepost.engine.units import Instant


@piece
def start_for_finish(clocks: Clocks, tasks: Tasks, p: int, f: Instant) -> Instant:
    """Find the start from which task p finishes at f, or as little later as its working time allows."""
    first, last = tasks.strand_first[p], tasks.strand_first[p + 1]
    if first == last:
        if tasks.span[p] == 0:
            return f
        k = tasks.clock[p]
        return start_at(clocks, k, done(clocks, k, f) - tasks.span[p])
    s = FAR
    for r in range(first, last):
        k = tasks.strand_clock[r]
        s = min(s, start_at(clocks, k, done(clocks, k, f) - tasks.strand_span[r] - tasks.strand_delay[r]))
    return s


@piece
def work_start(clocks: Clocks, tasks: Tasks, rules: Rules, p: int, x: Instant) -> Instant:
    """Normalise a start: the first working instant from x on; a milestone stays at the end of a working period."""
    first, last = tasks.strand_first[p], tasks.strand_first[p + 1]
    if first < last:
        s = FAR
        for r in range(first, last):
            s = min(s, shifted_start(clocks, tasks.strand_clock[r], x, tasks.strand_delay[r]))
        return s
    if tasks.span[p] > 0:
        return next_start(clocks, tasks.clock[p], x)
    raw = rules.msp and (x == rules.base or tasks.state[p] == STARTED)
    if raw or prev_finish(clocks, tasks.clock[p], x) == x:
        return x
    return next_start(clocks, tasks.clock[p], x)


@piece
def shifted_start(clocks: Clocks, k: int, x: Instant, delay: int) -> Instant:
    """Give the first instant from x on at which work can start after a delay of working minutes."""
    return start_at(clocks, k, done(clocks, k, x) + delay)


@piece
def work_finish(clocks: Clocks, tasks: Tasks, p: int, s: Instant) -> Instant:
    """Give the finish of task p's remaining work when it starts at s."""
    first, last = tasks.strand_first[p], tasks.strand_first[p + 1]
    if first == last:
        return shift(clocks, tasks.clock[p], s, tasks.span[p])
    f = -FAR
    for r in range(first, last):
        k = tasks.strand_clock[r]
        f = max(f, finish_at(clocks, k, done(clocks, k, s) + tasks.strand_delay[r] + tasks.strand_span[r]))
    return f


@piece
def link_bound(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, e: int) -> Instant:
    """Give the earliest start that link e allows its successor (domain/schedule.md 4)."""
    kind, i = edges.kind[e], edges.pred[e]
    if kind in (FS, FF):
        anchor = dates.early_finish[i]
    elif kind in (SS, SF):
        anchor = dates.early_start[i]
    else:
        anchor = dates.remaining[i]
    bound = shift(clocks, edges.clock[e], anchor, edges.lag[e])
    if kind in (FF, SF, SF_REMAINING):
        return start_for_finish(clocks, tasks, edges.succ[e], bound)
    return bound


@piece
def leads(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, e: int) -> bool:
    """Tell whether link e counts: of a summary's start links only those of the leaf that starts first do."""
    if edges.group[e] == 0:
        return True
    p, bound, earlier = edges.succ[e], link_bound(clocks, tasks, edges, dates, e), 0
    for other in range(edges.first[p], edges.first[p + 1]):
        if edges.group[other] == edges.group[e]:
            earlier += link_bound(clocks, tasks, edges, dates, other) < bound
    return earlier == 0


@piece
def constrained(clocks: Clocks, tasks: Tasks, rules: Rules, p: int, x: Instant) -> Instant:
    """Apply the constraints of task p and its levelling delay to the start its links allow.

    Of a started task only FNET holds what is left, so that no work goes back before the status date.
    """
    x = max(x, tasks.earliest[p])
    if tasks.finish_earliest[p] > -FAR:
        x = max(x, start_for_finish(clocks, tasks, p, tasks.finish_earliest[p]))
    if tasks.state[p] == STARTED:
        return x
    if tasks.start_on[p] < FAR:
        x = tasks.start_on[p]
    if tasks.finish_on[p] < FAR:
        x = start_for_finish(clocks, tasks, p, tasks.finish_on[p])
    if rules.honor:
        x = min(x, tasks.start_by[p])
        if tasks.finish_by[p] < FAR:
            x = min(x, start_for_finish(clocks, tasks, p, tasks.finish_by[p]))
    if tasks.delay[p]:
        k = tasks.delay_clock[p]
        x = shift(clocks, k, next_start(clocks, tasks.clock[p], x), tasks.delay[p])
    return x


@piece
def logic_start(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> Instant:
    """Give the earliest start that base, progress and links allow task p."""
    x = tasks.floor[p]
    if tasks.state[p] == STARTED:
        x = tasks.resumed[p]
        if rules.msp:
            return x
    for e in range(edges.first[p], edges.first[p + 1]):
        if not edges.off[e] and leads(clocks, tasks, edges, dates, e):
            x = max(x, link_bound(clocks, tasks, edges, dates, e))
    return x


@piece
def shown_finish(clocks: Clocks, tasks: Tasks, edges: Edges, dates: Dates, p: int, finish: Instant) -> Instant:
    """Show a finish that links drive where they put it, as Microsoft Project does, even after a gap."""
    shown = finish
    for e in range(edges.first[p], edges.first[p + 1]):
        if edges.kind[e] in (FF, SF) and not edges.off[e]:
            anchor = dates.early_finish[edges.pred[e]] if edges.kind[e] == FF else dates.early_start[edges.pred[e]]
            bound = shift(clocks, edges.clock[e], anchor, edges.lag[e])
            if bound > shown and between(clocks, tasks.clock[p], finish, bound) == 0:
                shown = bound
    return shown


@piece
def place(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> bool:
    """Compute the early dates of task p; tell whether any changed."""
    if tasks.state[p] >= COMPLETE:
        start, finish = tasks.begun[p], tasks.ended[p]
        remaining = finish if tasks.state[p] == COMPLETE else start
    else:
        x = constrained(clocks, tasks, rules, p, logic_start(clocks, tasks, edges, rules, dates, p))
        if tasks.entry[p] >= 0:
            x = next_start(clocks, tasks.entry[p], x)
        remaining = work_start(clocks, tasks, rules, p, x)
        if tasks.expected[p] > -FAR:
            tasks.span[p] = max(0, between(clocks, tasks.clock[p], remaining, tasks.expected[p]))
        delayed = tasks.strand_first[p] < tasks.strand_first[p + 1]
        # Assignments count their delays from where the task could start, not from where the first of them does.
        finish = work_finish(clocks, tasks, p, x if delayed else remaining)
        if rules.msp:
            finish = shown_finish(clocks, tasks, edges, dates, p, finish)
        start = tasks.begun[p] if tasks.state[p] == STARTED else remaining
    moved = start != dates.early_start[p] or finish != dates.early_finish[p] or remaining != dates.remaining[p]
    dates.early_start[p] = start
    dates.early_finish[p] = finish
    dates.remaining[p] = remaining
    return moved


def forward(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, dirty: Column) -> int:
    """Run the forward pass over every dirty task and those its moves reach.

    `dirty` holds 1 for tasks to compute and, on return, for those whose dates changed. Returns
    how many tasks were computed.
    """
    computed = 0
    for p in range(len(tasks.state)):
        if dirty[p]:
            computed += 1
            moved = place(clocks, tasks, edges, rules, dates, p)
            dirty[p] = 1 if moved else 0
            if moved:
                for o in range(edges.out_first[p], edges.out_first[p + 1]):
                    dirty[edges.succ[edges.out[o]]] = 1
    return computed


def last_finish(states: Column, finishes: Column) -> Instant:
    """Find the latest early finish of the project's own tasks, -FAR without any."""
    last = -FAR
    for p in range(len(states)):
        if states[p] != EXTERNAL and finishes[p] > last:
            last = finishes[p]
    return last
