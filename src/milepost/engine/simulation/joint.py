"""Date and cost at once: how sure it is to keep both, and which pairs are equally sure (domain/risk.md 4)."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]

#: The frontier is drawn with so many pairs.
PAIRS = 25


@dataclass(frozen=True, slots=True)
class Pair:
    """A date and a budget that are kept together with some confidence; `finish` is an instant."""

    finish: int
    cost: float


def joint_confidence(finish: Ints, cost: Floats, date: float, budget: float) -> float:
    """Give the share of iterations that finish by the date and within the budget (JCL)."""
    return float(np.mean((finish <= date) & (cost <= budget)))


def frontier(finish: Ints, cost: Floats, level: float = 0.7) -> tuple[Pair, ...]:
    """List the pairs of date and budget that are kept with this confidence, from the earliest date on."""
    needed = int(np.ceil(level * len(finish)))
    by_date = np.argsort(finish, kind="stable")
    places = np.unique(np.linspace(needed, len(finish), PAIRS).astype(int))
    found = []
    for place in places:
        costs = cost[by_date[:place]]
        found.append(Pair(int(finish[by_date[place - 1]]), float(np.partition(costs, needed - 1)[needed - 1])))
    return tuple(found)


def balanced(finish: Ints, cost: Floats, level: float = 0.7) -> tuple[Pair, float]:
    """Find the pair whose date and budget are equally sure on their own, and how sure that is.

    The joint confidence of the pair is at least `level`; the confidence of each alone is higher, the more so the less
    date and cost move together.
    """
    low, high = level, 1.0
    for _ in range(40):
        middle = (low + high) / 2
        date, budget = np.quantile(finish, middle), np.quantile(cost, middle)
        if joint_confidence(finish, cost, date, budget) >= level:
            high = middle
        else:
            low = middle
    return Pair(int(np.ceil(np.quantile(finish, high))), float(np.quantile(cost, high))), high
