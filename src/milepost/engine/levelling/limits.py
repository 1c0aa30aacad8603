"""Lower bounds: what no schedule can beat, from links and from work against capacity."""

from __future__ import annotations

import numpy as np

from milepost.engine.levelling.network import Network
from milepost.engine.levelling.problem import Problem
from milepost.engine.levelling.rules import tails


def heads(network: Network) -> list[int]:
    """Give the earliest start of each position that links and releases allow."""
    net = network.ahead
    head = list(net.release)
    for p in range(len(head)):
        for e in range(net.first[p], net.first[p + 1]):
            head[p] = max(head[p], head[net.pred[e]] + net.lag[e])
    return head


def lower_bound(network: Network) -> int:
    """Give a makespan no schedule can beat: the critical path, or the work of a resource between head and tail."""
    head, tail = heads(network), tails(network.ahead)
    path = max((h + q for h, q in zip(head, tail, strict=True)), default=0)
    return max(path, network.floor, *(_work_bound(network, head, tail, r) for r in _asked(network.problem)), 0)


def least_lateness(network: Network) -> int:
    """Give the weighted lateness that links and releases alone make unavoidable."""
    problem, late = network.problem, 0
    for p, (i, head) in enumerate(zip(network.order, heads(network), strict=True)):
        late += max(0, head + network.ahead.duration[p] - network.ahead.due[p]) * problem.weight(i)
    return late


def _asked(problem: Problem) -> list[int]:
    changing = {step.resource for step in problem.steps}
    if any(start is not None for start in problem.fixed):
        return []
    return [r for r, capacity in enumerate(problem.capacities) if capacity and r not in changing]


def _work_bound(network: Network, head: list[int], tail: list[int], resource: int) -> int:
    """Bound by the work on one resource of all activities that neither begin before nor end after a while.

    For each head h and tail q: what starts at h or later and has q or more behind it needs its work over capacity.
    """
    problem, bound = network.problem, 0
    rows = [
        (head[p], tail[p] - problem.durations[i], units * problem.durations[i])
        for p, i in enumerate(network.order)
        for r, units in problem.needs[i]
        if r == resource and units * problem.durations[i]
    ]
    if not rows:
        return 0
    begins, ends, works = np.array(sorted(rows, key=lambda row: -row[1]), dtype=np.int64).T
    for h in np.unique(begins)[:40]:
        inside = begins >= h
        slots = -(-np.cumsum(works[inside]) // problem.capacities[resource])
        bound = max(bound, int((h + ends[inside] + slots).max()))
    return bound
