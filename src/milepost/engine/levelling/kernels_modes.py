"""The genetic search over modes as well: which way each activity is done travels with its place in the schedule.

A stretch of time taken from the father brings his modes along. Modes that use up too much of a stock are exchanged
one by one; what stays above a stock counts before any makespan. Some activities take the mode that ends first
where they are placed (the extended generation scheme of Van Peteghem and Vanhoucke 2010).
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import Column, piece
from milepost.engine.levelling.generation import Desk, arrange, clear, fit, hold
from milepost.engine.levelling.network import Net, Space
from milepost.engine.levelling.search import (
    BEST,
    BOUND,
    CURSOR,
    LATE,
    LOST,
    MADE,
    MOST_LATE,
    SHAKES,
    SIDE,
    SIZE,
    Pool,
    cross,
    follow,
    found,
    keep,
    pass_on,
    remember,
    roll,
    shake,
    swap,
)

#: Chances in thousandths: that a child's activity changes its mode; that it takes the mode that ends first.
CHANGES, EAGER = 15, 150
#: Exchanges tried per activity to keep the stocks.
EXCHANGES = 4


class Ways(NamedTuple):
    """The modes of each activity, by position along time: rows first[p] to first[p + 1].

    Row m takes `duration[m]` slots; its needs follow each other from need[at[m]] on, one for each of p's rows in
    the net; it uses up `use[m * stocks + k]` of stock k. `chosen` is the mode of each position at the desk, counted
    within p's rows, `used` what these use up, `kept` those of every individual, `best` those of the best schedule.
    """

    first: Column
    duration: Column
    at: Column
    need: Column
    use: Column
    stock: Column
    chosen: Column
    used: Column
    kept: Column
    best: Column


@piece
def dress(net: Net, ways: Ways, p: int, place: int) -> None:
    """Give the activity at position `place` of a net, position p along time, the duration and needs of its mode."""
    m = ways.first[p] + ways.chosen[p]
    net.duration[place] = ways.duration[m]
    at = ways.at[m]
    for k in range(net.need_first[place], net.need_first[place + 1]):
        net.need[k] = ways.need[at]
        at += 1


@piece
def change(ways: Ways, p: int, chosen: int) -> None:
    """Choose another mode for position p."""
    stocks = len(ways.stock)
    before, after = ways.first[p] + ways.chosen[p], ways.first[p] + chosen
    for k in range(stocks):
        ways.used[k] += ways.use[after * stocks + k] - ways.use[before * stocks + k]
    ways.chosen[p] = chosen


@piece
def excess(ways: Ways) -> int:
    """Give what the chosen modes use up above the stocks."""
    total = 0
    for k in range(len(ways.stock)):
        total += max(0, ways.used[k] - ways.stock[k])
    return total


@piece
def tally(ways: Ways) -> None:
    """Count anew what the chosen modes use up."""
    stocks = len(ways.stock)
    for k in range(stocks):
        ways.used[k] = 0
        for p in range(len(ways.chosen)):
            ways.used[k] += ways.use[(ways.first[p] + ways.chosen[p]) * stocks + k]


@piece
def mend(ways: Ways, state: Column) -> None:
    """Exchange modes at random as long as stocks are overdrawn and it helps."""
    n = len(ways.chosen)
    over, left = excess(ways), EXCHANGES * n
    while over and left:
        left -= 1
        p = roll(state, n)
        before = ways.chosen[p]
        change(ways, p, roll(state, ways.first[p + 1] - ways.first[p]))
        now = excess(ways)
        if now > over:
            change(ways, p, before)
        else:
            over = now


@piece
def choose(pool: Pool, ways: Ways, mother: int, founder: int) -> None:
    """Start from the mother's modes, or from modes at random; change a few."""
    n, state = len(ways.chosen), pool.state
    for p in range(n):
        count = ways.first[p + 1] - ways.first[p]
        ways.chosen[p] = ways.kept[mother * n + p]
        if founder or roll(state, 1000) < CHANGES:
            ways.chosen[p] = roll(state, count)


@piece
def beget(net: Net, desk: Desk, pool: Pool, ways: Ways, side: int, k: int) -> None:
    """Make keys and modes of the next child of individual k of a side."""
    state, size, n = pool.state, pool.tune[SIZE], len(desk.keys)
    base = side * size
    mother = base + k
    founder = pool.cost[mother] == LOST
    choose(pool, ways, mother, int(founder))
    if founder:
        found(desk, pool, side, k)
    else:
        father, rival = base + roll(state, size), base + roll(state, size)
        if pool.cost[rival] < pool.cost[father]:
            father = rival
        if roll(state, 1000) < pool.tune[SHAKES] or pool.cost[father] == LOST:
            shake(desk, pool, mother)
        else:
            cross(net, desk, pool, mother, father)
            longest = max(pool.span[mother], pool.span[father])
            for place in range(n):
                if longest < desk.keys[place] < 2 * longest + 2:
                    p = n - 1 - place if side else place
                    ways.chosen[p] = ways.kept[father * n + p]
        swap(desk, pool)
    tally(ways)
    mend(ways, state)


@piece
def first_slot(net: Net, desk: Desk, place: int) -> int:
    """Give the slot at which all predecessors of an activity have ended."""
    bound = 0
    for e in range(net.first[place], net.first[place + 1]):
        bound = max(bound, desk.starts[net.pred[e]] + net.duration[net.pred[e]])
    return bound


@piece
def place_all(net: Net, space: Space, desk: Desk, ways: Ways, state: Column, side: int) -> int:
    """Place activities in the order of `desk.order`, some in the mode that ends first; gives the makespan or -1."""
    n, horizon = len(desk.order), space.size[1]
    clear(space, desk, -1)
    for step in range(n):
        place = desk.order[step]
        p = n - 1 - place if side else place
        bound = first_slot(net, desk, place)
        dress(net, ways, p, place)
        start = fit(net, space, desk.free, place, bound)
        count = ways.first[p + 1] - ways.first[p]
        if count > 1 and roll(state, 1000) < EAGER:
            own = kept = ways.chosen[p]
            over, finish = excess(ways), start + net.duration[place]
            for other in range(count):
                if other != own:
                    change(ways, p, other)
                    dress(net, ways, p, place)
                    at = fit(net, space, desk.free, place, bound)
                    if excess(ways) <= over and at + net.duration[place] < finish:
                        start, finish, kept = at, at + net.duration[place], other
            change(ways, p, kept)
            dress(net, ways, p, place)
        if start >= horizon:
            return -1
        hold(net, space, desk, place, start)
    return desk.used[0]


def evolve_modes(ahead: Net, back: Net, space: Space, desk: Desk, pool: Pool, ways: Ways, count: int) -> int:
    """Generate so many schedules of the search over modes, fewer when the bound is met; returns how many."""
    state, size, n, made = pool.state, pool.tune[SIZE], len(desk.keys), 0
    while made < count and state[BEST] > state[BOUND]:
        side, k = state[SIDE], state[CURSOR]
        pass_on(pool)
        net = back if side else ahead
        beget(net, desk, pool, ways, side, k)
        arrange(net, desk)
        span = place_all(net, space, desk, ways, state, side)
        made += 1
        state[MADE] += 1
        if span < 0:
            continue
        cost = min(excess(ways), MOST_LATE) * LATE + span
        if cost < state[BEST]:
            remember(net, desk, pool, side, span, cost)
            for p in range(n):
                ways.best[p] = ways.chosen[p]
        row = (1 - side) * size + k
        if cost <= pool.cost[row]:
            keep(net, desk, pool, side, k, span, cost)
            for p in range(n):
                ways.kept[row * n + p] = ways.chosen[p]
        follow(pool, cost)
    return made
