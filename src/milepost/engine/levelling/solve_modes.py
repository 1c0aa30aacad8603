"""Solving problems with modes: the genetic search over lists and modes, modes the stocks allow, the exact step."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.kernel import column, is_cached, run, zeros
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.exact_modes import affordable, prove_modes
from milepost.engine.levelling.generation import Desk
from milepost.engine.levelling.kernels_modes import Ways, evolve_modes
from milepost.engine.levelling.limits import lower_bound
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.modes import ModesProblem, ModesSolution
from milepost.engine.levelling.network import Fields, Network, pack
from milepost.engine.levelling.problem import Problem, Solution
from milepost.engine.levelling.rules import keys_of
from milepost.engine.levelling.search import BEST, BOUND, LATE, Pool, adopt
from milepost.engine.levelling.solve import STRETCH, Progress, exact_shares, solve, tune_for, within_reach

#: Rounds of the population in which the search itself should find modes that keep the stocks.
ROUNDS = 40


def solve_modes(
    problem: ModesProblem, budget: Budget, seed: int = 1, progress: Progress | None = None
) -> ModesSolution:
    """Find modes and a short schedule within a budget, and how short any schedule could be.

    Never gives modes that use up more than the stocks; raises ProblemError when all do. Otherwise as `solve`.
    """
    search = ModesSearch.of(problem, budget, seed)
    search.run(progress)
    return search.solution()


@dataclass(slots=True)
class ModesSearch:
    """A search over modes under way; `rows` are the possible modes of each position along time."""

    problem: ModesProblem
    network: Network
    rows: list[list[int]]
    ways: Ways
    desk: Desk
    pool: Pool
    meter: Meter
    fast: bool
    bound: int
    seed: int

    @classmethod
    def of(cls, problem: ModesProblem, budget: Budget, seed: int) -> ModesSearch:
        """Pack a problem and set up the search for it."""
        meter = Meter.start(budget)
        horizon = sum(max((mode.duration for mode in modes), default=0) for modes in problem.modes) + 2
        widest = problem.widest()
        network = pack(widest, horizon)
        rows = [[m for m, mode in enumerate(problem.modes[i]) if problem.possible(mode)] for i in network.order]
        pool = Pool.of(keys_of(network), seed, tune_for(len(rows), budget))
        bound = lower_bound(pack(problem.shortest(), horizon))
        pool.state[BOUND] = bound
        ways = _ways(problem, network, rows, widest, pool)
        desk = Desk.of(len(rows), network.space)
        return cls(problem, network, rows, ways, desk, pool, meter, is_cached(evolve_modes), bound, seed)

    def run(self, progress: Progress | None) -> None:
        """Search until the budget is used up, the bound is met, or somebody says stop."""
        if not self.network.order:
            return
        seconds = self.meter.seconds_left()
        for breed_until, prove_until in exact_shares(len(self.rows), self.meter):
            if not within_reach(self.pool.state[BEST], self.bound):
                break
            self._breed(progress, breed_until * seconds)
            if not self._met() and not self.meter.over():
                self._prove(prove_until * seconds)
        self._breed(progress, 0.0)

    def _breed(self, progress: Progress | None, spare: float) -> None:
        state, network = self.pool.state, self.network
        stretch = max(4, STRETCH // len(self.rows) // (1 if self.fast else 100))
        while not self._met() and not self.meter.over() and self.meter.seconds_left() > spare:
            count = max(1, min(stretch, self.meter.schedules_left()))
            tables = (network.ahead, network.back, network.space, self.desk, self.pool, self.ways)
            self.meter.schedules += run(evolve_modes, self.fast, *tables, count)
            if state[BEST] >= LATE and self.meter.schedules > ROUNDS * self.pool.tune[0]:
                self._afford()
            if progress is not None and not progress(state[BEST] % LATE, self.bound):
                self.meter.stopped = True
        if state[BEST] >= LATE:
            self._afford()

    def _afford(self) -> None:
        """Take modes that keep the stocks from the constraint solver, and any schedule of them."""
        modes = affordable(self.problem, self.seed)
        self._adopt(solve(self.problem.settled(modes), Budget(schedules=50), self.seed).starts, modes)

    def _adopt(self, starts: tuple[int, ...], modes: tuple[int, ...]) -> None:
        """Take over a schedule found elsewhere."""
        count, size = len(self.rows), self.pool.tune[0]
        for p, i in enumerate(self.network.order):
            chosen = self.rows[p].index(modes[i])
            self.ways.best[p] = self.ways.kept[size * count + p] = chosen
            self.network.ahead.duration[p] = self.problem.modes[i][modes[i]].duration
        adopt(self.network.ahead, self.pool, [starts[i] for i in self.network.order])

    def _prove(self, spare: float) -> None:
        starts, modes = self._found()
        over = lambda: self.meter.over() or self.meter.seconds_left() <= spare  # noqa: E731
        found = prove_modes(self.problem, starts, modes, self.bound, self.seed, over)
        if found.starts is not None:
            self._adopt(found.starts, found.modes)
        self.bound = max(self.bound, found.bound)
        self.pool.state[BOUND] = self.pool.state[BEST] if found.proven else self.bound

    def _met(self) -> bool:
        return self.pool.state[BEST] <= self.pool.state[BOUND]

    def _found(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """Give starts and modes of the best schedule, by activity."""
        starts, modes = [0] * len(self.rows), [0] * len(self.rows)
        for p, i in enumerate(self.network.order):
            starts[i], modes[i] = self.pool.best[p], self.rows[p][self.ways.best[p]]
        return tuple(starts), tuple(modes)

    def solution(self) -> ModesSolution:
        """Give the best schedule found."""
        starts, modes = self._found()
        makespan = self.problem.settled(modes).makespan(starts)
        proven = self._met() or not self.rows
        bound = min(self.bound, makespan)
        return ModesSolution(modes, Solution(starts, makespan, bound, 0, proven, self.meter.schedules))


def _ways(problem: ModesProblem, network: Network, rows: list[list[int]], widest: Problem, pool: Pool) -> Ways:
    """Lay the possible modes out, their needs packed as the network packs them."""
    fields, net = Fields.of(widest), network.ahead
    first, at, duration, need, use = [0], list[int](), list[int](), list[int](), list[int]()
    for p, (i, row) in enumerate(zip(network.order, rows, strict=True)):
        words = [net.word[k] for k in range(net.need_first[p], net.need_first[p + 1])]
        for m in row:
            mode = problem.modes[i][m]
            packed, uses = fields.packed(mode.needs), dict(mode.uses)
            at.append(len(need))
            duration.append(mode.duration)
            need.extend(packed.get(word, 0) if mode.duration else 0 for word in words)
            use.extend(uses.get(k, 0) for k in range(len(problem.stocks)))
        first.append(len(at))
    count = len(rows)
    return Ways(
        column(first), column(duration), column(at), column(need), column(use), column([*problem.stocks]),
        zeros(count), zeros(len(problem.stocks)), zeros(2 * pool.tune[0] * count), zeros(count),
    )  # fmt: skip
