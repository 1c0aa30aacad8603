"""From generated tables to a proposal: delays and segments of tasks, people of places (domain/schedule.md 14)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import MOBILE, PIECES
from milepost.engine.plan import Plan
from milepost.engine.progress import actual_duration
from milepost.engine.tables import STARTED
from milepost.engine.tasks import Segment, Task
from milepost.engine.units import Instant, Uid


def applied(board: Board) -> Plan:
    """Give the plan with the delays and segments the board holds; everything else stays as it is."""
    changed: dict[int, Task] = {}
    frame = board.compiled.frame
    for p, kind in enumerate(board.policy.mobile):
        if kind >= MOBILE:
            task = frame.leaves[p]
            facts = _facts(board, p, task)
            if any(getattr(task, name) != value for name, value in facts.items()):
                changed[frame.order[p]] = replace(task, **facts)  # type: ignore[arg-type]
    if not changed:
        return board.plan
    return replace(board.plan, tasks=tuple(changed.get(n, task) for n, task in enumerate(board.plan.tasks)))


def _facts(board: Board, p: int, task: Task) -> dict[str, object]:
    delay, pieces = board.placed.delay[p], pieces_of(board, p)
    if board.passes.tasks.state[p] != STARTED:
        facts: dict[str, object] = {"levelling_delay": delay, "levelling_delay_elapsed": False}
        return facts | {"segments": pieces} if pieces else facts
    if not delay and not pieces:
        return {}
    done = actual_duration(task)
    left = pieces or (Segment(board.policy.span[p]),)
    if not delay:
        return {"segments": (Segment(done + left[0].work, left[0].gap), *left[1:])}
    return {"segments": (Segment(done, delay), *left)}


def pieces_of(board: Board, p: int) -> tuple[Segment, ...]:
    """Give the pieces in which the task at a position is done, none for one piece."""
    rows = range(p * PIECES, p * PIECES + board.placed.pieces[p])
    return tuple(Segment(board.placed.work[n], board.placed.gap[n]) for n in rows)


def announced(board: Board) -> Iterator[tuple[Uid, tuple[Instant, Instant]]]:
    """List start and finish of each leaf as generated."""
    frame, dates = board.compiled.frame, board.passes.dates
    for p, task in enumerate(frame.leaves):
        if p not in frame.hubs:
            yield task.uid, (dates.early_start[p], dates.early_finish[p])
