"""The links between leaves as columns: kinds, lags in minutes and on which calendar (domain/schedule.md 4)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.frame import Frame
from milepost.engine.kernel import Column, column, zeros
from milepost.engine.network import grouped
from milepost.engine.plan import LagCalendar, OutOfSequence, SsLagFrom
from milepost.engine.progress import actual_duration
from milepost.engine.tables import COMPLETE, FS, SF, SF_REMAINING, SS, SS_REMAINING, STARTED, UNSTARTED, Edges, Tasks
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Minutes, Uid, whole_minutes

_KINDS = {LinkType.FS: 0, LinkType.SS: 1, LinkType.FF: 2, LinkType.SF: 3}


def edges_of(base: Frame, tasks: Tasks) -> tuple[Edges, Column]:
    """Compile the links between leaves; the second column is the place in `plan.links` of each row."""
    position, count = base.position, len(base.order)
    preds = [position[n] for n in base.links.pred]
    succs = [position[n] for n in base.links.succ]
    first, rows = grouped(column(succs), count, base.fast)
    pred = column([preds[row] for row in rows])
    succ = column([succs[row] for row in rows])
    sources = column([base.links.source[row] for row in rows])
    out_first, out = grouped(pred, count, base.fast)
    links = [base.plan.links[source] for source in sources]
    clocks = tasks.clock.tolist()
    uids = [task.uid for task in base.leaves]
    edges = Edges(
        pred=pred,
        succ=succ,
        kind=column([_KINDS[link.type] for link in links]),
        lag=zeros(len(links)),
        direct=column([uids[i] == link.predecessor for i, link in zip(pred, links, strict=True)]),
        group=column([_group(link, uids[i], s) for i, link, s in zip(pred, links, sources, strict=True)]),
        clock=column([clocks[j] for j in succ]),
        off=zeros(len(links)),
        first=first,
        out_first=out_first,
        out=out,
    )
    _lags(base, edges, links, tasks)
    for hub in base.hubs:
        _into_hub(edges, hub)
    if any(state != UNSTARTED for state in tasks.state):
        _progress(base, edges, links, tasks)
    return edges, sources


def _into_hub(edges: Edges, hub: int) -> None:
    """Let the leaves of a summary finish before its hub, whatever the links from there on say."""
    for e in range(edges.first[hub], edges.first[hub + 1]):
        edges.kind[e], edges.lag[e], edges.direct[e] = FS, 0, 4
        edges.clock[e] = 0


def _group(link: Link, predecessor: Uid, source: int) -> int:
    return source + 1 if link.predecessor != predecessor and link.type in (LinkType.SS, LinkType.SF) else 0


def _lags(base: Frame, edges: Edges, links: list[Link], tasks: Tasks) -> None:
    leaves = base.leaves
    for e, link in enumerate(links):
        if link.lag:
            edges.lag[e] = lag_minutes(link, leaves[edges.pred[e]])
            edges.clock[e] = lag_clock(base, link, tasks, edges.pred[e], edges.succ[e])


def _progress(base: Frame, edges: Edges, links: list[Link], tasks: Tasks) -> None:
    """Let links know what has started: which no longer move their successor, and where SS lags run from."""
    settings, leaves, state = base.plan.settings, base.leaves, tasks.state
    begun = _begun_summaries(base, tasks)
    waits = settings.out_of_sequence is OutOfSequence.RETAINED_LOGIC or base.rules.msp
    for e, link in enumerate(links):
        i, j = edges.pred[e], edges.succ[e]
        if link.successor in begun:
            edges.direct[e] += 2
        if state[i] == STARTED and settings.ss_lag_from is SsLagFrom.EARLY_START and edges.kind[e] in (SS, SF):
            edges.kind[e] = SS_REMAINING if edges.kind[e] == SS else SF_REMAINING
            if edges.lag[e] > 0:
                edges.lag[e] = max(0, edges.lag[e] - actual_duration(leaves[i]))
        if state[j] == STARTED:
            over = state[i] == COMPLETE and not base.rules.msp and not edges.group[e]
            edges.off[e] = int(over or not waits)


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


def lag_minutes(link: Link, predecessor: Task) -> Minutes:
    """Give a link's lag in minutes; percent lags are shares of the predecessor's duration."""
    if link.lag_kind in (LagKind.WORKING, LagKind.ELAPSED):
        return link.lag
    return whole_minutes(Decimal(predecessor.duration) * link.lag / Decimal(10000))


def lag_clock(base: Frame, link: Link, tasks: Tasks, i: int, j: int) -> int:
    """Give the number of the working time in which the lag of a link from position i to j runs."""
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
        return number(times.of_calendar(base.leaves[j].calendar))
    return tasks.clock[j] if choice is LagCalendar.SUCCESSOR else tasks.clock[i]
