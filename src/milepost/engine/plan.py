"""The plan: everything the engine is told about a schedule, as flat frozen tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from milepost.engine.calendars import Calendar
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Baseline, Link, Task
from milepost.engine.units import Instant, Minutes, Uid


class LagCalendar(StrEnum):
    """Whose working time a working lag runs in (domain/schedule.md 4)."""

    SUCCESSOR = "successor"
    PREDECESSOR = "predecessor"
    PROJECT = "project"
    ELAPSED = "24h"


class LateConstraintMode(StrEnum):
    """What SNLT and FNLT do to early dates (domain/schedule.md 5)."""

    LOGIC = "logic"
    HONOR = "honor"


class AlapMode(StrEnum):
    """How far an ALAP task moves: within its free float, or onto its late dates."""

    FREE = "free"
    TOTAL = "total"


class OutOfSequence(StrEnum):
    """How remaining work of an out-of-sequence task is placed (domain/schedule.md 10)."""

    RETAINED_LOGIC = "retained_logic"
    PROGRESS_OVERRIDE = "progress_override"
    ACTUAL_DATES = "actual_dates"


class ElapsedStart(StrEnum):
    """When an elapsed task starts after its predecessor (domain/schedule.md 2.2)."""

    IMMEDIATE = "immediate"
    NEXT_WORKING = "next_working"


class SsLagFrom(StrEnum):
    """Where the lag of a start-to-start link from a started predecessor begins."""

    ACTUAL_START = "actual_start"
    EARLY_START = "early_start"


class FloatKind(StrEnum):
    """Which slack total float is (domain/schedule.md 8)."""

    SMALLEST = "smallest"
    START = "start"
    FINISH = "finish"


class CriticalDefinition(StrEnum):
    """What makes a task critical."""

    TOTAL_FLOAT = "total_slack"
    LONGEST_PATH = "longest_path"


class Convention(StrEnum):
    """Whose habits decide what the rules leave open (how milestones show, whether status moves work)."""

    MILEPOST = "milepost"
    MSPROJECT = "msproject"
    P6 = "p6"


@dataclass(frozen=True, slots=True)
class Settings:
    """How the plan is to be scheduled; defaults are those of domain/schedule.md.

    `start` is the project start (the finish when `schedule_from_finish`). `zone` is an IANA name;
    empty means wall-clock time without a zone. `default_start` and `default_finish` are minutes
    after midnight. `near_threshold` None is the rule of domain/schedule.md 8.
    """

    start: Instant
    finish: Instant | None = None
    schedule_from_finish: bool = False
    status_date: Instant | None = None
    must_finish_by: Instant | None = None
    zone: str = ""
    calendar: Uid | None = None
    minutes_per_day: Minutes = 480
    minutes_per_week: Minutes = 2400
    days_per_month: int = 20
    default_start: Minutes = 480
    default_finish: Minutes = 1020
    lag_calendar: LagCalendar = LagCalendar.SUCCESSOR
    late_constraints: LateConstraintMode = LateConstraintMode.LOGIC
    alap: AlapMode = AlapMode.FREE
    out_of_sequence: OutOfSequence = OutOfSequence.RETAINED_LOGIC
    elapsed_start: ElapsedStart = ElapsedStart.IMMEDIATE
    ss_lag_from: SsLagFrom = SsLagFrom.ACTUAL_START
    total_float: FloatKind = FloatKind.SMALLEST
    critical: CriticalDefinition = CriticalDefinition.TOTAL_FLOAT
    critical_threshold: Minutes = 0
    near_threshold: Minutes | None = None
    float_per_network: bool = False
    convention: Convention = Convention.MILEPOST
    current_baseline: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """A whole schedule: settings, calendars, tasks in outline order, links, resources, assignments, baselines."""

    settings: Settings
    calendars: tuple[Calendar, ...] = ()
    tasks: tuple[Task, ...] = ()
    links: tuple[Link, ...] = ()
    resources: tuple[Resource, ...] = ()
    assignments: tuple[Assignment, ...] = ()
    baselines: tuple[Baseline, ...] = field(default=())
