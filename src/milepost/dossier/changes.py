"""Change requests: what somebody wants changed, what it would do, and what was decided (domain/governance.md 3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from milepost.engine.units import Instant


class ChangeState(StrEnum):
    """How far a change request has come."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    REJECTED = "rejected"
    DEFERRED = "deferred"
    IMPLEMENTED = "implemented"
    WITHDRAWN = "withdrawn"


class ChangeReason(StrEnum):
    """Why a change is asked for."""

    DEFECT = "defect"
    LEGAL = "legal"
    BUSINESS = "business"
    TECHNICAL = "technical"
    VENDOR = "vendor"
    RISK_RESPONSE = "risk_response"
    OPTIMISATION = "optimisation"


class ChangeClass(StrEnum):
    """Who decides a change; computed from its impact, not chosen."""

    MINOR = "minor"
    NORMAL = "normal"
    MAJOR = "major"


#: What may become of a change request from each state.
NEXT: Mapping[ChangeState, tuple[ChangeState, ...]] = {
    ChangeState.DRAFT: (ChangeState.SUBMITTED, ChangeState.WITHDRAWN),
    ChangeState.SUBMITTED: (
        ChangeState.APPROVED,
        ChangeState.REJECTED,
        ChangeState.DEFERRED,
        ChangeState.WITHDRAWN,
    ),
    ChangeState.DEFERRED: (ChangeState.SUBMITTED, ChangeState.REJECTED, ChangeState.WITHDRAWN),
    ChangeState.APPROVED: (ChangeState.IMPLEMENTED,),
    ChangeState.REJECTED: (),
    ChangeState.IMPLEMENTED: (),
    ChangeState.WITHDRAWN: (),
}


@dataclass(frozen=True, slots=True)
class ChangeRecord:
    """One change request. `calls` and `impact` are JSON: the commands it holds, and what they would do, frozen with it.

    `based_on` is the revision of the project the impact was computed from, `requester_token` the token that asked on
    somebody's behalf, `until` the day a deferral ends, baselines the numbers of those before and after approval.
    """

    code: str
    title: str
    state: ChangeState = ChangeState.DRAFT
    description: str = ""
    reason: ChangeReason = ChangeReason.BUSINESS
    requester: str = ""
    requester_id: int | None = None
    raised_at: Instant | None = None
    calls: str = "[]"
    impact: str = ""
    based_on: int = 0
    category: ChangeClass | None = None
    decided_by: str = ""
    decided_at: Instant | None = None
    decision: str = ""
    baseline_before: int | None = None
    baseline_after: int | None = None
    requester_token: int | None = None
    until: Instant | None = None
