"""The links between leaves as columns: kinds, lags in minutes and on which calendar (domain/schedule.md 4)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.frame import Frame
from milepost.engine.kernel import Column, column, zeros
from milepost.engine.network import group
from milepost.engine.plan import LagCalendar, OutOfSequence, SsLagFrom
from milepost.engine.progress import actual_duration
from milepost.engine.tables import COMPLETE, SF, SF_REMAINING, SS, SS_REMAINING, STARTED, Edges, Tasks
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Minutes, Uid, whole_minutes

_KINDS = {LinkType.FS: 0, LinkType.SS: 1, LinkType.FF: 2, LinkType.SF: 3}


def edges_of(base: Frame, tasks: Tasks) -> tuple[Edges, Column]:
    """Compile the links between leaves; the second column is the place in `plan.links` of each row."""
    links, position = base.links, base.position
    count = len(base.order)
    first, rows = group([position[n] for n in links.succ], count)
    pred = column([position[links.pred[row]] for row in rows])
    succ = column([position[links.succ[row]] for row in rows])
    sources = column([links.source[row] for row in rows])
    out_first, out = group(pred, count)
    kind, lag, direct, clock, off = (zeros(len(rows)) for _ in range(5))
    edges = Edges(pred, succ, kind, lag, direct, clock, off, first, out_first, out)
    begun = _begun_summaries(base, tasks)
    for e in range(len(rows)):
        _fill_edge(base, e, base.plan.links[sources[e]], edges, tasks, begun)
    return edges, sources


def _begun_summaries(base: Frame, tasks: Tasks) -> set[Uid]:
    """List the summaries with a leaf that has started."""
    found: set[Uid] = set()
    for p, place in enumerate(base.order):
        if tasks.state[p] in (STARTED, COMPLETE):
            above = base.shape.parent[place]
            while above >= 0 and base.plan.tasks[above].uid not in found:
                found.add(base.plan.tasks[above].uid)
                above = base.shape.parent[above]
    return found


def _fill_edge(base: Frame, e: int, link: Link, edges: Edges, tasks: Tasks, begun: set[Uid]) -> None:
    i, j = edges.pred[e], edges.succ[e]
    before = base.plan.tasks[base.order[i]]
    settings = base.plan.settings
    edges.kind[e] = _KINDS[link.type]
    edges.clock[e] = tasks.clock[j]
    edges.direct[e] = int(before.uid == link.predecessor) + 2 * int(link.successor in begun)
    if link.lag:
        edges.lag[e] = lag_minutes(link, before)
        edges.clock[e] = _lag_clock(base, link, tasks, i, j)
    if tasks.state[i] == STARTED and settings.ss_lag_from is SsLagFrom.EARLY_START and edges.kind[e] in (SS, SF):
        edges.kind[e] = SS_REMAINING if edges.kind[e] == SS else SF_REMAINING
        if edges.lag[e] > 0:
            edges.lag[e] = max(0, edges.lag[e] - actual_duration(before))
    if tasks.state[j] == STARTED:
        waits = settings.out_of_sequence is OutOfSequence.RETAINED_LOGIC or base.rules.msp
        edges.off[e] = int((tasks.state[i] == COMPLETE and not base.rules.msp) or not waits)


def lag_minutes(link: Link, predecessor: Task) -> Minutes:
    """Give a link's lag in minutes; percent lags are shares of the predecessor's duration."""
    if link.lag_kind in (LagKind.WORKING, LagKind.ELAPSED):
        return link.lag
    return whole_minutes(Decimal(predecessor.duration) * link.lag / Decimal(10000))


def _lag_clock(base: Frame, link: Link, tasks: Tasks, i: int, j: int) -> int:
    number, times = base.book.number, base.times
    choice = base.plan.settings.lag_calendar
    if link.lag_kind in (LagKind.ELAPSED, LagKind.PERCENT_ELAPSED):
        return number(times.elapsed)
    if link.calendar is not None:
        return number(times.of_calendar(link.calendar))
    if choice is LagCalendar.ELAPSED:
        return number(times.elapsed)
    if choice is LagCalendar.PROJECT:
        return number(times.of_calendar(None))
    if base.rules.msp:
        # Microsoft Project runs lags on the successor's own calendar, whoever works on it.
        return number(times.of_calendar(base.plan.tasks[base.order[j]].calendar))
    return tasks.clock[j] if choice is LagCalendar.SUCCESSOR else tasks.clock[i]
