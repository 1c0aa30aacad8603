"""The risk register: each entry's words, people and dates beside its numbers (domain/risk.md 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.risks import Risk
from milepost.engine.units import Instant, Uid


class RiskState(StrEnum):
    """How far the treatment of a risk has come (domain/risk.md 1.2)."""

    DRAFT = "draft"
    OPEN = "open"
    ANALYSED = "analysed"
    RESPONDING = "responding"
    MONITORED = "monitored"
    CLOSED = "closed"
    OCCURRED = "occurred"
    ESCALATED = "escalated"
    REJECTED = "rejected"


_WORKED_ON = (
    RiskState.OPEN,
    RiskState.ANALYSED,
    RiskState.RESPONDING,
    RiskState.MONITORED,
    RiskState.ESCALATED,
    RiskState.CLOSED,
    RiskState.OCCURRED,
)
#: What may become of a risk from each state; what is settled may be reopened.
NEXT_RISK: Mapping[RiskState, tuple[RiskState, ...]] = {
    RiskState.DRAFT: (RiskState.OPEN, RiskState.REJECTED),
    RiskState.OPEN: (*_WORKED_ON[1:], RiskState.REJECTED),
    RiskState.ANALYSED: tuple(state for state in _WORKED_ON if state is not RiskState.ANALYSED),
    RiskState.RESPONDING: tuple(state for state in _WORKED_ON if state is not RiskState.RESPONDING),
    RiskState.MONITORED: tuple(state for state in _WORKED_ON if state is not RiskState.MONITORED),
    RiskState.ESCALATED: tuple(state for state in _WORKED_ON if state is not RiskState.ESCALATED),
    RiskState.CLOSED: (RiskState.OPEN,),
    RiskState.OCCURRED: (RiskState.OPEN,),
    RiskState.REJECTED: (RiskState.OPEN,),
}


class Strategy(StrEnum):
    """How a risk is answered (domain/risk.md 1.4)."""

    AVOID = "avoid"
    MITIGATE = "mitigate"
    TRANSFER = "transfer"
    ACCEPT = "accept"
    EXPLOIT = "exploit"
    ENHANCE = "enhance"
    SHARE = "share"
    ESCALATE = "escalate"


@dataclass(frozen=True, slots=True)
class RiskAction:
    """One step of a response: what, who, until when, and the task of the plan that does it."""

    title: str
    owner: str = ""
    due: Instant | None = None
    done_at: Instant | None = None
    task: Uid | None = None
    cost: Decimal = Decimal(0)


@dataclass(frozen=True, slots=True)
class RiskChange:
    """A change of probability, impact or state: when, by whom, and the probability and exposure after it."""

    at: Instant
    by: str = ""
    probability: Decimal | None = None
    exposure: Decimal | None = None
    state: RiskState | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class RiskTrigger:
    """A measurable sign that a risk is about to happen, or one that people watch for.

    `metric` is one of: task_float_days, task_finish_days_late, spi_t, cpi, date_reached; `task` is the one
    it asks about. `below` says that falling under `limit` fires it, else rising above. `sign` is for people.
    """

    metric: str = ""
    task: Uid | None = None
    limit: Decimal = Decimal(0)
    below: bool = True
    at: Instant | None = None
    sign: str = ""


@dataclass(frozen=True, slots=True)
class RiskRecord:
    """One entry of the risk register.

    "Because <cause>, <event> may happen, which would lead to <effect>." `quality` is the impact on
    quality or scope, 0 (none) to 5. `approver` accepted a risk that is to be borne.
    """

    risk: Risk
    cause: str = ""
    event: str = ""
    effect: str = ""
    category: str = ""
    state: RiskState = RiskState.OPEN
    owner: str = ""
    strategy: Strategy | None = None
    actions: tuple[RiskAction, ...] = ()
    trigger: RiskTrigger | None = None
    fallback: str = ""
    quality: int = 0
    velocity_days: int | None = None
    detectability: int | None = None
    vendor: str = ""
    raised_at: Instant | None = None
    raised_by: str = ""
    reviewed_at: Instant | None = None
    approver: str = ""
    arises_from: str = ""
    history: tuple[RiskChange, ...] = ()
