"""Checking a schedule against its problem, slot by slot, with nothing of the solver's own."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.engine.levelling.problem import Problem


def violations(problem: Problem, starts: Sequence[int]) -> list[str]:
    """List every link, release, fixed start and capacity that a schedule breaks, in words."""
    found = [f"link {link}" for link in problem.links if _breaks(problem, starts, link.before, link.after, link.lag)]
    for i, start in enumerate(starts):
        settled = problem.fixed[i] if problem.fixed else None
        if settled is not None and start != settled:
            found.append(f"activity {i} starts at {start}, not {settled}")
        if settled is None and start < max(0, problem.releases[i] if problem.releases else 0):
            found.append(f"activity {i} starts at {start}, before it may")
    end = max((s + d for s, d in zip(starts, problem.durations, strict=True)), default=0)
    for t in range(end):
        for r, capacity in enumerate(problem.capacities):
            for step in problem.steps:
                if step.resource == r and step.at <= t:
                    capacity = step.capacity
            running = [i for i, s in enumerate(starts) if s <= t < s + problem.durations[i]]
            used = sum(units for i in running for at, units in problem.needs[i] if at == r)
            free_to_move = sum(
                1 for i in running for at, u in problem.needs[i] if at == r and u and not _fixed(problem, i)
            )
            if used > capacity and free_to_move:
                found.append(f"slot {t}: {used} units of resource {r}, of which there are {capacity}")
    return found


def _fixed(problem: Problem, i: int) -> bool:
    return bool(problem.fixed) and problem.fixed[i] is not None


def _breaks(problem: Problem, starts: Sequence[int], before: int, after: int, lag: int) -> bool:
    return not _fixed(problem, after) and starts[after] < starts[before] + lag
