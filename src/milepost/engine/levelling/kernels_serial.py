"""The serial generation scheme over a whole plan: tasks by rank, each placed when all its predecessors are."""

from __future__ import annotations

from milepost.engine.kernel import FAR, piece
from milepost.engine.kernels_forward import constrained, logic_start, place, shown_finish, work_finish, work_start
from milepost.engine.kernels_time import Clocks, done, next_start
from milepost.engine.levelling.kernels_place import (
    MOBILE,
    PIECES,
    PINNED,
    SPLITTABLE,
    Free,
    Limits,
    Needs,
    Placed,
    Policy,
    Queue,
    clear,
    cut,
    later,
    occupy,
    occupy_pieces,
)
from milepost.engine.levelling.kernels_seat import Places, remember, seat
from milepost.engine.tables import STARTED, Dates, Edges, Rules, Tasks
from milepost.engine.units import Instant


@piece
def push(queue: Queue, size: int, p: int) -> None:
    """Put a position into the heap of `size` entries."""
    n = size
    while n > 0:
        above = (n - 1) >> 1
        q = queue.heap[above]
        if queue.rank[q] < queue.rank[p] or (queue.rank[q] == queue.rank[p] and q < p):
            break
        queue.heap[n] = q
        n = above
    queue.heap[n] = p


@piece
def pop(queue: Queue, size: int) -> int:
    """Take the position of lowest rank out of the heap of `size` entries."""
    top, p = queue.heap[0], queue.heap[size - 1]
    n, size = 0, size - 1
    while 2 * n + 1 < size:
        below = 2 * n + 1
        q = queue.heap[below]
        if below + 1 < size:
            other = queue.heap[below + 1]
            if queue.rank[other] < queue.rank[q] or (queue.rank[other] == queue.rank[q] and other < q):
                below, q = below + 1, other
        if queue.rank[p] < queue.rank[q] or (queue.rank[p] == queue.rank[q] and p < q):
            break
        queue.heap[n] = q
        n = below
    queue.heap[n] = p
    return top


@piece
def bound(clocks: Clocks, tasks: Tasks, edges: Edges, rules: Rules, dates: Dates, p: int) -> Instant:
    """Give the start that links and constraints allow task p, as the forward pass has it."""
    return constrained(clocks, tasks, rules, p, logic_start(clocks, tasks, edges, rules, dates, p))


@piece
def workable(clocks: Clocks, tasks: Tasks, p: int, x: Instant) -> Instant:
    """Give the first instant from x on at which task p can start: an elapsed one may have to wait for a calendar."""
    if tasks.entry[p] >= 0:
        x = next_start(clocks, tasks.entry[p], x)
    return next_start(clocks, tasks.clock[p], x)


@piece
def settle(
    clocks: Clocks,
    tasks: Tasks,
    edges: Edges,
    rules: Rules,
    dates: Dates,
    placed: Placed,
    p: int,
    natural: Instant,
    x: Instant,
    finish: Instant,
) -> None:
    """Write the dates of task p, done from x to `finish`, and the delay that brings the forward pass there.

    `natural` is where links and constraints put a task of its span, pauses included.
    """
    k = tasks.clock[p]
    natural, wait = next_start(clocks, k, natural), 0
    if x != workable(clocks, tasks, p, natural):
        wait = done(clocks, k, x) - done(clocks, k, natural)
    dates.remaining[p] = work_start(clocks, tasks, rules, p, x)
    dates.early_start[p] = dates.remaining[p]
    placed.delay[p] = wait
    if tasks.state[p] == STARTED:
        dates.early_start[p], dates.remaining[p] = tasks.begun[p], natural
        tasks.span[p] += wait
    if rules.msp:
        finish = shown_finish(clocks, tasks, edges, dates, p, finish)
    dates.early_finish[p] = finish


@piece
def with_pauses(tasks: Tasks, placed: Placed, p: int) -> None:
    """Count the pauses of task p into its span."""
    if placed.pieces[p] > 0:
        total = 0
        for n in range(p * PIECES, p * PIECES + placed.pieces[p]):
            total += placed.work[n] + placed.gap[n]
        tasks.span[p] = total


@piece
def found_start(
    clocks: Clocks,
    tasks: Tasks,
    needs: Needs,
    free: Free,
    policy: Policy,
    placed: Placed,
    places: Places,
    p: int,
    first: Instant,
) -> Instant:
    """Find the first start from an instant on at which all task p needs is free, with people; else FAR."""
    y = first
    while True:
        if places.first[p] < places.first[p + 1]:
            y = seat(clocks, tasks, needs, free, places, p, y, policy.span[p])
            if y == FAR:
                return FAR
        x = workable(clocks, tasks, p, y)
        y = later(clocks, needs, free, placed, p, x)
        if y == x:
            return x
        if y == FAR:
            return FAR


@piece
def stay(clocks: Clocks, tasks: Tasks, placed: Placed, p: int, first: Instant, x: Instant, finish: Instant) -> None:
    """Note that task p, which could be done from x to `finish` or never (FAR), stays where it is."""
    placed.unplaced[p], placed.pieces[p] = 1, 0
    placed.wanted[p] = -1
    if finish < FAR:
        placed.wanted[p] = done(clocks, tasks.clock[p], x) - done(clocks, tasks.clock[p], first)


@piece
def find(
    clocks: Clocks,
    tasks: Tasks,
    needs: Needs,
    free: Free,
    policy: Policy,
    placed: Placed,
    limits: Limits,
    places: Places,
    p: int,
    first: Instant,
    x: Instant,
) -> Instant:
    """Take what task p needs, done as a whole from x on (FAR: never) or in pieces from `first`; gives its start.

    Where no start that is allowed is free it stays where it is, and what it is short of is told.
    """
    remember(places, p)
    first, finish = workable(clocks, tasks, p, first), FAR
    if x < FAR:
        finish = work_finish(clocks, tasks, p, x)
    if policy.mobile[p] == SPLITTABLE and x > first:
        early = cut(clocks, tasks, needs, free, placed, limits, p, first)
        if early < finish:
            x, finish = placed.wanted[p], early
        else:
            placed.pieces[p] = 0
    placed.wanted[p] = 0
    if finish > policy.limit[p] or finish == FAR:
        stay(clocks, tasks, placed, p, first, x, finish)
        x = first
    if placed.pieces[p] > 1:
        occupy_pieces(clocks, tasks, needs, free, placed, p, x)
    else:
        placed.pieces[p] = 0
        occupy(clocks, needs, free, p, x)
    with_pauses(tasks, placed, p)
    return x


@piece
def arrange(
    clocks: Clocks,
    tasks: Tasks,
    edges: Edges,
    rules: Rules,
    dates: Dates,
    needs: Needs,
    free: Free,
    policy: Policy,
    placed: Placed,
    limits: Limits,
    places: Places,
    patient: bool,
    p: int,
) -> Instant:
    """Place task p, all of whose predecessors are placed.

    A `patient` one that would not start at its release is not placed: gives where it would start, else -FAR.
    """
    placed.waits[p], placed.pieces[p], placed.delay[p], placed.unplaced[p], placed.wanted[p] = -1, 0, 0, 0, 0
    tasks.span[p] = policy.span[p]
    if policy.mobile[p] < MOBILE:
        place(clocks, tasks, edges, rules, dates, p)
        occupy(clocks, needs, free, p, dates.remaining[p])
        return -FAR
    x, found = FAR, False
    while True:
        natural = bound(clocks, tasks, edges, rules, dates, p)
        if found:
            break
        first = max(natural, policy.release[p])
        x = found_start(clocks, tasks, needs, free, policy, placed, places, p, first)
        if patient and policy.release[p] < x < FAR:
            return x
        x = find(clocks, tasks, needs, free, policy, placed, limits, places, p, first, x)
        # Pauses make a task longer, and so its links may let it start elsewhere.
        found = True
    finish = work_finish(clocks, tasks, p, x)
    settle(clocks, tasks, edges, rules, dates, placed, p, natural, x, finish)
    return -FAR


def generate(
    clocks: Clocks,
    tasks: Tasks,
    edges: Edges,
    rules: Rules,
    dates: Dates,
    needs: Needs,
    free: Free,
    policy: Policy,
    placed: Placed,
    queue: Queue,
    limits: Limits,
    places: Places,
) -> int:
    """Place every task in order of rank, predecessors first; returns how many were placed.

    `dates` get the early dates, `placed` the delays and what each task waited for, `tasks.span` the spans with gaps,
    `queue.order` the positions in the order of placing.
    """
    clear(free)
    for r in range(len(places.last)):
        places.last[r] = -1
    size = 0
    for p in range(len(queue.waiting)):
        queue.waiting[p] = edges.first[p + 1] - edges.first[p]
        queue.deferred[p] = 0
        # The dates of a pinned task hang on nobody: it takes what it needs before all others.
        if queue.waiting[p] == 0 or policy.mobile[p] == PINNED:
            push(queue, size, p)
            size += 1
    count = 0
    while size > 0:
        p = pop(queue, size)
        size -= 1
        patient = limits.patience >= 0 and queue.deferred[p] == 0
        y = arrange(clocks, tasks, edges, rules, dates, needs, free, policy, placed, limits, places, patient, p)
        if y > -FAR:
            queue.rank[p], queue.deferred[p] = y + limits.patience, 1
            push(queue, size, p)
            size += 1
            continue
        queue.order[count] = p
        count += 1
        for o in range(edges.out_first[p], edges.out_first[p + 1]):
            j = edges.succ[edges.out[o]]
            queue.waiting[j] -= 1
            if queue.waiting[j] == 0 and policy.mobile[j] != PINNED:
                push(queue, size, j)
                size += 1
    return count
