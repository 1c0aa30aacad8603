"""Rank correlations become what can be drawn, or are refused with their cause (domain/risk.md 2.2)."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from milepost.engine.correlation import contradiction, correlate, normal_correlation, rank_correlation, repair
from milepost.engine.notices import PlanRefusedError
from milepost.engine.risks import CorrelationGroup, CorrelationPair

KNOWN = {uid: f"T{uid}" for uid in range(1, 8)}


def pair(a: int, b: int, rho: str) -> CorrelationPair:
    return CorrelationPair(a, b, Decimal(rho))


def group(*tasks: int, rho: str = "0.3") -> CorrelationGroup:
    return CorrelationGroup("team", tasks, Decimal(rho))


def matrix_of(rows: tuple[tuple[float, ...], ...]) -> np.ndarray:
    lower = np.zeros((len(rows), len(rows)))
    for n, row in enumerate(rows):
        lower[n, : n + 1] = row
    return lower @ lower.T


def test_ranks_and_normals_translate_both_ways() -> None:
    for rho in (-1, -0.4, 0, 0.3, 1):
        assert rank_correlation(normal_correlation(rho)) == pytest.approx(rho)


def test_a_group_is_one_factor() -> None:
    (found,), notices = correlate([group(3, 1, 2, 99)], [], KNOWN)
    assert (found.name, found.tasks, notices) == ("team", (1, 2, 3), ())
    assert found.loadings[0] * found.loadings[1] == pytest.approx(normal_correlation(0.3))


def test_pairs_and_overlapping_groups_are_one_matrix() -> None:
    (found,), notices = correlate([group(1, 2, 3), group(3, 4, rho="0.5")], [pair(1, 2, "0.6")], KNOWN)
    made = matrix_of(found.rows)
    assert not notices
    wanted = {(0, 1): 0.6, (0, 2): 0.3, (1, 2): 0.3, (2, 3): 0.5, (0, 3): 0}
    for (a, b), rho in wanted.items():
        assert made[a, b] == pytest.approx(normal_correlation(rho))


def test_what_hardly_contradicts_is_repaired_and_told() -> None:
    pairs = [pair(1, 2, "0.9"), pair(2, 3, "0.9"), pair(1, 3, "0.55"), pair(4, 1, "0.1")]
    (found,), (notice,) = correlate([], pairs, KNOWN)
    assert notice.code == "W-CORRELATION-REPAIRED"
    assert notice.tasks == (1, 2, 3)
    made = matrix_of(found.rows)
    assert np.linalg.eigvalsh(made)[0] > 0
    assert np.diag(made) == pytest.approx(1)


def test_what_cannot_be_is_refused_with_its_smallest_cause() -> None:
    pairs = [pair(1, 2, "0.9"), pair(2, 3, "0.9"), pair(1, 3, "-0.9"), pair(3, 4, "0.2"), pair(4, 5, "0.2")]
    with pytest.raises(PlanRefusedError, match="E-CORRELATION: The correlations of T1, T2, T3 contradict") as caught:
        correlate([], pairs, KNOWN)
    assert caught.value.notices[0].tasks == (1, 2, 3)


@pytest.mark.parametrize(
    ("groups", "pairs", "words"),
    [
        ([group(1, 2, rho="1.2")], [], "The correlation of group team is 1.2"),
        ([], [pair(1, 2, "-3")], "The correlation of T1 and T2 is -3"),
        ([], [pair(1, 1, "0.3")], "T1 is correlated with itself"),
    ],
)
def test_values_out_of_range_are_refused(
    groups: list[CorrelationGroup], pairs: list[CorrelationPair], words: str
) -> None:
    with pytest.raises(PlanRefusedError, match=words):
        correlate(groups, pairs, KNOWN)


def test_a_definite_matrix_is_left_alone() -> None:
    matrix = np.array([[1, 0.5], [0.5, 1]])
    made, change = repair(matrix)
    assert change == 0
    assert made is matrix
    assert contradiction(np.array([[1, 0.9, -0.9], [0.9, 1, 0.9], [-0.9, 0.9, 1]])) == [0, 1, 2]
