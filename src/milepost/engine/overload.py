"""Who is asked for more than they have, day by day (domain/schedule.md 13.1, 13.3)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from functools import cached_property
from typing import TypeAlias

import numpy as np

from milepost.engine.clock import Int64s, instant, moment
from milepost.engine.contours import Spread
from milepost.engine.open_work import open_work
from milepost.engine.resources import Assignment, Resource
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Segment, Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.workload import capacity, open_assignments
from milepost.engine.worktime import WorkTimes

_Key: TypeAlias = tuple[Uid, Uid | None, Minutes, Minutes, tuple[Segment, ...], Instant, Instant]


@dataclass(frozen=True, slots=True)
class DayLoad:
    """One resource on one local day: minutes asked for and available, and what each task asks for."""

    resource: Uid
    start: Instant
    end: Instant
    demand: Minutes
    capacity: Minutes
    tasks: tuple[tuple[Uid, Minutes], ...]

    @property
    def over(self) -> Minutes:
        """Minutes asked for beyond capacity; a minute a task is rounding and does not count."""
        excess = self.demand - self.capacity
        return excess if excess > len(self.tasks) else 0


class Days:
    """The local days of a plan and what its assignments ask for on them; shared between versions of a plan.

    Answers for assignments and dates that stay the same are kept, so that comparing many versions
    of one plan costs only what differs. Versions must share calendars and resources.
    """

    def __init__(self, schedule: Schedule, times: WorkTimes) -> None:
        """Lay out the days the open work of a schedule covers."""
        self.times = times
        self.zone = schedule.plan.settings.zone
        self._demands: dict[_Key, dict[int, Minutes]] = {}
        self._capacities: dict[tuple[Uid, int], Minutes] = {}
        self._of = schedule

    def demand(self, assignment: Assignment, task: Task, dates: TaskDates) -> dict[int, Minutes]:
        """What remains of an assignment by day; a day is the number of its local date."""
        begin = dates.start if task.actual_start is None else dates.remaining_start
        work, left = assignment.work, assignment.remaining_work
        key = (assignment.uid, assignment.resource, work, left, task.segments, begin, dates.finish)
        if key not in self._demands:
            self._demands[key] = self._spread(assignment, task, dates)
        return self._demands[key]

    @cached_property
    def overload(self) -> Minutes:
        """Person-minutes the schedule these days were laid out for asks for beyond capacity."""
        return overload(self._of, self)

    def capacity(self, resource: Resource, day: int) -> Minutes:
        """What a resource can do on a day."""
        key = (resource.uid, day)
        if key not in self._capacities:
            self._capacities[key] = capacity(resource, *self.bounds(day), self.times)
        return self._capacities[key]

    def bounds(self, day: int) -> tuple[Instant, Instant]:
        """The instants a local day begins and ends at."""
        if not self.zone:
            return day * 1440, day * 1440 + 1440
        first = moment(0) + timedelta(days=day)
        return instant(first, self.zone), instant(first + timedelta(days=1), self.zone)

    def day(self, at: Instant) -> int:
        """The number of the local date of an instant."""
        return at // 1440 if not self.zone else (moment(at, self.zone) - moment(0)).days

    def _spread(self, assignment: Assignment, task: Task, dates: TaskDates) -> dict[int, Minutes]:
        pieces = open_work(assignment, task, dates, self.times)
        if not len(pieces.starts):
            return {}
        first, last = self.day(int(pieces.starts[0])), self.day(int(pieces.ends[-1]))
        edges = [self.bounds(day)[0] for day in range(first, last + 2)]
        minutes = np.diff(_reached(pieces, np.array(edges, dtype=np.int64)))
        return {first + n: value for n, value in enumerate(minutes.tolist()) if value}


def _reached(pieces: Spread, at: Int64s) -> Int64s:
    """Minutes of work done up to instants, evenly within each piece."""
    done = np.cumsum(pieces.minutes)
    places = np.stack((pieces.starts, pieces.ends), axis=1).ravel()
    values = np.stack((done - pieces.minutes, done), axis=1).ravel()
    reached: Int64s = np.rint(np.interp(at, places, values)).astype(np.int64)
    return reached


def daily_loads(
    schedule: Schedule, first: Instant | None = None, last: Instant | None = None, days: Days | None = None
) -> Iterator[DayLoad]:
    """List the load of each resource on each day it has work, in plan order, from one instant to another."""
    days = days or Days(schedule, WorkTimes(schedule.plan))
    low = None if first is None else days.day(first)
    high = None if last is None else days.day(last)
    asked: dict[Uid, dict[int, list[tuple[Uid, Minutes]]]] = {}
    for assignment, task, dates in open_assignments(schedule):
        of_days = asked.setdefault(assignment.resource or 0, {})
        for day, minutes in days.demand(assignment, task, dates).items():
            if (low is None or day >= low) and (high is None or day <= high):
                of_days.setdefault(day, []).append((task.uid, minutes))
    for resource in schedule.plan.resources:
        for day, tasks in sorted(asked.get(resource.uid, {}).items()):
            total = sum(minutes for _, minutes in tasks)
            yield DayLoad(resource.uid, *days.bounds(day), total, days.capacity(resource, day), tuple(tasks))


def overload(schedule: Schedule, days: Days | None = None) -> Minutes:
    """Person-minutes asked for beyond capacity, day by day, from the status date on."""
    first = schedule.plan.settings.status_date
    return sum(load.over for load in daily_loads(schedule, first, None, days))
