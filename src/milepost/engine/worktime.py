"""Whose working time counts: the effective calendars of a plan, expanded lazily (domain/schedule.md 2.2)."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from milepost.engine.calendars import Calendar, Intervals
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Convention, Plan
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.tasks import Task, TaskType
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.engine.worktime_days import expand
from milepost.engine.worktime_intervals import Spans, intersect, unite
from milepost.engine.worktime_line import WORK_SHIFT, WorkTime

__all__ = ["STANDARD", "WORK_SHIFT", "WorkTime", "WorkTimes"]

YEAR = 365 * MINUTES_PER_DAY + MINUTES_PER_DAY // 4
#: How far around the base the engine looks at all.
HORIZON = 50 * YEAR
#: A calendar must have a working minute within this time after the base.
_EMPTY_AFTER = 10 * YEAR

_DAY: Intervals = ((480, 720), (780, 1020))
#: Mon-Fri 08:00-12:00, 13:00-17:00: what a plan without calendars works by.
STANDARD = Calendar(uid=0, name="Standard", week=(_DAY, _DAY, _DAY, _DAY, _DAY, (), ()))

_WORKERS = (ResourceKind.WORK, ResourceKind.EQUIPMENT)


class WorkTimes:
    """The effective calendars of one plan: each built when first asked for, then kept.

    Everything may raise PlanRefusedError: E-CAL-EMPTY (no working minute in the 10 years after
    base), E-CAL-CYCLE, E-CAL-UNKNOWN, E-ZONE, E-HORIZON. `base` is the later of project start and
    status date, `limits` the instants 50 years before and after it.
    """

    def __init__(self, plan: Plan, like: WorkTimes | None = None) -> None:
        """Read the plan; `like` shares what an earlier version of the plan has expanded, where calendars are equal."""
        settings = plan.settings
        known = [at for at in (settings.start, settings.finish, settings.status_date) if at is not None]
        self.plan = plan
        self.base: Instant = _base(plan)
        self.limits = (self.base - HORIZON, self.base + HORIZON)
        self._window = (min(known) - YEAR, max(known) + 4 * YEAR)
        self._calendars = {calendar.uid: calendar for calendar in plan.calendars}
        self._resources = {resource.uid: resource for resource in plan.resources}
        self._tasks: dict[Uid, Task] = {}
        self._workers: dict[Uid, list[Assignment]] = {}
        self._known: dict[tuple[str, Uid | None, Uid | None], WorkTime] = {}
        self._lines: dict[Uid, WorkTime] = {}
        self._joint: dict[tuple[str, frozenset[int]], tuple[WorkTime, tuple[WorkTime, ...]]] = {}
        if like is not None and _same_calendars(like.plan, plan):
            self._known, self._joint = like._known, like._joint
            self.base, self.limits, self._window = like.base, like.limits, like._window

    @property
    def elapsed(self) -> WorkTime:
        """The calendar that always works, for elapsed durations and lags: one interval over the whole horizon."""
        key = ("elapsed", None, None)
        if key not in self._known:
            self._known[key] = WorkTime(_always, self.limits, self.limits, "elapsed time", elapsed=True)
        return self._known[key]

    def of_calendar(self, uid: Uid | None) -> WorkTime:
        """Give the working time of a calendar; None means the project calendar."""
        if uid is None:
            uid = self.plan.settings.calendar
        key = ("calendar", uid, None)
        if key not in self._known:
            self._known[key] = self._expand_calendar(uid)
        return self._known[key]

    def of_resource(self, uid: Uid) -> WorkTime:
        """Give the working time of a resource: its calendar, else the project's."""
        line = self._lines.get(uid)
        if line is None:
            resource = self._resources.get(uid)
            line = self._lines[uid] = self.of_calendar(resource.calendar if resource else None)
        return line

    def own_of_task(self, uid: Uid) -> WorkTime:
        """Give the working time of a task without its resources: elapsed, its calendar, else the project's."""
        task = self._task(uid)
        return self.elapsed if task.elapsed else self.of_calendar(task.calendar)

    def of_task(self, uid: Uid) -> WorkTime:
        """Give the working time a task's dates and slack are counted in.

        Elapsed and fixed-duration tasks, tasks without work resources and those that ignore resource
        calendars follow their own calendar. Others follow their assignments': where these differ,
        every minute in which at least one of them can work.
        """
        task = self._task(uid)
        workers = self._workers.get(uid, ())
        if task.elapsed or task.type is TaskType.FIXED_DURATION or not workers:
            return self.own_of_task(uid)
        if len(workers) == 1:
            return self.of_assignment(workers[0])
        return self._union([self.of_assignment(worker) for worker in workers])

    def of_assignment(self, assignment: Assignment) -> WorkTime:
        """Give the working time an assignment's work is done in (domain/schedule.md 2.2)."""
        task = self._task(assignment.task)
        resource = self._worker(assignment)
        if task.elapsed:
            return self.elapsed
        if resource is None or (task.calendar is not None and task.ignore_resource_calendars):
            return self.own_of_task(task.uid)
        if task.calendar is None or task.calendar == resource.calendar:
            return self.of_resource(resource.uid)
        return self._overlap(task.calendar, resource)

    def _task(self, uid: Uid) -> Task:
        if not self._tasks:
            self._tasks = {task.uid: task for task in self.plan.tasks}
            for assignment in self.plan.assignments:
                if self._worker(assignment) is not None:
                    self._workers.setdefault(assignment.task, []).append(assignment)
        return self._tasks[uid]

    def _worker(self, assignment: Assignment) -> Resource | None:
        resource = None if assignment.resource is None else self._resources.get(assignment.resource)
        return resource if resource is not None and resource.kind in _WORKERS else None

    def _expand_calendar(self, uid: Uid | None) -> WorkTime:
        chain = self._chain(uid)
        zone = chain[0].zone or self.plan.settings.zone
        rare_first = self.plan.settings.convention is Convention.MSPROJECT
        name = " <- ".join(f"calendar {calendar.name!r}" for calendar in chain)

        def spans(first: Instant, last: Instant) -> Spans:
            return expand(chain, zone, first, last, rare_first=rare_first)

        return self._filled(WorkTime(spans, self._window, self.limits, name))

    def _chain(self, uid: Uid | None) -> tuple[Calendar, ...]:
        """List a calendar and its ancestors, nearest first."""
        if uid is None:
            return (STANDARD,)
        chain: list[Calendar] = []
        following: Uid | None = uid
        while following is not None:
            calendar = self._calendars.get(following)
            if calendar is None:
                raise _refusal("E-CAL-UNKNOWN", f"The plan names calendar {following}, but holds no such calendar.")
            if calendar in chain:
                names = " <- ".join(repr(known.name) for known in (*chain, calendar))
                raise _refusal("E-CAL-CYCLE", f"Calendars inherit in a circle: {names}. Cut one of these parents.")
            chain.append(calendar)
            following = calendar.parent
        return tuple(chain)

    def _overlap(self, task_calendar: Uid, resource: Resource) -> WorkTime:
        mine, theirs = self.of_calendar(task_calendar), self.of_resource(resource.uid)
        if mine is theirs:
            return mine
        key = ("both", task_calendar, resource.calendar)
        if key not in self._known:
            name = f"{mine.name} together with {theirs.name}"
            self._known[key] = self._filled(_joined(mine, theirs, self._window, self.limits, name, overlap=True))
        return self._known[key]

    def _union(self, lines: Iterable[WorkTime]) -> WorkTime:
        distinct = tuple({id(line): line for line in lines}.values())
        if len(distinct) == 1:
            return distinct[0]
        key = ("any", frozenset(map(id, distinct)))
        if key not in self._joint:
            joined = distinct[0]
            for line in distinct[1:]:
                name = f"{joined.name} or {line.name}"
                joined = _joined(joined, line, self._window, self.limits, name, overlap=False)
            # The parts are kept with their union: an id is only unique while its object lives.
            self._joint[key] = (joined, distinct)
        return self._joint[key][0]

    def _filled(self, line: WorkTime) -> WorkTime:
        """Refuse a calendar without a working minute in the years after the base."""
        if not _works_after(line, self.base):
            line.cover(self.base, min(self.base + _EMPTY_AFTER, self.limits[1] - 1))
            if not _works_after(line, self.base):
                words = f"There is no working time in the 10 years after the plan's base date: {line.name}."
                raise _refusal("E-CAL-EMPTY", f"{words} Give a calendar in this chain working hours.")
        return line


def _base(plan: Plan) -> Instant:
    settings = plan.settings
    anchor = settings.start
    if settings.schedule_from_finish and settings.finish is not None:
        anchor = settings.finish
    return anchor if settings.status_date is None else max(anchor, settings.status_date)


def _joined(
    left: WorkTime,
    right: WorkTime,
    window: tuple[Instant, Instant],
    limits: tuple[Instant, Instant],
    name: str,
    *,
    overlap: bool,
) -> WorkTime:
    def spans(first: Instant, last: Instant) -> Spans:
        join = intersect if overlap else unite
        return join(left.spans(first, last), right.spans(first, last))

    return WorkTime(spans, window, limits, name)


def _always(first: Instant, last: Instant) -> Spans:
    return Spans(np.array([first], dtype=np.int64), np.array([last], dtype=np.int64))


def _works_after(line: WorkTime, base: Instant) -> bool:
    return bool(len(line.ends)) and int(line.ends[-1]) > base


def _same_calendars(one: Plan, other: Plan) -> bool:
    """Tell whether two plans expand to the same working time from the same base."""
    same_settings = all(
        getattr(one.settings, name) == getattr(other.settings, name)
        for name in ("start", "finish", "schedule_from_finish", "status_date", "zone", "calendar", "convention")
    )
    return same_settings and one.calendars == other.calendars


def _refusal(code: str, message: str) -> PlanRefusedError:
    return PlanRefusedError((Notice(code, message),))
