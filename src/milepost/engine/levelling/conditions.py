"""What levelling cannot make true, with the smallest set of causes: missed deadlines, people without any time."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.engine.kernel import FAR
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.demand import capacity_steps
from milepost.engine.levelling.reasons import Reasons
from milepost.engine.notices import Notice
from milepost.engine.resources import Resource
from milepost.engine.units import Minutes, Uid
from milepost.engine.words import called, days, when


def conditions(board: Board, reasons: Reasons) -> tuple[Notice, ...]:
    """List what stays wrong after levelling: W-LEVEL-DEADLINE, W-CAPACITY-ZERO."""
    return (*_without_time(board), *_missed(board, reasons))


def _without_time(board: Board) -> Iterator[Notice]:
    """Say who has no capacity though work is asked of them; in one sentence where that is everybody."""
    asked: dict[int, list[int]] = {}
    needs, resources = board.needs, board.resources
    for p in range(len(board.policy.mobile)):
        for row in range(needs.first[p], needs.first[p + 1]):
            asked.setdefault(needs.resource[row], []).append(p)
    empty = {r: positions for r, positions in sorted(asked.items()) if without_capacity(resources[r])}
    if len(empty) == len(asked) > 1:
        names = ", ".join(resources[r].name for r in empty)
        tasks = _uids(board, sorted(p for positions in empty.values() for p in positions))
        message = (
            f"Nobody who is asked for has any capacity (max units 0 %): {names}. Nothing can be levelled until "
            "somebody has; give units above 0 %."
        )
        yield Notice("W-CAPACITY-ZERO", message, tasks)
        return
    for r, positions in empty.items():
        tasks = _uids(board, positions)
        first = called(board.compiled.frame.leaves[positions[0]])
        others = f" and {len(tasks) - 1} more" if len(tasks) > 1 else ""
        message = (
            f"{resources[r].name} has no capacity at all (max units 0 %), but {first}{others} asks for it. "
            "Give units above 0 %, or assign somebody else."
        )
        yield Notice("W-CAPACITY-ZERO", message, tasks)


def _uids(board: Board, positions: list[int]) -> tuple[Uid, ...]:
    return tuple(dict.fromkeys(board.compiled.frame.leaves[p].uid for p in positions))


def without_capacity(resource: Resource) -> bool:
    """Tell whether somebody has no units at any time."""
    return all(units <= 0 for _, units in capacity_steps(resource))


def _missed(board: Board, reasons: Reasons) -> Iterator[Notice]:
    tasks, dates, natural = board.passes.tasks, board.passes.dates, board.natural
    settings, line = board.plan.settings, board.compiled.frame.times.of_calendar(None)
    for p, task in enumerate(board.compiled.frame.leaves):
        if tasks.deadline[p] == FAR or dates.early_finish[p] <= tasks.deadline[p] or p in board.compiled.frame.hubs:
            continue
        late = days(line.working(tasks.deadline[p], dates.early_finish[p]), settings)
        said = f"{called(task)} misses its deadline {when(tasks.deadline[p], settings)} by {late}"
        if natural.early_finish[p] > tasks.deadline[p]:
            short = days(line.working(tasks.deadline[p], natural.early_finish[p]), settings)
            said += f"; {short} of that even if nobody ever had to wait, so links, durations or the date must change"
        causes = _causes(board, reasons, p)
        if causes:
            waits = ", ".join(
                f"{board.resources[r].name} ({days(minutes, settings)}, held by {', '.join(held)})"
                for r, (minutes, held) in causes.items()
            )
            said += f". On the way it waits for {waits}"
        yield Notice("W-LEVEL-DEADLINE", said + ".", (task.uid,))


def _causes(board: Board, reasons: Reasons, p: int) -> dict[int, tuple[Minutes, list[str]]]:
    """Walk back from a late task along what it waits for; gives each resource waited for and who holds it."""
    found: dict[int, tuple[Minutes, list[str]]] = {}
    leaves, placed, seen = board.compiled.frame.leaves, board.placed, set[int]()
    at = p
    while at >= 0 and at not in seen:
        seen.add(at)
        if placed.waits[at] >= 0 and placed.delay[at]:
            minutes, held = found.get(placed.waits[at], (0, []))
            holders = reasons.holders(at)
            names = [called(leaves[q]) for q in holders[:2] if called(leaves[q]) not in held]
            found[placed.waits[at]] = (minutes + placed.delay[at], held + names)
        at = reasons.leader(at)
    return found
