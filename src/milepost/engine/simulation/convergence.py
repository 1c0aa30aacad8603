"""Whether enough iterations were run: intervals of percentiles, batch by batch (domain/risk.md 6)."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil, floor, sqrt

import numpy as np
import numpy.typing as npt

Values = npt.NDArray[np.float64]

BATCH, FEWEST = 500, 1000
QUANTILES = (0.5, 0.8)
#: Two standard errors, as the normal distribution has them.
Z = 1.959963984540054
#: A percentile is known well enough when its interval reaches no further than this share of the spread P10 to P90.
TOLERANCE = 0.02


@dataclass(frozen=True, slots=True)
class Precision:
    """How well a percentile is known: its value and the half-width of its 95 % interval, in the unit of the values."""

    quantile: float
    value: float
    half_width: float


@dataclass(frozen=True, slots=True)
class Convergence:
    """After how many iterations percentiles stood still, None for not converged, and how well they are known."""

    converged_at: int | None
    iterations: int
    precision: tuple[Precision, ...]
    standard_error: float


def convergence(values: Values, least: float) -> Convergence:
    """Judge a simulated quantity; `least` is the smallest half-width asked for (an hour, 0.1 % of the budget).

    It converged where the 95 % order-statistic intervals of P50 and P80 reach no further than 2 % of the spread from
    P10 to P90 (or `least`) on two successive batches of 500, from 1 000 iterations on. Latin hypercube sampling
    only does better than these intervals say.
    """
    count, held, at = len(values), 0, None
    for n in range(FEWEST, count + 1, BATCH):
        part = np.sort(values[:n])
        allowed = max(TOLERANCE * float(np.quantile(part, 0.9) - np.quantile(part, 0.1)), least)
        held = held + 1 if all(_half_width(part, q) <= allowed for q in QUANTILES) else 0
        if held == 2:
            at = n
            break
    ordered = np.sort(values)
    known = tuple(Precision(q, float(np.quantile(ordered, q)), _half_width(ordered, q)) for q in QUANTILES)
    error = float(np.std(values, ddof=1)) / sqrt(count) if count > 1 else 0.0
    return Convergence(at, count, known, error)


def interval(ordered: Values, q: float) -> tuple[float, float]:
    """Give the 95 % order-statistic interval of a quantile from ascending values."""
    n = len(ordered)
    reach = Z * sqrt(n * q * (1 - q))
    low, high = max(floor(n * q - reach), 1), min(ceil(n * q + reach), n)
    return float(ordered[low - 1]), float(ordered[high - 1])


def chance_half_width(p: float, n: int) -> float:
    """Give the half-width of the 95 % interval of a simulated probability."""
    return Z * sqrt(p * (1 - p) / n)


def _half_width(ordered: Values, q: float) -> float:
    low, high = interval(ordered, q)
    return (high - low) / 2
