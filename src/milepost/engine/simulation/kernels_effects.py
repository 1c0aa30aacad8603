"""Instructions on what is drawn: values, events, what they do to durations, and cost (domain/risk.md 2)."""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.inputs import EffectKind
from milepost.engine.simulation.kernels_draw import variable_row
from milepost.engine.simulation.tables import Draws, Events, Op, Rows, Sources, Work

_SERIES, _DELAY = int(EffectKind.SERIES), int(EffectKind.DELAY)
_VALUE, _ROUND, _KNOWN, _READY, _EFFECT = int(Op.VALUE), int(Op.ROUND), int(Op.KNOWN), int(Op.READY), int(Op.EFFECT)
_KEEP, _OCCUR, _GATE, _SPEND = int(Op.KEEP), int(Op.OCCUR), int(Op.GATE), int(Op.SPEND)

#: Minutes no duration exceeds: 49 years.
LONGEST = 25_800_000.0
_NONE = 1e300


@piece
def affect(
    draws: Draws,
    sources: Sources,
    events: Events,
    rows: Rows,
    op: int,
    to: int,
    one: int,
    m: int,
    begin: int,
    width: int,
) -> None:
    """Carry out an instruction from VALUE to COMBINE."""
    if op == _VALUE:
        variable_row(draws, sources, rows, m, begin, width)
    elif op == _ROUND:
        for w in range(width):
            rows.cells[to, w] = int(min(max(rows.y[w], 0.0), LONGEST) + 0.5) + m
    elif op == _KNOWN:
        for w in range(width):
            rows.y[w] = m
    elif op == _READY:
        for w in range(width):
            rows.delay[w] = 0.0
            rows.top[w] = 0.0
            rows.bottom[w] = _NONE
    elif op == _EFFECT:
        effect_row(events, rows, one, m, width)
    else:
        for w in range(width):
            least = rows.bottom[w] if rows.bottom[w] < _NONE else 1.0
            factor = rows.top[w] if rows.top[w] >= 1.0 else least
            minutes = rows.y[w] * factor + rows.delay[w]
            rows.cells[to, w] = int(min(max(minutes, 0.0), LONGEST) + 0.5) + m


@piece
def effect_row(events: Events, rows: Rows, one: int, m: int, width: int) -> None:
    """Multiply the value, keep the largest and smallest parallel factor, or add a delay, where effect m acts."""
    value, occurrence, kind = events.value[m], events.occurrence[m], events.kind[m]
    for w in range(width):
        rows.k[w] = 1
    if one >= 0:
        for w in range(width):
            rows.k[w] = rows.cells[one, w]
    if occurrence >= 0:
        for w in range(width):
            rows.k[w] = rows.k[w] & rows.cells[occurrence, w]
    if kind == _SERIES:
        for w in range(width):
            rows.y[w] = rows.y[w] * rows.shared[value, w] if rows.k[w] else rows.y[w]
    elif kind == _DELAY:
        for w in range(width):
            rows.delay[w] = rows.delay[w] + rows.shared[value, w] if rows.k[w] else rows.delay[w]
    else:
        for w in range(width):
            factor = rows.shared[value, w]
            rows.top[w] = max(rows.top[w], factor) if rows.k[w] else rows.top[w]
            rows.bottom[w] = min(rows.bottom[w], factor) if rows.k[w] else rows.bottom[w]


@piece
def decide(work: Work, events: Events, rows: Rows, op: int, to: int, one: int, m: int, width: int) -> None:
    """Carry out an instruction from KEEP to ITEM."""
    if op == _KEEP:
        for w in range(width):
            rows.shared[to, w] = rows.y[w]
    elif op == _OCCUR:
        occurrence_row(events, rows, to, m, width)
    elif op == _GATE:
        gate_row(events, rows, to, m, width)
    elif op == _SPEND:
        rate = work.rate[m]
        for w in range(width):
            rows.cost[w] += rate * rows.cells[one, w]
    else:
        item_row(events, rows, m, width)


@piece
def occurrence_row(events: Events, rows: Rows, to: int, m: int, width: int) -> None:
    """Say in which iterations event m occurs."""
    cells, source, given = rows.cells, events.source[m], events.given[m]
    low, high, other_low, other_high = events.low[m], events.high[m], events.other_low[m], events.other_high[m]
    if source < 0:
        for w in range(width):
            cells[to, w] = 0
    elif given < 0:
        for w in range(width):
            cells[to, w] = int(rows.shared[source, w] >= low) & int(rows.shared[source, w] < high)
    else:
        for w in range(width):
            u = rows.shared[source, w]
            then = int(u >= low) & int(u < high)
            otherwise = int(u >= other_low) & int(u < other_high)
            cells[to, w] = then if cells[given, w] else otherwise


@piece
def gate_row(events: Events, rows: Rows, to: int, m: int, width: int) -> None:
    """Say in which iterations gate m is open, as far as no finish decides it."""
    cells, source, low, high = rows.cells, events.gate_row[m], events.gate_low[m], events.gate_high[m]
    if source < 0:
        for w in range(width):
            cells[to, w] = events.gate_fixed[m]
    else:
        for w in range(width):
            cells[to, w] = int(rows.shared[source, w] >= low) & int(rows.shared[source, w] < high)


@piece
def item_row(events: Events, rows: Rows, m: int, width: int) -> None:
    """Add the value to the cost where item m is spent."""
    occurrence, gate = events.item_occurrence[m], events.item_gate[m]
    for w in range(width):
        rows.k[w] = 1
    if occurrence >= 0:
        for w in range(width):
            rows.k[w] = rows.k[w] & rows.cells[occurrence, w]
    if gate >= 0:
        for w in range(width):
            rows.k[w] = rows.k[w] & rows.cells[gate, w]
    for w in range(width):
        rows.cost[w] = rows.cost[w] + rows.y[w] if rows.k[w] else rows.cost[w]
