"""What the advisor says: findings with their evidence, and proposals with their computed impact (review.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.advisor.outlook import Shift
from milepost.dossier.edits import Edit
from milepost.engine.impact import Impact
from milepost.engine.units import Instant, Minutes, Uid


class Severity(StrEnum):
    """How soon something needs a decision."""

    CRITICAL = "S1"
    HIGH = "S2"
    MEDIUM = "S3"
    INFO = "S4"

    @property
    def when(self) -> str:
        """When to act, in plain words."""
        return {"S1": "act today", "S2": "this week", "S3": "plan it", "S4": "for information"}[self.value]

    def raised(self, levels: int = 1) -> Severity:
        """The severity so many levels more urgent (negative: less)."""
        order = list(Severity)
        return order[min(max(order.index(self) - levels, 0), len(order) - 1)]


class Trend(StrEnum):
    """How a finding stands against the previous review; NONE without one."""

    NONE = ""
    NEW = "new"
    WORSE = "worse"
    SAME = "same"
    BETTER = "better"
    RESOLVED = "resolved"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One fact a finding rests on: its name, its value in words, and the tasks it is about."""

    name: str
    value: str
    tasks: tuple[Uid, ...] = ()


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of a proposal's impact: a measure before, after, and the change; all in words."""

    measure: str
    before: str
    after: str
    change: str


@dataclass(frozen=True, slots=True)
class Proposal:
    """Something that can be done: executable edits, why, and what they change.

    `impact` was computed by carrying `edits` out and rescheduling, `shift` by computing the forecasts anew; None
    where the edits were not priced, which `note` then says, or there are none (method N). `option` numbers
    mutually exclusive options, best first; `do_nothing` marks the option of leaving things as they are.
    """

    id: str
    sentence: str
    rationale: str
    edits: tuple[Edit, ...] = ()
    method: str = "N"
    impact: Impact | None = None
    shift: Shift | None = None
    effects: tuple[Effect, ...] = ()
    note: str = ""
    option: int = 1
    do_nothing: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """Something a project manager should know, with what could be done about it.

    `id` is the check's id and the scope key; it stays the same from review to review while the
    problem is the same one. `measure` is the number trends compare, larger is worse. `stake` is the
    value at stake in working minutes of the project's finish (or of delay where the finish does not
    move), `cost` in money where known. `root` groups findings about the same record; `under` is the
    id of the finding that leads the group, empty for the leader itself. `age_minutes` is how long
    the finding has been known, counted between the status dates of the two reviews.
    """

    id: str
    check: str
    scope: str
    severity: Severity
    headline: str
    evidence: tuple[Evidence, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    trend: Trend = Trend.NONE
    tasks: tuple[Uid, ...] = ()
    resources: tuple[Uid, ...] = ()
    measure: Decimal = Decimal(0)
    stake: Minutes = 0
    cost: Decimal | None = None
    due: Instant | None = None
    root: str = ""
    under: str = ""
    age_minutes: Minutes = 0
