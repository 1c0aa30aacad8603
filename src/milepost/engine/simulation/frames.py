"""Which calendar the dates of each task are codes of while simulating, and how the task is dated."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.passes import Passes
from milepost.engine.simulation.tables import DETACHED, DONE, GIVEN, PLAIN
from milepost.engine.tables import COMPLETE, EXTERNAL, FF, FIXED, SF, SF_REMAINING, STARTED, Edges, Tasks
from milepost.engine.worktime import WorkTime

TO_FINISH = (FF, SF, SF_REMAINING)


@dataclass(frozen=True)
class Frames:
    """By position: how a task is dated, the calendar of its codes, and where it stays put without duration.

    `raw` is 1 for milestones that stay at the project's start, 2 for those that stay anywhere; `shown`
    marks tasks whose finish is shown where links put it. `elapsed` is the number of the elapsed calendar.
    """

    way: list[int]
    frame: list[int]
    clock: list[int]
    raw: list[int]
    shown: list[int]
    elapsed: int


def frames(passes: Passes, tasks: Tasks) -> Frames:
    """Choose for each task the calendar its dates are counted on."""
    base = passes.plan.frame
    elapsed = base.book.number(base.times.elapsed)
    count = len(tasks.state)
    found = Frames([PLAIN] * count, list(tasks.clock), list(tasks.clock), [0] * count, [0] * count, elapsed)
    for p, state in enumerate(tasks.state):
        if state == COMPLETE:
            found.way[p], found.frame[p] = DONE, elapsed
        elif state in (FIXED, EXTERNAL):
            found.way[p], found.frame[p] = GIVEN, elapsed
        elif p in base.hubs:
            found.frame[p] = found.clock[p] = _shared_frame(found, passes.plan.edges, p)
        else:
            _detach(found, passes, tasks, p)
    return found


def _shared_frame(found: Frames, edges: Edges, hub: int) -> int:
    """Give the frame that all before a summary's finish share, else the elapsed one: nothing is lost either way."""
    before = {edges.pred[e] for e in range(edges.first[hub], edges.first[hub + 1])}
    known = {found.frame[i] if found.way[i] == PLAIN else found.elapsed for i in before}
    return known.pop() if len(known) == 1 else found.elapsed


def _detach(found: Frames, passes: Passes, tasks: Tasks, p: int) -> None:
    """Detach a task whose dates its calendar cannot tell apart."""
    rules, edges = passes.rules, passes.plan.edges
    if rules.msp and tasks.span[p] == 0:
        started = tasks.state[p] == STARTED
        if started or _in_gap(passes.plan.frame.book.lines[tasks.clock[p]], rules.base):
            found.raw[p] = 2 if started else 1
    if rules.msp:
        into = range(edges.first[p], edges.first[p + 1])
        found.shown[p] = int(any(edges.kind[e] in (FF, SF) and not edges.off[e] for e in into))
    if found.raw[p] or found.shown[p] or tasks.strand_first[p] < tasks.strand_first[p + 1]:
        found.way[p], found.frame[p] = DETACHED, found.elapsed


def _in_gap(line: WorkTime, at: int) -> bool:
    return not line.elapsed and line.next(at) != at and line.prev(at) != at
