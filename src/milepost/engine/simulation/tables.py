"""What the simulation's kernel computes with: instructions on rows, calendars by slots, variables, and the rows.

A row holds one number for each of some hundred iterations. A code is where a date lies on a calendar's line
of working time: twice the working minutes before it, plus 1 if it is on the start side of a gap
(domain/schedule.md 2.3). Codes of one calendar are ordered as the instants are, and need no calendar to be
added to and compared. Each task has a calendar, its frame, that its codes are of; only links
between frames go through instants, which count from `Coder.origin`.
"""

from __future__ import annotations

from enum import IntEnum
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Halves = npt.NDArray[np.int32]
Floats = npt.NDArray[np.float64]
Singles = npt.NDArray[np.float32]

#: No bound: below, or negated above, every code.
NEVER = -(1 << 30)

#: How a task is dated: complete, ordinarily, with given dates, or in instants on calendars of its own.
DONE, PLAIN, GIVEN, DETACHED = 0, 1, 2, 3

#: What `Draws.law` says.
CONSTANT, EVEN, TENT, TABLE, STEPS, BARS = 0, 1, 2, 3, 4, 5

#: What `Draws.tie` says: independent, with a common factor, by a row of a Cholesky factor.
APART, FACTOR, CHOLESKY = 0, 1, 2


class Op(IntEnum):
    """Instructions on rows `to`, `one`, `two` and `three` with a number m; codes unless said otherwise.

    Dates: FILL to = m. COPY to = one. GREATER and LESSER to = max or min of one and two; AT_LEAST of one and m.
    AT_MOST min of one and m. CODES turns instants into codes of calendar m, INSTANTS back. MOVE adds m
    minutes. ADD and TAKE add and subtract the minutes in two. BACK gives the start from a finish and the minutes
    in two. ODD puts on the start side. HALVE and TWICE are for instants as elapsed codes. LESS is one / 2 - m.
    PLACE starts at one with the minutes in two: to is the start, three the finish. SHARE gives the
    minutes of strand m for the minutes in one. WHERE to = one where two is positive, else three.
    STAY keeps one where two is 0 and one is m (or m is NEVER), else to. EXPECT to = minutes from one to m. GAP to =
    one if it is later and two and three are alike.

    Truth (0 or 1): WITHIN one is not after m and two not before `three` (a number). LATER one is after m, or is
    not (three 0). ALIKE one and two are the same minute. BOTH and. MARK to |= one & two. LEAD to |= one where
    two and three are alike. CLEAR makes rows `to` to one 0. COUNT counts one for task m and jumps to `three`
    where there is none, SUM sums the minutes of all tasks that vary with two.

    Draws: VALUE draws variable m; KNOWN takes m minutes as drawn. KEEP stores the value in shared row `to`.
    OCCUR decides in row `to` whether event m occurs, GATE whether gate m is open. READY prepares for
    effects, EFFECT applies effect m (where one, if not -1), COMBINE lets them act on the value and gives the
    minutes plus m, ROUND does without them. SPEND adds the cost of task m with the minutes in one, ITEM the
    value as cost item m.

    Capacity: EMPTY begins without reservations. SEAT says when task m, from instants in one to those in two, can be
    tried next, and jumps to `three` where it fits in every iteration. RESERVE takes the time. JUMP goes to m.
    """

    FILL = 0
    COPY = 1
    GREATER = 2
    LESSER = 3
    AT_LEAST = 4
    AT_MOST = 5
    MOVE = 6
    PLACE = 7
    CODES = 8
    INSTANTS = 9
    ADD = 10
    TAKE = 11
    BACK = 12
    ODD = 13
    HALVE = 14
    TWICE = 15
    LESS = 16
    SHARE = 17
    WHERE = 18
    STAY = 19
    EXPECT = 20
    GAP = 21
    WITHIN = 22
    LATER = 23
    ALIKE = 24
    BOTH = 25
    MARK = 26
    LEAD = 27
    CLEAR = 28
    COUNT = 29
    SUM = 30
    VALUE = 31
    ROUND = 32
    KNOWN = 33
    READY = 34
    EFFECT = 35
    COMBINE = 36
    KEEP = 37
    OCCUR = 38
    GATE = 39
    SPEND = 40
    ITEM = 41
    EMPTY = 42
    RESERVE = 43
    SEAT = 44
    JUMP = 45


class Code(NamedTuple):
    """A programme: instructions in order, one column for each part."""

    op: Ints
    to: Ints
    one: Ints
    two: Ints
    three: Ints
    m: Ints


class Slots(NamedTuple):
    """The calendars in equal slots that are working time as a whole or not at all.

    Calendar k has slots of grain[k] minutes (0: always works), of which `reach[reach_first[k] + n]` holds
    four times the working minutes before slot n, plus 2 if the slot before it works and 1 if it does;
    `at[at_first[k] + n]` is where its n-th working slot begins. `last` is its last minute, `total` its
    working minutes, `inverse` 1 / grain.
    """

    grain: Ints
    inverse: Floats
    reach: Halves
    reach_first: Ints
    at: Halves
    at_first: Ints
    last: Ints
    total: Ints


class Work(NamedTuple):
    """Numbers of tasks and strands: planned minutes, cost of a minute, key of the task on a path.

    Strand n takes strand_part[n] of the strand_whole[n] minutes that its task was planned with. `varying` lists the
    positions of tasks that do not always take as long as planned.
    """

    span: Ints
    varying: Ints
    rate: Floats
    key: Ints
    strand_part: Ints
    strand_whole: Ints


class Draws(NamedTuple):
    """The variables: numbers a to e by law, keys, turns of the strata, and what ties them.

    TENT is triangular: low a, share of the low side b, a spread for each side c, d, high e. TABLE reads
    row `table` of the quantiles with offset a and scale b. STEPS and BARS read `values` and the cumulated
    `chances` from `first` on, `size` of them. FACTOR mixes the normals in shared row `row`
    by `loading` with `rest` of the variable's own, CHOLESKY takes `tied` rows of normals from `row` on with
    weights from `weight_first` on.
    """

    law: Ints
    a: Floats
    b: Floats
    c: Floats
    d: Floats
    e: Floats
    table: Ints
    first: Ints
    size: Ints
    key: Ints
    lock: Ints
    turn: Ints
    slide: Ints
    tie: Ints
    row: Ints
    loading: Floats
    rest: Floats
    tied: Ints
    weight_first: Ints


class Sources(NamedTuple):
    """What all variables share: quantile tables, weights, values, and two permutations of the strata.

    `quantiles` has a row for each distinct shape, `bell` is the standard normal distribution function,
    row 0 of the quantiles its inverse. `outer` and `inner` are permutations written twice. With
    `stratified` 0 draws are independent. `scale` is 1 / iterations.
    """

    quantiles: Singles
    bell: Floats
    weights: Floats
    values: Floats
    chances: Floats
    outer: Halves
    inner: Halves
    stratified: int
    scale: float


class Events(NamedTuple):
    """Occurrences, effects, gates and cost items by number; rows that do not matter are -1.

    Occurrence o occurs where shared row source[o] (-1: never) lies in [low, high), or where row given[o]
    is 0 in [other_low, other_high); `occurs` is the row of each. Effects have a kind, the shared row of
    their value and the row of their occurrence. Gates open where a shared row lies in [gate_low, gate_high), or
    as `gate_fixed` (0/1) says. Cost items need the rows of an occurrence and a gate.
    """

    source: Ints
    low: Floats
    high: Floats
    given: Ints
    other_low: Floats
    other_high: Floats
    kind: Ints
    value: Ints
    occurrence: Ints
    gate_row: Ints
    gate_low: Floats
    gate_high: Floats
    gate_fixed: Ints
    item_occurrence: Ints
    item_gate: Ints


class Seats(NamedTuple):
    """Whose time tasks take: thousandths of a unit of each resource, rows need_first[p] to need_first[p + 1].

    Resource r has `capacity`; its line of stretches begins with those of base_first[r] on, which hold what it lacks of
    that at times. Lines lie one after the other, from `first` on.
    """

    capacity: Ints
    first: Ints
    base_first: Ints
    base_at: Ints
    base_used: Ints
    need_first: Ints
    need_resource: Ints
    need_units: Ints


class Profile(NamedTuple):
    """What is reserved in each iteration of a block: where stretches begin, what they use, how many there are.

    `seated` marks iterations in which the task in hand has found its time.
    """

    at: Halves
    used: Halves
    size: Ints
    seated: Ints


class Rows(NamedTuple):
    """The rows of one block: numbers of dates and truths, shared values and normals, and scratch.

    `y` is the value drawn last, `u` its probability, `product`, `delay`, `top` and `bottom` what effects
    have come to, `cost` and `path` what the block adds up by iteration.
    """

    cells: Halves
    shared: Floats
    k: Ints
    r: Ints
    v: Ints
    u: Floats
    f: Floats
    lo: Floats
    hi: Floats
    y: Floats
    delay: Floats
    top: Floats
    bottom: Floats
    cost: Floats
    path: Ints


class Kept(NamedTuple):
    """What a thread adds up and what all keep by iteration.

    By task: iterations on the longest path, sums of the deviation of the remaining duration from plan, of
    its square and of its product with that of the finish. By iteration: cost, key of the longest path, and
    the rows listed in `tracked`.
    """

    critical: Ints
    total: Ints
    square: Ints
    product: Ints
    cost: Floats
    path: Ints
    tracked: Ints
    cells: Halves
