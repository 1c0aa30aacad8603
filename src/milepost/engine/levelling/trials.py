"""The anytime search over a plan: rules first, then justification and bred orders, best kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from milepost.engine.kernel import Column
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.budget import Meter
from milepost.engine.levelling.objective import Judge, Trial

Progress = Callable[[float, int], bool]


@dataclass
class Search:
    """A search under way: the board it places on, what it has used, and what it has found."""

    board: Board
    judge: Judge
    meter: Meter
    progress: Callable[[float, str], bool] | None = None
    best: Trial | None = None
    front: dict[int, Trial] = field(default_factory=dict)
    cancelled: bool = False

    def attempt(self, rank: Column, release: Column | None = None) -> Trial:
        """Generate one schedule and keep it if it is the best so far, or the earliest with so few moves."""
        self.board.generate(rank, release)
        self.meter.schedules += 1
        trial = self.judge.trial(rank, release)
        if self.best is None or trial.goal < self.best.goal:
            self.best = trial
        known = self.front.get(trial.moved)
        if known is None or trial.goal < known.goal:
            self.front[trial.moved] = trial
        return trial
