"""The plan seen from its end: time runs backwards, links turn around, and the same generation places tasks late.

A schedule generated here tells in which order tasks should take their resources to end early: double justification
(Valls, Ballestin and Quintanilla 2005) with every calendar kept. Its dates are never shown, so constraints
need not hold in it.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from milepost.engine.clockbook import ClockBook
from milepost.engine.kernel import FAR, Column, column, filled, run, zeros
from milepost.engine.kernels_time import Clocks
from milepost.engine.levelling.board import Board, placed_table, queue_table
from milepost.engine.levelling.kernels_place import MOBILE, PINNED, Free, Limits, Needs, Policy
from milepost.engine.levelling.kernels_serial import generate
from milepost.engine.levelling.objective import Int64s
from milepost.engine.levelling.seats import no_seats
from milepost.engine.network import grouped
from milepost.engine.tables import FF, FIXED, FS, SF, SS, UNSTARTED, Dates, Edges, Rules, Tasks
from milepost.engine.units import Instant
from milepost.engine.worktime import WorkTime
from milepost.engine.worktime_intervals import Spans

_TURNED = {FS: FS, SS: FF, FF: SS, SF: SF}


@dataclass
class Mirror:
    """A board's tables with time reversed; positions stay the same."""

    board: Board
    clocks: Clocks
    tasks: Tasks
    edges: Edges
    rules: Rules
    dates: Dates
    needs: Needs
    free: Free
    policy: Policy
    limits: Limits
    window: tuple[Instant, Instant]

    @classmethod
    def of(cls, board: Board) -> Mirror:
        """Turn a board around."""
        tasks, edges = _tasks(board), _edges(board)
        count = len(tasks.state)
        mobile = column([MOBILE if kind >= MOBILE else PINNED for kind in board.policy.mobile])
        spans = board.policy.span
        policy = Policy(mobile, filled(count, -FAR), filled(count, FAR), spans)
        clocks, window = _clocks(board)
        rules = Rules(base=-FAR, honor=0, msp=0)
        dates = Dates(*(zeros(count) for _ in range(6)))
        tables = (clocks, tasks, edges, rules, dates, _needs(board), _free(board), policy, board.limits)
        return cls(board, *tables, window)

    def late_order(self, starts: Int64s, finishes: Int64s) -> Column:
        """Place tasks as late as they can be before the finish of a schedule; gives the order of their late starts."""
        board, tasks = self.board, self.tasks
        last = int(finishes.max())
        if last >= self.window[1]:
            self.clocks, self.window = _clocks(board)
        for p, kind in enumerate(self.policy.mobile):
            tasks.floor[p] = -last
            if kind < MOBILE:
                tasks.begun[p], tasks.ended[p] = -int(finishes[p]), -int(starts[p])
        rank = ranks_of(np.lexsort((starts, -finishes)), board)
        queue, placed = queue_table(len(starts))._replace(rank=rank), placed_table(len(starts))
        tables = (self.clocks, tasks, self.edges, self.rules, self.dates, self.needs, self.free)
        places = no_seats(len(starts), board.resources).places
        run(generate, board.fast, *tables, self.policy, placed, queue, self.limits, places)
        begun = -np.array(self.dates.early_finish, dtype=np.int64)
        ended = -np.array(self.dates.early_start, dtype=np.int64)
        return ranks_of(np.lexsort((ended, begun)), board)


def ranks_of(order: Int64s, board: Board) -> Column:
    """Rank positions by an order; what cannot move comes before all."""
    fixed = np.array(board.policy.mobile, dtype=np.int64) < MOBILE
    rank = np.empty(len(order) + 1, dtype=np.int64)
    rank[order] = np.arange(len(order))
    rank[:-1][fixed] -= len(order)
    rank[-1] = 0
    return as_column(rank)


def as_column(values: Int64s) -> Column:
    """Copy an array into a column."""
    made = zeros(0)
    made.frombytes(np.ascontiguousarray(values, dtype=np.int64).tobytes())
    return made


def _clocks(board: Board) -> tuple[Clocks, tuple[Instant, Instant]]:
    book = ClockBook()
    lines = board.compiled.frame.book.lines
    for line in lines:
        book.lines.append(_turned(line))
    highs = [line.window[1] for line in lines if not line.elapsed]
    return book.lay_out(), (0, min(highs, default=FAR))


def _turned(line: WorkTime) -> WorkTime:
    low, high = line.window

    def spans(_first: Instant, _last: Instant) -> Spans:
        return Spans(-line.ends[::-1], -line.starts[::-1])

    return WorkTime(spans, (-high, -low), (-high, -low), line.name, line.elapsed)


def _tasks(board: Board) -> Tasks:
    tasks, count = board.passes.tasks, len(board.policy.mobile)
    state = [UNSTARTED if kind >= MOBILE else FIXED for kind in board.policy.mobile]
    return tasks._replace(
        state=column(state),
        span=board.policy.span[:],
        entry=filled(count, -1),
        earliest=filled(count, -FAR),
        finish_earliest=filled(count, -FAR),
        start_on=filled(count, FAR),
        finish_on=filled(count, FAR),
        start_by=filled(count, FAR),
        finish_by=filled(count, FAR),
        delay=zeros(count),
        begun=zeros(count),
        ended=zeros(count),
        resumed=filled(count, -FAR),
        expected=filled(count, -FAR),
        floor=filled(count, -FAR),
    )


def _edges(board: Board) -> Edges:
    """Turn the links around; those that count from a started task's remaining work become plain."""
    edges, count = board.compiled.edges, len(board.policy.mobile)
    kept = [e for e in range(len(edges.pred)) if not edges.off[e] and edges.kind[e] in _TURNED]
    kept.sort(key=lambda e: edges.pred[e])
    pred = column([edges.succ[e] for e in kept])
    succ = column([edges.pred[e] for e in kept])
    first, _ = grouped(succ, count, False)
    out_first, out = grouped(pred, count, False)
    none = zeros(len(kept))
    return Edges(
        pred=pred,
        succ=succ,
        kind=column([_TURNED[edges.kind[e]] for e in kept]),
        lag=column([edges.lag[e] for e in kept]),
        direct=none,
        group=none,
        clock=column([edges.clock[e] for e in kept]),
        off=none,
        first=first,
        out_first=out_first,
        out=out,
    )


def _needs(board: Board) -> Needs:
    needs, begin, end = board.needs, board.needs.begin[:], board.needs.end[:]
    spans = board.policy.span
    for p in range(len(spans)):
        rows = range(needs.first[p], needs.first[p + 1])
        for row in rows:
            # Seen from the finish, a strand that ends early does so together with the task.
            whole = max((needs.end[r] for r in rows if needs.clock[r] == needs.clock[row]), default=spans[p])
            begin[row], end[row] = whole - needs.end[row], whole - needs.begin[row]
    return needs._replace(begin=begin, end=end, since=zeros(len(begin)), until=zeros(len(begin)))


def _free(board: Board) -> Free:
    """Turn the steps of capacity around."""
    free = board.free
    at, units = zeros(len(free.at)), zeros(len(free.at))
    for r in range(len(free.steps)):
        low, steps = free.first[r], free.steps[r]
        for n in range(steps):
            source = low + steps - 1 - n
            at[low + n] = -FAR if n == 0 else -free.step_at[source + 1]
            units[low + n] = free.step_units[source]
    return Free(free.first, free.steps[:], at[:], units[:], free.steps, at, units)
