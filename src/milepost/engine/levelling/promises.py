"""What every proposal must keep, checked each time before it is given out (domain/schedule.md 14)."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.kernel import Column, column
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE
from milepost.engine.passes import Passes
from milepost.engine.tables import STARTED


class BrokenPromiseError(Exception):
    """A proposal that breaks what levelling promises: a fault of Milepost, never of the plan."""


def keep_promises(board: Board) -> None:
    """Make sure that the forward pass gives the board's dates, nothing immovable moved, and links hold.

    Capacity holds by construction: whatever is short shows as a residual over-allocation.
    """
    passes = _as_applied(board)
    names = [task.uid for task in board.compiled.frame.leaves]
    for told, found in zip(board.passes.dates[:2], passes.dates[:2], strict=True):
        wrong = [uid for uid, a, b in zip(names, told, found, strict=True) if a != b]
        if wrong:
            raise BrokenPromiseError(f"the levelled dates of tasks {wrong[:5]} are not those of the schedule")
    for p, kind in enumerate(board.policy.mobile):
        if kind < MOBILE and board.placed.delay[p]:
            raise BrokenPromiseError(f"task {names[p]} must not move")
        if board.placed.delay[p] < 0:
            raise BrokenPromiseError(f"task {names[p]} starts before its links allow")


def _as_applied(board: Board) -> Passes:
    """Run the forward pass over the plan's tables with the delays and pauses of the board."""
    tasks, placed = board.passes.tasks, board.placed
    delays: Column = column(
        [
            placed.delay[p] if kind >= MOBILE and tasks.state[p] != STARTED else tasks.delay[p]
            for p, kind in enumerate(board.policy.mobile)
        ]
    )
    own = {"delay": delays, "span": tasks.span[:], "delay_clock": tasks.clock[:]}
    for p, kind in enumerate(board.policy.mobile):
        if kind < MOBILE:
            own["delay_clock"][p] = tasks.delay_clock[p]
    passes = replace(board.passes.copy(), tasks=tasks._replace(**own))
    passes.forward()
    return passes
