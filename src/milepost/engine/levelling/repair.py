"""Repairing a levelled plan after a slip: what can stay stays, the rest gives way (domain/schedule.md 14)."""

from __future__ import annotations

import numpy as np

from milepost.engine.levelling.answer import answer
from milepost.engine.levelling.board import lay_out
from milepost.engine.levelling.budget import Budget, Meter
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.mirror import as_column, ranks_of
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.trials import Search
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.tables import Dates
from milepost.engine.units import Uid


def repair(plan: Plan, before: Schedule, *, options: LevellingOptions | None = None) -> Levelled:
    """Make a levelled plan that has slipped possible again, moving as little as can be.

    `before` is the schedule that was promised; tasks keep its starts where nothing pushes them, and no task starts
    earlier. `plan` is that plan with what has become known since. Moves are told against `before`. Raises
    PlanRefusedError as `level` does.
    """
    options = options or LevellingOptions(one_more=False)
    board = lay_out(plan, options)
    promised = {dates.uid: (dates.start, dates.finish) for dates in before.tasks}
    board.current = _promised(board.current, promised, [task.uid for task in board.compiled.frame.leaves])
    search = Search(board, Meter.start(Budget(schedules=2)))
    starts = np.array(board.current.early_start, dtype=np.int64)
    finishes = np.array(board.current.early_finish, dtype=np.int64)
    held = np.where(np.array(board.policy.mobile) >= MOBILE, starts, board.policy.release)
    trial = search.attempt(ranks_of(np.lexsort((finishes, starts)), board), as_column(held))
    return answer(search, trial, plan)


def _promised(current: Dates, promised: dict[Uid, tuple[int, int]], leaves: list[Uid]) -> Dates:
    starts, finishes = current.early_start[:], current.early_finish[:]
    for p, uid in enumerate(leaves):
        if uid in promised:
            starts[p], finishes[p] = promised[uid]
    return current._replace(early_start=starts, early_finish=finishes)
