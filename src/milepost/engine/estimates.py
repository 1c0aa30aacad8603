"""Ranges people give, solved: exact means, deviations and percentiles of distributions (domain/risk.md 2.1)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from itertools import pairwise
from math import exp, log, sqrt
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from milepost.engine.distributions import Distribution, Ends, Shape
from milepost.engine.notices import Notice
from milepost.engine.tasks import Task
from milepost.engine.words import label

Floats = npt.NDArray[np.float64]

NORMAL = NormalDist()
#: The standard normal quantile of 90 %.
Z90 = 1.281551565544601
#: Chances may miss 1 by so much.
_EXACT = 1e-9
#: Densities without closed integrals are added up in so many steps.
_STEPS = 8192


@dataclass(frozen=True, slots=True)
class Curve:
    """A distribution with everything solved, in floats.

    `low`, `likely`, `high` bound triangular, PERT (with `weight`) and uniform shapes, all equal when fixed. Normal has
    `mean` and `deviation`, cut off at zero; lognormal those of the logarithm. `values` and `chances` list a discrete
    shape; a histogram has one more value, the edges of its bars.
    """

    shape: Shape
    low: float = 0.0
    likely: float = 0.0
    high: float = 0.0
    weight: float = 4.0
    mean: float = 0.0
    deviation: float = 0.0
    values: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


def problems(distribution: Distribution) -> Iterator[str]:
    """Say what is wrong with a distribution, and what would be right; nothing when it can be drawn."""
    shape = distribution.shape
    if not _finite(distribution):
        yield "a value is not a number, or without end"
    elif shape in (Shape.TRIANGULAR, Shape.PERT, Shape.UNIFORM, Shape.FIXED):
        yield from _range_problems(distribution)
    elif shape is Shape.NORMAL:
        yield from _moment_problems(distribution)
    elif shape is Shape.LOGNORMAL and distribution.low is not None and distribution.high is not None:
        if not 0 < distribution.low < distribution.high:
            yield f"a lognormal range needs 0 < P10 < P90, not {distribution.low} and {distribution.high}"
    elif shape is Shape.LOGNORMAL:
        yield from _moment_problems(distribution)
        if distribution.mean is not None and distribution.mean <= 0:
            yield f"a lognormal mean is above zero, not {distribution.mean}"
    else:
        yield from _chance_problems(distribution)


def _finite(one: Distribution) -> bool:
    points = (one.low, one.likely, one.high, one.weight, one.mean, one.deviation)
    chances = (each for chance in one.chances for each in (chance.value, chance.probability))
    return all(each is None or each.is_finite() for each in (*points, *chances))


def lowest(one: Distribution) -> Decimal:
    """Give the least value a distribution without problems can take, zero for those cut off there."""
    if one.shape in (Shape.NORMAL, Shape.LOGNORMAL):
        return Decimal(0)
    if one.shape is Shape.DISCRETE:
        return min(chance.value for chance in one.chances)
    least = one.likely if one.shape is Shape.FIXED else one.low
    return least or Decimal(0)


def _range_problems(one: Distribution) -> Iterator[str]:
    points = [("low", one.low), ("most likely", one.likely), ("high", one.high)]
    if one.shape is Shape.UNIFORM:
        del points[1]
    if one.shape is Shape.FIXED:
        points = points[1:2]
    missing = [name for name, value in points if value is None]
    if missing:
        yield f"the {' and the '.join(missing)} value is missing"
        return
    for (name, value), (other, above) in pairwise(points):
        assert value is not None
        assert above is not None
        if value > above:
            yield f"the {name} value {value} is above the {other} value {above}"
    if one.weight <= 0:
        yield f"the weight of the most likely value is {one.weight}, not above zero"


def _moment_problems(one: Distribution) -> Iterator[str]:
    if one.mean is None or one.deviation is None:
        yield f"a {one.shape} range needs a mean and a deviation"
    elif one.deviation < 0:
        yield f"the deviation is {one.deviation}, not zero or more"


def _chance_problems(one: Distribution) -> Iterator[str]:
    if not one.chances:
        yield f"a {one.shape} range needs values with probabilities"
        return
    if any(chance.probability < 0 for chance in one.chances):
        yield "a probability is below zero"
    total = sum((chance.probability for chance in one.chances), Decimal(0))
    if abs(total - 1) > Decimal(str(_EXACT)):
        yield f"the probabilities add up to {total}, not to 1"
    if one.shape is Shape.HISTOGRAM:
        edges: list[Decimal | None] = [one.low, *(chance.value for chance in one.chances)]
        if one.low is None or any(a is None or b is None or a >= b for a, b in pairwise(edges)):
            yield "the edges of a histogram rise from its low value on"


def estimate_errors(tasks: tuple[Task, ...]) -> tuple[Notice, ...]:
    """List three-point estimates that cannot be drawn, as E-RANGE: out of order, or negative."""
    found = []
    for task in tasks:
        if task.estimate is None:
            continue
        said = list(problems(task_distribution(task)))
        if task.estimate.optimistic < 0:
            said.append(f"the optimistic duration is {task.estimate.optimistic} minutes, not zero or more")
        found += [Notice("E-RANGE", f"{label(task)}: {each}.", (task.uid,)) for each in said]
    return tuple(found)


def task_distribution(task: Task) -> Distribution:
    """Give a task's three-point estimate as a distribution in minutes; its duration without one."""
    one = task.estimate
    if one is None:
        return Distribution(Shape.FIXED, likely=Decimal(task.duration))
    points = (Decimal(one.optimistic), Decimal(one.most_likely), Decimal(one.pessimistic))
    return Distribution(one.shape, *points, ends=one.ends)


def solve(one: Distribution, *, widening: float = 1.0) -> Curve:
    """Solve a distribution that has no problems; `widening` scales both sides of its range against overconfidence.

    Triangular ranges given as percentiles become trigen: their ends are where the triangle reaches these percentiles.
    PERT and uniform ranges are widened until their percentiles fit.
    """
    if one.shape in (Shape.DISCRETE, Shape.HISTOGRAM):
        values = [float(chance.value) for chance in one.chances]
        edges = [float(one.low or 0), *values] if one.shape is Shape.HISTOGRAM else values
        return Curve(one.shape, values=tuple(edges), chances=tuple(float(c.probability) for c in one.chances))
    if one.shape is Shape.LOGNORMAL:
        return _lognormal(one)
    if one.shape is Shape.NORMAL:
        return Curve(one.shape, mean=float(one.mean or 0), deviation=float(one.deviation or 0) * widening)
    low, likely, high = _points(one)
    if low == likely == high:
        return Curve(Shape.FIXED, low, likely, high)
    low, high = likely - widening * (likely - low), likely + widening * (high - likely)
    if one.ends is not Ends.ABSOLUTE:
        low, high = _ends(one, low, likely, high)
    return Curve(one.shape, max(low, 0.0), likely, high, float(one.weight))


def _points(one: Distribution) -> tuple[float, float, float]:
    if one.shape is Shape.UNIFORM:
        low, high = float(one.low or 0), float(one.high or 0)
        return low, (low + high) / 2, high
    if one.shape is Shape.FIXED:
        return (float(one.likely or 0),) * 3
    return float(one.low or 0), float(one.likely or 0), float(one.high or 0)


def _lognormal(one: Distribution) -> Curve:
    if one.low is not None and one.high is not None:
        below, above = log(float(one.low)), log(float(one.high))
        return Curve(one.shape, mean=(below + above) / 2, deviation=(above - below) / (2 * Z90))
    mean, deviation = float(one.mean or 0), float(one.deviation or 0)
    square = log(1 + deviation**2 / mean**2)
    return Curve(one.shape, mean=log(mean) - square / 2, deviation=sqrt(square))


def _ends(one: Distribution, low: float, likely: float, high: float) -> tuple[float, float]:
    """Find the ends of a range from two percentiles."""
    tail = 0.05 if one.ends is Ends.P5_P95 else 0.10
    if one.shape is Shape.UNIFORM:
        reach = (high - low) / (1 - 2 * tail)
        return low - tail * reach, high + tail * reach
    a, b = low, high
    for _ in range(200):
        curve = Curve(one.shape, a, likely, b, float(one.weight))
        miss_low, miss_high = low - quantile(curve, tail), high - quantile(curve, 1 - tail)
        a, b = min(a + miss_low, low), max(b + miss_high, high)
        if abs(miss_low) + abs(miss_high) < 1e-9 * (b - a):
            break
    return a, b


def mean_of(curve: Curve) -> float:
    """Give the mean."""
    return _moments(curve)[0]


def variance_of(curve: Curve) -> float:
    """Give the variance."""
    return _moments(curve)[1]


def _moments(curve: Curve) -> tuple[float, float]:
    a, m, b = curve.low, curve.likely, curve.high
    if curve.shape is Shape.TRIANGULAR:
        return (a + m + b) / 3, (a * a + m * m + b * b - a * m - a * b - m * b) / 18
    if curve.shape is Shape.PERT:
        mean = (a + curve.weight * m + b) / (curve.weight + 2)
        return mean, (mean - a) * (b - mean) / (curve.weight + 3)
    if curve.shape is Shape.UNIFORM:
        return (a + b) / 2, (b - a) ** 2 / 12
    if curve.shape is Shape.LOGNORMAL:
        square = curve.deviation**2
        return exp(curve.mean + square / 2), (exp(square) - 1) * exp(2 * curve.mean + square)
    if curve.shape is Shape.NORMAL:
        return _cut_moments(curve)
    if curve.shape is Shape.FIXED:
        return m, 0.0
    rows = _bars(curve)
    mean = sum(p * (low + high) / 2 for low, high, p in rows)
    square = sum(p * (low * low + low * high + high * high) / 3 for low, high, p in rows)
    return mean, square - mean * mean


def _cut_moments(curve: Curve) -> tuple[float, float]:
    """Moments of a normal distribution without what lies below zero."""
    if not curve.deviation:
        return max(curve.mean, 0.0), 0.0
    cut = -curve.mean / curve.deviation
    left = 1 - NORMAL.cdf(cut)
    ratio = NORMAL.pdf(cut) / left
    return curve.mean + curve.deviation * ratio, curve.deviation**2 * (1 + cut * ratio - ratio * ratio)


def _bars(curve: Curve) -> list[tuple[float, float, float]]:
    if curve.shape is Shape.DISCRETE:
        return [(value, value, p) for value, p in zip(curve.values, curve.chances, strict=True)]
    return list(zip(curve.values, curve.values[1:], curve.chances, strict=False))


def quantile(curve: Curve, p: float) -> float:
    """Give the value that is not exceeded with probability p, 0 to 1."""
    a, m, b = curve.low, curve.likely, curve.high
    if curve.shape is Shape.TRIANGULAR:
        if p * (b - a) < m - a:
            return a + sqrt(p * (b - a) * (m - a))
        return b - sqrt((1 - p) * (b - a) * (b - m))
    if curve.shape is Shape.PERT:
        reached, places = _pert(curve.weight, (m - a) / (b - a))
        return a + (b - a) * float(np.interp(p, reached, places))
    if curve.shape is Shape.UNIFORM:
        return a + p * (b - a)
    if curve.shape in (Shape.NORMAL, Shape.LOGNORMAL):
        return _normal_quantile(curve, p)
    if curve.shape is Shape.FIXED:
        return m
    return _bar_quantile(curve, p)


def _normal_quantile(curve: Curve, p: float) -> float:
    if curve.shape is Shape.LOGNORMAL:
        return exp(curve.mean + curve.deviation * _deviate(p))
    if not curve.deviation:
        return max(curve.mean, 0.0)
    below = NORMAL.cdf(-curve.mean / curve.deviation)
    return max(curve.mean + curve.deviation * _deviate(below + p * (1 - below)), 0.0)


def _deviate(p: float) -> float:
    return NORMAL.inv_cdf(min(max(p, 1e-15), 1 - 1e-15))


def _bar_quantile(curve: Curve, p: float) -> float:
    reached = 0.0
    for low, high, chance in _bars(curve):
        if chance and p <= reached + chance + _EXACT:
            return low + (high - low) * min(max((p - reached) / chance, 0.0), 1.0)
        reached += chance
    return curve.values[-1]


@cache
def _pert(weight: float, place: float) -> tuple[Floats, Floats]:
    """Add up the density of a PERT shape on 0..1 with its mode at `place`: probabilities reached, and where."""
    # With x = s * s * (3 - 2 s) the density is smooth up to the ends.
    s = (np.arange(_STEPS) + 0.5) / _STEPS
    x = s * s * (3 - 2 * s)
    density = x ** (weight * place) * (1 - x) ** (weight * (1 - place)) * 6 * s * (1 - s)
    edges = np.arange(_STEPS + 1) / _STEPS
    reached = np.concatenate(([0.0], np.cumsum(density)))
    return reached / reached[-1], edges * edges * (3 - 2 * edges)


@dataclass(frozen=True, slots=True)
class PertView:
    """The textbook approximation of a chain: expected duration (a + 4m + b) / 6 and sigma (b - a) / 6 added up."""

    expected: float
    variance: float

    def chance(self, within: float) -> float:
        """Give the probability to finish within a duration, by the normal distribution ("PERT approximation")."""
        if not self.variance:
            return float(within >= self.expected)
        return NORMAL.cdf((within - self.expected) / sqrt(self.variance))


def pert_view(rows: Iterable[tuple[float, float, float]]) -> PertView:
    """Add up the three-point estimates (a, m, b) of the tasks of a chain."""
    rows = tuple(rows)
    return PertView(sum((a + 4 * m + b) / 6 for a, m, b in rows), sum(((b - a) / 6) ** 2 for a, _, b in rows))
