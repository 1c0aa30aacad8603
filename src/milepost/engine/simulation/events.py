"""Risks, branches and costs as the kernels follow them (domain/risk.md 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

import numpy as np

from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.simulation.draws import Normals
from milepost.engine.simulation.ground import Ground
from milepost.engine.simulation.inputs import Effect, Fork, Inputs, Occurrence
from milepost.engine.simulation.layout import Layout
from milepost.engine.simulation.tables import DONE, GIVEN, NEVER, Events, Floats, Ints
from milepost.engine.simulation.task_rows import Draw


@dataclass
class SharedRows:
    """Numbers the variables that are drawn into rows of their own; normals come first."""

    normals: Normals
    variables: dict[int, int] = field(default_factory=dict)

    def row(self, variable: int) -> int:
        """Give the row of a variable."""
        return self.variables.setdefault(variable, len(self.normals) + len(self.variables))


@dataclass(frozen=True)
class Gate:
    """One path of a fork: what opens it, and the positions behind it.

    It opens where shared row `row` lies in [low, high); without a row (-1) where the finish of `task` is
    after `limit` or is not (`late`), without a task (-1) as `fixed` says.
    """

    behind: tuple[int, ...]
    row: int = -1
    low: float = 0.0
    high: float = 0.0
    task: int = -1
    limit: int = 0
    late: bool = False
    fixed: bool = False


def gates(grounded: Ground, forks: Sequence[Fork], rows: SharedRows) -> list[Gate]:
    """Give a gate for each path of each fork."""
    found = list[Gate]()
    for fork in forks:
        behind = [tuple(grounded.place[uid] for uid in path if uid in grounded.place) for path in fork.paths]
        if fork.variable >= 0:
            row = rows.row(fork.variable)
            ends = [*accumulate(fork.chances[:-1]), 2.0]
            begins = [-1.0, *ends[:-1]]
            found += [Gate(b, row, low, high) for b, low, high in zip(behind, begins, ends, strict=True)]
        else:
            found += _conditional(grounded, fork, behind)
    return found


def _conditional(grounded: Ground, fork: Fork, behind: list[tuple[int, ...]]) -> list[Gate]:
    """Give the gates of a branch that a date decides: the first path in time, the last when late, none between."""
    last = len(behind) - 1
    p = None if fork.after is None else grounded.place.get(fork.after)
    if p is None or fork.limit is None or grounded.frames.way[p] == DONE:
        late = p is not None and fork.limit is not None and grounded.computed.finish[p] > fork.limit
        return [Gate(b, fixed=n == (last if late else 0)) for n, b in enumerate(behind)]
    _check_order(grounded, p, behind)
    limit = grounded.coder.code(grounded.frames.frame[p], fork.limit)
    return [
        Gate(b, task=p if n in (0, last) else -1, limit=limit, late=n == last and n > 0) for n, b in enumerate(behind)
    ]


def _check_order(grounded: Ground, p: int, behind: list[tuple[int, ...]]) -> None:
    leaves = grounded.computed.passes.plan.frame.leaves
    early = tuple(leaves[q].uid for path in behind for q in path if q <= p)
    if early:
        names = ", ".join(f"task {uid}" for uid in early)
        message = (
            f"The branch after task {leaves[p].uid} cannot decide about {names}: link them so that they come after it."
        )
        raise PlanRefusedError((Notice("E-BRANCH-ORDER", message, early),))


def draws_of(grounded: Ground, inputs: Inputs, found: Sequence[Gate]) -> dict[int, Draw]:
    """Give what is uncertain about each task, by position."""
    place, ways, behind = grounded.place, grounded.frames.way, dict[int, int]()
    decides = dict[int, list[tuple[int, int, int]]]()
    for number, gate in enumerate(found):
        behind.update((p, number) for p in gate.behind)
        if gate.task >= 0:
            decides.setdefault(gate.task, []).append((number, gate.limit, int(gate.late)))
    always, timed = dict[int, list[int]](), dict[int, list[tuple[int, int, int]]]()
    for number, effect in enumerate(inputs.effects):
        p = place.get(effect.task)
        if p is not None and effect.opens is None and effect.closes is None:
            always.setdefault(p, []).append(number)
        elif p is not None:
            timed.setdefault(p, []).append((number, *_window(grounded, p, effect)))
    drawn = {place[uid]: variable for uid, variable in inputs.durations.items() if uid in place}
    return {
        p: Draw(
            drawn.get(p, -1),
            behind.get(p, -1),
            tuple(always.get(p, ())),
            tuple(timed.get(p, ())),
            tuple(decides.get(p, ())),
        )
        for p in {*drawn, *behind, *always, *timed, *decides}
        if ways[p] not in (DONE, GIVEN) or p in decides
    }


def _window(grounded: Ground, p: int, effect: Effect) -> tuple[int, int]:
    frame = grounded.frames.frame[p]
    opens = NEVER if effect.opens is None else grounded.coder.code(frame, effect.opens)
    return opens, -NEVER if effect.closes is None else grounded.coder.code(frame, effect.closes)


def events(inputs: Inputs, found: Sequence[Gate], layout: Layout, rows: SharedRows, behind: Sequence[int]) -> Events:
    """Lay out what occurs, what effects it has, which paths are taken and what is spent.

    `behind` gives the gate of the task of each cost item, -1 without.
    """
    return Events(
        source=_ints([_source(each, inputs.enabled, rows) for each in inputs.occurrences]),
        low=_floats([each.low for each in inputs.occurrences]),
        high=_floats([each.high for each in inputs.occurrences]),
        given=_ints([_event(layout, each.given) for each in inputs.occurrences]),
        other_low=_floats([each.other_low for each in inputs.occurrences]),
        other_high=_floats([each.other_high for each in inputs.occurrences]),
        kind=_ints([int(each.kind) for each in inputs.effects]),
        value=_ints([rows.row(each.variable) for each in inputs.effects]),
        occurrence=_ints([_event(layout, each.occurrence) for each in inputs.effects]),
        gate_row=_ints([gate.row for gate in found]),
        gate_low=_floats([gate.low for gate in found]),
        gate_high=_floats([gate.high for gate in found]),
        gate_fixed=_ints([int(gate.fixed) for gate in found]),
        item_occurrence=_ints([_event(layout, each.occurrence) for each in inputs.costs]),
        item_gate=_ints([-1 if gate < 0 else layout.gate(gate) for gate in behind]),
    )


def _source(occurrence: Occurrence, enabled: Sequence[bool], rows: SharedRows) -> int:
    row, risk = rows.row(occurrence.variable), occurrence.risk
    return -1 if 0 <= risk < len(enabled) and not enabled[risk] else row


def _event(layout: Layout, number: int) -> int:
    return -1 if number < 0 else layout.event(number)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)


def _floats(values: Sequence[float]) -> Floats:
    return np.array(values, dtype=np.float64)
