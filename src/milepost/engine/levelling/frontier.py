"""Days gained against tasks moved: the schedules met on the way of which none is both calmer and earlier."""

from __future__ import annotations

import numpy as np

from milepost.engine.kernel import FAR, Column
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.levelled import Option
from milepost.engine.levelling.mirror import as_column
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.trials import Search
from milepost.engine.units import MINUTES_PER_DAY, Minutes

#: How long tasks in the way are put off before they are placed: to after all others, a month, a week, not at all.
PATIENCE: tuple[Minutes, ...] = tuple(days * MINUTES_PER_DAY for days in (1000, 30, 5, 0))


def keep_calm(search: Search) -> None:
    """Try schedules in which tasks wait where the plan has them: those moving least, and the best one calmed."""
    board = search.board
    release = held(board)
    for patience in PATIENCE[:2]:
        hold_on(search, patience)
    best = search.best
    assert best is not None
    if best.release is None:
        search.attempt(best.rank, release)
        search.attempt(best.rank, _late_enough(board, best, release))


def held(board: Board) -> Column:
    """Keep every task that may move from starting before it does now."""
    current = np.array(board.current.early_start, dtype=np.int64)
    return as_column(np.where(np.array(board.policy.mobile) >= MOBILE, current, board.policy.release))


def hold_on(search: Search, patience: Minutes) -> Trial:
    """Place tasks where they are now as far as can be; what cannot stay is put off and then finds a place."""
    board = search.board
    release = held(board)
    rank = np.append(np.where(np.array(board.policy.mobile) >= MOBILE, np.array(release), -FAR), 0)
    return search.attempt(as_column(rank), release, patience=patience)


def _late_enough(board: Board, best: Trial, release: Column) -> Column:
    """Let tasks wait where the plan has them, but only as long as their links then leave the finish alone."""
    path = max(board.natural.early_finish, default=best.finish)
    late = np.array(board.natural.late_start, dtype=np.int64) + max(0, best.finish - path)
    wanted = np.array(release, dtype=np.int64)
    return as_column(np.where(wanted <= late, wanted, best.starts))


def frontier(search: Search, best: Trial) -> tuple[Option, ...]:
    """List the schedules that no other beats in both tasks moved and finish, the calmest first."""
    found: list[Trial] = []
    for trial in sorted(search.front.values(), key=lambda t: (t.moved, t.finish)):
        sound = trial.goal[0] <= best.goal[0] and trial.lateness <= max(best.lateness, 0)
        if sound and (not found or trial.finish < found[-1].finish):
            found.append(trial)
    line = search.board.compiled.frame.times.of_calendar(None)
    return tuple(Option(t.moved, t.finish, line.working(t.finish, found[0].finish)) for t in found)
