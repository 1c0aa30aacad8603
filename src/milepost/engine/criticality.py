"""Total float of each leaf, and what is critical or nearly so (domain/schedule.md 8)."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from milepost.engine.kernel import Column, shared
from milepost.engine.passes import Passes
from milepost.engine.plan import CriticalDefinition, FloatKind, Settings
from milepost.engine.tables import COMPLETE, FIXED, STARTED
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTime

_NEAR_DAYS = 5


def total_floats(passes: Passes, settings: Settings) -> list[Minutes]:
    """Give the total float by position: of start or finish as the option says, of the finish once started or fixed."""
    starts, finishes = shared(passes.floats.start), shared(passes.floats.finish)
    states, kind = shared(passes.tasks.state), settings.total_float
    own = {FloatKind.START: starts, FloatKind.FINISH: finishes}.get(kind, np.minimum(starts, finishes))
    found: list[Minutes] = np.where((states == STARTED) | (states == FIXED), finishes, own).tolist()
    return found


def near_threshold(settings: Settings, project: WorkTime, finish: Instant) -> Minutes:
    """Give the float up to which a task counts as near critical.

    Five days, but no more than a tenth of the remaining project duration rounded up to a day.
    """
    if settings.near_threshold is not None:
        return settings.near_threshold
    day = settings.minutes_per_day
    base = settings.start if settings.status_date is None else max(settings.start, settings.status_date)
    left = max(project.working(base, finish), 0)
    return min(_NEAR_DAYS * day, -(-left // (10 * day)) * day)


def longest_path(passes: Passes, drives: Column, finish: Instant) -> set[int]:
    """List the positions on the longest path: what drives the incomplete leaves that finish the project."""
    plan, dates = passes.plan, passes.dates
    lines = plan.frame.book.lines
    states, clocks, finishes = (shared(each) for each in (plan.tasks.state, plan.tasks.clock, dates.early_finish))
    # What ends on its calendar before the last stretch without work up to the finish does not end with the project.
    last = np.array([line.idle_before(finish) for line in lines], dtype=np.int64)
    waiting = [
        p
        for p in np.flatnonzero((states != COMPLETE) & (finishes >= last[clocks])).tolist()
        if lines[clocks[p]].same(int(finishes[p]), finish)
    ]
    found: set[int] = set()
    while waiting:
        p = waiting.pop()
        if p not in found:
            found.add(p)
            edges = range(plan.edges.first[p], plan.edges.first[p + 1])
            waiting.extend(plan.edges.pred[e] for e in edges if drives[e])
    return found - plan.frame.hubs


def critical_tasks(
    passes: Passes, settings: Settings, totals: Sequence[Minutes], path: set[int]
) -> tuple[set[int], set[int]]:
    """List the critical positions by total float, and by the plan's own definition."""
    states = passes.tasks.state
    limit = settings.critical_threshold
    by_float = {p for p, total in enumerate(totals) if total <= limit and states[p] != COMPLETE}
    by_float -= passes.plan.aside
    if passes.rules.msp:
        by_float = {p for p in by_float if not _undated(passes, p)}
    own = path if settings.critical is CriticalDefinition.LONGEST_PATH else by_float
    return by_float, own


def _undated(passes: Passes, p: int) -> bool:
    """Tell whether Microsoft Project shows a manual task at the project start because nobody dated or linked it."""
    tasks, edges = passes.tasks, passes.plan.edges
    linked = edges.first[p] < edges.first[p + 1] or edges.out_first[p] < edges.out_first[p + 1]
    return tasks.state[p] == FIXED and not linked and tasks.begun[p] == passes.rules.base
