"""What a register entry says in numbers: how likely, and what it does to tasks and accounts (domain/risk.md 2.3)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.distributions import Distribution, Shape
from milepost.engine.units import Instant, Minutes, Uid


class RiskKind(StrEnum):
    """Whether an uncertain event harms or helps."""

    THREAT = "threat"
    OPPORTUNITY = "opportunity"


class Combination(StrEnum):
    """What several factors on one task do together: multiply, or only the largest counts."""

    SERIES = "series"
    PARALLEL = "parallel"


@dataclass(frozen=True, slots=True)
class TaskEffect:
    """What a risk does to one task when it occurs: minutes added to, or a factor on, its remaining duration."""

    task: Uid
    delay: Distribution | None = None
    factor: Distribution | None = None


@dataclass(frozen=True, slots=True)
class CostEffect:
    """What a risk costs when it occurs, in the reporting currency, and the cost account that bears it."""

    amount: Distribution
    account: str = ""


@dataclass(frozen=True, slots=True)
class Exposure:
    """A risk's probability (0..1) and effects, before or after its response.

    With `shared` one factor is drawn for all tasks in an iteration, else one for each.
    """

    probability: Decimal
    tasks: tuple[TaskEffect, ...] = ()
    costs: tuple[CostEffect, ...] = ()
    shared: bool = True


@dataclass(frozen=True, slots=True)
class Response:
    """What a response changes: the exposure it leaves, and what it costs in money and in tasks' time."""

    residual: Exposure
    cost: Decimal = Decimal(0)
    delays: tuple[TaskEffect, ...] = ()


@dataclass(frozen=True, slots=True)
class Risk:
    """The numbers of one risk.

    `window_start` and `window_end` bound when the event can happen (domain/risk.md 2.3). Risks of one
    `exclusive_group` never occur together. `given` names the risk whose occurrence this one's
    probability holds under; `otherwise` is the probability without it. `responded` says that the
    response is under way and its residual exposure counts. `arises_from` names the risk whose response brings this
    one: it happens only while that response is under way.
    """

    code: str
    title: str
    exposure: Exposure
    kind: RiskKind = RiskKind.THREAT
    response: Response | None = None
    responded: bool = False
    window_start: Instant | None = None
    window_end: Instant | None = None
    exclusive_group: str = ""
    given: str = ""
    otherwise: Decimal = Decimal(0)
    arises_from: str = ""


def rework_risk(code: str, title: str, probability: Decimal, task: Uid, delay: Minutes) -> Risk:
    """Make the risk that work begun early has to be done again: a fixed delay of one task (domain/review.md 4.9)."""
    span = Distribution(Shape.FIXED, likely=Decimal(delay))
    return Risk(code, title, Exposure(probability, (TaskEffect(task, delay=span),)))


@dataclass(frozen=True, slots=True)
class CorrelationGroup:
    """Tasks whose durations rise and fall together: their common rank correlation, -1..1 (domain/risk.md 2.2)."""

    name: str
    tasks: tuple[Uid, ...]
    rho: Decimal = Decimal("0.3")


@dataclass(frozen=True, slots=True)
class CorrelationPair:
    """The rank correlation of two tasks' durations, -1..1."""

    first: Uid
    second: Uid
    rho: Decimal


@dataclass(frozen=True, slots=True)
class BranchPath:
    """One way work may go: its probability and the tasks done only then."""

    probability: Decimal
    tasks: tuple[Uid, ...] = ()


@dataclass(frozen=True, slots=True)
class Branch:
    """A fork in the work: exactly one path is taken (domain/risk.md 2.3).

    Without `after` and `limit` the path is drawn by probability. With them the branch is conditional:
    the last path is the fallback, taken when task `after` finishes later than `limit`.
    """

    code: str
    paths: tuple[BranchPath, ...]
    after: Uid | None = None
    limit: Instant | None = None


@dataclass(frozen=True, slots=True)
class EstimateBand:
    """The range of remaining duration, as factors, of tasks whose estimate has this basis and no range of its own."""

    basis: str
    low: Decimal
    likely: Decimal
    high: Decimal


@dataclass(frozen=True, slots=True)
class CostUncertainty:
    """A cost that varies by itself, not with time: the account that bears it, its planned amount and its range."""

    account: str
    amount: Distribution
    planned: Decimal
    name: str = ""


@dataclass(frozen=True, slots=True)
class Uncertainty:
    """What a project says about uncertainty beside its risks and three-point estimates.

    `bands` overrule the default ranges by estimate basis. `combination` is how factors on one task
    combine. `widening` (>= 1) counters overconfidence: it scales both sides of every range.
    `value_per_day` is what a working day of the project is worth, `target` the confidence that
    deadlines and contingency are judged at.
    """

    bands: tuple[EstimateBand, ...] = ()
    groups: tuple[CorrelationGroup, ...] = ()
    pairs: tuple[CorrelationPair, ...] = ()
    branches: tuple[Branch, ...] = ()
    costs: tuple[CostUncertainty, ...] = ()
    combination: Combination = Combination.SERIES
    widening: Decimal = Decimal(1)
    value_per_day: Decimal = Decimal(0)
    target: Decimal = Decimal("0.8")
