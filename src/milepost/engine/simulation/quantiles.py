"""Quantile tables of distributions without a closed form, so that every shape costs the same to draw.

A table holds the quantile function at points that lie evenly in the fourth root of the tail
probability, densest where quantiles bend most: `KNOTS` steps on each side of the median. Between
them draws are interpolated; tests compare with exact quantiles.
"""

from __future__ import annotations

from functools import cache
from math import erfc, exp, log, pi, sqrt

import numpy as np

from milepost.engine.simulation.kernels_draw import FINENESS, KNOTS, PER_ROOT, REACH
from milepost.engine.simulation.tables import Floats, Ints, Singles

#: Width of a table: both sides, the first with one entry to spare that interpolation at the median reads.
WIDTH = 2 * (KNOTS + 2)

#: A family of PERT shapes has its mode at so many places and at 0.
PLACES = 64
#: Steps of the grid that densities are integrated on.
_STEPS = 1024
#: Where the outermost knots are read, for shapes without ends.
_TAIL = 1e-13


@cache
def tails() -> Floats:
    """Give the tail probability of each knot of one side, 0 to just above one half."""
    roots = np.arange(KNOTS + 2) / PER_ROOT
    return np.asarray(roots**4)


@cache
def normal() -> Floats:
    """Give the standard normal quantiles as a table."""
    side = _deviates(np.maximum(tails(), _TAIL))
    return np.concatenate([side, -side])


@cache
def bell() -> Floats:
    """Give the standard normal distribution function from -REACH to REACH in steps of 1 / FINENESS."""
    steps = 2 * REACH * FINENESS
    return np.array([0.5 * erfc((REACH - n / FINENESS) / sqrt(2.0)) for n in range(steps + 2)])


def lognormal(sigma: float) -> Floats:
    """Give the quantiles of a lognormal distribution with median 1."""
    return np.asarray(np.exp(sigma * normal()))


def truncated(cut: float) -> Floats:
    """Give the quantiles of a standard normal distribution without what lies below `cut`."""
    below = 0.5 * erfc(-cut / sqrt(2.0))
    # The upper half is read from its tail, so that small probabilities stay exact.
    lower = np.maximum(below + tails() * (1.0 - below), _TAIL)
    upper = np.maximum(tails() * (1.0 - below), _TAIL)
    sides = [np.maximum(sign * _deviates(tail), cut) for sign, tail in ((1.0, lower), (-1.0, upper))]
    return np.concatenate(sides)


@cache
def pert_family(weight: float) -> Floats:
    """Give the quantiles of PERT distributions on 0..1, one row for each place of the mode in equal steps."""
    places = np.arange(PLACES + 1) / PLACES
    grid = np.arange(1, _STEPS) / _STEPS
    # With x = s * s * (3 - 2 s) densities are smooth up to the ends.
    low, high = np.log(grid * grid * (3.0 - 2.0 * grid)), np.log((1.0 - grid) ** 2 * (1.0 + 2.0 * grid))
    slope = np.log(6.0 * grid * (1.0 - grid))
    made = np.empty((PLACES + 1, WIDTH))
    for row, place in enumerate(places.tolist()):
        density = np.exp(weight * place * low + weight * (1.0 - place) * high + slope)
        parts = _parts(density)
        below, above = np.cumsum(parts), np.cumsum(parts[::-1])
        made[row, : KNOTS + 2] = np.interp(tails() * below[-1], [0.0, *below], np.arange(_STEPS + 1) / _STEPS)
        made[row, KNOTS + 2 :] = 1.0 - np.interp(tails() * above[-1], [0.0, *above], np.arange(_STEPS + 1) / _STEPS)
    return np.asarray(made * made * (3.0 - 2.0 * made))


def _parts(density: Floats) -> Floats:
    """Integrate a density that vanishes at both ends over each step, by the cubic through four neighbours."""
    f = np.concatenate([[0.0], density, [0.0]])
    inner = (13.0 * (f[1:-2] + f[2:-1]) - f[:-3] - f[3:]) / 24.0
    first, last = (5.0 * f[0] + 8.0 * f[1] - f[2]) / 12.0, (5.0 * f[-1] + 8.0 * f[-2] - f[-3]) / 12.0
    return np.asarray(np.maximum(np.concatenate([[first], inner, [last]]), 0.0))


def _deviates(tail: Floats) -> Floats:
    return np.array([_deviate(each) for each in tail.tolist()])


def _deviate(p: float) -> float:
    """Invert the standard normal distribution function by Newton's method on its logarithm, from the tail's side."""
    if p > 0.5:
        return -_deviate(1.0 - p)
    z = -sqrt(max(-2.0 * log(p) - log(max(-4.0 * pi * log(p), 1.0)), 0.0))
    for _ in range(40):
        mass = 0.5 * erfc(-z / sqrt(2.0))
        step = mass * log(mass / p) / (exp(-0.5 * z * z) / sqrt(2.0 * pi))
        z -= step
        if abs(step) < 1e-14:
            break
    return z


def blend(family: Floats, places: Floats, rows: Ints, made: Singles) -> None:
    """Fill rows of `made` with the tables between those of a family, by cubic interpolation at `places`, 0..1."""
    last = family.shape[0] - 1
    for n in range(len(places)):
        at = places[n] * last
        k = min(max(int(at) - 1, 0), last - 3)
        t = at - k
        a = -(t - 1.0) * (t - 2.0) * (t - 3.0) / 6.0
        b = t * (t - 2.0) * (t - 3.0) / 2.0
        c = -t * (t - 1.0) * (t - 3.0) / 2.0
        d = t * (t - 1.0) * (t - 2.0) / 6.0
        row = rows[n]
        for j in range(family.shape[1]):
            made[row, j] = a * family[k, j] + b * family[k + 1, j] + c * family[k + 2, j] + d * family[k + 3, j]
