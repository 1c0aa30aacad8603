"""Instructions on what is true in each iteration, and counting it: the longest paths (domain/risk.md 3, 4)."""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.tables import Kept, Op, Rows, Work

_WITHIN, _LATER, _ALIKE, _BOTH = int(Op.WITHIN), int(Op.LATER), int(Op.ALIKE), int(Op.BOTH)
_MARK = int(Op.MARK)


@piece
def judge(rows: Rows, op: int, to: int, one: int, two: int, three: int, m: int, width: int) -> None:
    """Carry out an instruction from WITHIN to LEAD."""
    cells = rows.cells
    if op == _WITHIN:
        for w in range(width):
            cells[to, w] = int(cells[one, w] <= m) & int(cells[two, w] >= three)
    elif op == _LATER:
        for w in range(width):
            cells[to, w] = int((cells[one, w] > m) == (three != 0))
    elif op == _ALIKE:
        for w in range(width):
            cells[to, w] = int(cells[one, w] >> 1 == cells[two, w] >> 1)
    elif op == _BOTH:
        for w in range(width):
            cells[to, w] = cells[one, w] & cells[two, w]
    elif op == _MARK:
        for w in range(width):
            cells[to, w] |= cells[one, w] & cells[two, w]
    else:
        for w in range(width):
            cells[to, w] |= cells[one, w] & int(cells[two, w] >> 1 == cells[three, w] >> 1)


@piece
def clear(rows: Rows, to: int, one: int, width: int) -> None:
    """Make rows 0."""
    for row in range(to, one):
        for w in range(width):
            rows.cells[row, w] = 0


@piece
def count(work: Work, rows: Rows, kept: Kept, one: int, m: int, width: int) -> int:
    """Count where a task is on a longest path, and mix it into these paths."""
    key, found = work.key[m], 0
    for w in range(width):
        found += rows.cells[one, w]
    if found > 0:
        for w in range(width):
            rows.path[w] ^= key & -rows.cells[one, w]
        kept.critical[m] += found
    return found


@piece
def sum_up(work: Work, rows: Rows, kept: Kept, two: int, width: int) -> None:
    """Sum how far minutes are from plan, their squares, and their products with how far the finish is."""
    for n in range(len(work.varying)):
        p = work.varying[n]
        span, total, square, product = work.span[p], 0, 0, 0
        for w in range(width):
            away = rows.cells[p, w] - span
            total += away
            square += away * away
            product += away * rows.cells[two, w]
        kept.total[p] += total
        kept.square[p] += square
        kept.product[p] += product
