"""Resources and their assignments as the engine is told them (domain/schedule.md 3, 13)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.units import Instant, Minutes, Uid


class ResourceKind(StrEnum):
    """What a resource is: only work resources and equipment have time."""

    WORK = "work"
    EQUIPMENT = "equipment"
    MATERIAL = "material"
    COST = "cost"


class Accrual(StrEnum):
    """When a cost falls due (domain/money.md 3)."""

    START = "start"
    PRORATED = "prorated"
    END = "end"


class Contour(StrEnum):
    """How an assignment's work is spread over its span (domain/schedule.md 13.2)."""

    FLAT = "flat"
    BACK_LOADED = "back_loaded"
    FRONT_LOADED = "front_loaded"
    DOUBLE_PEAK = "double_peak"
    EARLY_PEAK = "early_peak"
    LATE_PEAK = "late_peak"
    BELL = "bell"
    TURTLE = "turtle"
    MANUAL = "manual"


@dataclass(frozen=True, slots=True)
class AvailabilityStep:
    """Max units (1 = one person) from `start` until `end`; None is open."""

    start: Instant | None
    end: Instant | None
    units: Decimal


@dataclass(frozen=True, slots=True)
class Rate:
    """What an hour costs in rate table A to E from `start` on; money per hour, per unit for material.

    An empty `currency` is the project's.
    """

    table: str
    start: Instant | None
    standard: Decimal
    overtime: Decimal = Decimal(0)
    per_use: Decimal = Decimal(0)
    currency: str = ""


@dataclass(frozen=True, slots=True)
class Skill:
    """What a person can do and how well, level 1 to 5 (domain/schedule.md 13.1)."""

    name: str
    level: int = 3


@dataclass(frozen=True, slots=True)
class Resource:
    """A person, pool, machine, material or cost that tasks use.

    `max_units` 1 is one person full time. `availability` rows, if any, replace it over time. `zone` is
    where a person works, an IANA name. `pool` says that projects share the person under this name.
    """

    uid: Uid
    name: str
    code: str = ""
    kind: ResourceKind = ResourceKind.WORK
    calendar: Uid | None = None
    max_units: Decimal = Decimal(1)
    availability: tuple[AvailabilityStep, ...] = ()
    rates: tuple[Rate, ...] = ()
    accrual: Accrual = Accrual.PRORATED
    material_unit: str = ""
    group: str = ""
    initials: str = ""
    email: str = ""
    generic: bool = False
    inactive: bool = False
    skills: tuple[Skill, ...] = ()
    team: str = ""
    zone: str = ""
    pool: str = ""


@dataclass(frozen=True, slots=True)
class WorkPiece:
    """Work of an assignment in one stretch of time: `minutes` of work between two instants."""

    start: Instant
    end: Instant
    minutes: Minutes


@dataclass(frozen=True, slots=True)
class Assignment:
    """A resource on a task: units (1 = 100 %), work in person-minutes, and how it is spread.

    `resource` None is a place to be filled by somebody with `skill` at `level` or above. For material
    `quantity` counts; with `rate_per_minutes` it is per that span of the duration. `planned` and
    `actual` keep the pieces of a manual contour and of booked work. `stored_start` and `stored_finish` are what
    the source file said. `delay` is working time after the task's start.
    """

    uid: Uid
    task: Uid
    resource: Uid | None
    units: Decimal = Decimal(1)
    work: Minutes = 0
    actual_work: Minutes = 0
    remaining_work: Minutes = 0
    overtime_work: Minutes = 0
    contour: Contour = Contour.FLAT
    planned: tuple[WorkPiece, ...] = ()
    actual: tuple[WorkPiece, ...] = ()
    delay: Minutes = 0
    levelling_delay: Minutes = 0
    rate_table: str = "A"
    quantity: Decimal | None = None
    rate_per_minutes: Minutes | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    remaining_cost: Decimal | None = None
    actual_start: Instant | None = None
    actual_finish: Instant | None = None
    stored_start: Instant | None = None
    stored_finish: Instant | None = None
    skill: str = ""
    level: int = 1
