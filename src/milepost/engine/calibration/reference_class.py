"""What similar work took in the past, applied to an estimate made from inside (domain/governance.md 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import exp
from statistics import NormalDist

import numpy as np
import numpy.typing as npt

from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import Minutes

#: From so many members on a class speaks for itself; below, it is blended with the default.
ENOUGH = 10
#: The default class: a lognormal of this median and shape. An assumption of ours, and labelled so.
DEFAULT_MEDIAN, DEFAULT_SHAPE = 1.2, 0.35
ASSUMPTION = "default overrun: lognormal with median 1.2 and shape 0.35 (an assumption, not your own data)"
_RESAMPLES = 2_000
_LOW, _HIGH = 0.1, 0.9


@dataclass(frozen=True, slots=True)
class ClassPoint:
    """One confidence level of a forecast: the ratio actual over estimate, and the estimate times it.

    `uplift` is the ratio less one. `low` and `high` bound the ratio with 80 % confidence (bootstrap); None when
    the class has too few members to tell.
    """

    level: Fraction
    ratio: float
    minutes: Minutes
    low: float | None
    high: float | None

    @property
    def uplift(self) -> float:
        """What to add to the estimate for this confidence, as a share of it."""
        return self.ratio - 1


@dataclass(frozen=True, slots=True)
class ClassForecast:
    """A reference-class forecast: the class, how many members it has, and a point per confidence level.

    `own_weight` is how much the class's own ratios count: 1, or less where they are blended with the default;
    `assumption` then says with what.
    """

    name: str
    count: int
    own_weight: float
    assumption: str
    points: tuple[ClassPoint, ...]


def quantile(ratios: Sequence[Fraction], level: Fraction) -> Fraction:
    """Give a quantile of sorted or unsorted ratios, linear between neighbours at rank (n - 1) q, exactly."""
    ordered = sorted(ratios)
    rank = (len(ordered) - 1) * level
    below = rank.numerator // rank.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (rank - below) * (ordered[above] - ordered[below])


def own_weight(count: int) -> Fraction:
    """Tell how much a class of so many members counts against the default: n / (n + 10) below ten, else all."""
    return Fraction(1) if count >= ENOUGH else Fraction(count, count + ENOUGH)


def ratio_at(ratios: Sequence[Fraction], level: Fraction) -> Fraction:
    """Give the ratio actual over estimate at a confidence level, blended with the default below ten members."""
    own = own_weight(len(ratios))
    blended = (1 - own) * Fraction(_default(level)) if own != 1 else Fraction(0)
    return blended + (own * quantile(ratios, level) if ratios else 0)


def reference_class_forecast(
    name: str,
    ratios: Sequence[Fraction | Decimal | float],
    inside: Minutes,
    *,
    levels: Sequence[Fraction] = (Fraction(1, 2), Fraction(4, 5)),
    seed: int = 1,
) -> ClassForecast:
    """Forecast an estimate of `inside` minutes at each confidence level from what similar work took.

    `ratios` are actual over estimate of the members of the class. With fewer than ten they are blended with a
    default that the answer labels as an assumption. The same seed gives the same interval. Raises
    PlanRefusedError with E-CALIBRATION for ratios that are not above zero or levels not between 0 and 1.
    """
    members = [Fraction(str(ratio)) for ratio in ratios]
    _check(name, members, levels)
    bounds = _bootstrap(members, levels, seed)
    points = []
    for place, level in enumerate(levels):
        ratio = ratio_at(members, level)
        low, high = bounds[place]
        points.append(ClassPoint(level, float(ratio), _whole(inside * ratio), low, high))
    own = own_weight(len(members))
    return ClassForecast(name, len(members), float(own), "" if own == 1 else ASSUMPTION, tuple(points))


def _check(name: str, ratios: Sequence[Fraction], levels: Sequence[Fraction]) -> None:
    wrong = [ratio for ratio in ratios if ratio <= 0]
    if wrong:
        message = f"Class {name!r}: a ratio of actual to estimate is above zero; {float(wrong[0]):g} is not."
        raise PlanRefusedError((Notice("E-CALIBRATION", message),))
    outside = [level for level in levels if not 0 < level < 1]
    if outside:
        message = f"Class {name!r}: a confidence lies between 0 and 1; {float(outside[0]):g} does not."
        raise PlanRefusedError((Notice("E-CALIBRATION", message),))


def _default(level: Fraction) -> float:
    return DEFAULT_MEDIAN * exp(DEFAULT_SHAPE * NormalDist().inv_cdf(float(level)))


def _bootstrap(
    members: Sequence[Fraction], levels: Sequence[Fraction], seed: int
) -> list[tuple[float, float] | tuple[None, None]]:
    """Resample the class and give the 80 % interval of the ratio at each level."""
    if len(members) < 2:
        return [(None, None)] * len(levels)
    values = np.array([float(each) for each in members])
    bits = np.random.Philox(key=seed % (1 << 64)).random_raw(_RESAMPLES * len(values))
    drawn: npt.NDArray[np.float64] = values[(bits % np.uint64(len(values))).astype(np.int64)]
    samples = drawn.reshape(_RESAMPLES, len(values))
    own = float(own_weight(len(values)))
    found: list[tuple[float, float] | tuple[None, None]] = []
    for level in levels:
        ratios = np.quantile(samples, float(level), axis=1) * own
        if own != 1:
            ratios += (1 - own) * _default(level)
        low, high = np.quantile(ratios, (_LOW, _HIGH))
        found.append((float(low), float(high)))
    return found


def _whole(value: Fraction) -> Minutes:
    return int((value + Fraction(1, 2)) // 1)
