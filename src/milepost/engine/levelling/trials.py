"""The anytime search over a plan: rules, double justification, then bred orders; the best is kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from milepost.engine.kernel import Column
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE, SPLITTABLE
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.mirror import Mirror, ranks_of
from milepost.engine.levelling.objective import Int64s, Judge, Trial
from milepost.engine.levelling.ranks import by_option, rules
from milepost.engine.tables import COMPLETE
from milepost.engine.units import Minutes

#: Orders kept for breeding, and how many trials without a better one end the search.
POPULATION = 16
PATIENCE = 200


@dataclass
class Search:
    """A search under way: the board it places on, what it has used, and what it has found.

    `front` holds the best trial by number of tasks moved. `progress` is told the share of the budget used and what is
    going on, and answers whether to go on; this search is the part `stage` of the whole.
    """

    board: Board
    meter: Meter
    progress: Callable[[float, str], bool] | None = None
    best: Trial | None = None
    stage: tuple[float, float] = (0.0, 1.0)
    front: dict[int, Trial] = field(default_factory=dict)
    cancelled: bool = False
    idle: int = 0
    held: Trial | None = None
    _mirror: Mirror | None = None

    @cached_property
    def judge(self) -> Judge:
        """Who measures the schedules."""
        return Judge.of(self.board)

    def attempt(
        self, rank: Column, release: Column | None = None, *, whole: bool = True, patience: Minutes = -1
    ) -> Trial:
        """Generate one schedule and keep it if it is the best so far, or the earliest with so few moves."""
        self.board.generate(rank, release, whole, patience)
        self.meter.schedules += 1
        trial = self.held = self.judge.trial(rank, release, whole, patience)
        self.idle += 1
        if self.best is None or trial.goal < self.best.goal:
            self.best, self.idle = trial, 0
        known = self.front.get(trial.moved)
        if known is None or trial.goal < known.goal:
            self.front[trial.moved] = trial
        return trial

    @property
    def exhausted(self) -> bool:
        """Whether the search ended because it had found nothing better for long, with budget left."""
        return self.idle >= PATIENCE and not self.cancelled and not self.meter.over()

    def settle(self, trial: Trial) -> None:
        """Let the board hold a trial found before."""
        if self.held is not trial:
            self.board.generate(trial.rank, trial.release, trial.whole, trial.patience)
            self.held = trial

    @cached_property
    def pauses(self) -> bool:
        """Whether any task may pause, and there is fixed work or a change of capacity to pause for."""
        policy, free = self.board.policy, self.board.free
        fixed = any(
            kind < MOBILE and self.board.rows[p] and self.board.passes.tasks.state[p] != COMPLETE
            for p, kind in enumerate(policy.mobile)
        )
        return SPLITTABLE in policy.mobile and (fixed or any(steps > 1 for steps in free.steps))

    def justified(self, trial: Trial) -> Trial:
        """Move everything late, then early again: never longer where calendars agree, shorter more often than not."""
        if self._mirror is None:
            self._mirror = Mirror.of(self.board)
        rank = self._mirror.late_order(trial.starts, trial.finishes)
        self.meter.schedules += 1
        return self.attempt(rank)

    def over(self, doing: str) -> bool:
        """Tell whether the search has to end: budget used, enough tried in vain, optimal, or told to stop."""
        budget, meter = self.meter.budget, self.meter
        if self.progress is not None:
            used = 0.0
            if budget.timed() and budget.seconds:
                used = 1 - meter.seconds_left() / budget.seconds
            if budget.schedules:
                used = max(used, meter.schedules / budget.schedules)
            first, last = self.stage
            if not self.progress(first + (last - first) * min(max(used, 0.0), 1.0), doing):
                self.cancelled = True
        return self.cancelled or meter.over()


def explore(search: Search, *, seed: int) -> Trial:
    """Search until the budget is used, nothing gets better, or the finish meets its bound."""
    board = search.board
    if search.best is not None and search.meter.schedules_left() <= 0:
        return search.best
    bound = max(board.natural.early_finish, default=0)
    first = search.attempt(by_option(board, board.options.order))
    if not first.moved and not first.goal[0]:
        return first
    found = [first]
    if search.pauses:
        search.attempt(first.rank, whole=False)
    for rank in rules(board):
        # Rules are so quick, compiled, that they run whatever the budget.
        if search.over("rules") and (search.cancelled or not board.fast or search.meter.schedules_left() <= 0):
            return _best(search)
        found.append(search.attempt(rank))
        found.append(search.justified(found[-1]))
    if not search.over("justification"):
        found.append(search.justified(_best(search)))
    _breed(search, found, bound, np.random.Generator(np.random.PCG64(seed)))
    if search.pauses and _best(search).whole:
        search.attempt(_best(search).rank, whole=False)
    return _best(search)


def _best(search: Search) -> Trial:
    assert search.best is not None
    return search.best


def _breed(search: Search, found: list[Trial], bound: int, dice: np.random.Generator) -> None:
    """Cross the orders of good schedules, justify what comes out, and keep the better ones."""
    board = search.board
    if len(board.movable) < 2:
        return
    group = _distinct(found)[:POPULATION]
    while not search.over("search") and search.idle < PATIENCE:
        best = _best(search)
        if best.goal[:2] == (0, 0) and best.finish <= bound:
            return
        order = _child(group, dice)
        trial = search.justified(search.attempt(ranks_of(order, board)))
        group = _distinct([*group, trial])[:POPULATION]


def _distinct(trials: list[Trial]) -> list[Trial]:
    """Sort trials by goal, the same schedule once."""
    found: dict[tuple[object, ...], Trial] = {}
    for trial in sorted(trials, key=lambda t: t.goal):
        found.setdefault((*trial.goal, int(trial.starts.sum())), trial)
    return list(found.values())


def _child(group: list[Trial], dice: np.random.Generator) -> Int64s:
    """Take a stretch of one schedule's order amid another's, and move a few tasks."""
    mother, father = (group[_pick(len(group), dice)] for _ in range(2))
    one = np.lexsort((mother.finishes, mother.starts))
    other = np.lexsort((father.finishes, father.starts))
    count = len(one)
    low, high = sorted(int(n) for n in dice.integers(0, count + 1, size=2))
    stretch = one[low:high]
    inside = np.zeros(count, dtype=bool)
    inside[stretch] = True
    rest = other[~inside[other]]
    child = np.concatenate((rest[:low], stretch, rest[low:]))
    if mother is father or dice.random() < 0.3:
        shake = np.arange(count) + dice.random(count) * max(3.0, 0.05 * count)
        child = child[np.argsort(shake, kind="stable")]
    return child


def _pick(count: int, dice: np.random.Generator) -> int:
    """Prefer the better ones: the best of two draws."""
    return int(min(dice.integers(0, count), dice.integers(0, count)))
