"""Levelling a plan: nobody in two places, as early as can be, with as little moved as possible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from milepost.engine.levelling.answer import answer
from milepost.engine.levelling.board import lay_out
from milepost.engine.levelling.bounds import Bound
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.frontier import keep_calm
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.mirror import ranks_of
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.places import filled_with, opened, requirements
from milepost.engine.levelling.solve import solve
from milepost.engine.levelling.trials import Search, explore
from milepost.engine.levelling.uniform import Uniform, uniform
from milepost.engine.plan import Plan

#: Called with the share done (0..1) and what is going on; answers whether to go on.
Progress = Callable[[float, str], bool]
#: The share of the budget for the search task by task before a uniform plan is searched in slots.
PLAIN_SHARE = 0.3


def level(
    plan: Plan,
    *,
    options: LevellingOptions | None = None,
    budget: Budget | None = None,
    progress: Progress | None = None,
) -> Levelled:
    """Propose delays, pauses and people that keep everybody's capacity (domain/schedule.md 14).

    The proposal's dates are those `schedule` gives for its plan. `progress` is called now and then with the share of
    the budget used; when it answers False the best found so far is given. Raises PlanRefusedError as
    `schedule` does, and where no levelling can help: E-LEVEL-FINISH, E-SKILL-NOBODY, E-SKILL-FEW.
    """
    options, budget = options or LevellingOptions(), budget or Budget()
    meter = Meter.start(budget)
    asked = requirements(plan, options)
    if not asked:
        search = Search(lay_out(plan, options), meter, progress)
        best, known = _found(search, options)
        return answer(search, best, plan, known)
    bare = Search(lay_out(opened(plan, asked), options, asked), meter.share(0.5), progress, stage=(0.0, 0.5))
    search = _staffed(bare, plan, meter)
    best, known = _found(search, options)
    return answer(search, best, plan, known, bare, asked)


def _found(search: Search, options: LevellingOptions) -> tuple[Trial, Bound | None]:
    slots = uniform(search.board)
    best, known = (explore(search, seed=options.seed), None) if slots is None else _counted(search, slots, options)
    if best.moved and search.meter.schedules_left() > 0:
        keep_calm(search)
    assert search.best is not None
    return search.best, known


def _staffed(bare: Search, plan: Plan, meter: Meter) -> Search:
    """Choose people while tasks are placed, put them into the plan, and go on from the order that suits them."""
    board, options = bare.board, bare.board.options
    best = explore(bare, seed=options.seed)
    bare.settle(best)
    meter.schedules += bare.meter.schedules
    named = lay_out(filled_with(board.plan, board.seating.people()), options, like=board)
    named.current = board.current if board.plan is plan else lay_out(plan, options).current
    search = Search(named, meter.share(1.0), bare.progress, stage=(0.5, 1.0), cancelled=bare.cancelled)
    search.attempt(ranks_of(np.lexsort((best.finishes, best.starts)), named))
    return search


def _counted(search: Search, slots: Uniform, options: LevellingOptions) -> tuple[Trial, Bound | None]:
    """Search a uniform plan task by task first, then in slots, and take the order found over to the plan."""
    board, meter, (first, last) = search.board, search.meter, search.stage
    between = first + PLAIN_SHARE * (last - first)
    search.meter, search.stage = meter.share(PLAIN_SHARE), (first, between)
    best = explore(search, seed=options.seed)
    meter.schedules += search.meter.schedules
    search.meter, search.stage = meter.share(1.0), (between, last)
    if search.over("search in slots"):
        search.meter.schedules += meter.schedules
        return best, None

    def told(found: int, bound: int) -> bool:
        return not search.over(f"search: {found} slots, at least {bound}")

    solution = solve(slots.problem, search.meter.budget, options.seed, told, slots.starts(best))
    search.meter.schedules += solution.schedules + meter.schedules
    if (solution.lateness * slots.slot, solution.makespan) < (best.lateness, slots.count(best.finish)):
        starts = np.array(solution.starts, dtype=np.int64)
        search.attempt(ranks_of(np.lexsort((starts + np.array(slots.problem.durations), starts)), board))
    assert search.best is not None
    return search.best, Bound(slots.bound(solution), solution.proven)
