"""Date and cost together (domain/risk.md 4, 8.7)."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from milepost.engine.simulation.joint import balanced, frontier, joint_confidence


def pairs(rho: float, count: int = 200_000) -> tuple[np.ndarray, np.ndarray]:
    """Normal dates and costs that correlate by rho."""
    dice = np.random.default_rng(7)
    date, other = dice.standard_normal((2, count))
    return (date * 10_000).astype(np.int64), rho * date + np.sqrt(1 - rho * rho) * other


@pytest.mark.parametrize(("rho", "level"), [(0, 0.4900), (0.3, 0.5281), (0.5, 0.5568), (0.8, 0.6112)])
def test_two_at_their_p70_are_less_sure_together(rho: float, level: float) -> None:
    finish, cost = pairs(rho)
    found = joint_confidence(finish, cost, np.quantile(finish, 0.7), np.quantile(cost, 0.7))
    assert found == pytest.approx(level, abs=3 * np.sqrt(level * (1 - level) / len(cost)))


def test_two_at_their_p80() -> None:
    finish, cost = pairs(0.5)
    found = joint_confidence(finish, cost, np.quantile(finish, 0.8), np.quantile(cost, 0.8))
    assert found == pytest.approx(0.6872, abs=3e-3)


def test_every_pair_of_the_frontier_is_as_sure_as_asked() -> None:
    finish, cost = pairs(0.4, 4_000)
    found = frontier(finish, cost, 0.7)
    for pair in found:
        assert joint_confidence(finish, cost, pair.finish, pair.cost) >= 0.7
    assert all(a.finish <= b.finish and a.cost >= b.cost for a, b in pairwise(found))


def test_the_balanced_pair() -> None:
    finish, cost = pairs(0.5, 20_000)
    pair, alone = balanced(finish, cost, 0.7)
    assert joint_confidence(finish, cost, pair.finish, pair.cost) == pytest.approx(0.7, abs=2e-3)
    assert alone > 0.7
    assert joint_confidence(finish, cost, pair.finish, pair.cost) <= min(
        np.mean(finish <= pair.finish), np.mean(cost <= pair.cost)
    )
