"""The whole answer of levelling: the proposal, its bound, reasons, what binds, and what would help."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from milepost.engine.levelling.apply import announced, applied
from milepost.engine.levelling.binding import binding
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.bounds import Bound, bound_of
from milepost.engine.levelling.bounds_open import open_bound
from milepost.engine.levelling.chain import chain
from milepost.engine.levelling.conditions import conditions
from milepost.engine.levelling.frontier import frontier
from milepost.engine.levelling.late import shift_late
from milepost.engine.levelling.levelled import Binding, ChainStep, Levelled, Move, OneMore, Option, Residual
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.one_more import more_of_resources, more_of_skills
from milepost.engine.levelling.places import Requirement
from milepost.engine.levelling.promises import keep_promises
from milepost.engine.levelling.reasons import Reasons
from milepost.engine.levelling.residual import delays_needed, residuals
from milepost.engine.levelling.trials import Search
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.units import Instant, Minutes, Uid


@dataclass
class Proposal:
    """Answers from the board of a finished search, which holds the best trial; `known` bounds the finish better."""

    search: Search
    best: Trial
    finish: Instant
    before: Plan
    known: Bound | None
    needed: dict[int, Minutes]
    bare: Search | None
    asked: dict[Uid, Requirement]

    @property
    def board(self) -> Board:
        """The board that holds the best trial."""
        return self.search.board

    @cached_property
    def reasons(self) -> Reasons:
        """Who says why."""
        return Reasons(self.board, chosen(self.before, self.board.plan))

    def plan(self) -> Plan:
        """Give the plan with the proposal applied."""
        return applied(self.board)

    def announced(self) -> dict[Uid, tuple[Instant, Instant]]:
        """Give start and finish by task."""
        return dict(announced(self.board))

    def lower_bound(self) -> tuple[Minutes, bool]:
        """Give the bound on the makespan, and whether the makespan is known to be the best."""
        if self.bare is not None:
            # Other people could do it in another time: only what holds for all who could is a bound.
            least = open_bound(self.bare.board)
        else:
            least = max(bound_of(self.board).finish, self.known.finish if self.known is not None else 0)
        makespan = span(self.board, self.finish)
        bound = min(span(self.board, least), makespan)
        told = self.bare is None and self.known is not None and self.known.proven and not self.best.lateness
        return bound, not self.best.goal[0] and (makespan <= bound or told)

    def moves(self) -> tuple[Move, ...]:
        """Give the moves with their reasons."""
        return self.reasons.moves()

    def binding(self) -> tuple[Binding, ...]:
        """Give who binds each week."""
        return binding(self.board, self.finish)

    def residual(self) -> tuple[Residual, ...]:
        """Give the over-allocations left."""
        return residuals(self.board, self.needed)

    def frontier(self) -> tuple[Option, ...]:
        """Give days gained against tasks moved."""
        return frontier(self.search, self.best)

    def one_more(self) -> tuple[OneMore, ...]:
        """Give what one more of each would buy."""
        if not self.board.options.one_more:
            return ()
        skills = () if self.bare is None else more_of_skills(self.bare, self.asked)
        return (*skills, *more_of_resources(self.search, self.best))

    def chain(self) -> tuple[ChainStep, ...]:
        """Give the resource-critical chain."""
        return chain(self.board, self.finish)

    def notices(self) -> tuple[Notice, ...]:
        """Give what cannot be met."""
        return conditions(self.board, self.reasons)


def answer(
    search: Search,
    best: Trial,
    before: Plan,
    known: Bound | None = None,
    bare: Search | None = None,
    asked: dict[Uid, Requirement] | None = None,
) -> Levelled:
    """Propose the best trial; `bare` is the search that chose people for the places `asked`."""
    board = search.board
    search.settle(best)
    keep_promises(board)
    needed = delays_needed(board, best)
    finish = shift_late(board) or best.finish
    proposal = Proposal(search, best, finish, before, known, needed, bare, asked or {})
    return Levelled(
        finish=finish,
        makespan=span(board, finish),
        lateness=best.lateness,
        schedules=search.meter.schedules,
        cancelled=search.cancelled,
        answers=proposal,
        in_vain=search.idle if search.exhausted else 0,
    )


def chosen(before: Plan, after: Plan) -> dict[Uid, tuple[tuple[Uid, Uid], ...]]:
    """List who was chosen: pairs of assignment and person by task."""
    found: dict[Uid, tuple[tuple[Uid, Uid], ...]] = {}
    for old, new in zip(before.assignments, after.assignments, strict=True):
        if old.resource != new.resource and new.resource is not None:
            found[new.task] = (*found.get(new.task, ()), (new.uid, new.resource))
    return found


def span(board: Board, finish: Instant) -> Minutes:
    """Count working minutes of the project's calendar to an instant, none where all is done before the count begins.

    It begins at the plan's base, or where the first task would start if nobody had to wait: the start a source has
    stored for the project may lie years before its work.
    """
    return max(0, board.compiled.frame.times.of_calendar(None).working(begin(board), finish))


def begin(board: Board) -> Instant:
    """Tell where the first task starts as long as nobody has to wait, at the plan's base at the earliest."""
    frame, natural = board.compiled.frame, board.natural
    starts = (at for p, at in enumerate(natural.early_start) if p not in frame.hubs)
    return max(min(starts, default=0), board.passes.rules.base)
