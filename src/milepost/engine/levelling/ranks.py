"""In which order tasks take their resources: the keys of domain/schedule.md 14, and other rules of the trade."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from milepost.engine.kernel import FAR, Column, zeros
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.options import Order

Key = Callable[[int], tuple[int, ...]]


def ranked(board: Board, key: Key) -> Column:
    """Number the positions in ascending order of a key; what cannot move comes before all."""
    mobile = board.policy.mobile
    order = sorted(range(len(mobile)), key=lambda p: (mobile[p] >= MOBILE, *key(p)))
    return placed_in(order)


def placed_in(order: Sequence[int]) -> Column:
    """Give the rank of each position when they are taken in an order."""
    rank = zeros(len(order) + 1)
    for n, p in enumerate(order):
        rank[p] = n
    return rank


def by_option(board: Board, order: Order) -> Column:
    """Rank tasks by the chosen order."""
    rows, leaves, base = board.compiled.frame.order, board.compiled.frame.leaves, board.passes
    late, early = board.natural.late_start, board.natural.early_start
    total = _total_floats(board)

    def standard(p: int) -> tuple[int, ...]:
        bound = base.tasks.start_by[p] < FAR or base.tasks.finish_by[p] < FAR
        task = leaves[p]
        return total[p], late[p], early[p], int(not bound), -task.priority, -task.duration, rows[p]

    if order is Order.ID:
        return ranked(board, lambda p: (rows[p],))
    if order is Order.STANDARD:
        return ranked(board, standard)
    return ranked(board, lambda p: (-leaves[p].priority, *standard(p)))


def rules(board: Board) -> list[Column]:
    """Give other rules of the trade: latest start, latest finish, most successors, longest tail, current order."""
    dates, rows = board.natural, board.compiled.frame.order
    total, followers = _total_floats(board), _followers(board)
    keys: list[Key] = [
        lambda p: (dates.late_start[p], rows[p]),
        lambda p: (dates.late_finish[p], rows[p]),
        lambda p: (total[p], rows[p]),
        lambda p: (-followers[p], rows[p]),
        lambda p: (board.current.early_start[p], dates.late_start[p], rows[p]),
    ]
    return [ranked(board, key) for key in keys]


def _total_floats(board: Board) -> list[int]:
    """Give the float in wall-clock minutes between early and late start, by which tasks compare."""
    dates = board.natural
    return [late - early for late, early in zip(dates.late_start, dates.early_start, strict=True)]


def _followers(board: Board) -> list[int]:
    """Count the tasks that directly wait for each, with their own followers' count in a last digit's weight."""
    edges = board.compiled.edges
    return [edges.out_first[p + 1] - edges.out_first[p] for p in range(len(board.policy.mobile))]
