"""What one more person would buy, by solving again with them."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.levelling.board import Board, lay_out
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.demand import WHOLE
from milepost.engine.levelling.levelled import OneMore
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.objective import Trial
from milepost.engine.levelling.places import Requirement, able
from milepost.engine.levelling.ranks import rules
from milepost.engine.levelling.trials import Search
from milepost.engine.resources import Resource
from milepost.engine.units import Uid

#: So many resources are tried, those most waited for first.
MOST = 6


def more_of_resources(search: Search, best: Trial) -> tuple[OneMore, ...]:
    """Add one full-time unit to each resource that is waited for, and tell what the finish gains."""
    board = search.board
    line = board.compiled.frame.times.of_calendar(None)
    found = []
    for r in _waited_for(board):
        again = _again(board.with_more({r: WHOLE}), best)
        finish = min(best.finish, again.finish) if again.goal[:2] <= best.goal[:2] else best.finish
        found.append(OneMore(board.resources[r].uid, "", finish, line.working(finish, best.finish)))
    return tuple(sorted(found, key=lambda each: (-each.gained, each.resource or 0)))


def _waited_for(board: Board) -> list[int]:
    waits: dict[int, int] = {}
    for p in board.movable:
        if board.placed.waits[p] >= 0 and board.placed.delay[p]:
            waits[board.placed.waits[p]] = waits.get(board.placed.waits[p], 0) + board.placed.delay[p]
    return sorted(waits, key=lambda r: (-waits[r], r))[:MOST]


def _again(board: Board, best: Trial) -> Trial:
    """Search a changed board for a moment, from the best order known."""
    search = Search(board, Meter.start(Budget(schedules=1)))
    search.justified(search.attempt(best.rank))
    for rank in rules(board)[:2]:
        search.justified(search.attempt(rank))
    assert search.best is not None
    search.justified(search.best)
    return search.best


def more_of_skills(bare: Search, asked: dict[Uid, Requirement]) -> tuple[OneMore, ...]:
    """Add one full-time person for each kind of open place, and tell what the finish gains."""
    board, best = bare.board, bare.best
    assert best is not None
    line, found = board.compiled.frame.times.of_calendar(None), []
    for requirement in _most_asked({each.uid: asked[each.uid] for each in board.seating.sources}):
        plan = replace(board.plan, resources=(*board.plan.resources, _another(board, requirement)))
        again = _again(lay_out(plan, board.options, asked), best)
        finish = min(best.finish, again.finish) if again.goal[:2] <= best.goal[:2] else best.finish
        found.append(OneMore(None, str(requirement), finish, line.working(finish, best.finish)))
    return tuple(sorted(found, key=lambda each: (-each.gained, each.skill)))


def _most_asked(asked: dict[Uid, Requirement]) -> list[Requirement]:
    counts: dict[Requirement, int] = {}
    for requirement in asked.values():
        counts[requirement] = counts.get(requirement, 0) + 1
    return sorted(counts, key=lambda each: (-counts[each], str(each)))[:MOST]


def _another(board: Board, requirement: Requirement) -> Resource:
    """Make up somebody who fits: the calendar of the first who does, no other skills, full time."""
    like = next(resource for resource in able(board.plan) if requirement.met_by(resource))
    uid = 1 + max(resource.uid for resource in board.plan.resources)
    return Resource(uid, f"One more {requirement}", calendar=like.calendar, rates=like.rates, skills=requirement.skills)
