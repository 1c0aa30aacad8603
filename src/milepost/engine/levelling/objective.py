"""How good a generated schedule is: broken deadlines, then finish or cost, then calm (domain/schedule.md 14)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from milepost.engine.kernel import FAR, Column
from milepost.engine.levelling.board import Board
from milepost.engine.tables import EXTERNAL
from milepost.engine.units import Instant, Minutes

Int64s = npt.NDArray[np.int64]
#: Goals compare left to right; the smaller is better.
Goal = tuple[int | Fraction, ...]
#: What a deadline without a task's own priority weighs.
USUAL = 500


@dataclass(frozen=True, slots=True)
class Trial:
    """One generated schedule: its goal, finish and moved tasks, what it was generated from, and its dates.

    `rank`, `release`, `starts` and `finishes` are by position; in a `whole` one nothing pauses.
    `patience` is that of `Board.generate`.
    """

    goal: Goal
    finish: Instant
    lateness: int
    moved: int
    calm: Minutes
    rank: Column
    release: Column | None
    whole: bool
    patience: Minutes
    starts: Int64s
    finishes: Int64s


@dataclass(frozen=True)
class Judge:
    """Knows what a plan's schedules are measured by."""

    board: Board
    deadlines: tuple[tuple[int, Instant, int], ...]
    own: Int64s
    weights: Int64s
    current: Int64s

    @classmethod
    def of(cls, board: Board) -> Judge:
        """Read deadlines, priorities and current starts of the tasks."""
        frame, tasks = board.compiled.frame, board.passes.tasks
        deadlines = [
            (p, tasks.deadline[p], frame.leaves[p].priority)
            for p in range(len(frame.leaves))
            if tasks.deadline[p] < FAR and p not in frame.hubs
        ]
        aside = board.compiled.aside
        ends = [p for p in range(len(frame.leaves)) if tasks.state[p] != EXTERNAL and p not in aside]
        weights = [task.priority for task in frame.leaves]
        return cls(
            board,
            tuple(deadlines),
            np.array(ends, dtype=np.int64),
            np.array(weights, dtype=np.int64),
            np.array(board.current.early_start, dtype=np.int64),
        )

    def trial(self, rank: Column, release: Column | None, whole: bool, patience: Minutes) -> Trial:
        """Measure what the board holds."""
        board = self.board
        starts = np.array(board.passes.dates.early_start, dtype=np.int64)
        finishes = np.array(board.passes.dates.early_finish, dtype=np.int64)
        finish = int(finishes[self.own].max()) if len(self.own) else board.plan.settings.start
        late = self.lateness(board.passes.dates.early_finish, finish)
        shifted = np.abs(starts - self.current)
        moved = int(np.count_nonzero(shifted))
        calm = int(shifted.sum())
        unplaced = int((np.array(board.placed.unplaced, dtype=np.int64) * self.weights).sum())
        splits = sum(board.placed.pieces)
        weight = board.options.stability_weight
        if weight is None:
            goal: Goal = (unplaced, late, finish, calm, splits)
        else:
            # Calendar minutes on both sides, so that a day of moves weighs against a day of finish.
            goal = (unplaced, late, finish + Fraction(weight) * calm, splits)
        return Trial(goal, finish, late, moved, calm, rank, release, whole, patience, starts, finishes)

    def lateness(self, finishes: Column, finish: Instant) -> int:
        """Add up working minutes after deadlines, each times the task's priority."""
        board, total = self.board, 0
        line = board.compiled.frame.times.of_calendar(None)
        must = board.plan.settings.must_finish_by
        if must is not None and finish > must:
            total += USUAL * line.working(must, finish)
        for p, deadline, priority in self.deadlines:
            if finishes[p] > deadline:
                total += priority * max(1, line.working(deadline, finishes[p]))
        return total
