"""Serial schedule generation, exact to the minute: each task at the first instant at which all it needs is free.

A task's work asks for units of resources over stretches of its working time (`Needs`). What is left of each
resource over time is a step function (`Free`): sorted instants and the units free from each on. A task starts as
the forward pass would have it, or as little later as the resources allow (domain/schedule.md 14).
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_time import Clocks, done, finish_at, next_start, start_at
from milepost.engine.tables import Tasks
from milepost.engine.units import Instant, Minutes

#: What `Policy.mobile` says: pinned tasks are placed before all others, at dates that hang on nobody.
PINNED, FIXED_PLACE, MOBILE, SPLITTABLE = -1, 0, 1, 2
#: A task is done in at most so many pieces.
PIECES = 8


class Needs(NamedTuple):
    """What each task asks for: rows first[p] to first[p + 1] of the task at position p.

    `units` of `resource` from `begin` to `end`, working minutes of `clock` after the task's start. `since` and
    `until` are the instants between which a placed task has them.
    """

    first: Column
    resource: Column
    units: Column
    clock: Column
    begin: Column
    end: Column
    since: Column
    until: Column


class Free(NamedTuple):
    """Units free of each resource: from at[i] on units[i], for the size[r] entries from first[r] on.

    `steps`, `step_at` and `step_units` are what there is before anybody asks, in the same layout.
    """

    first: Column
    size: Column
    at: Column
    units: Column
    steps: Column
    step_at: Column
    step_units: Column


class Policy(NamedTuple):
    """How each task may be placed: whether it moves, not before `release`, not ending after `limit`."""

    mobile: Column
    release: Column
    limit: Column
    span: Column


class Placed(NamedTuple):
    """What generation answers besides dates, by position.

    `delay` in working minutes; `waits` the resource last waited for or -1, `until` when it came free; `unplaced` 1
    where no allowed start was free, with the delay needed in `wanted`, -1 when none ever is. `pieces` counts the
    pieces of a split task, `work` and `gap` hold PIECES entries a task.
    """

    delay: Column
    waits: Column
    until: Column
    unplaced: Column
    wanted: Column
    pieces: Column
    work: Column
    gap: Column


class Queue(NamedTuple):
    """Room for the tasks whose predecessors are placed: a heap by rank, and how many each still waits for.

    Where ranks are instants, a task that cannot start when `policy.release` says may be put off once, to let others
    keep their starts: `deferred` 1 says that it has been.
    """

    rank: Column
    heap: Column
    waiting: Column
    order: Column
    deferred: Column


class Limits(NamedTuple):
    """Numbers of a run: the shortest piece and the most pieces of a split task, how long tasks are put off or -1."""

    shortest: Minutes
    pieces: int
    patience: Minutes


@piece
def step_of(free: Free, r: int, t: Instant) -> int:
    """Find the entry of resource r that holds at t."""
    low = free.first[r]
    high = low + free.size[r] - 1
    while low < high:
        middle = (low + high + 1) >> 1
        if free.at[middle] <= t:
            low = middle
        else:
            high = middle - 1
    return low


@piece
def clash(free: Free, r: int, units: int, a: Instant, b: Instant) -> Instant:
    """Give the end of the last stretch in [a, b) with less than `units` free, FAR if it never ends, a without one."""
    i, last, until = step_of(free, r, a), free.first[r] + free.size[r], a
    while i < last and free.at[i] < b:
        if free.units[i] < units:
            until = free.at[i + 1] if i + 1 < last else FAR
        i += 1
    return until


@piece
def shut(free: Free, r: int, units: int, a: Instant) -> Instant:
    """Give the first instant from a on with less than `units` free, FAR without one."""
    i, last = step_of(free, r, a), free.first[r] + free.size[r]
    while i < last:
        if free.units[i] < units:
            return max(a, free.at[i])
        i += 1
    return FAR


@piece
def opens(free: Free, r: int, units: int, a: Instant) -> Instant:
    """Give the first instant from a on with `units` free, FAR without one."""
    i, last = step_of(free, r, a), free.first[r] + free.size[r]
    while i < last:
        if free.units[i] >= units:
            return max(a, free.at[i])
        i += 1
    return FAR


@piece
def edge(free: Free, r: int, t: Instant) -> int:
    """Make t an instant at which an entry begins; gives the entry."""
    i = step_of(free, r, t)
    if free.at[i] == t:
        return i
    last = free.first[r] + free.size[r]
    for j in range(last, i + 1, -1):
        free.at[j] = free.at[j - 1]
        free.units[j] = free.units[j - 1]
    free.at[i + 1] = t
    free.units[i + 1] = free.units[i]
    free.size[r] += 1
    return i + 1


@piece
def take(free: Free, r: int, units: int, a: Instant, b: Instant) -> None:
    """Take units of a resource from a to b."""
    if a < b:
        i = edge(free, r, a)
        j = edge(free, r, b)
        for step in range(i, j):
            free.units[step] -= units


@piece
def clear(free: Free) -> None:
    """Give back everything taken."""
    for r in range(len(free.size)):
        free.size[r] = free.steps[r]
        for i in range(free.first[r], free.first[r] + free.steps[r]):
            free.at[i] = free.step_at[i]
            free.units[i] = free.step_units[i]


@piece
def later(clocks: Clocks, needs: Needs, free: Free, placed: Placed, p: int, x: Instant) -> Instant:
    """Give the earliest start that could be free if task p cannot start at x, else x."""
    found = x
    for row in range(needs.first[p], needs.first[p + 1]):
        k = needs.clock[row]
        m = done(clocks, k, x)
        a, b = start_at(clocks, k, m + needs.begin[row]), finish_at(clocks, k, m + needs.end[row])
        until = clash(free, needs.resource[row], needs.units[row], a, b)
        if until == FAR:
            placed.waits[p] = needs.resource[row]
            return FAR
        if until > a:
            y = until
            if needs.begin[row] > 0:
                y = start_at(clocks, k, done(clocks, k, until) - needs.begin[row])
            if y > found:
                found = y
                placed.waits[p], placed.until[p] = needs.resource[row], until
    return found


@piece
def occupy(clocks: Clocks, needs: Needs, free: Free, p: int, x: Instant) -> None:
    """Take what task p needs when it starts at x."""
    for row in range(needs.first[p], needs.first[p + 1]):
        k = needs.clock[row]
        m = done(clocks, k, x)
        a, b = start_at(clocks, k, m + needs.begin[row]), finish_at(clocks, k, m + needs.end[row])
        take(free, needs.resource[row], needs.units[row], a, b)
        needs.since[row], needs.until[row] = a, b


@piece
def joint_opening(needs: Needs, free: Free, p: int, t: Instant) -> Instant:
    """Give the first instant from t on at which everything task p needs is free, FAR without one."""
    moved = True
    while moved and t < FAR:
        moved = False
        for row in range(needs.first[p], needs.first[p + 1]):
            y = opens(free, needs.resource[row], needs.units[row], t)
            if y > t:
                t, moved = y, True
    return t


@piece
def cut(
    clocks: Clocks, tasks: Tasks, needs: Needs, free: Free, placed: Placed, limits: Limits, p: int, x: Instant
) -> Instant:
    """Try to do task p in pieces from x on; gives their finish, FAR when it cannot be done so.

    Writes the pieces, and where the first of them starts to `placed.wanted`.
    """
    k, left, count, t, reached = tasks.clock[p], tasks.span[p], 0, x, 0
    base = p * PIECES
    while left > 0:
        t = joint_opening(needs, free, p, t)
        if t == FAR:
            return FAR
        u = next_start(clocks, k, t)
        if u > t:
            t = u
            if joint_opening(needs, free, p, t) > t:
                continue
        v = FAR
        for row in range(needs.first[p], needs.first[p + 1]):
            v = min(v, shut(free, needs.resource[row], needs.units[row], t))
        m = done(clocks, k, t)
        room = left if v == FAR else min(left, done(clocks, k, v) - m)
        if room < left:
            room = min(room, left - limits.shortest)
        if room < min(limits.shortest, left) or (room < left and count + 1 >= limits.pieces):
            t = v
            continue
        if count > 0:
            placed.gap[base + count - 1] = m - reached
        placed.work[base + count], placed.gap[base + count] = room, 0
        if count == 0:
            placed.wanted[p] = t
        count += 1
        reached = m + room
        left -= room
        t = v
    placed.pieces[p] = count
    return finish_at(clocks, k, reached)


@piece
def occupy_pieces(clocks: Clocks, tasks: Tasks, needs: Needs, free: Free, placed: Placed, p: int, x: Instant) -> None:
    """Take what task p needs in each of its pieces, the first of which starts at x."""
    k = tasks.clock[p]
    m = done(clocks, k, x)
    for n in range(p * PIECES, p * PIECES + placed.pieces[p]):
        if placed.work[n] > 0:
            a, b = start_at(clocks, k, m), finish_at(clocks, k, m + placed.work[n])
            for row in range(needs.first[p], needs.first[p + 1]):
                take(free, needs.resource[row], needs.units[row], a, b)
                needs.until[row] = b
                if n == p * PIECES:
                    needs.since[row] = a
        m += placed.work[n] + placed.gap[n]
