"""Codes to instants and back for a row of iterations (domain/schedule.md 2.3)."""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.tables import Rows, Slots


@piece
def codes_row(slots: Slots, rows: Rows, k: int, to: int, one: int, width: int) -> None:
    """Turn instants into codes of calendar k."""
    cells, grain, inverse = rows.cells, slots.grain[k], slots.inverse[k]
    if grain == 0:
        for w in range(width):
            cells[to, w] = 2 * cells[one, w]
        return
    last, first = slots.last[k], slots.reach_first[k]
    for w in range(width):
        t = min(max(cells[one, w], 0), last)
        n = int((t + 0.5) * inverse)
        rows.k[w] = first + n
        rows.r[w] = t - n * grain
    for w in range(width):
        rows.v[w] = slots.reach[rows.k[w]]
    for w in range(width):
        v, r = rows.v[w], rows.r[w]
        works = v & 1
        ends = works if r > 0 else (v >> 1) & 1
        cells[to, w] = 2 * ((v >> 2) + works * r) + 1 - ends


@piece
def instants_row(slots: Slots, rows: Rows, k: int, to: int, one: int, width: int) -> None:
    """Turn codes of calendar k into instants, on the side of a gap that each says."""
    cells, grain, inverse = rows.cells, slots.grain[k], slots.inverse[k]
    if grain == 0:
        for w in range(width):
            cells[to, w] = cells[one, w] >> 1
        return
    total, first = slots.total[k], slots.at_first[k]
    for w in range(width):
        starts = cells[one, w] & 1
        # A finish is one minute after the start of the last minute worked.
        m = min(max((cells[one, w] >> 1) - 1 + starts, 0), total - 1)
        n = int((m + 0.5) * inverse)
        rows.k[w] = first + n
        rows.r[w] = m - n * grain + 1 - starts
    for w in range(width):
        rows.v[w] = slots.at[rows.k[w]]
    for w in range(width):
        cells[to, w] = rows.v[w] + rows.r[w]
