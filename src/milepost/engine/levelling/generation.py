"""Schedule generation: from keys to a list, from a list to a schedule, in either direction of time.

The serial scheme places one activity after the other, each as early as it fits; the parallel scheme goes through time
and starts what fits (Kolisch 1996). Both take the activities in the order of their keys.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import Column, column, piece, zeros
from milepost.engine.levelling.network import Net, Space


class Desk(NamedTuple):
    """Scratch columns of schedule generation.

    `free` mirrors the profile and is dirty before slot used[0]; `bucket` counts keys; `keys`, `order`, `starts` and
    `ready` have a place for each activity; `mark` one for each slot, zero between calls.
    """

    free: Column
    used: Column
    bucket: Column
    keys: Column
    order: Column
    starts: Column
    ready: Column
    mark: Column

    @classmethod
    def of(cls, count: int, space: Space) -> Desk:
        """Set a desk up for so many activities."""
        words, horizon = space.size[0], space.size[1]
        keys, order, starts, ready = (zeros(count) for _ in range(4))
        bucket, mark = zeros(4 * horizon + 8), zeros(horizon + 1)
        return cls(zeros(words * horizon), column([horizon]), bucket, keys, order, starts, ready, mark)


@piece
def arrange(net: Net, desk: Desk) -> None:
    """Bring positions into the order of `desk.keys`, each after those it waits for; keys below the bucket count."""
    keys, bucket, order = desk.keys, desk.bucket, desk.order
    count, most = len(keys), 0
    for p in range(count):
        key = keys[p]
        for e in range(net.first[p], net.first[p + 1]):
            key = max(key, keys[net.pred[e]])
        keys[p] = key
        most = max(most, key)
        bucket[key + 1] += 1
    for key in range(most + 1):
        bucket[key + 1] += bucket[key]
    for p in range(count):
        key = keys[p]
        order[bucket[key]] = p
        bucket[key] += 1
    for key in range(most + 2):
        bucket[key] = 0


@piece
def clear(space: Space, desk: Desk, turned_at: int) -> None:
    """Make everything free again; against time from slot `turned_at` on, when that is not negative."""
    words, horizon, steps = space.size[0], space.size[1], space.size[2]
    used = desk.used[0]
    if not steps:
        for w in range(words):
            for t in range(w * horizon, w * horizon + used):
                desk.free[t] = space.profile[t]
    elif turned_at < 0:
        for t in range(words * horizon):
            desk.free[t] = space.profile[t]
    else:
        for w in range(words):
            for t in range(turned_at):
                desk.free[w * horizon + t] = space.profile[w * horizon + turned_at - 1 - t]
            for t in range(turned_at, horizon):
                desk.free[w * horizon + t] = space.profile[w * horizon + horizon - 1]
    desk.used[0] = 0


@piece
def slide(free: Column, base: int, need: int, guard: int, start: int, duration: int, horizon: int) -> int:
    """Find the first slot from `start` on from which a word has the need free throughout, else `horizon`."""
    low, high = start, start + duration
    t = high - 1
    while t >= low:
        if high > horizon:
            return horizon
        if (free[base + t] - need) & guard != guard:
            # Slots behind this one are known to be free.
            low, high = high, t + 1 + duration
            start = t + 1
            t = high
        t -= 1
    return start


@piece
def fit(net: Net, space: Space, free: Column, p: int, start: int) -> int:
    """Find the first slot from `start` on at which activity p fits; the horizon if there is none."""
    low, high = net.need_first[p], net.need_first[p + 1]
    horizon, duration = space.size[1], net.duration[p]
    if low == high:
        return start if start + duration < horizon else horizon
    clean, k = 0, low
    while clean < high - low:
        word = net.word[k]
        found = slide(free, word * horizon, net.need[k], space.guard[word], start, duration, horizon)
        if found >= horizon:
            return horizon
        clean = clean + 1 if found == start else 1
        start = found
        k += 1
        if k == high:
            k = low
    return start


@piece
def hold(net: Net, space: Space, desk: Desk, p: int, start: int) -> None:
    """Take what activity p needs from `start` on."""
    horizon, end = space.size[1], start + net.duration[p]
    for k in range(net.need_first[p], net.need_first[p + 1]):
        need, base = net.need[k], net.word[k] * horizon
        for t in range(base + start, base + end):
            desk.free[t] -= need
    desk.starts[p] = start
    desk.used[0] = max(desk.used[0], end)


@piece
def earliest(net: Net, starts: Column, p: int) -> int:
    """Give the first slot that links and release allow activity p."""
    bound = net.release[p]
    for e in range(net.first[p], net.first[p + 1]):
        bound = max(bound, starts[net.pred[e]] + net.lag[e])
    return bound


@piece
def serial(net: Net, space: Space, desk: Desk, turned_at: int) -> int:
    """Place activities in the order of `desk.order`, each as early as it fits; gives the makespan or -1."""
    clear(space, desk, turned_at)
    for n in range(len(desk.order)):
        p = desk.order[n]
        start = fit(net, space, desk.free, p, earliest(net, desk.starts, p))
        if start >= space.size[1]:
            return -1
        hold(net, space, desk, p, start)
    return desk.used[0]


@piece
def parallel(net: Net, space: Space, desk: Desk, turned_at: int) -> int:
    """Go through time and start what fits, in the order of `desk.order`; gives the makespan or -1."""
    clear(space, desk, turned_at)
    order, starts, ready, horizon = desk.order, desk.starts, desk.ready, space.size[1]
    waiting = len(order)
    for n in range(waiting):
        starts[n] = -1
        ready[n] = -1
    t = 0
    while waiting and t < horizon:
        desk.mark[t] = 0
        left = 0
        for n in range(waiting):
            p = order[n]
            if ready[p] < 0 and waits_for_nobody(net, starts, p):
                ready[p] = earliest(net, starts, p)
            if 0 <= ready[p] <= t and fit(net, space, desk.free, p, t) == t:
                hold(net, space, desk, p, t)
                desk.mark[min(horizon, t + net.duration[p])] = 1
            else:
                if ready[p] > t:
                    desk.mark[min(horizon, ready[p])] = 1
                order[left] = p
                left += 1
        waiting = left
        t += 1
        while t < horizon and not desk.mark[t] and not space.size[2]:
            t += 1
    for m in range(min(t, horizon), min(desk.used[0], horizon) + 1):
        desk.mark[m] = 0
    return -1 if waiting else desk.used[0]


@piece
def waits_for_nobody(net: Net, starts: Column, p: int) -> bool:
    """Tell whether all predecessors of activity p are placed."""
    placed = True
    for e in range(net.first[p], net.first[p + 1]):
        placed = placed and starts[net.pred[e]] >= 0
    return placed
