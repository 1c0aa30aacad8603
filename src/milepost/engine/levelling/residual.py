"""Over-allocations that levelling leaves, why, and what it would take (domain/schedule.md 13.3, 14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milepost.engine.kernel import FAR, filled
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.demand import WHOLE
from milepost.engine.levelling.levelled import Residual
from milepost.engine.levelling.objective import Trial
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.words import called, days, when


def delays_needed(board: Board, trial: Trial) -> dict[int, Minutes]:
    """Tell how long tasks that must not be moved so far would have to wait, by position; generates anew."""
    short = [p for p, flag in enumerate(board.placed.unplaced) if flag]
    if not any(board.placed.wanted[p] >= 0 for p in short):
        return {}
    free = replace(board, policy=board.policy._replace(limit=filled(len(board.policy.limit), FAR)))
    free.generate(trial.rank, trial.release, trial.whole, trial.patience)
    found = {p: board.placed.delay[p] for p in short if not board.placed.unplaced[p]}
    board.generate(trial.rank, trial.release, trial.whole, trial.patience)
    return found


def residuals(board: Board, needed: dict[int, Minutes]) -> tuple[Residual, ...]:
    """List the stretches in which a resource is still asked for more than there is, by resource and time."""
    found = []
    for r in range(len(board.resources)):
        for begin, end, worst in shortages(board, r):
            found.append(_residual(board, r, begin, end, worst, needed))
    return tuple(found)


def shortages(board: Board, r: int) -> Iterator[tuple[Instant, Instant, int]]:
    """Give the stretches in which less than nothing is free of a resource, those that touch as one, and the least."""
    free = board.free
    begin, worst, base = None, 0, free.first[r]
    for i in range(base, base + free.size[r]):
        if free.units[i] < 0:
            begin = free.at[i] if begin is None else begin
            worst = min(worst, free.units[i])
        elif begin is not None:
            yield begin, free.at[i], worst
            begin, worst = None, 0


def _residual(board: Board, r: int, begin: Instant, end: Instant, worst: int, needed: dict[int, Minutes]) -> Residual:
    """Say one over-allocation: as one task's own, as work that must not move so far, or as work that never moves."""
    leaves, settings = board.compiled.frame.leaves, board.plan.settings
    asking = _asking(board, r, begin, end)
    most = max(capacity_at(board, r, begin), capacity_at(board, r, end - 1))
    demand = most - worst
    delays = tuple((leaves[p].uid, needed[p]) for p in asking if p in needed)
    alone = [p for p, units in asking.items() if units > most and p not in needed]
    never = [p for p in asking if board.placed.unplaced[p] and board.placed.wanted[p] < 0]
    resource = board.resources[r]
    names = ", ".join(called(leaves[p]) for p in asking)
    said = (
        f"{resource.name} is asked for {_percent(demand)} against {_percent(most)} "
        f"from {when(begin, settings)} to {when(end, settings)} by {names}"
    )
    if alone or never:
        code = "W-OVERALLOC-SELF"
        which = called(leaves[(alone or never)[0]])
        when_free = "more than there is" if alone else "more than there is at any time it could be done"
        said += f": {which} alone asks for {when_free}, so lower its units"
    elif delays:
        code = "W-OVERALLOC-SLACK"
        waits = ", ".join(f"{called(leaves[p])} {days(needed[p], settings)}" for p in asking if p in needed)
        said += f": to keep dates nothing moves; it would take a delay of {waits}"
    else:
        code = "W-OVERALLOC-FIXED"
        said += ": all of it is work that must not move"
    tasks: tuple[Uid, ...] = tuple(leaves[p].uid for p in asking)
    return Residual(code, resource.uid, begin, end, demand, most, tasks, delays, said + ".")


def _asking(board: Board, r: int, begin: Instant, end: Instant) -> dict[int, int]:
    """Give the positions that have a resource in a stretch, with the most units each asks for."""
    needs, found = board.needs, dict[int, int]()
    for p in range(len(board.policy.mobile)):
        for row in range(needs.first[p], needs.first[p + 1]):
            if needs.resource[row] == r and needs.since[row] < end and needs.until[row] > begin:
                found[p] = max(found.get(p, 0), needs.units[row])
    return found


def capacity_at(board: Board, r: int, at: Instant) -> int:
    """Give the units there are of a resource at an instant, in ten-thousandths."""
    free, found = board.free, 0
    for i in range(free.first[r], free.first[r] + free.steps[r]):
        if free.step_at[i] <= at:
            found = free.step_units[i]
    return found


def _percent(units: int) -> str:
    return f"{100 * units / WHOLE:.10g} %"
