"""Tasks as late as possible: scheduling shifts them after everything else, so levelling looks where they end up."""

from __future__ import annotations

from milepost.engine.alap import late_tasks
from milepost.engine.answers import Computed
from milepost.engine.kernels_time import done, finish_at, start_at
from milepost.engine.levelling.apply import applied
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import take
from milepost.engine.schedule import schedule
from milepost.engine.units import Instant


def shift_late(board: Board) -> Instant | None:
    """Move the board's tasks as late as possible, and whom they push, to where the plan it proposes has them.

    Gives its finish, None without any such task. What they then ask too much of shows as a residual over-allocation.
    """
    if not late_tasks(board.passes):
        return None
    found = schedule(applied(board))
    assert isinstance(found.answers, Computed)
    starts, finishes, dates = found.answers.start, found.answers.finish, board.passes.dates
    for p in range(len(starts)):
        if (starts[p], finishes[p]) != (dates.early_start[p], dates.early_finish[p]):
            _move(board, p, starts[p], finishes[p])
    return found.finish


def _move(board: Board, p: int, start: Instant, finish: Instant) -> None:
    needs, dates, free, clocks = board.needs, board.passes.dates, board.free, board.passes.clocks
    for row in range(needs.first[p], needs.first[p + 1]):
        k = needs.clock[row]
        m = done(clocks, k, start)
        since, until = start_at(clocks, k, m + needs.begin[row]), finish_at(clocks, k, m + needs.end[row])
        take(free, needs.resource[row], -needs.units[row], needs.since[row], needs.until[row])
        take(free, needs.resource[row], needs.units[row], since, until)
        needs.since[row], needs.until[row] = since, until
    dates.early_start[p], dates.remaining[p], dates.early_finish[p] = start, start, finish
