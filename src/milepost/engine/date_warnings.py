"""What the computed dates give reason to warn of (domain/schedule.md 12): conflicts, lateness, broken sequence."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from milepost.engine.kernel import FAR
from milepost.engine.kernels_forward import leads, link_bound, logic_start, work_start
from milepost.engine.kernels_time import between
from milepost.engine.notices import Notice
from milepost.engine.passes import Passes
from milepost.engine.tables import COMPLETE, EXTERNAL, FF, FIXED, SF, STARTED, UNSTARTED
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.words import arrow, label, when


class Seen(Protocol):
    """What the warnings are read from."""

    passes: Passes
    finish_date: Instant

    @property
    def totals(self) -> list[Minutes]:
        """Total float by position."""

    @property
    def critical(self) -> tuple[set[int], set[int]]:
        """The critical positions by total float, and by the plan's own definition."""

    @property
    def path(self) -> set[int]:
        """The positions on the longest path."""


def date_warnings(seen: Seen) -> list[Notice]:
    """List the warnings about computed dates, in plan order within each code."""
    found = [*constraint_conflicts(seen.passes), *sequence_warnings(seen.passes), *early_work(seen.passes)]
    found.sort(key=lambda notice: (notice.code, _place(seen.passes, notice.tasks)))
    ambiguous = _ambiguous(seen)
    return found if ambiguous is None else [*found, ambiguous]


def _place(passes: Passes, uids: tuple[Uid, ...]) -> tuple[int, ...]:
    return tuple(passes.plan.frame.shape.place[uid] for uid in uids)


def _task(passes: Passes, p: int) -> Task:
    return passes.plan.frame.leaves[p]


def constraint_conflicts(passes: Passes) -> Iterator[Notice]:
    """Name the links a fixed or honoured constraint date breaks, and by how much."""
    clocks, tasks, edges, rules, dates = passes.tables()
    settings, links = passes.plan.frame.plan.settings, passes.plan.frame.plan.links
    for p, state in enumerate(tasks.state):
        capped = rules.honor and min(tasks.start_by[p], tasks.finish_by[p]) < FAR
        if state != UNSTARTED or not (capped or min(tasks.start_on[p], tasks.finish_on[p]) < FAR):
            continue
        start = work_start(clocks, tasks, rules, p, logic_start(clocks, tasks, edges, rules, dates, p))
        early = between(clocks, tasks.clock[p], dates.remaining[p], start)
        broken = [e for e in range(edges.first[p], edges.first[p + 1]) if _breaks(passes, p, e)]
        if early <= 0 or not broken:
            continue
        task, source = _task(passes, p), passes.plan.sources
        shown = ", ".join(f"{label(_task(passes, edges.pred[e]))} {arrow(links[source[e]], settings)}" for e in broken)
        message = (
            f"{label(task)} is held on {when(dates.remaining[p], settings)} by its constraint, {early} minutes earlier "
            f"than its predecessors allow ({when(start, settings)}). Links violated: {shown}."
        )
        yield Notice("W-CONSTRAINT-CONFLICT", message, (task.uid, *(_task(passes, edges.pred[e]).uid for e in broken)))


def _breaks(passes: Passes, p: int, e: int) -> bool:
    clocks, tasks, edges, rules, dates = passes.tables()
    if edges.off[e] or not leads(clocks, tasks, edges, dates, e):
        return False
    bound = work_start(clocks, tasks, rules, p, link_bound(clocks, tasks, edges, dates, e))
    return between(clocks, tasks.clock[p], dates.remaining[p], bound) > 0


def sequence_warnings(passes: Passes) -> Iterator[Notice]:
    """List work done out of sequence, and leads that reach back before the plan may begin."""
    _, tasks, edges, rules, dates = passes.tables()
    settings, links = passes.plan.frame.plan.settings, passes.plan.frame.plan.links
    for e, source in enumerate(passes.plan.sources):
        i, j = edges.pred[e], edges.succ[e]
        before, after, link = _task(passes, i), _task(passes, j), links[source]
        drawn = f"{label(before)} {arrow(link, settings)} {label(after)}"
        if _out_of_sequence(passes, e):
            done = dates.early_finish[j] if edges.kind[e] in (FF, SF) else dates.early_start[j]
            message = (
                f"{drawn}: {label(after)} went ahead on {when(done, settings)}, but the link holds it until "
                f"{when(_instant(passes, e), settings)}, and {label(before)} is not complete."
            )
            yield Notice("W-OUT-OF-SEQUENCE", message, (before.uid, after.uid))
        elif edges.lag[e] < 0 and tasks.state[j] == UNSTARTED and dates.remaining[j] <= rules.base:
            bound = link_bound(*passes.tables()[:3], dates, e)
            if bound < rules.base and _held_at_base(passes, j):
                message = (
                    f"{drawn}: the lead would start {label(after)} on {when(bound, settings)}, before the plan may "
                    f"begin on {when(rules.base, settings)}; it starts then."
                )
                yield Notice("W-LEAD-BEFORE-START", message, (before.uid, after.uid))


def _held_at_base(passes: Passes, p: int) -> bool:
    """Tell whether every link into a task would let it start before the plan may begin."""
    clocks, tasks, edges, rules, dates = passes.tables()
    rows = range(edges.first[p], edges.first[p + 1])
    return all(link_bound(clocks, tasks, edges, dates, e) < rules.base for e in rows)


def _instant(passes: Passes, e: int) -> Instant:
    """Give the instant a link holds the end of its successor to."""
    clocks, tasks, edges, _, dates = passes.tables()
    bound = link_bound(clocks, tasks, edges, dates, e)
    if edges.kind[e] in (FF, SF):
        line = passes.plan.frame.book.lines[tasks.clock[edges.succ[e]]]
        return line.add(line.next(bound), tasks.span[edges.succ[e]])
    return bound


def _out_of_sequence(passes: Passes, e: int) -> bool:
    _, tasks, edges, _, dates = passes.tables()
    i, j = edges.pred[e], edges.succ[e]
    if tasks.state[i] in (COMPLETE, EXTERNAL) or tasks.state[j] not in (STARTED, COMPLETE):
        return False
    if not leads(*passes.tables()[:3], passes.dates, e):
        return False
    if edges.kind[e] in (FF, SF):
        return tasks.state[j] == COMPLETE and _instant(passes, e) > dates.early_finish[j]
    return _instant(passes, e) > dates.early_start[j]


def early_work(passes: Passes) -> Iterator[Notice]:
    """List tasks whose remaining work lies before the status date."""
    clocks, tasks, _, _, dates = passes.tables()
    settings = passes.plan.frame.plan.settings
    if settings.status_date is None:
        return
    for p, state in enumerate(tasks.state):
        clock = tasks.clock[p]
        past = state not in (COMPLETE, EXTERNAL, FIXED) and tasks.span[p] > 0
        if past and between(clocks, clock, dates.remaining[p], settings.status_date) > 0:
            task = _task(passes, p)
            message = (
                f"{label(task)} has remaining work planned from {when(dates.remaining[p], settings)}, before the "
                f"status date {when(settings.status_date, settings)}. Reschedule what is left."
            )
            yield Notice("W-REMAINING-BEFORE-DD", message, (task.uid,))


def _ambiguous(seen: Seen) -> Notice | None:
    by_float, path = seen.critical[0], seen.path
    if by_float == path:
        return None
    places = sorted(seen.passes.plan.frame.order[p] for p in by_float ^ path)
    tasks = seen.passes.plan.frame.plan.tasks
    message = (
        f"{len(by_float)} tasks are critical by total float, {len(path)} lie on the longest path; "
        f"{len(places)} are in one set only. Constraints, deadlines or several calendars do this: read both."
    )
    return Notice("W-CRITICAL-AMBIGUOUS", message, tuple(tasks[place].uid for place in places))
