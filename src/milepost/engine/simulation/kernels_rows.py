"""Carrying out a programme of instructions on rows, block after block of iterations: what threads run side by side.

Each instruction is carried out for all iterations of a block before the next; `tables.Op` says what each does.
"""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.kernels_dates import alter, arrange, convert
from milepost.engine.simulation.kernels_effects import affect, decide
from milepost.engine.simulation.kernels_seats import occupy, seat
from milepost.engine.simulation.kernels_truths import clear, count, judge, sum_up
from milepost.engine.simulation.tables import (
    Code,
    Draws,
    Events,
    Kept,
    Op,
    Profile,
    Rows,
    Seats,
    Slots,
    Sources,
    Work,
)

_PLACE, _EXPECT, _GAP = int(Op.PLACE), int(Op.EXPECT), int(Op.GAP)
_INSTANTS, _TAKE = int(Op.INSTANTS), int(Op.TAKE)
_LEAD, _CLEAR, _COUNT, _SUM = int(Op.LEAD), int(Op.CLEAR), int(Op.COUNT), int(Op.SUM)
_COMBINE, _ITEM, _RESERVE, _JUMP = int(Op.COMBINE), int(Op.ITEM), int(Op.RESERVE), int(Op.JUMP)


@piece
def begin_block(rows: Rows, width: int) -> None:
    """Begin a block without cost and path."""
    for w in range(width):
        rows.cost[w] = 0.0
        rows.path[w] = 0


@piece
def keep(rows: Rows, kept: Kept, begin: int, width: int) -> None:
    """Keep what is asked for by iteration."""
    for w in range(width):
        kept.cost[begin + w] = rows.cost[w]
        kept.path[begin + w] = rows.path[w]
    for n in range(len(kept.tracked)):
        row = kept.tracked[n]
        for w in range(width):
            kept.cells[n, begin + w] = rows.cells[row, w]


def blocks(
    code: Code,
    slots: Slots,
    work: Work,
    draws: Draws,
    sources: Sources,
    events: Events,
    seats: Seats,
    profile: Profile,
    rows: Rows,
    kept: Kept,
    begin: int,
    end: int,
) -> None:
    """Carry out a programme for iterations begin to end, as many at once as rows are wide."""
    at = begin
    while at < end:
        width = min(len(rows.y), end - at)
        begin_block(rows, width)
        i = 0
        while i < len(code.op):
            op, to, one, two, three, m = code.op[i], code.to[i], code.one[i], code.two[i], code.three[i], code.m[i]
            i += 1
            if op <= _PLACE:
                alter(rows, op, to, one, two, three, m, width)
            elif op <= _INSTANTS:
                convert(slots, rows, op, to, one, m, width)
            elif op <= _GAP:
                arrange(work, rows, op, to, one, two, three, m, width)
            elif op <= _LEAD:
                judge(rows, op, to, one, two, three, m, width)
            elif op == _CLEAR:
                clear(rows, to, one, width)
            elif op == _COUNT:
                if count(work, rows, kept, one, m, width) == 0:
                    i = three
            elif op == _SUM:
                sum_up(work, rows, kept, two, width)
            elif op <= _COMBINE:
                affect(draws, sources, events, rows, op, to, one, m, at, width)
            elif op <= _ITEM:
                decide(work, events, rows, op, to, one, m, width)
            elif op <= _RESERVE:
                occupy(seats, profile, rows, op, one, two, m, width)
            elif op == _JUMP:
                i = m
            elif seat(seats, profile, rows, to, one, two, m, width):
                i = three
        keep(rows, kept, at, width)
        at += width
