"""What a sample looks like: its moments, its histogram and its S-curve (domain/risk.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine.simulation.tables import Floats, Ints

#: A histogram has no more bars than this.
MOST_BARS = 60


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean, standard deviation (n - 1), least and greatest value, and skewness (0 without variance)."""

    mean: float
    deviation: float
    least: float
    greatest: float
    skewness: float


def moments(values: Ints | Floats) -> Moments:
    """Describe a sample."""
    mean = float(np.mean(values))
    deviation = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    spread = float(np.std(values))
    skewness = float(np.mean(((values - mean) / spread) ** 3)) if spread else 0.0
    return Moments(mean, deviation, float(np.min(values)), float(np.max(values)), skewness)


def histogram(values: Ints | Floats) -> tuple[Ints, Floats]:
    """Count a sample in bars as wide as Freedman and Diaconis ask for, at most 60; gives counts and edges."""
    low, high = float(np.min(values)), float(np.max(values))
    quarter, three = np.quantile(values, [0.25, 0.75])
    width = 2.0 * float(three - quarter) / len(values) ** (1.0 / 3.0)
    bars = min(max(round((high - low) / width), 1), MOST_BARS) if width > 0 else min(MOST_BARS, 1 + int(high > low))
    counts, edges = np.histogram(values, bins=bars, range=(low, high if high > low else low + 1.0))
    return counts.astype(np.int64), edges


def s_curve(values: Ints | Floats, points: int = 100) -> list[tuple[float, float]]:
    """Give the share (0..1) of a sample that does not exceed each value, from P1 to P100 in steps of one hundredth."""
    shares = np.arange(1, points + 1) / points
    return list(zip(np.quantile(values, shares).tolist(), shares.tolist(), strict=True))
