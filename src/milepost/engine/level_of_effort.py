"""Level of effort: tasks that last as long as others need them (domain/schedule.md 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milepost.engine.edges import lag_minutes
from milepost.engine.frame import Frame
from milepost.engine.plan import LagCalendar
from milepost.engine.results import Driver, DriverKind, TaskDates
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTime

_STARTS = (LinkType.FS, LinkType.SS)


def with_efforts(base: Frame, leaves: Mapping[int, TaskDates], around: Mapping[Uid, TaskDates]) -> dict[int, TaskDates]:
    """Add the level-of-effort tasks to the dates of the leaves.

    `around` finds the dates of what they hang on, leaf or summary. They never drive, are never
    critical and count for nothing else; `leaves` maps places in `plan.tasks` to dates.
    """
    found = dict(leaves)
    for place in base.shape.efforts:
        found[place] = _spanned(base, base.plan.tasks[place], around)
    return found


def _spanned(base: Frame, task: Task, around: Mapping[Uid, TaskDates]) -> TaskDates:
    line = base.line(task)
    into = [(n, link) for n, link in enumerate(base.plan.links) if link.successor == task.uid]
    out = [link for link in base.plan.links if link.predecessor == task.uid]
    early, late = _Side(base, line, around, late=False), _Side(base, line, around, late=True)
    start, finish = early.span(task, into, out)
    late_start, late_finish = late.span(task, into, out)
    slack = max(line.working(finish, late_finish), 0)
    done = task.actual_finish is not None
    links = tuple(n for n, link in into if link.type in _STARTS and link.predecessor in around)
    return TaskDates(
        uid=task.uid,
        start=start,
        finish=finish,
        early_start=start,
        early_finish=finish,
        late_start=max(start, late_start),
        late_finish=max(finish, late_finish),
        remaining_start=max(start, min(base.rules.base, finish)),
        duration=line.working(start, finish),
        remaining_duration=0 if done else line.working(max(start, min(base.rules.base, finish)), finish),
        total_float=slack,
        free_float=slack,
        elapsed_float=line.elapsed,
        critical=False,
        near_critical=False,
        on_longest_path=False,
        summary=False,
        driver=Driver(DriverKind.LINK if links else DriverKind.PROJECT_START, links),
    )


class _Side:
    """Reads the dates a level-of-effort task hangs on: the early ones or the late ones."""

    def __init__(self, base: Frame, line: WorkTime, around: Mapping[Uid, TaskDates], *, late: bool) -> None:
        self._base = base
        self._line = line
        self._around = around
        self._late = late

    def span(self, task: Task, into: Sequence[tuple[int, Link]], out: Sequence[Link]) -> tuple[Instant, Instant]:
        """Give the earliest start and latest finish its links define, else project start and duration."""
        known = self._around
        starts = [self._bound(link, 1) for _, link in into if link.type in _STARTS and link.predecessor in known]
        finishes = [self._bound(link, 1) for _, link in into if link.type not in _STARTS and link.predecessor in known]
        finishes += [
            self._bound(link, -1) for link in out if link.type in (LinkType.FS, LinkType.FF) and link.successor in known
        ]
        start = self._line.next(min(starts, default=self._base.rules.base))
        if task.actual_start is not None:
            start = task.actual_start
        finish = self._line.prev(max(finishes)) if finishes else self._line.add(start, task.duration)
        if task.actual_finish is not None:
            finish = task.actual_finish
        return start, max(start, finish)

    def _bound(self, link: Link, sign: int) -> Instant:
        forward = sign > 0
        dates = self._around[link.predecessor if forward else link.successor]
        ends = (LinkType.FS, LinkType.FF) if forward else (LinkType.FF, LinkType.SF)
        start, finish = dates.early_start, dates.early_finish
        if self._late:
            start, finish = dates.late_start, dates.late_finish
        before = self._base.plan.tasks[self._base.shape.place[link.predecessor]]
        return self._lag_line(link).add(finish if link.type in ends else start, sign * lag_minutes(link, before))

    def _lag_line(self, link: Link) -> WorkTime:
        times, choice = self._base.times, self._base.plan.settings.lag_calendar
        if link.lag_kind in (LagKind.ELAPSED, LagKind.PERCENT_ELAPSED) or choice is LagCalendar.ELAPSED:
            return times.elapsed
        if link.calendar is not None:
            return times.of_calendar(link.calendar)
        if choice is LagCalendar.PROJECT:
            return times.of_calendar(None)
        uid = link.successor if choice is LagCalendar.SUCCESSOR else link.predecessor
        return self._base.line(self._base.plan.tasks[self._base.shape.place[uid]])
