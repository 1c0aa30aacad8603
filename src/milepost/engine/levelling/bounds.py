"""The finish no schedule can beat: the critical path, or the work of a resource against its capacity."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine.kernel import FAR
from milepost.engine.kernels_time import done
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.objective import Judge
from milepost.engine.units import Instant, Minutes


@dataclass(frozen=True, slots=True)
class Bound:
    """An instant before which no schedule finishes; `proven` says that the schedule found is known to be best."""

    finish: Instant
    proven: bool = False


def bound_of(board: Board) -> Bound:
    """Give the later of the critical path and, for each resource, the time its remaining work takes (section 14)."""
    own = Judge.of(board).own
    finishes = np.array(board.natural.early_finish, dtype=np.int64)
    path = int(finishes[own].max()) if len(own) else board.plan.settings.start
    # Microsoft Project lets a constrained task start before the project does.
    begin = min([board.passes.rules.base, *(board.natural.remaining[p] for p in board.movable)])
    works = [_work_bound(board, r, rows, begin) for r, rows in enumerate(_rows(board)) if rows]
    return Bound(max([path, *works]))


def _rows(board: Board) -> list[list[int]]:
    """List the rows of needs of each resource whose task moves and whose working time is the resource's own."""
    needs, rows = board.needs, [list[int]() for _ in board.resources]
    for p, kind in enumerate(board.policy.mobile):
        if kind >= MOBILE and not board.placed.unplaced[p]:
            for row in range(needs.first[p], needs.first[p + 1]):
                rows[needs.resource[row]].append(row)
    return rows


def _work_bound(board: Board, r: int, rows: list[int], begin: Instant) -> Instant:
    """Give the instant by which a resource could have done its work if it never stood idle.

    Counts on one working time: where tasks of a resource follow different calendars, the one with most of its work.
    """
    needs, free, clocks = board.needs, board.free, board.passes.clocks
    work: dict[int, Minutes] = {}
    for row in rows:
        work[needs.clock[row]] = work.get(needs.clock[row], 0) + needs.units[row] * (needs.end[row] - needs.begin[row])
    k = max(work, key=lambda clock: (work[clock], clock))
    left, at, i = work[k], begin, free.first[r]
    last = free.first[r] + free.steps[r]
    line = board.compiled.frame.book.lines[k]
    while left > 0 and i < last:
        end = free.step_at[i + 1] if i + 1 < last else FAR
        units = free.step_units[i]
        if end > at and units > 0:
            room = FAR if end == FAR else units * (done(clocks, k, end) - done(clocks, k, at))
            if room >= left:
                return line.add(at, -(-left // units))
            left -= room
        at, i = max(at, end), i + 1
    return at if at < FAR else begin
