"""Uncertain numbers as people give them: a shape and the values that fix it (domain/risk.md 2.1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Shape(StrEnum):
    """How likely the values between the ends of a range are."""

    FIXED = "fixed"
    TRIANGULAR = "triangular"
    PERT = "pert"
    UNIFORM = "uniform"
    NORMAL = "normal"
    LOGNORMAL = "lognormal"
    DISCRETE = "discrete"
    HISTOGRAM = "histogram"


class Ends(StrEnum):
    """What the low and high values of a range are: its ends, or percentiles."""

    ABSOLUTE = "absolute"
    P5_P95 = "P5/P95"
    P10_P90 = "P10/P90"


@dataclass(frozen=True, slots=True)
class Chance:
    """One value of a discrete distribution, or the upper edge of a bar of a histogram, and its probability 0..1."""

    value: Decimal
    probability: Decimal


@dataclass(frozen=True, slots=True)
class Distribution:
    """An uncertain number: a range with its most likely value, a mean with its deviation, or values with chances.

    Triangular, PERT and uniform use `low`, `likely`, `high`; `ends` says whether these are the ends or
    percentiles. Lognormal uses `low` and `high` as P10 and P90 or `mean` and `deviation`, normal the
    latter and is cut off at zero. `weight` is lambda of PERT. Discrete and histogram use `chances`; a
    histogram starts at `low`. The unit is the caller's.
    """

    shape: Shape = Shape.TRIANGULAR
    low: Decimal | None = None
    likely: Decimal | None = None
    high: Decimal | None = None
    ends: Ends = Ends.ABSOLUTE
    weight: Decimal = Decimal(4)
    mean: Decimal | None = None
    deviation: Decimal | None = None
    chances: tuple[Chance, ...] = ()
