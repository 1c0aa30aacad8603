"""What people decided on findings of the review (domain/review.md 2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from milepost.engine.units import Instant


class AdviceState(StrEnum):
    """What became of a finding."""

    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class AdviceRecord:
    """The answer to a finding: `finding` is its key, `until` ends a deferral, `change` the request it became."""

    finding: str
    state: AdviceState
    at: Instant
    by: str = ""
    reason: str = ""
    until: Instant | None = None
    change: str = ""
    title: str = ""
