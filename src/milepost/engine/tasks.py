"""Tasks, links and baselines as the engine is told them (domain/schedule.md 3, 4, 5, 11)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.distributions import Ends, Shape
from milepost.engine.resources import Accrual
from milepost.engine.units import Instant, Minutes, Uid


class TaskKind(StrEnum):
    """What a task is; a summary is recognised by its children, not by a kind."""

    TASK = "task"
    LEVEL_OF_EFFORT = "level_of_effort"
    RECURRING = "recurring"
    EXTERNAL = "external"


class TaskType(StrEnum):
    """Which of units, duration and work stays when another changes (domain/schedule.md 3)."""

    FIXED_UNITS = "fixed_units"
    FIXED_DURATION = "fixed_duration"
    FIXED_WORK = "fixed_work"


class PercentType(StrEnum):
    """What percent complete measures (domain/schedule.md 10)."""

    DURATION = "duration"
    WORK = "work"
    PHYSICAL = "physical"


class LinkType(StrEnum):
    """Which ends a dependency joins: predecessor's, then successor's."""

    FS = "FS"
    SS = "SS"
    FF = "FF"
    SF = "SF"


class LagKind(StrEnum):
    """How a lag is measured: working or elapsed minutes, or a share of the predecessor's duration."""

    WORKING = "working"
    ELAPSED = "elapsed"
    PERCENT = "percent"
    PERCENT_ELAPSED = "percent_elapsed"


class ConstraintKind(StrEnum):
    """The date constraints of the trade (domain/schedule.md 5)."""

    ASAP = "ASAP"
    ALAP = "ALAP"
    SNET = "SNET"
    SNLT = "SNLT"
    FNET = "FNET"
    FNLT = "FNLT"
    MSO = "MSO"
    MFO = "MFO"


@dataclass(frozen=True, slots=True)
class Constraint:
    """A date constraint; ASAP and ALAP have no date."""

    kind: ConstraintKind
    at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """One stretch of a split task: minutes of working time worked, then minutes of gap."""

    work: Minutes
    gap: Minutes = 0


@dataclass(frozen=True, slots=True)
class Estimate:
    """A three-point duration estimate in minutes and what it rests on (domain/risk.md 2).

    `ends` says whether optimistic and pessimistic are the ends of the range or percentiles. A task
    that shares the plan's default ranges has no estimate of its own, or one whose three points are equal.
    """

    optimistic: Minutes
    most_likely: Minutes
    pessimistic: Minutes
    basis: str = ""
    shape: Shape = Shape.TRIANGULAR
    ends: Ends = Ends.ABSOLUTE


class EarningRule(StrEnum):
    """How a task earns its budget (domain/money.md 6)."""

    PERCENT = "percent"
    ZERO_HUNDRED = "0/100"
    START_FINISH = "start/finish"
    MILESTONES = "weighted_milestones"
    UNITS = "units"
    DURATION = "duration"
    WORK = "work"
    APPORTIONED = "apportioned"
    LEVEL_OF_EFFORT = "level_of_effort"


@dataclass(frozen=True, slots=True)
class WeightedMilestone:
    """A step of a work package: its share of the budget, when it is planned and when it was accepted."""

    name: str
    weight: Decimal
    planned: Instant | None = None
    accepted: Instant | None = None


@dataclass(frozen=True, slots=True)
class Earning:
    """By which rule a task earns value, and the rule's own numbers.

    `at_start` is what 50/50 and its kin earn at the start, 0..1. `cap` (0..1) limits a typed percentage
    until the work is accepted, None to 0.9. Units are `done` of `total`. `base` is the task an apportioned one follows.
    """

    rule: EarningRule = EarningRule.PERCENT
    at_start: Decimal = Decimal("0.5")
    cap: Decimal | None = None
    milestones: tuple[WeightedMilestone, ...] = ()
    done: Decimal = Decimal(0)
    total: Decimal = Decimal(0)
    base: Uid | None = None


class Moscow(StrEnum):
    """How much a deliverable is needed (domain/governance.md 2)."""

    MUST = "must"
    SHOULD = "should"
    COULD = "could"
    WONT = "wont"


@dataclass(frozen=True, slots=True)
class Task:
    """A task of the plan, leaf or summary, in outline order.

    `uid` is the number the source gave it, `code` the id people see (row number, activity id).
    `duration` is total working minutes (wall-clock minutes if `elapsed`), gaps of `segments`
    excluded. `percent_complete` and `physical_percent` are 0..100. `remaining_duration` None means
    it follows from duration and percent. `duration_unit` is how to show it: m h d w mo.
    Manual tasks keep `manual_start` and `manual_finish`. `external_project` names the file an
    external task lives in and `external_uid` its number there.

    Readers hand over what the file says and derive nothing: `stored_pieces` are the start and end of
    each piece of a split task as stored (the engine makes `segments` of them, which win where given),
    `suspend` and `resume` the instants work stopped and goes on (MSP Stop and Resume),
    `levelling_delay` the stored delay, elapsed in MSP. A manual or external task keeps the stored
    start and finish in `manual_start` and `manual_finish`. `crash_duration` is the shortest it can be made
    and `crash_cost` what that costs in addition; `moscow` and `value` say what leaving it out would lose.
    Stored fractions of a minute are rounded half up, stored seconds of instants cut off.
    """

    uid: Uid
    name: str
    code: str = ""
    wbs: str = ""
    parent: Uid | None = None
    kind: TaskKind = TaskKind.TASK
    milestone: bool = False
    summary: bool = False
    inactive: bool = False
    manual: bool = False
    manual_start: Instant | None = None
    manual_finish: Instant | None = None
    duration: Minutes = 0
    elapsed: bool = False
    duration_unit: str = "d"
    estimated: bool = False
    type: TaskType = TaskType.FIXED_UNITS
    effort_driven: bool = False
    work: Minutes | None = None
    constraints: tuple[Constraint, ...] = ()
    deadline: Instant | None = None
    calendar: Uid | None = None
    ignore_resource_calendars: bool = False
    priority: int = 500
    can_split: bool = True
    level_assignments: bool = True
    levelling_delay: Minutes = 0
    levelling_delay_elapsed: bool = False
    segments: tuple[Segment, ...] = ()
    stored_pieces: tuple[tuple[Instant, Instant], ...] = ()
    percent_type: PercentType = PercentType.DURATION
    percent_complete: Decimal = Decimal(0)
    percent_work_complete: Decimal | None = None
    physical_percent: Decimal | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    actual_duration: Minutes | None = None
    remaining_duration: Minutes | None = None
    actual_work: Minutes | None = None
    remaining_work: Minutes | None = None
    suspend: Instant | None = None
    resume: Instant | None = None
    expected_finish: Instant | None = None
    fixed_cost: Decimal = Decimal(0)
    fixed_cost_accrual: Accrual = Accrual.PRORATED
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    estimate: Estimate | None = None
    owner: str = ""
    cost_account: str = ""
    earning: Earning | None = None
    crash_duration: Minutes | None = None
    crash_cost: Decimal | None = None
    moscow: Moscow | None = None
    value: Decimal | None = None
    external_project: str = ""
    external_uid: Uid | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """A dependency: `predecessor` drives `successor`.

    `lag` is minutes for working and elapsed lags, hundredths of a percent for percent lags;
    negative is a lead. `lag_unit` is how to show it. `calendar` overrides the plan's lag calendar.
    `note` justifies it.
    """

    predecessor: Uid
    successor: Uid
    type: LinkType = LinkType.FS
    lag: int = 0
    lag_kind: LagKind = LagKind.WORKING
    lag_unit: str = "d"
    calendar: Uid | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class BaselineTask:
    """What a baseline remembers of one task; None where the source had nothing."""

    task: Uid
    start: Instant | None = None
    finish: Instant | None = None
    duration: Minutes | None = None
    elapsed: bool = False
    work: Minutes | None = None
    cost: Decimal | None = None
    fixed_cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class BaselineAssignment:
    """What a baseline remembers of one assignment."""

    assignment: Uid
    start: Instant | None = None
    finish: Instant | None = None
    work: Minutes | None = None
    cost: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Baseline:
    """An immutable snapshot of the plan, number 0 to 10 (domain/schedule.md 11)."""

    number: int
    name: str = ""
    saved_at: Instant | None = None
    approver: str = ""
    change_request: str = ""
    tasks: tuple[BaselineTask, ...] = ()
    assignments: tuple[BaselineAssignment, ...] = ()
