"""The anytime portfolio: priority rules, then the genetic search, until the budget is used up or nothing is left."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from milepost.engine.kernel import is_cached, run
from milepost.engine.levelling.budget import Budget, Meter
from milepost.engine.levelling.generation import Desk
from milepost.engine.levelling.limits import least_lateness, lower_bound
from milepost.engine.levelling.network import Network, pack
from milepost.engine.levelling.problem import Problem, Solution
from milepost.engine.levelling.rules import keys_of
from milepost.engine.levelling.search import BEST, BOUND, LATE, LOST, Pool, evolve

#: Told after each stretch of work: the best makespan and the bound; answers whether to go on.
Progress = Callable[[int, int], bool]
#: Activities placed in a stretch of compiled work, between two looks at the clock.
STRETCH = 200_000


def solve(problem: Problem, budget: Budget, seed: int = 1, progress: Progress | None = None) -> Solution:
    """Find a short schedule of a problem within a budget, and how short any schedule could be.

    The same problem, seed and number of schedules give the same answer, to the bit. `progress` is told the best
    makespan and the bound now and then; when it answers False the search ends.
    """
    search = Search.of(problem, budget, seed)
    search.run(progress)
    return search.solution()


@dataclass(slots=True)
class Search:
    """A search under way."""

    problem: Problem
    network: Network
    desk: Desk
    pool: Pool
    meter: Meter
    fast: bool
    bound: int

    @classmethod
    def of(cls, problem: Problem, budget: Budget, seed: int) -> Search:
        """Pack a problem and set up the search for it."""
        meter = Meter.start(budget)
        network = pack(problem, _horizon(problem))
        count = len(network.order)
        pool = Pool.of(keys_of(network), seed, tune_for(count, budget))
        bound = lower_bound(network)
        pool.state[BOUND] = least_lateness(network) * LATE + bound
        desk = Desk.of(count, network.space)
        return cls(problem, network, desk, pool, meter, is_cached(evolve), bound)

    def run(self, progress: Progress | None) -> None:
        """Search until the budget is used up, the bound is met, or somebody says stop."""
        stretch = max(4, STRETCH // max(1, len(self.network.order)) // (1 if self.fast else 100))
        while len(self.network.order) and (self.pool.state[BEST] == LOST or not self.meter.over()):
            count = max(1, min(stretch, self.meter.schedules_left()))
            made = self._evolve(count)
            self.meter.schedules += made
            if made < count:
                break
            if progress is not None and not progress(self.pool.state[BEST] % LATE, self.bound):
                self.meter.stopped = True

    def _evolve(self, count: int) -> int:
        network = self.network
        return run(
            evolve,
            self.fast,
            network.ahead,
            network.back,
            network.space,
            self.desk,
            self.pool,
            int(network.reversible),
            count,
        )

    def solution(self) -> Solution:
        """Give the best schedule found."""
        problem, state = self.problem, self.pool.state
        starts = [start or 0 for start in problem.fixed] or [0] * problem.size
        for p, i in enumerate(self.network.order):
            starts[i] = self.pool.best[p]
        makespan = problem.makespan(starts)
        lateness = problem.lateness(starts)
        proven = state[BEST] <= state[BOUND] or not self.network.order
        return Solution(tuple(starts), makespan, min(self.bound, makespan), lateness, proven, self.meter.schedules)


def tune_for(count: int, budget: Budget) -> tuple[int, ...]:
    """Fit population and chances to what the budget lets the search generate."""
    expected = budget.schedules or 1 << 40
    if budget.timed() and budget.seconds is not None:
        expected = min(expected, int(budget.seconds * 25_000_000 / max(1, count)))
    size = max(8, min(60, int(expected**0.35)))
    return (size + size % 2, 500, 5, 500, 10)


def _horizon(problem: Problem) -> int:
    """Give a slot by which every schedule that wastes no slot has ended."""
    waits = sum(max(0, lag - problem.durations[a]) for a, _, lag in problem.links)
    ends = [start + d for start, d in zip(problem.fixed, problem.durations, strict=False) if start is not None]
    begun = max([0, *problem.releases, *(step.at for step in problem.steps), *ends])
    return begun + waits + sum(problem.durations) + 2
