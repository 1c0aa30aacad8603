"""Drawing: every number is a function of seed, variable and iteration, for a row of iterations at a time.

Bits come from a counter-based mixer: the iteration's number, hashed under two keys of the variable.
Latin hypercube strata come from two random permutations shared by all variables, which each variable
turns by steps of its own. Loops that look values up are kept apart from loops that compute, so that a
compiler can do several iterations at once.
"""

from __future__ import annotations

from math import sqrt

from milepost.engine.kernel import piece
from milepost.engine.simulation.tables import (
    APART,
    BARS,
    CONSTANT,
    EVEN,
    FACTOR,
    TABLE,
    TENT,
    Draws,
    Rows,
    Sources,
)

#: Steps of a quantile table on each side of the median, and how they lie: evenly in the fourth root of the tail.
KNOTS = 512
PER_ROOT = KNOTS * 2**0.25

#: The table of the normal distribution function reaches so many deviations, in so many steps each.
REACH = 8
FINENESS = 256

_MASK = 0xFFFFFFFF
_UNIT = 2.0**-32


@piece
def mixed(x: int) -> int:
    """Mix 32 bits so that every bit of the result depends on every bit of x."""
    x ^= x >> 16
    x = (x * 0x7FEB352D) & _MASK
    x ^= x >> 15
    x = (x * 0x846CA68B) & _MASK
    return x ^ (x >> 16)


@piece
def uniform_row(draws: Draws, sources: Sources, rows: Rows, v: int, begin: int, width: int) -> None:
    """Draw variable v as a number in (0, 1) for the iterations from `begin` on, into rows.u."""
    key, lock = int(draws.key[v]), int(draws.lock[v])
    if sources.stratified:
        turn, slide = begin + draws.turn[v], draws.slide[v]
        for w in range(width):
            rows.k[w] = sources.outer[turn + w] + slide
        for w in range(width):
            rows.f[w] = sources.inner[rows.k[w]]
        for w in range(width):
            bits = mixed(mixed((begin + w) ^ key) ^ lock)
            rows.u[w] = (rows.f[w] + (bits + 0.5) * _UNIT) * sources.scale
    else:
        for w in range(width):
            rows.u[w] = (mixed(mixed((begin + w) ^ key) ^ lock) + 0.5) * _UNIT


@piece
def quantile_row(sources: Sources, rows: Rows, row: int, width: int) -> None:
    """Turn rows.u into quantiles of a table, in rows.y."""
    for w in range(width):
        u = rows.u[w]
        root = sqrt(sqrt(0.5 - abs(u - 0.5))) * PER_ROOT
        k = int(root)
        rows.f[w] = root - k
        rows.k[w] = k + (KNOTS + 2) * int(u + 0.5)
    for w in range(width):
        k = rows.k[w]
        rows.lo[w] = sources.quantiles[row, k]
        rows.hi[w] = sources.quantiles[row, k + 1]
    for w in range(width):
        low = rows.lo[w]
        rows.y[w] = low + rows.f[w] * (rows.hi[w] - low)


@piece
def bell_row(sources: Sources, rows: Rows, width: int) -> None:
    """Turn standard normal numbers in rows.y into probabilities, in rows.u."""
    top = 2.0 * REACH * FINENESS - 0.5
    for w in range(width):
        at = min(max((rows.y[w] + REACH) * FINENESS, 0.5), top)
        k = int(at)
        rows.f[w] = at - k
        rows.k[w] = k
    for w in range(width):
        k = rows.k[w]
        rows.lo[w] = sources.bell[k]
        rows.hi[w] = sources.bell[k + 1]
    for w in range(width):
        low = rows.lo[w]
        rows.u[w] = low + rows.f[w] * (rows.hi[w] - low)


@piece
def value_row(draws: Draws, sources: Sources, rows: Rows, v: int, width: int) -> None:
    """Turn rows.u into values of variable v, in rows.y."""
    law, a, b = draws.law[v], draws.a[v], draws.b[v]
    if law == CONSTANT:
        for w in range(width):
            rows.y[w] = a
    elif law == EVEN:
        for w in range(width):
            rows.y[w] = a + b * rows.u[w]
    elif law == TENT:
        c, d, e = draws.c[v], draws.d[v], draws.e[v]
        for w in range(width):
            u = rows.u[w]
            if u < b:
                rows.y[w] = a + sqrt(u * c)
            else:
                rows.y[w] = e - sqrt((1.0 - u) * d)
    elif law == TABLE:
        quantile_row(sources, rows, draws.table[v], width)
        for w in range(width):
            rows.y[w] = a + b * rows.y[w]
    else:
        listed_row(draws, sources, rows, v, width)


@piece
def listed_row(draws: Draws, sources: Sources, rows: Rows, v: int, width: int) -> None:
    """Turn rows.u into listed values, or into places in the bars of a histogram, in rows.y."""
    first, final = draws.first[v], draws.first[v] + draws.size[v] - 1
    bars = draws.law[v] == BARS
    for w in range(width):
        u, k, before = rows.u[w], first, 0.0
        while k < final and u >= sources.chances[k]:
            before = sources.chances[k]
            k += 1
        if bars:
            # A histogram has one more edge than bars, kept in as many places as there are edges.
            part = min((u - before) / (sources.chances[k] - before), 1.0)
            rows.y[w] = sources.values[k] + part * (sources.values[k + 1] - sources.values[k])
        else:
            rows.y[w] = sources.values[k]


@piece
def tie_row(draws: Draws, sources: Sources, rows: Rows, v: int, width: int) -> None:
    """Replace rows.u of variable v by one tied to the normals it is correlated with."""
    row = draws.row[v]
    if draws.tie[v] == FACTOR:
        loading, rest = draws.loading[v], draws.rest[v]
        quantile_row(sources, rows, 0, width)
        for w in range(width):
            rows.y[w] = loading * rows.shared[row, w] + rest * rows.y[w]
    else:
        for w in range(width):
            rows.y[w] = 0.0
        for n in range(draws.tied[v]):
            weight = sources.weights[draws.weight_first[v] + n]
            for w in range(width):
                rows.y[w] += weight * rows.shared[row + n, w]
    bell_row(sources, rows, width)


@piece
def variable_row(draws: Draws, sources: Sources, rows: Rows, v: int, begin: int, width: int) -> None:
    """Draw variable v for the iterations from `begin` on, into rows.y."""
    if draws.law[v] != CONSTANT:
        uniform_row(draws, sources, rows, v, begin, width)
        if draws.tie[v] != APART:
            tie_row(draws, sources, rows, v, width)
    value_row(draws, sources, rows, v, width)
