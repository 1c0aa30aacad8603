"""The smallest pieces a plan's cost is made of: one per assignment, rate and kind (domain/money.md 3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.accounts import Treatment
from milepost.engine.resources import Accrual
from milepost.engine.units import Instant, Minutes, Uid


class CostKind(StrEnum):
    """What a cost is for."""

    LABOUR = "labour"
    OVERTIME = "overtime"
    PER_USE = "per_use"
    MATERIAL = "material"
    COST = "cost"
    FIXED = "fixed"
    OVERHEAD = "overhead"
    ESCALATION = "escalation"


@dataclass(frozen=True, slots=True)
class CostItem:
    """An amount of the reporting currency, whole in its minor unit, that falls between two instants.

    `spent` says that it is actual cost, else it lies ahead. `work` are the person-minutes it pays. `accrual` says when
    between `start` and `finish` it falls due; a prorated one follows the work of `assignment`, else the
    working time of `task`. `priced_at` is when its price began to hold, None for ever. All sums of a plan's cost are
    sums of these, so they agree to the cent.
    """

    task: Uid
    amount: Decimal
    start: Instant
    finish: Instant
    kind: CostKind
    accrual: Accrual = Accrual.PRORATED
    spent: bool = False
    work: Minutes = 0
    assignment: Uid | None = None
    resource: Uid | None = None
    account: str = ""
    category: str = "other"
    treatment: Treatment = Treatment.OPEX
    priced_at: Instant | None = None
