"""People of the organisation and what they are in a project."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from milepost.engine.resources import AvailabilityStep, Rate, Skill


class Role(StrEnum):
    """What somebody is in a project."""

    OWNER = "owner"
    MANAGER = "manager"
    MEMBER = "member"
    VENDOR = "vendor"
    STAKEHOLDER = "stakeholder"
    SPONSOR = "sponsor"
    VIEWER = "viewer"


@dataclass(frozen=True, slots=True)
class Member:
    """A user in a project: the role, whether they see costs, and which resource of the plan they are."""

    user: int
    role: Role
    sees_costs: bool = False
    resource: int | None = None


@dataclass(frozen=True, slots=True)
class Leave:
    """Days somebody is away, first and last included."""

    start: date
    end: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the pool that projects share."""

    code: str
    name: str
    email: str = ""
    user: int | None = None
    zone: str = ""
    country: str = ""
    max_units: Decimal = Decimal(1)
    availability: tuple[AvailabilityStep, ...] = ()
    rates: tuple[Rate, ...] = ()
    skills: tuple[Skill, ...] = ()
    leave: tuple[Leave, ...] = ()
    team: str = ""
