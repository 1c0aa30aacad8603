"""Instructions on what is true in each iteration, and counting it: the longest paths (domain/risk.md 3, 4)."""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.tables import Kept, Op, Rows, Work

_WITHIN, _LATER, _ALIKE, _BOTH = int(Op.WITHIN), int(Op.LATER), int(Op.ALIKE), int(Op.BOTH)
_MARK, _COUNT = int(Op.MARK), int(Op.COUNT)


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
def tally(work: Work, rows: Rows, kept: Kept, op: int, one: int, two: int, m: int, width: int) -> None:
    """Carry out COUNT or SUM."""
    cells = rows.cells
    if op == _COUNT:
        key, count = work.key[m], 0
        for w in range(width):
            count += cells[one, w]
            rows.path[w] ^= key & -cells[one, w]
        kept.critical[m] += count
    else:
        span, total, square, product = work.span[m], 0, 0, 0
        for w in range(width):
            away = cells[one, w] - span
            total += away
            square += away * away
            product += away * cells[two, w]
        kept.total[m] += total
        kept.square[m] += square
        kept.product[m] += product
