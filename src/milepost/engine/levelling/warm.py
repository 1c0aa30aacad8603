"""Compiling the kernels of levelling ahead, so that nobody waits for them."""

from __future__ import annotations

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.problem import After, Problem
from milepost.engine.levelling.solve import Search


def warm_search() -> None:
    """Compile the genetic search, or load it from the cache."""
    problem = Problem((2, 3, 1), (((0, 1),), ((0, 1),), ()), (1,), (After(0, 2, 2),))
    search = Search.of(problem, Budget(schedules=4), 1)
    search.fast = True
    search.run(None)
