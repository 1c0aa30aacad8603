"""Levelling a plan: nobody in two places, as early as can be, with as little moved as possible."""

from __future__ import annotations

from collections.abc import Callable

from milepost.engine.levelling.apply import announced, applied
from milepost.engine.levelling.board import Board, lay_out
from milepost.engine.levelling.budget import Budget, Meter
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.objective import Judge, Trial
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.ranks import by_option
from milepost.engine.levelling.reasons import Reasons
from milepost.engine.levelling.trials import Search
from milepost.engine.plan import Plan
from milepost.engine.units import Instant, Minutes

#: Called with the share done (0..1) and what is going on; answers whether to go on.
Progress = Callable[[float, str], bool]


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
    board = lay_out(plan, options)
    search = Search(board, Judge.of(board), Meter.start(budget), progress)
    best = search.attempt(by_option(board, options.order))
    return _answer(search, best)


def _answer(search: Search, best: Trial) -> Levelled:
    board = search.board
    board.generate(best.rank, best.release)
    makespan = span(board, best.finish)
    return Levelled(
        plan=applied(board),
        announced=dict(announced(board)),
        makespan=makespan,
        lower_bound=span(board, max(board.natural.early_finish, default=best.finish)),
        proven=False,
        moves=Reasons(board).moves(),
        binding=(),
        residual=(),
        frontier=(),
        one_more=(),
        chain=(),
        finish=best.finish,
        lateness=best.lateness,
        schedules=search.meter.schedules,
        cancelled=search.cancelled,
    )


def span(board: Board, finish: Instant) -> Minutes:
    """Count working minutes of the project's calendar from its base to an instant."""
    return board.compiled.frame.times.of_calendar(None).working(board.passes.rules.base, finish)
