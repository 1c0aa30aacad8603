"""Repairing a levelled plan after a slip: what can stay stays, the rest gives way (domain/schedule.md 14)."""

from __future__ import annotations

from collections.abc import Mapping

from milepost.engine.levelling.answer import answer
from milepost.engine.levelling.board import Board, lay_out
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.frontier import PATIENCE, hold_on
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.places import Requirement, filled_with, opened
from milepost.engine.levelling.trials import Search
from milepost.engine.plan import Plan
from milepost.engine.resources import Skill
from milepost.engine.units import Instant, Uid

#: Start and finish of tasks.
Promised = Mapping[Uid, tuple[Instant, Instant]]


def repair(plan: Plan, promised: Promised, *, options: LevellingOptions | None = None) -> Levelled:
    """Make a levelled plan that has slipped possible again, moving as little as can be.

    `promised` are start and finish by task as they were announced (`Levelled.announced`); tasks keep these starts where
    nothing pushes them, and none starts earlier. `plan` is the plan promised, with what has become known since. Moves
    are told against the promise. Raises PlanRefusedError as `level` does.
    """
    options = options or LevellingOptions(one_more=False)
    last = max((finish for _, finish in promised.values()), default=plan.settings.start)
    search = _promise(lay_out(plan, options), promised)
    trial = _calmest(search, last)
    late = trial.finish - last > (last - search.board.passes.rules.base) // 100
    if options.fill_places and (late or trial.goal[0]):
        other = _with_others(search, trial, promised, last)
        if other is not None:
            calm = _calmest(other, last)
            if (*calm.goal[:2], calm.finish) < (*trial.goal[:2], trial.finish):
                return answer(other, calm, plan)
    return answer(search, trial, plan)


def _promise(board: Board, promised: Promised) -> Search:
    """Take what was promised for where tasks are."""
    starts, finishes = board.current.early_start[:], board.current.early_finish[:]
    for p, task in enumerate(board.compiled.frame.leaves):
        if task.uid in promised and p not in board.compiled.frame.hubs:
            starts[p], finishes[p] = promised[task.uid]
    board.current = board.current._replace(early_start=starts, early_finish=finishes)
    return Search(board, Meter.start(Budget(schedules=len(PATIENCE))))


def _with_others(search: Search, trial: Trial, promised: Promised, last: Instant) -> Search | None:
    """Choose people anew for places of tasks that cannot stay where they are; None where there are none."""
    board = search.board
    leaves, mobile = board.compiled.frame.leaves, board.policy.mobile
    moved = {
        task.uid
        for p, task in enumerate(leaves)
        if mobile[p] >= MOBILE and (trial.starts[p] != board.current.early_start[p] or board.placed.unplaced[p])
    }
    asked = {
        each.uid: Requirement((Skill(each.skill, each.level),))
        for each in board.plan.assignments
        if each.skill and each.task in moved and not each.actual_work
    }
    if not asked:
        return None
    bare = _promise(lay_out(opened(board.plan, asked), board.options, asked), promised)
    bare.settle(_calmest(bare, last))
    named = filled_with(bare.board.plan, bare.board.seating.people())
    return _promise(lay_out(named, board.options, like=bare.board), promised)


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
