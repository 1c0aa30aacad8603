"""Levelling a plan: nobody in two places, as early as can be, with as little moved as possible."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from milepost.engine.kernel import Column
from milepost.engine.levelling.apply import announced, applied
from milepost.engine.levelling.board import Board, lay_out
from milepost.engine.levelling.bounds import Bound, bound_of
from milepost.engine.levelling.budget import Budget, Meter
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.mirror import ranks_of
from milepost.engine.levelling.objective import Judge, Trial
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.places import filled_with, opened, requirements
from milepost.engine.levelling.reasons import Reasons
from milepost.engine.levelling.residual import delays_needed, residuals
from milepost.engine.levelling.solve import solve
from milepost.engine.levelling.trials import Search, explore
from milepost.engine.levelling.uniform import Uniform, uniform
from milepost.engine.plan import Plan
from milepost.engine.units import Instant, Minutes, Uid

#: Called with the share done (0..1) and what is going on; answers whether to go on.
Progress = Callable[[float, str], bool]
#: The share of the budget for the search task by task before a uniform plan is searched in slots.
PLAIN_SHARE = 0.35


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
    `schedule` does, and where no levelling can help: E-LEVEL-FINISH, E-SKILL-NOBODY, E-CAPACITY-ZERO.
    """
    options, budget = options or LevellingOptions(), budget or Budget()
    meter = Meter.start(budget)
    board, first = _staffed(plan, options, meter, progress)
    search = Search(board, Judge.of(board), meter, progress)
    if first is not None:
        search.attempt(first)
    slots = uniform(board)
    if slots is None:
        return _answer(search, explore(search, seed=options.seed), None, plan)
    return _answer(search, *_counted(search, slots, options), plan)


def _counted(search: Search, slots: Uniform, options: LevellingOptions) -> tuple[Trial, Bound | None]:
    """Search a uniform plan task by task first, then in slots, and take the order found over to the plan."""
    board, meter = search.board, search.meter
    search.meter = meter.share(PLAIN_SHARE)
    best = explore(search, seed=options.seed)
    meter.schedules += search.meter.schedules
    search.meter = meter
    if search.over("search in slots"):
        return best, None

    def told(found: int, bound: int) -> bool:
        meter.stopped = search.over(f"search: {found} slots, at least {bound}")
        return not meter.stopped

    solution = solve(slots.problem, meter.share(1.0).budget, options.seed, told)
    meter.schedules += solution.schedules
    if solution.makespan < slots.count(best.finish) or solution.lateness < best.lateness:
        starts = np.array(solution.starts, dtype=np.int64)
        search.attempt(ranks_of(np.lexsort((starts + np.array(slots.problem.durations), starts)), board))
    assert search.best is not None
    return search.best, Bound(slots.bound(solution), solution.proven)


def _staffed(
    plan: Plan, options: LevellingOptions, meter: Meter, progress: Progress | None
) -> tuple[Board, Column | None]:
    """Lay out a plan with people in its open places, chosen while its tasks are placed; gives the order they suit."""
    asked = requirements(plan, options)
    if not asked:
        return lay_out(plan, options), None
    bare = lay_out(opened(plan, asked), options, asked)
    search = Search(bare, Judge.of(bare), meter.share(0.5), progress)
    best = explore(search, seed=options.seed)
    bare.generate(best.rank, best.release, best.whole)
    meter.schedules += search.meter.schedules
    board = lay_out(filled_with(bare.plan, bare.seating.people()), options)
    board.current = bare.current if bare.plan is plan else lay_out(plan, options).current
    return board, ranks_of(np.lexsort((best.finishes, best.starts)), board)


def _answer(search: Search, best: Trial, known: Bound | None, plan: Plan) -> Levelled:
    board = search.board
    board.generate(best.rank, best.release, best.whole)
    needed = delays_needed(board, best)
    least = bound_of(board)
    if known is not None:
        least = Bound(max(least.finish, known.finish), known.proven)
    makespan = span(board, best.finish)
    bound = min(span(board, least.finish), makespan)
    return Levelled(
        plan=applied(board),
        announced=dict(announced(board)),
        makespan=makespan,
        lower_bound=bound,
        proven=not best.goal[0] and (makespan <= bound or (least.proven and not best.lateness)),
        moves=Reasons(board, _people(plan, board.plan)).moves(),
        binding=(),
        residual=residuals(board, needed),
        frontier=(),
        one_more=(),
        chain=(),
        finish=best.finish,
        lateness=best.lateness,
        schedules=search.meter.schedules,
        cancelled=search.cancelled,
    )


def _people(before: Plan, after: Plan) -> dict[Uid, tuple[tuple[Uid, Uid], ...]]:
    """List who was chosen: pairs of assignment and person by task."""
    found: dict[Uid, tuple[tuple[Uid, Uid], ...]] = {}
    for old, new in zip(before.assignments, after.assignments, strict=True):
        if old.resource != new.resource and new.resource is not None:
            found[new.task] = (*found.get(new.task, ()), (new.uid, new.resource))
    return found


def span(board: Board, finish: Instant) -> Minutes:
    """Count working minutes of the project's calendar from its base to an instant."""
    return board.compiled.frame.times.of_calendar(None).working(board.passes.rules.base, finish)
