"""The genetic search: schedules as keys, mixed and shaken over windows of time, decoded against and along time in turn.

Each individual is a schedule pushed to one side. Its start slots seen from the other side are the keys it is decoded by
next, so every decoding is also a justification (Valls, Ballestin and Quintanilla 2005; Debels and Vanhoucke
2007). A child takes a stretch of time from its father, often the one where he uses resources most (the peaks of
Valls, Ballestin and Quintanilla 2008). It replaces nobody but the schedule of its own row, and only if it is as good.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milepost.engine.kernel import Column, column, filled, piece, zeros
from milepost.engine.levelling.generation import Desk, arrange, parallel, serial
from milepost.engine.levelling.network import Net, Space

#: Places in `Pool.state`: dice, whose turn it is, the best cost so far, the cost that ends the search, schedules made.
DICE, CURSOR, SIDE, BEST, BOUND, MADE, YOUNG, GAIN, LEAD = range(9)
#: Places in `Pool.tune`: population, chances in thousandths, reach of a shake in slots.
SIZE, SHAKES, SWAPS, PEAKS, REACH, PATIENCE, RENEWED = range(7)
#: Worse than any schedule.
LOST = 1 << 60
#: What a slot of lateness counts against one of makespan, and the most lateness that is told apart.
LATE = 1 << 24
MOST_LATE = (LOST >> 24) - 1


class Pool(NamedTuple):
    """Two populations, one for each direction of time.

    Individual k of side s has its keys from row (s * size + k) * n of `keys` on, its cost in `cost[s * size + k]`
    and its makespan in `span`, the cost LOST where there is none yet. `best` are the starts of the best
    schedule. `rules` has the keys of the priority rules, those of both directions one after the other.
    """

    keys: Column
    cost: Column
    span: Column
    best: Column
    rules: Column
    state: Column
    tune: Column

    @classmethod
    def of(cls, rules: list[list[int]], seed: int, tune: tuple[int, ...]) -> Pool:
        """Set up an empty pool; rules of both directions in turn."""
        n, size = len(rules[0]), tune[SIZE]
        state = column([(seed * 2654435761 + 88172645) % 0xFFFFFFFF + 1, 0, 0, LOST, 0, 0, 0, 0, LOST])
        keys = column([key for rule in rules for key in rule])
        return cls(zeros(2 * size * n), filled(2 * size, LOST), zeros(2 * size), zeros(n), keys, state, column([*tune]))


@piece
def roll(state: Column, sides: int) -> int:
    """Throw dice with so many sides, 0 to sides - 1 (xorshift on 32 bits, Marsaglia 2003)."""
    x = state[DICE]
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    state[DICE] = x
    return (x * sides) >> 32


@piece
def found(desk: Desk, pool: Pool, side: int, k: int) -> None:
    """Make the keys of a founder from a priority rule, with more noise the later its turn."""
    n = len(desk.keys)
    each = len(pool.rules) // (2 * n)
    rule, most = (side * each + (k // 2 + pool.state[YOUNG]) % each) * n, 1
    for p in range(n):
        most = max(most, pool.rules[rule + p])
    noise = most * min(40, k // 4 // each * 10) // 100
    if pool.state[YOUNG]:
        noise = most * (10 + roll(pool.state, 51)) // 100
    for p in range(n):
        desk.keys[p] = pool.rules[rule + p] + roll(pool.state, noise + 1)


@piece
def shake(desk: Desk, pool: Pool, parent: int) -> None:
    """Disturb an individual within a window of time."""
    n, state, reach = len(desk.keys), pool.state, pool.tune[REACH]
    longest = pool.span[parent]
    length = max(1, (longest * (5 + roll(state, 41))) // 100)
    first = roll(state, longest + length) - length
    for p in range(n):
        x = pool.keys[parent * n + p]
        desk.keys[p] = x + reach
        if first <= x < first + length:
            desk.keys[p] = x + roll(state, 2 * reach + 1)


@piece
def peak(net: Net, desk: Desk, pool: Pool, father: int, length: int, longest: int) -> int:
    """Find the first slot of the window in which activities of most work start."""
    n = len(desk.keys)
    for p in range(n):
        desk.bucket[min(longest, pool.keys[father * n + p])] += net.work[p]
    total = 0
    for t in range(min(length, longest + 1)):
        total += desk.bucket[t]
    first, most = 0, total
    for t in range(length, longest + 1):
        total += desk.bucket[t] - desk.bucket[t - length]
        if total > most:
            first, most = t - length + 1, total
    for t in range(longest + 1):
        desk.bucket[t] = 0
    return first


@piece
def cross(net: Net, desk: Desk, pool: Pool, mother: int, father: int) -> None:
    """Mix two individuals: the father's window of time, the mother's activities before and after it."""
    n, state = len(desk.keys), pool.state
    longest = max(pool.span[mother], pool.span[father])
    length = max(1, (longest * (25 + roll(state, 51))) // 100)
    if roll(state, 1000) < pool.tune[PEAKS]:
        first = peak(net, desk, pool, father, length, longest)
    else:
        first = roll(state, longest + length) - length
    for p in range(n):
        his, hers = pool.keys[father * n + p], pool.keys[mother * n + p]
        if first <= his < first + length:
            desk.keys[p] = longest + 1 + his
        elif hers < first:
            desk.keys[p] = hers
        else:
            desk.keys[p] = 2 * longest + 2 + hers


@piece
def swap(desk: Desk, pool: Pool) -> None:
    """Let a few activities change places with any other."""
    n = len(desk.keys)
    for p in range(n):
        if roll(pool.state, 1000) < pool.tune[SWAPS]:
            q = roll(pool.state, n)
            x = desk.keys[p]
            desk.keys[p] = desk.keys[q]
            desk.keys[q] = x


@piece
def conceive(net: Net, desk: Desk, pool: Pool, side: int, k: int) -> int:
    """Make the keys of the next child of individual k; gives its mother's makespan, -1 of a founder."""
    state, base = pool.state, side * pool.tune[SIZE]
    mother = base + k
    if pool.cost[mother] == LOST:
        found(desk, pool, side, k)
        return -1
    father, rival = base + roll(state, pool.tune[SIZE]), base + roll(state, pool.tune[SIZE])
    if pool.cost[rival] < pool.cost[father]:
        father = rival
    if roll(state, 1000) < pool.tune[SHAKES] or pool.cost[father] == LOST:
        shake(desk, pool, mother)
    else:
        cross(net, desk, pool, mother, father)
    swap(desk, pool)
    return pool.span[mother]


@piece
def price(net: Net, desk: Desk, side: int, span: int) -> int:
    """Give the cost of the schedule at the desk: weighted lateness first, then makespan."""
    late = 0
    for p in range(len(desk.starts)):
        finish = desk.starts[p] + net.duration[p]
        if side:
            finish = span - desk.starts[p]
        if finish > net.due[p]:
            late += (finish - net.due[p]) * net.weight[p]
    return min(late, MOST_LATE) * LATE + span


@piece
def keep(net: Net, desk: Desk, pool: Pool, side: int, k: int, span: int, cost: int) -> None:
    """Keep the schedule at the desk as individual k of the other side: its starts seen from there."""
    n = len(desk.keys)
    at = (1 - side) * pool.tune[SIZE] + k
    pool.cost[at], pool.span[at] = cost, span
    for p in range(n):
        pool.keys[at * n + n - 1 - p] = span - desk.starts[p] - net.duration[p]


@piece
def remember(net: Net, desk: Desk, pool: Pool, side: int, span: int, cost: int) -> None:
    """Note the schedule at the desk as the best so far."""
    n = len(desk.keys)
    pool.state[BEST] = cost
    for p in range(n):
        if side:
            pool.best[n - 1 - p] = span - desk.starts[p] - net.duration[p]
        else:
            pool.best[p] = desk.starts[p]


@piece
def pass_on(pool: Pool) -> None:
    """Let the next individual have its turn; after the last of a side, the first of the other."""
    state = pool.state
    state[CURSOR] += 1
    if state[CURSOR] == pool.tune[SIZE]:
        state[CURSOR], state[SIDE] = 0, 1 - state[SIDE]


@piece
def follow(pool: Pool, cost: int) -> None:
    """Note a gain of the present population, or renew it when there was none for long."""
    state = pool.state
    if cost < state[LEAD]:
        state[LEAD], state[GAIN] = cost, state[MADE]
    elif state[MADE] - state[GAIN] > pool.tune[PATIENCE] * pool.tune[SIZE]:
        renew(pool)


@piece
def renew(pool: Pool) -> None:
    """Replace most individuals by founders when nothing has been gained for long."""
    state, size = pool.state, pool.tune[SIZE]
    state[YOUNG] += 1
    state[GAIN] = state[MADE]
    state[LEAD] = LOST
    for k in range(size):
        if roll(state, 100) < pool.tune[RENEWED]:
            pool.cost[k] = LOST
            pool.cost[size + k] = LOST
        else:
            state[LEAD] = min(state[LEAD], pool.cost[k], pool.cost[size + k])


def lateness(net: Net, starts: Sequence[int]) -> int:
    """Give the weighted slots that starts by position along time finish after due dates."""
    rows = zip(starts, net.duration, net.due, net.weight, strict=True)
    return sum(max(0, start + duration - due) * weight for start, duration, due, weight in rows)


def adopt(net: Net, pool: Pool, starts: Sequence[int]) -> None:
    """Take a schedule found elsewhere as the best, and as the first individual of the side against time."""
    n, size = len(starts), pool.tune[SIZE]
    finishes = [start + duration for start, duration in zip(starts, net.duration, strict=True)]
    span = max(finishes)
    pool.state[BEST] = min(lateness(net, starts), MOST_LATE) * LATE + span
    pool.cost[size], pool.span[size] = pool.state[BEST], span
    for p, start in enumerate(starts):
        pool.best[p] = start
        pool.keys[size * n + n - 1 - p] = span - finishes[p]


def evolve(ahead: Net, back: Net, space: Space, desk: Desk, pool: Pool, reversible: int, count: int) -> int:
    """Generate so many schedules of the search, fewer when the bound is met; returns how many.

    Only schedules along time are solutions, unless `reversible` (1).
    """
    state, size, made = pool.state, pool.tune[SIZE], 0
    while made < count and state[BEST] > state[BOUND]:
        side, k = state[SIDE], state[CURSOR]
        pass_on(pool)
        # Half of the founders are made along time, the others against it.
        if side == 0 and k & 1 and state[MADE] < size:
            continue
        net = back if side else ahead
        origin = conceive(net, desk, pool, side, k)
        arrange(net, desk)
        if origin < 0 and k // 2 // (len(pool.rules) // (2 * len(desk.keys))) & 1:
            span = parallel(net, space, desk, -1)
        else:
            span = serial(net, space, desk, max(0, origin) if side else -1)
        made += 1
        state[MADE] += 1
        if span < 0:
            continue
        cost = price(net, desk, side, span)
        if cost < state[BEST] and (side == 0 or reversible):
            remember(net, desk, pool, side, span, cost)
        if cost <= pool.cost[(1 - side) * size + k]:
            keep(net, desk, pool, side, k, span, cost)
        follow(pool, cost)
    return made
