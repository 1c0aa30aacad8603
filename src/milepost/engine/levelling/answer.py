"""The whole answer of levelling: the proposal, its bound, reasons, what binds, and what would help."""

from __future__ import annotations

from milepost.engine.levelling.apply import announced, applied
from milepost.engine.levelling.binding import binding
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.bounds import Bound, bound_of
from milepost.engine.levelling.chain import chain
from milepost.engine.levelling.conditions import conditions
from milepost.engine.levelling.frontier import frontier
from milepost.engine.levelling.levelled import Levelled, OneMore
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.one_more import more_of_resources
from milepost.engine.levelling.reasons import Reasons
from milepost.engine.levelling.residual import delays_needed, residuals
from milepost.engine.levelling.trials import Search
from milepost.engine.plan import Plan
from milepost.engine.units import Instant, Minutes, Uid


def answer(search: Search, best: Trial, known: Bound | None, plan: Plan, skills: tuple[OneMore, ...] = ()) -> Levelled:
    """Say what the best trial means for the plan; `known` is a better bound than path and work alone give."""
    board = search.board
    board.generate(best.rank, best.release, best.whole)
    needed = delays_needed(board, best)
    least = bound_of(board)
    if known is not None:
        least = Bound(max(least.finish, known.finish), known.proven)
    makespan = span(board, best.finish)
    bound = min(span(board, least.finish), makespan)
    reasons = Reasons(board, chosen(plan, board.plan))
    return Levelled(
        plan=applied(board),
        announced=dict(announced(board)),
        makespan=makespan,
        lower_bound=bound,
        proven=not best.goal[0] and (makespan <= bound or (least.proven and not best.lateness)),
        moves=reasons.moves(),
        binding=binding(board, best.finish),
        residual=residuals(board, needed),
        frontier=frontier(search, best),
        one_more=(*skills, *(more_of_resources(search, best) if board.options.one_more else ())),
        chain=chain(board, best.finish),
        finish=best.finish,
        lateness=best.lateness,
        schedules=search.meter.schedules,
        cancelled=search.cancelled,
        notices=conditions(board, reasons),
    )


def chosen(before: Plan, after: Plan) -> dict[Uid, tuple[tuple[Uid, Uid], ...]]:
    """List who was chosen: pairs of assignment and person by task."""
    found: dict[Uid, tuple[tuple[Uid, Uid], ...]] = {}
    for old, new in zip(before.assignments, after.assignments, strict=True):
        if old.resource != new.resource and new.resource is not None:
            found[new.task] = (*found.get(new.task, ()), (new.uid, new.resource))
    return found


def span(board: Board, finish: Instant) -> Minutes:
    """Count working minutes of the project's calendar from its base to an instant."""
    return board.compiled.frame.times.of_calendar(None).working(board.passes.rules.base, finish)
