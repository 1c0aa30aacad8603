"""What scheduling answers: dates, floats and the reason of every task."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import Protocol

from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.tasks import ConstraintKind
from milepost.engine.units import Instant, Minutes, Uid


class DriverKind(StrEnum):
    """What decides a task's start (or, for finish-driven tasks, its finish)."""

    PROJECT_START = "project_start"
    STATUS_DATE = "status_date"
    LINK = "link"
    CONSTRAINT = "constraint"
    CALENDAR = "calendar"
    RESOURCE = "resource"
    ACTUAL = "actual"
    LEVELLING = "levelling"
    MANUAL = "manual"
    EXTERNAL = "external"
    LATE_DATES = "late_dates"
    CHILDREN = "children"


@dataclass(frozen=True, slots=True)
class Driver:
    """The binding cause of a task's start.

    `links` are positions in `plan.links` of every driving link; `constraint` names the constraint
    where that binds; `calendar` and `resource` the record where working time does.
    """

    kind: DriverKind
    links: tuple[int, ...] = ()
    constraint: ConstraintKind | None = None
    calendar: Uid | None = None
    resource: Uid | None = None


@dataclass(frozen=True, slots=True)
class TaskDates:
    """The computed dates of one task, leaf or summary; floats are signed working minutes of its calendar.

    `start` and `finish` are the scheduled dates shown to users, `remaining_start` where the
    remaining work of a started task begins (the start of an unstarted one). Starts show on the
    start side of a gap in working time, finishes on the finish side. `elapsed_float` says that
    floats count wall-clock minutes.
    """

    uid: Uid
    start: Instant
    finish: Instant
    early_start: Instant
    early_finish: Instant
    late_start: Instant
    late_finish: Instant
    remaining_start: Instant
    duration: Minutes
    remaining_duration: Minutes
    total_float: Minutes
    free_float: Minutes
    elapsed_float: bool
    critical: bool
    near_critical: bool
    on_longest_path: bool
    summary: bool
    driver: Driver


class Answers(Protocol):
    """Where a schedule gets its answers from: it asks for each once, when first wanted."""

    def tasks(self) -> tuple[TaskDates, ...]:
        """Give the dates of every active task in plan order."""

    def notices(self) -> tuple[Notice, ...]:
        """Give the warnings of the plan and of its dates."""


@dataclass(frozen=True)
class Schedule:
    """The scheduled plan: one `TaskDates` per active task in plan order, the project's dates, and the notices.

    Inactive tasks have no entry. `by_uid` finds a task's dates by its uid. Dates are computed when
    the schedule is made; the records that hold them are made when first asked for.
    """

    plan: Plan
    start: Instant
    finish: Instant
    answers: Answers

    @cached_property
    def tasks(self) -> tuple[TaskDates, ...]:
        """The dates of every active task in plan order."""
        return self.answers.tasks()

    @cached_property
    def notices(self) -> tuple[Notice, ...]:
        """The warnings, in a stable order."""
        return self.answers.notices()

    @cached_property
    def by_uid(self) -> Mapping[Uid, TaskDates]:
        """The dates of a task by its uid."""
        return {dates.uid: dates for dates in self.tasks}
