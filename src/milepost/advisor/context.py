"""What rules ask of a scheduled dossier: its open tasks, who does them, what they wait for, and how to say it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from decimal import Decimal
from functools import cached_property

from milepost.advisor.forecasts import Forecasts
from milepost.advisor.thresholds import DEFAULT, Thresholds
from milepost.advisor.words import span
from milepost.dossier import Dossier
from milepost.engine.clock import instant, moment
from milepost.engine.earned_value import EarnedValue
from milepost.engine.health import Health, assess
from milepost.engine.impact import Impact, impact
from milepost.engine.overload import DayLoad, Days, daily_loads
from milepost.engine.plan import Settings
from milepost.engine.plan_value import TaskValue, task_values, total
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.results import DriverKind, Schedule, TaskDates
from milepost.engine.tasks import BaselineTask, Link, Task, TaskKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

#: What is worked out from the register, and from the ledger.
_OF_RECORDS = ("likelihood", "_drawn")
_OF_MONEY = ("cash", "_counted", "value", "per_day")
_WORKERS = (ResourceKind.WORK, ResourceKind.EQUIPMENT)


@dataclass(frozen=True, eq=False)
class Context(Forecasts):
    """A scheduled dossier on the day it is reviewed, with the version of the last review where there is one.

    `as_of` is the instant progress is judged at, `today` the day it is read on (None: the same).
    Everything rules need more than once is worked out when first asked for.
    """

    dossier: Dossier
    schedule: Schedule
    as_of: Instant
    today: Instant | None = None
    previous: Context | None = None
    limits: Thresholds = DEFAULT
    times: WorkTimes = field(init=False, repr=False)

    def __post_init__(self) -> None:
        """Share what the previous version has expanded of calendars."""
        like = self.previous.times if self.previous else None
        object.__setattr__(self, "times", WorkTimes(self.schedule.plan, like))

    def judged_by(self, limits: Thresholds) -> Context:
        """The same project on the same day, held to other thresholds; what was worked out already is shared."""
        found = copy(self)
        object.__setattr__(found, "limits", limits)
        return found

    def with_records(self, dossier: Dossier) -> Context:
        """The same schedule with other records beside it; what they do not touch is shared."""
        found = copy(self)
        object.__setattr__(found, "dossier", dossier)
        gone = _OF_RECORDS if dossier.ledger == self.dossier.ledger else (*_OF_RECORDS, *_OF_MONEY)
        for name in gone:
            found.__dict__.pop(name, None)
        return found

    @property
    def now(self) -> Instant:
        """The day the review is read on."""
        return self.as_of if self.today is None else max(self.today, self.as_of)

    @property
    def settings(self) -> Settings:
        """The plan's settings."""
        return self.schedule.plan.settings

    @cached_property
    def tasks(self) -> Mapping[Uid, Task]:
        """The tasks by uid."""
        return {task.uid: task for task in self.schedule.plan.tasks}

    @cached_property
    def resources(self) -> Mapping[Uid, Resource]:
        """The resources by uid."""
        return {resource.uid: resource for resource in self.schedule.plan.resources}

    @cached_property
    def leaves(self) -> tuple[TaskDates, ...]:
        """The dates of ordinary leaf tasks: no summaries, hammocks, recurring, external or inactive ones."""
        return tuple(d for d in self.schedule.tasks if not d.summary and self.tasks[d.uid].kind is TaskKind.TASK)

    @cached_property
    def open(self) -> tuple[TaskDates, ...]:
        """The leaf tasks that are not complete."""
        return tuple(dates for dates in self.leaves if not self.done(dates.uid))

    @cached_property
    def open_uids(self) -> frozenset[Uid]:
        """The leaf tasks that are not complete, by uid."""
        return frozenset(dates.uid for dates in self.open)

    @cached_property
    def baseline(self) -> Mapping[Uid, BaselineTask]:
        """What the current baseline remembers, by task."""
        number = self.settings.current_baseline
        current = next((b for b in self.schedule.plan.baselines if b.number == number), None)
        return {row.task: row for row in current.tasks} if current else {}

    @cached_property
    def links_in(self) -> Mapping[Uid, tuple[Link, ...]]:
        """The links into each task."""
        return _grouped(self.schedule.plan.links, "successor")

    @cached_property
    def links_out(self) -> Mapping[Uid, tuple[Link, ...]]:
        """The links out of each task."""
        return _grouped(self.schedule.plan.links, "predecessor")

    @cached_property
    def crew(self) -> Mapping[Uid, tuple[Assignment, ...]]:
        """The assignments of work resources by task; places nobody fills yet are left out."""
        found: dict[Uid, list[Assignment]] = {}
        for row in self.schedule.plan.assignments:
            person = self.resources.get(row.resource) if row.resource is not None else None
            if person is not None and person.kind in _WORKERS:
                found.setdefault(row.task, []).append(row)
        return {uid: tuple(rows) for uid, rows in found.items()}

    @cached_property
    def working_people(self) -> frozenset[Uid]:
        """The people and machines of the plan that are still there."""
        return frozenset(r.uid for r in self.resources.values() if r.kind in _WORKERS and not r.inactive)

    @cached_property
    def unchanged(self) -> Impact:
        """What happens to the schedule where nothing of it is changed."""
        return impact(self.schedule, self.schedule, times=self.times)

    @cached_property
    def health(self) -> Health:
        """The DCMA 14-point assessment."""
        return assess(self.schedule)

    @cached_property
    def values(self) -> tuple[TaskValue, ...]:
        """Budget, planned value, earned value and actual cost by task; nothing without a budget or a status date."""
        return task_values(self.schedule, self.times)

    @cached_property
    def value(self) -> EarnedValue | None:
        """The earned value of the whole project, by its ledger where it has one; None without a budget."""
        if self.cash is not None and self.cash.money.total.value.budget:
            return self.cash.money.total.value
        return total(self.values)

    @cached_property
    def per_day(self) -> Decimal | None:
        """What the project has spent per working day so far; None where no cost is recorded."""
        begun = [task.actual_start for task in self.tasks.values() if task.actual_start is not None]
        if self.value is None or not self.value.actual or not begun:
            return None
        elapsed = self.working(min(begun), self.as_of)
        return self.value.actual * self.day / elapsed if elapsed > 0 else None

    @property
    def currency(self) -> str:
        """The currency money is counted in."""
        return self.dossier.project.currency or self.dossier.ledger.currency

    @cached_property
    def daily(self) -> Mapping[Uid, tuple[DayLoad, ...]]:
        """The load of each resource on each day it works, over the window in which workload is judged."""
        found: dict[Uid, list[DayLoad]] = {}
        days = Days(self.schedule, self.times)
        for load in daily_loads(self.schedule, self.as_of, self.ahead(self.limits.workload_days) - 1, days):
            found.setdefault(load.resource, []).append(load)
        return {uid: tuple(loads) for uid, loads in found.items()}

    @property
    def day(self) -> Minutes:
        """The minutes of a working day."""
        return self.settings.minutes_per_day

    def done(self, uid: Uid) -> bool:
        """Tell whether a task is complete."""
        task = self.tasks[uid]
        return task.actual_finish is not None or task.percent_complete >= 100

    def dates(self, uid: Uid) -> TaskDates:
        """The dates of a task."""
        return self.schedule.by_uid[uid]

    def ahead(self, days: int) -> Instant:
        """The instant so many working days of the project after the day of the review."""
        line = self.times.of_calendar(None)
        return line.add(line.next(self.as_of), days * self.day)

    def working(self, a: Instant, b: Instant) -> Minutes:
        """Working minutes of the project between two instants, signed."""
        return self.times.of_calendar(None).working(a, b)

    def late(self, uid: Uid, planned: Instant, actual: Instant) -> Minutes:
        """Working minutes of a task's own calendar by which one instant is later than another."""
        return self.times.of_task(uid).working(planned, actual)

    def absences(self, uid: Uid) -> tuple[tuple[Instant, Instant], ...]:
        """The dated days off in a person's own calendar that end after the review: instants from and to."""
        person = self.resources[uid]
        if person.calendar is None or person.calendar == self.settings.calendar:
            return ()
        own = next((row for row in self.schedule.plan.calendars if row.uid == person.calendar), None)
        if own is None:
            return ()
        spans = [
            (row.start, row.end + timedelta(days=1))
            for row in own.exceptions
            if not row.intervals and not row.recurrence
        ]
        found = [tuple(instant(datetime.combine(day, time()), self.settings.zone) for day in span) for span in spans]
        return tuple((first, last) for first, last in sorted(found) if last > self.as_of)

    def name(self, uid: Uid) -> str:
        """A task as people point at it: `Build (T4)`."""
        task = self.tasks[uid]
        return f"{task.name} ({task.code or task.uid})" if task.name else f"task {task.code or task.uid}"

    def names(self, uids: Iterable[Uid], most: int = 3) -> str:
        """A few tasks by name, and how many more."""
        listed = list(uids)
        shown = [self.name(uid) for uid in listed[:most]]
        rest = len(listed) - most
        return joined([*shown, f"{rest} more"] if rest > 0 else shown)

    def people(self, uid: Uid) -> tuple[Resource, ...]:
        """The people and machines on a task."""
        return tuple(self.resources[row.resource] for row in self.crew.get(uid, ()) if row.resource is not None)

    def who(self, uid: Uid) -> str:
        """Who does a task, by name; empty if nobody is named."""
        return joined([person.name for person in self.people(uid)][:3]) or self.tasks[uid].owner

    def date(self, at: Instant) -> str:
        """A date in words: `Fri 16 Oct`, with the year where it is not the review's."""
        shown, now = self._local(at), self._local(self.as_of)
        return f"{shown:%a} {shown.day} {shown:%b}" + ("" if shown.year == now.year else f" {shown.year}")

    def span(self, minutes: Minutes) -> str:
        """A span of working time without its sign: `2.5 working days`, `3 hours`."""
        return span(minutes, self.settings)

    def period(self, first: Instant, last: Instant) -> str:
        """When something happens, from one day to another: `on Tue 30 Jun`, `between Mon 1 Jun and Fri 5 Jun`."""
        begin, end = self.date(first), self.date(last)
        return f"on {begin}" if begin == end else f"between {begin} and {end}"

    def hours(self, minutes: Minutes) -> str:
        """A span of work in hours: `12 h`."""
        return f"{round(minutes / 60):d} h"

    def chain(self, uid: Uid) -> tuple[Uid, ...]:
        """The open tasks that decide a task's dates, from the first that moves them to the task itself."""
        found = [uid]
        while (before := self._driving(found[-1])) is not None and before not in found:
            found.append(before)
        return tuple(reversed(found))

    def source(self, uid: Uid) -> Uid:
        """The first open task of the chain that decides a task's dates: where its lateness comes from."""
        return self.chain(uid)[0]

    def _driving(self, uid: Uid) -> Uid | None:
        """The open predecessor that decides a task's start, the one with the least float of several."""
        driver = self.dates(uid).driver
        if driver.kind is DriverKind.ACTUAL:
            return None
        rows = [self.schedule.plan.links[place].predecessor for place in driver.links]
        waiting = [row for row in rows if row in self.tasks and row in self.schedule.by_uid and not self.done(row)]
        waiting = [row for row in waiting if not self.dates(row).summary]
        return min(waiting, key=lambda row: (self.dates(row).total_float, -self.dates(row).finish, row), default=None)

    def _local(self, at: Instant) -> datetime:
        return moment(at, self.settings.zone)


def joined(words: list[str]) -> str:
    """Words as a sentence lists them: `a, b and c`."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}" if words else ""


def _grouped(links: Iterable[Link], end: str) -> dict[Uid, tuple[Link, ...]]:
    found: dict[Uid, list[Link]] = {}
    for link in links:
        found.setdefault(getattr(link, end), []).append(link)
    return {uid: tuple(rows) for uid, rows in found.items()}
