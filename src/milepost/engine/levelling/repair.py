"""Repairing a levelled plan after a slip: what can stay stays, the rest gives way (domain/schedule.md 14)."""

from __future__ import annotations

from milepost.engine.levelling.answer import answer
from milepost.engine.levelling.board import lay_out
from milepost.engine.levelling.budget import Budget, Meter
from milepost.engine.levelling.frontier import PATIENCE, hold_on
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.trials import Search
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.tables import Dates
from milepost.engine.units import Instant, Uid


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
    search = Search(board, Meter.start(Budget(schedules=len(PATIENCE))))
    return answer(search, _calmest(search, before.finish), plan)


def _calmest(search: Search, promised: Instant) -> Trial:
    """Find the schedule that moves least among those that finish about as early as any."""
    found = [hold_on(search, PATIENCE[0])]
    for patience in PATIENCE[1:]:
        if found[0].finish <= promised and not found[0].goal[0]:
            return found[0]
        found.append(hold_on(search, patience))
    sound = [trial for trial in found if trial.goal[:1] == min(each.goal[:1] for each in found)]
    limit = min(trial.finish for trial in sound)
    # A hundredth of what is left counts as about as early.
    limit += (limit - search.board.passes.rules.base) // 100
    return min((trial for trial in sound if trial.finish <= limit), key=lambda trial: (trial.lateness, trial.moved))


def _promised(current: Dates, promised: dict[Uid, tuple[int, int]], leaves: list[Uid]) -> Dates:
    starts, finishes = current.early_start[:], current.early_finish[:]
    for p, uid in enumerate(leaves):
        if uid in promised:
            starts[p], finishes[p] = promised[uid]
    return current._replace(early_start=starts, early_finish=finishes)
