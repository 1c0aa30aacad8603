"""Instructions on dates: bounds, starts and finishes of tasks, row by row (domain/schedule.md 4, 6)."""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.kernels_slots import codes_row, instants_row
from milepost.engine.simulation.tables import NEVER, Op, Rows, Slots, Work

_FILL, _COPY, _GREATER, _LESSER = int(Op.FILL), int(Op.COPY), int(Op.GREATER), int(Op.LESSER)
_AT_LEAST, _AT_MOST, _MOVE, _CODES = int(Op.AT_LEAST), int(Op.AT_MOST), int(Op.MOVE), int(Op.CODES)
_ADD, _TAKE, _BACK, _ODD = int(Op.ADD), int(Op.TAKE), int(Op.BACK), int(Op.ODD)
_HALVE, _TWICE, _LESS, _SHARE = int(Op.HALVE), int(Op.TWICE), int(Op.LESS), int(Op.SHARE)
_WHERE, _STAY, _EXPECT = int(Op.WHERE), int(Op.STAY), int(Op.EXPECT)


@piece
def alter(rows: Rows, op: int, to: int, one: int, two: int, three: int, m: int, width: int) -> None:
    """Carry out an instruction from FILL to PLACE."""
    cells = rows.cells
    if op == _FILL:
        for w in range(width):
            cells[to, w] = m
    elif op == _COPY:
        for w in range(width):
            cells[to, w] = cells[one, w]
    elif op == _GREATER:
        for w in range(width):
            cells[to, w] = max(cells[one, w], cells[two, w])
    elif op == _LESSER:
        for w in range(width):
            cells[to, w] = min(cells[one, w], cells[two, w])
    elif op == _AT_LEAST:
        for w in range(width):
            cells[to, w] = max(cells[one, w], m)
    elif op == _AT_MOST:
        for w in range(width):
            cells[to, w] = min(cells[one, w], m)
    elif op == _MOVE:
        # Later onto the finish side, earlier onto the start side.
        side = 0 if m > 0 else 1
        for w in range(width):
            cells[to, w] = 2 * ((cells[one, w] >> 1) + m) + side
    else:
        place_row(rows, to, one, two, three, width)


@piece
def place_row(rows: Rows, to: int, one: int, two: int, three: int, width: int) -> None:
    """Start on the start side and finish after the minutes; without duration stay where it is."""
    cells = rows.cells
    for w in range(width):
        x, minutes = cells[one, w], cells[two, w]
        cells[to, w] = x | 1 if minutes > 0 else x
        cells[three, w] = 2 * ((x >> 1) + minutes) if minutes > 0 else x


@piece
def convert(slots: Slots, rows: Rows, op: int, to: int, one: int, m: int, width: int) -> None:
    """Carry out CODES or INSTANTS."""
    if op == _CODES:
        codes_row(slots, rows, m, to, one, width)
    else:
        instants_row(slots, rows, m, to, one, width)


@piece
def arrange(work: Work, rows: Rows, op: int, to: int, one: int, two: int, three: int, m: int, width: int) -> None:
    """Carry out an instruction from ADD to GAP."""
    cells = rows.cells
    if op == _ADD:
        for w in range(width):
            cells[to, w] = 2 * ((cells[one, w] >> 1) + cells[two, w])
    elif op == _TAKE:
        for w in range(width):
            cells[to, w] = 2 * ((cells[one, w] >> 1) - cells[two, w]) + 1
    elif op == _BACK:
        for w in range(width):
            x, minutes = cells[one, w], cells[two, w]
            cells[to, w] = 2 * ((x >> 1) - minutes) + 1 if minutes > 0 else x
    elif op == _ODD:
        for w in range(width):
            cells[to, w] = cells[one, w] | 1
    elif op == _HALVE:
        for w in range(width):
            cells[to, w] = cells[one, w] >> 1
    elif op == _TWICE:
        for w in range(width):
            cells[to, w] = 2 * cells[one, w]
    elif op == _LESS:
        for w in range(width):
            cells[to, w] = (cells[one, w] >> 1) - m
    else:
        choose(work, rows, op, to, one, two, three, m, width)


@piece
def choose(work: Work, rows: Rows, op: int, to: int, one: int, two: int, three: int, m: int, width: int) -> None:
    """Carry out an instruction from SHARE to GAP."""
    cells = rows.cells
    if op == _SHARE:
        part, whole = work.strand_part[m], work.strand_whole[m]
        for w in range(width):
            minutes = cells[one, w]
            cells[to, w] = part if minutes == whole else (2 * part * minutes + whole) // (2 * whole)
    elif op == _WHERE:
        for w in range(width):
            cells[to, w] = cells[one, w] if cells[two, w] > 0 else cells[three, w]
    elif op == _STAY:
        for w in range(width):
            stays = cells[two, w] == 0 and (m == NEVER or cells[one, w] == m)
            cells[to, w] = cells[one, w] if stays else cells[to, w]
    elif op == _EXPECT:
        for w in range(width):
            cells[to, w] = max((m >> 1) - (cells[one, w] >> 1), 0)
    else:
        for w in range(width):
            later = cells[one, w] > cells[to, w] and cells[two, w] >> 1 == cells[three, w] >> 1
            cells[to, w] = cells[one, w] if later else cells[to, w]
