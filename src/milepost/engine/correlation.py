"""Which durations rise and fall together: rank correlations made fit to be drawn (domain/risk.md 2.2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import asin, pi, sin, sqrt

import numpy as np
import numpy.typing as npt

from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.risks import CorrelationGroup, CorrelationPair
from milepost.engine.units import Uid

Matrix = npt.NDArray[np.float64]

#: Eigenvalues below zero are raised to this.
_SMALLEST = 1e-8
#: A correlation that repair would change by more than this was not meant as it stands.
MOST_REPAIRED = 0.2


@dataclass(frozen=True, slots=True)
class Linked:
    """Tasks whose durations are drawn together.

    `loadings`, one a task, put them on a common factor; else `rows` is the lower triangle of the Cholesky factor
    of their normal correlation matrix. `name` is stable while the same tasks are linked.
    """

    name: str
    tasks: tuple[Uid, ...]
    loadings: tuple[float, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()


def normal_correlation(rho: float) -> float:
    """Give the correlation of normal variables whose ranks correlate by rho."""
    return 2 * sin(pi * rho / 6)


def rank_correlation(normal: float) -> float:
    """Give the rank correlation of normal variables with this correlation."""
    return 6 / pi * asin(normal / 2)


def correlate(
    groups: Sequence[CorrelationGroup], pairs: Sequence[CorrelationPair], known: Mapping[Uid, str]
) -> tuple[tuple[Linked, ...], tuple[Notice, ...]]:
    """Turn groups and pairs into tasks drawn together, with a notice for each repair.

    `known` names the tasks that are uncertain; others are left out. Correlations that contradict each other are
    repaired to the nearest that do not (W-CORRELATION-REPAIRED, with the largest change and the smallest set of
    tasks that contradict each other). Raises PlanRefusedError with E-CORRELATION for values outside -1 to 1, and
    where repair would change one by more than 0.2.
    """
    _check(groups, pairs, known)
    wanted = _wanted(groups, pairs, known)
    found, notices = [], []
    for tasks in _connected(wanted):
        group = _single(tasks, groups, wanted)
        if group is not None:
            loading = sqrt(normal_correlation(float(group.rho)))
            found.append(Linked(_name(group, groups, tasks), tasks, loadings=(loading,) * len(tasks)))
            continue
        matrix = _matrix(tasks, wanted)
        repaired, change = repair(matrix)
        if change > 0:
            notices.append(_told(tasks, matrix, change, known))
        lower = np.linalg.cholesky(repaired)
        rows = tuple(tuple(lower[n, : n + 1].tolist()) for n in range(len(tasks)))
        found.append(Linked(f"tasks:{min(tasks)}", tasks, rows=rows))
    return tuple(found), tuple(notices)


def repair(matrix: Matrix) -> tuple[Matrix, float]:
    """Make a correlation matrix positive definite; gives it with the largest change, 0 if it was already."""
    values, vectors = np.linalg.eigh(matrix)
    if values[0] > _SMALLEST / 2:
        return matrix, 0.0
    made = vectors @ np.diag(np.maximum(values, _SMALLEST)) @ vectors.T
    scale = 1 / np.sqrt(np.diag(made))
    made = made * scale[:, None] * scale[None, :]
    return made, float(np.abs(made - matrix).max())


def contradiction(matrix: Matrix) -> list[int]:
    """Find a smallest set of rows that contradict each other: without any of them the rest could be."""
    kept = list(range(len(matrix)))
    for row in range(len(matrix)):
        without = [each for each in kept if each != row]
        if len(without) > 1 and np.linalg.eigvalsh(matrix[np.ix_(without, without)])[0] < 0:
            kept = without
    return kept


def _name(group: CorrelationGroup, groups: Sequence[CorrelationGroup], tasks: tuple[Uid, ...]) -> str:
    """Name the factor that tasks share: groups of one name must not share theirs."""
    alone = sum(each.name == group.name for each in groups) == 1
    return group.name if group.name and alone else f"{group.name}:{min(tasks)}"


def _check(groups: Sequence[CorrelationGroup], pairs: Sequence[CorrelationPair], known: Mapping[Uid, str]) -> None:
    said = [
        f"The correlation of group {group.name or '(no name)'} is {group.rho}; a correlation lies between -1 and 1."
        for group in groups
        if not _possible(group.rho)
    ]
    said += [
        f"The correlation of {known.get(pair.first, pair.first)} and {known.get(pair.second, pair.second)} is "
        f"{pair.rho}; a correlation lies between -1 and 1."
        for pair in pairs
        if not _possible(pair.rho)
    ]
    said += [f"Task {known.get(p.first, p.first)} is correlated with itself." for p in pairs if p.first == p.second]
    if said:
        raise PlanRefusedError(tuple(Notice("E-CORRELATION", each) for each in said))


def _possible(rho: Decimal) -> bool:
    return rho.is_finite() and -1 <= rho <= 1


def _wanted(
    groups: Iterable[CorrelationGroup], pairs: Iterable[CorrelationPair], known: Mapping[Uid, str]
) -> dict[tuple[Uid, Uid], float]:
    """List the wanted rank correlations; a pair overrules a group, a later group an earlier one."""
    found: dict[tuple[Uid, Uid], float] = {}
    for group in groups:
        tasks = sorted({uid for uid in group.tasks if uid in known})
        found.update({(a, b): float(group.rho) for n, a in enumerate(tasks) for b in tasks[n + 1 :]})
    for pair in pairs:
        if pair.first in known and pair.second in known:
            found[min(pair.first, pair.second), max(pair.first, pair.second)] = float(pair.rho)
    return {key: rho for key, rho in found.items() if rho}


def _connected(wanted: Iterable[tuple[Uid, Uid]]) -> list[tuple[Uid, ...]]:
    group: dict[Uid, set[Uid]] = {}
    for a, b in wanted:
        joined = group.get(a, {a}) | group.get(b, {b})
        group.update(dict.fromkeys(joined, joined))
    seen = {min(tasks): tasks for tasks in group.values()}
    return [tuple(sorted(tasks)) for _, tasks in sorted(seen.items())]


def _single(
    tasks: tuple[Uid, ...], groups: Iterable[CorrelationGroup], wanted: Mapping[tuple[Uid, Uid], float]
) -> CorrelationGroup | None:
    """Give the group that alone says how these tasks correlate, if their correlation is above zero."""
    for group in groups:
        alike = all(wanted.get((a, b)) == float(group.rho) for n, a in enumerate(tasks) for b in tasks[n + 1 :])
        if group.rho > 0 and alike and set(tasks) <= set(group.tasks):
            return group
    return None


def _matrix(tasks: tuple[Uid, ...], wanted: Mapping[tuple[Uid, Uid], float]) -> Matrix:
    matrix = np.eye(len(tasks))
    place = {uid: n for n, uid in enumerate(tasks)}
    for (a, b), rho in wanted.items():
        if a in place:
            matrix[place[a], place[b]] = matrix[place[b], place[a]] = normal_correlation(rho)
    return matrix


def _told(tasks: tuple[Uid, ...], matrix: Matrix, change: float, known: Mapping[Uid, str]) -> Notice:
    clash = tuple(tasks[row] for row in contradiction(matrix))
    names = ", ".join(known[uid] for uid in clash)
    if change > MOST_REPAIRED:
        message = (
            f"The correlations of {names} contradict each other (they are not positive definite): mend one of them; "
            f"the nearest possible ones would change by up to {change:.2f}."
        )
        raise PlanRefusedError((Notice("E-CORRELATION", message, clash),))
    message = f"The correlations of {names} contradict each other; they were changed by up to {change:.3f}."
    return Notice("W-CORRELATION-REPAIRED", message, clash)
