"""Why each task moves: whom it waits for, until when, and whose priority was higher (domain/schedule.md 14)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.engine.kernels_forward import link_bound
from milepost.engine.levelling.apply import pieces_of
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.levelled import Move
from milepost.engine.units import Uid
from milepost.engine.words import called, when

People = Mapping[Uid, tuple[tuple[Uid, Uid], ...]]


@dataclass
class Reasons:
    """Says why tasks of a board are where they are; `people` are those chosen for places, by task."""

    board: Board
    people: People = field(default_factory=dict)
    _ends: dict[tuple[int, int], list[int]] = field(init=False)

    def __post_init__(self) -> None:
        """Note which tasks give a resource back when."""
        needs, self._ends = self.board.needs, {}
        for p in range(len(self.board.policy.mobile)):
            for row in range(needs.first[p], needs.first[p + 1]):
                holders = self._ends.setdefault((needs.resource[row], needs.until[row]), [])
                if p not in holders:
                    holders.append(p)

    def moves(self) -> tuple[Move, ...]:
        """List the tasks that start or end elsewhere, pause, or got people, in plan order."""
        frame, dates, current = self.board.compiled.frame, self.board.passes.dates, self.board.current
        found = []
        for p in sorted(range(len(frame.leaves)), key=frame.order.__getitem__):
            here = (dates.early_start[p], dates.early_finish[p])
            there = (current.early_start[p], current.early_finish[p])
            if p not in frame.hubs and (here != there or frame.leaves[p].uid in self.people):
                found.append(self._move(p))
        return tuple(found)

    def holders(self, p: int) -> list[int]:
        """List the positions that hold what the task at a position waits for, up to when it starts."""
        placed = self.board.placed
        if placed.waits[p] < 0 or not placed.delay[p]:
            return []
        return [q for q in self._ends.get((placed.waits[p], placed.until[p]), []) if q != p]

    def _move(self, p: int) -> Move:
        board = self.board
        dates, current, placed = board.passes.dates, board.current, board.placed
        uid = board.compiled.frame.leaves[p].uid
        waits = placed.waits[p] >= 0 and placed.delay[p] > 0
        return Move(
            task=uid,
            start=(current.early_start[p], dates.early_start[p]),
            finish=(current.early_finish[p], dates.early_finish[p]),
            delay=placed.delay[p],
            pieces=pieces_of(board, p),
            resource=board.resources[placed.waits[p]].uid if waits else None,
            held_by=tuple(board.compiled.frame.leaves[q].uid for q in self.holders(p)),
            until=placed.until[p] if waits else None,
            people=self.people.get(uid, ()),
            reason=self._sentence(p, waits),
        )

    def _sentence(self, p: int, waits: bool) -> str:
        board = self.board
        leaves = board.compiled.frame.leaves
        if waits:
            name = board.resources[board.placed.waits[p]].name
            date = when(board.placed.until[p], board.plan.settings)
            holders = self.holders(p)
            if holders:
                held = " and ".join(called(leaves[q]) for q in holders[:3])
                mine, other = leaves[p].priority, leaves[holders[0]].priority
                ranks = "" if mine == other else f" (priority {mine} vs {other})"
                return f"waits for {name} held by {held} until {date}{ranks}"
            return f"waits for {name}, who has too little time before {date}"
        if pieces_of(board, p):
            return "pauses while the people it needs do other work"
        if board.passes.dates.early_start[p] == board.current.early_start[p]:
            same = board.passes.dates.early_finish[p] == board.current.early_finish[p]
            return "is done by the people chosen" if same else "takes longer in the working time of the people chosen"
        leader = self.leader(p)
        return f"follows {called(leaves[leader])}" if leader >= 0 else "no longer has to wait"

    def leader(self, p: int) -> int:
        """Find the predecessor that holds the task at a position longest, -1 without one."""
        clocks, tasks, edges, _, dates = self.board.passes.tables()
        rows = [e for e in range(edges.first[p], edges.first[p + 1]) if not edges.off[e]]
        if not rows:
            return -1
        return edges.pred[max(rows, key=lambda e: (link_bound(clocks, tasks, edges, dates, e), -e))]
