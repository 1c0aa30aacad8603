"""The separate networks of a plan: tasks that links join, directly or not (domain/schedule.md 8)."""

from __future__ import annotations

from milepost.engine.kernel import Column, column
from milepost.engine.tables import EXTERNAL, Edges
from milepost.engine.units import Instant


def network_finishes(edges: Edges, states: Column, finishes: Column, project: Instant) -> Column:
    """Give for each position the latest early finish of its network; external tasks do not count."""
    root = list(range(len(states)))
    for i, j in zip(edges.pred, edges.succ, strict=True):
        a, b = _top(root, i), _top(root, j)
        root[max(a, b)] = min(a, b)
    last: dict[int, Instant] = {}
    for p, finish in enumerate(finishes):
        if states[p] != EXTERNAL:
            top = _top(root, p)
            last[top] = max(finish, last.get(top, finish))
    return column([last.get(_top(root, p), project) for p in range(len(root))])


def _top(root: list[int], p: int) -> int:
    while root[p] != p:
        root[p] = root[root[p]]
        p = root[p]
    return p
