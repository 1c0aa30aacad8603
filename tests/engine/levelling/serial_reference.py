"""Serial schedule generation written out plainly, to compare with."""

from __future__ import annotations

from milepost.engine.levelling.problem import Problem


def serial_makespan(problem: Problem, order: tuple[int, ...]) -> int:
    """Place in this order, each at the first slot that breaks nothing of what is placed."""
    starts: dict[int, int] = {}
    for i in order:
        t = max([0, *(starts[a] + lag for a, b, lag in problem.links if b == i)])
        while not _fits(problem, starts, i, t):
            t += 1
        starts[i] = t
    return max(s + problem.durations[i] for i, s in starts.items())


def _fits(problem: Problem, starts: dict[int, int], i: int, at: int) -> bool:
    for t in range(at, at + problem.durations[i]):
        for r, units in problem.needs[i]:
            used = sum(dict(problem.needs[j])[r] for j, s in starts.items() if s <= t < s + problem.durations[j])
            if used + units > problem.capacities[r]:
                return False
    return True
