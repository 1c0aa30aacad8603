"""The programme of a simulation: draw, date, find the finish, add up cost, trace the longest paths."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from milepost.engine.kernel import FAR
from milepost.engine.simulation.draws import Normals
from milepost.engine.simulation.events import Gate, SharedRows, draws_of, events, gates
from milepost.engine.simulation.ground import Ground
from milepost.engine.simulation.inputs import Inputs
from milepost.engine.simulation.layout import ZERO, Layout, Writer
from milepost.engine.simulation.seats import Levelled
from milepost.engine.simulation.tables import DONE, GIVEN, Code, Events, Op, Work
from milepost.engine.simulation.task_rows import Draw, TaskRows
from milepost.engine.simulation.trace_rows import Trace, write_finish


@dataclass(frozen=True)
class Programme:
    """What a kernel carries out, and the tables it reads; `shared` is how many shared rows there are."""

    code: Code
    layout: Layout
    events: Events
    work: Work
    shared: int


def programme(
    grounded: Ground, inputs: Inputs, normals: Normals, *, traced: bool, seated: Levelled | None = None
) -> Programme:
    """Write the programme of a plan; without `traced` paths are not looked for, with `seated` people are levelled."""
    shared = SharedRows(normals)
    found = gates(grounded, inputs.forks, shared)
    layout = Layout(len(grounded.frames.way), len(inputs.occurrences), len(found))
    drawn = draws_of(grounded, inputs, found)
    behind = [-1] * len(inputs.costs)
    for n, item in enumerate(inputs.costs):
        place = -1 if item.task is None else grounded.place.get(item.task, -1)
        behind[n] = drawn[place].gate if place in drawn else -1
    laid = events(inputs, found, layout, shared, behind)
    writer = Writer()
    _draw(writer, layout, inputs, found, shared)
    rows = TaskRows(grounded, layout, writer, drawn, seated)
    if seated is not None:
        writer.put(Op.EMPTY)
    order = range(layout.tasks) if seated is None else seated.order
    for p in order:
        if grounded.frames.way[p] != DONE:
            rows.write(p)
    write_finish(rows)
    rates = _spend(writer, layout, grounded, inputs)
    if traced:
        Trace(rows).write()
    return Programme(writer.code(), layout, laid, _work(grounded, drawn, rates), len(normals) + len(shared.variables))


def _draw(writer: Writer, layout: Layout, inputs: Inputs, found: list[Gate], shared: SharedRows) -> None:
    """Draw the normals, then what is shared, then what occurs and which gates are open."""
    writer.put(Op.FILL, layout.scratch(ZERO), m=0)
    for row, variable in enumerate(shared.normals):
        writer.put(Op.VALUE, m=variable)
        writer.put(Op.KEEP, row)
    for variable, row in shared.variables.items():
        writer.put(Op.VALUE, m=variable)
        writer.put(Op.KEEP, row)
    for number in range(len(inputs.occurrences)):
        writer.put(Op.OCCUR, layout.event(number), m=number)
    for number in range(len(found)):
        writer.put(Op.GATE, layout.gate(number), m=number)


def _spend(writer: Writer, layout: Layout, grounded: Ground, inputs: Inputs) -> np.ndarray:
    """Add up what varies with time, then what does not; give the cost of a minute of each task."""
    rates = np.zeros(layout.tasks)
    for uid, rate in inputs.rates.items():
        p = grounded.place.get(uid)
        if p is not None and grounded.frames.way[p] != DONE:
            rates[p] = rate
            writer.put(Op.SPEND, one=layout.span(p), m=p)
    for number, item in enumerate(inputs.costs):
        writer.put(Op.VALUE, m=item.variable)
        writer.put(Op.ITEM, m=number)
    return rates


def _work(grounded: Ground, drawn: Mapping[int, Draw], rates: np.ndarray) -> Work:
    tasks, planned = grounded.tasks, grounded.computed.passes.tasks.span
    uncertain = {p for p, draw in drawn.items() if draw.uncertain}
    uncertain |= {p for p, at in enumerate(tasks.expected) if at > -FAR}
    varying = [p for p in sorted(uncertain) if grounded.frames.way[p] not in (DONE, GIVEN)]
    whole = [0] * len(tasks.strand_span)
    for p, span in enumerate(planned):
        for n in range(tasks.strand_first[p], tasks.strand_first[p + 1]):
            whole[n] = span
    return Work(
        span=np.array(planned, dtype=np.int64),
        varying=np.array(varying, dtype=np.int64),
        rate=rates,
        key=np.array([_key(task.uid) for task in grounded.computed.passes.plan.frame.leaves], dtype=np.int64),
        strand_part=np.array(tasks.strand_span, dtype=np.int64),
        strand_whole=np.array(whole, dtype=np.int64),
    )


def _key(uid: int) -> int:
    """Give a number that stands for a task in the sums of paths."""
    return (uid * 0x9E3779B97F4A7C15 ^ (uid * 0xC2B2AE3D27D4EB4F) >> 17) & ((1 << 62) - 1)
