"""In which order tasks take their resources: the keys of domain/schedule.md 14, and other rules of the trade."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from milepost.engine.kernel import FAR, Column, zeros
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.options import Order

Key = Sequence[Sequence[int]]


def ranked(board: Board, *keys: Sequence[int]) -> Column:
    """Number the positions in ascending order of keys, the first counting most; what cannot move comes before all."""
    fixed = [int(kind >= MOBILE) for kind in board.policy.mobile]
    order = np.lexsort([np.array(key, dtype=np.int64) for key in (*keys[::-1], fixed)])
    rank = np.zeros(len(order) + 1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    made = zeros(0)
    made.frombytes(rank.tobytes())
    return made


def by_option(board: Board, order: Order) -> Column:
    """Rank tasks by the chosen order."""
    rows, leaves, tasks = board.compiled.frame.order, board.compiled.frame.leaves, board.passes.tasks
    late, early = board.natural.late_start, board.natural.early_start
    if order is Order.ID:
        return ranked(board, rows)
    bounds = zip(tasks.start_by, tasks.finish_by, strict=True)
    bounded = [int(start == FAR and finish == FAR) for start, finish in bounds]
    priority = [-task.priority for task in leaves]
    durations = [-task.duration for task in leaves]
    standard = (_total_floats(board), late, early, bounded, priority, durations, rows)
    return ranked(board, *standard) if order is Order.STANDARD else ranked(board, priority, *standard)


def rules(board: Board) -> list[Column]:
    """Give other rules of the trade: latest start, latest finish, least float, most successors, current order."""
    dates, rows = board.natural, board.compiled.frame.order
    keys: list[Key] = [
        (dates.late_start, rows),
        (dates.late_finish, rows),
        (_total_floats(board), rows),
        ([-count for count in _followers(board)], rows),
        (board.current.early_start, dates.late_start, rows),
    ]
    return [ranked(board, *key) for key in keys]


def _total_floats(board: Board) -> list[int]:
    """Give the float in wall-clock minutes between early and late start, by which tasks compare."""
    dates = board.natural
    return [late - early for late, early in zip(dates.late_start, dates.early_start, strict=True)]


def _followers(board: Board) -> list[int]:
    """Count the tasks that directly wait for each."""
    edges = board.compiled.edges
    return [edges.out_first[p + 1] - edges.out_first[p] for p in range(len(board.policy.mobile))]
