"""The anytime portfolio: priority rules, then the genetic search, until the budget is used up or nothing is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from milepost.engine.kernel import is_cached, run
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.exact import Incumbent, prove
from milepost.engine.levelling.generation import Desk
from milepost.engine.levelling.limits import least_lateness, lower_bound
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.network import Network, pack
from milepost.engine.levelling.problem import Problem, Solution
from milepost.engine.levelling.rules import keys_of
from milepost.engine.levelling.search import BEST, BOUND, LATE, LOST, MOST_LATE, Pool, adopt, evolve, lateness

#: Told after each stretch of work: the best makespan and the bound; answers whether to go on.
Progress = Callable[[int, int], bool]
#: Activities placed in a stretch of compiled work, between two looks at the clock.
STRETCH = 60_000
#: The exact step needs a budget above these seconds, and so many for each activity; it is for problems of so many.
SOON, SECONDS_EACH, EXACT_MOST = 0.1, 0.005, 500
#: Problems of so few activities are often proven.
FEW = 80
#: After its first turn the exact step has another only where makespan and bound are not further apart than this.
REACH_PERCENT = 4
#: From so many schedules on a search needs chance to stay lively.
MANY = 20_000
#: Few activities and much time: a small population, often renewed, disturbed more. Found by trial on PSPLIB.
SMALL_AND_LONG = (16, 500, 10, 500, 10, 100, 80)


def solve(
    problem: Problem,
    budget: Budget,
    seed: int = 1,
    progress: Progress | None = None,
    hint: Sequence[int] | None = None,
) -> Solution:
    """Find a short schedule of a problem within a budget, and how short any schedule could be.

    The same problem, seed and number of schedules give the same answer, to the bit. `progress` is told the best
    makespan and the bound now and then; when it answers False the search ends. `hint` is a schedule known already.
    """
    search = Search.of(problem, budget, seed)
    if hint is not None and search.network.order:
        adopt(search.network.ahead, search.pool, [hint[i] for i in search.network.order])
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
    seed: int

    @classmethod
    def of(cls, problem: Problem, budget: Budget, seed: int) -> Search:
        """Pack a problem and set up the search for it."""
        meter = Meter.start(budget)
        network = pack(problem, _horizon(problem))
        count = len(network.order)
        pool = Pool.of(keys_of(network), seed, tune_for(count, budget))
        bound = lower_bound(network)
        pool.state[BOUND] = min(least_lateness(network), MOST_LATE) * LATE + bound
        desk = Desk.of(count, network.space)
        return cls(problem, network, desk, pool, meter, is_cached(evolve), bound, seed)

    def run(self, progress: Progress | None) -> None:
        """Search until the budget is used up, the bound is met, or somebody says stop."""
        if not self.network.order:
            return
        seconds = self.meter.seconds_left()
        for breed_until, prove_until in exact_shares(len(self.network.order), self.meter):
            if not within_reach(self.pool.state[BEST], self.bound):
                break
            self._breed(progress, breed_until * seconds)
            if not self._met() and not self.meter.over():
                self._prove(prove_until * seconds)
                self._tell(progress)
        self._breed(progress, 0.0)

    def _breed(self, progress: Progress | None, spare: float) -> None:
        """Run the genetic search until only `spare` seconds are left."""
        stretch = max(4, STRETCH // len(self.network.order) // (1 if self.fast else 100))
        state = self.pool.state
        while not self._met() and (
            state[BEST] == LOST or not (self.meter.over() or self.meter.seconds_left() <= spare)
        ):
            count = max(1, min(stretch, self.meter.schedules_left()))
            network = self.network
            tables = (network.ahead, network.back, network.space, self.desk, self.pool)
            self.meter.schedules += run(evolve, self.fast, *tables, int(network.reversible), count)
            self._tell(progress)

    def _prove(self, spare: float) -> None:
        """Run the exact step until only `spare` seconds are left, and take over what it finds."""
        state, net = self.pool.state, self.network.ahead
        late = lateness(net, self.pool.best)
        if late >= MOST_LATE:
            return
        incumbent = Incumbent(self.pool.best, state[BEST] % LATE, late, self.bound)
        found = prove(
            self.network, incumbent, self.seed, lambda: self.meter.over() or self.meter.seconds_left() <= spare
        )
        if found.starts is not None:
            adopt(net, self.pool, found.starts)
        self.bound = max(self.bound, found.bound)
        state[BOUND] = state[BEST] if found.proven else max(state[BOUND], state[BOUND] // LATE * LATE + self.bound)

    def _met(self) -> bool:
        return self.pool.state[BEST] <= self.pool.state[BOUND]

    def _tell(self, progress: Progress | None) -> None:
        if progress is not None and not progress(self.pool.state[BEST] % LATE, self.bound):
            self.meter.stopped = True

    def solution(self) -> Solution:
        """Give the best schedule found."""
        problem = self.problem
        starts = [start or 0 for start in problem.fixed] or [0] * problem.size
        for p, i in enumerate(self.network.order):
            starts[i] = self.pool.best[p]
        makespan = problem.makespan(starts)
        late, bound = problem.lateness(starts), min(self.bound, makespan)
        proven = not self.network.order or (self._met() and late < MOST_LATE)
        return Solution(tuple(starts), makespan, bound, late, proven, self.meter.schedules)


def within_reach(best: int, bound: int) -> bool:
    """Tell whether a proof may be near; also before there is any schedule."""
    return best == LOST or best % LATE <= bound + max(2, bound * REACH_PERCENT // 100)


def exact_shares(count: int, meter: Meter) -> tuple[tuple[float, float], ...]:
    """Give when the exact step has its turns, as shares of the time left when it begins and when it ends.

    A short one early, for what is easily proven, and a long one; none where it could not even begin in the time.
    """
    seconds = meter.seconds_left()
    limited = meter.budget.schedules is not None or not SOON < seconds < float("inf")
    if limited or count > EXACT_MOST or seconds < count * SECONDS_EACH:
        return ()
    return ((0.95, 0.87), (0.4, 0.1)) if count <= FEW else ((0.95, 0.9), (0.4, 0.2))


def tune_for(count: int, budget: Budget) -> tuple[int, ...]:
    """Fit population and chances to what the budget lets the search generate."""
    expected = budget.schedules or 1 << 40
    if budget.timed() and budget.seconds is not None:
        expected = min(expected, int(budget.seconds * 25_000_000 / max(1, count)))
    if count <= FEW and expected > MANY:
        return SMALL_AND_LONG
    size = max(8, min(160, int(expected**0.37)))
    return (size + size % 2, 500, 3 if expected > MANY else 0, 200, 5, 200, 80)


def _horizon(problem: Problem) -> int:
    """Give a slot by which every schedule that wastes no slot has ended."""
    waits = sum(max(0, lag - problem.durations[a]) for a, _, lag in problem.links)
    ends = [start + d for start, d in zip(problem.fixed, problem.durations, strict=False) if start is not None]
    begun = max([0, *problem.releases, *(step.at for step in problem.steps), *ends])
    return begun + waits + sum(problem.durations) + 2
