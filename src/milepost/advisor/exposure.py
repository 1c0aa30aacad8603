"""How big a risk is: its expected delay and cost, score and band, and the exposure of them all (risk.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.advisor.context import Context
from milepost.advisor.expected import mean
from milepost.dossier.risks import RiskRecord, RiskState
from milepost.engine.effort import remaining_duration
from milepost.engine.risks import CostEffect, Exposure, RiskKind, TaskEffect
from milepost.engine.units import Minutes

_NOTHING = Decimal(0)
#: States in which a risk can still happen.
LIVE = frozenset(RiskState) - {RiskState.CLOSED, RiskState.OCCURRED, RiskState.REJECTED}
#: Upper ends of the probability levels and the point each stands for (risk.md 1.3).
_CHANCES = tuple((Decimal(end), Decimal(point)) for end, point in (
    ("0.1", "0.1"), ("0.3", "0.3"), ("0.5", "0.5"), ("0.7", "0.7"), ("1", "0.9"),
))  # fmt: skip
_SCORES = tuple(Decimal(each) for each in ("0.05", "0.10", "0.20", "0.40", "0.80"))
#: Upper ends of the first four impact levels, as shares of the project's length and of its budget.
_SLIPS = tuple(Decimal(each) for each in ("0.01", "0.05", "0.10", "0.20"))
_COSTS = tuple(Decimal(each) for each in ("0.01", "0.10", "0.20", "0.40"))
_HIGH, _MEDIUM = Decimal("0.18"), Decimal("0.06")


class Band(StrEnum):
    """How much attention a risk deserves."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Rated:
    """A risk as it stands: probability, what it would do to the finish and cost on average, score and band.

    `slip` is working minutes of the project's finish, `cost` money; opportunities have both below zero.
    `emv` is probability times cost.
    """

    record: RiskRecord
    probability: Decimal
    slip: Minutes
    cost: Decimal
    score: Decimal
    band: Band

    @property
    def code(self) -> str:
        """The risk's code."""
        return self.record.risk.code

    @property
    def label(self) -> str:
        """The risk as people point at it: `Vendor late (R-1)`."""
        return f"{self.record.risk.title} ({self.code})"

    @property
    def emv(self) -> Decimal:
        """Expected monetary value: probability times mean cost."""
        return self.probability * self.cost


def register(context: Context) -> tuple[Rated, ...]:
    """Rate every risk that can still happen, the biggest first (risk.md 1.3: score, nearness, money)."""
    far = 1 << 60
    rows = [rated(context, record) for record in context.dossier.risks if record.state in LIVE]
    return tuple(
        sorted(rows, key=lambda row: (-row.score, row.record.risk.window_start or far, -abs(row.emv), row.code))
    )


def rated(context: Context, record: RiskRecord) -> Rated:
    """Rate one risk by what counts now: what its response leaves where that is under way."""
    now = current(record)
    sign = -1 if record.risk.kind is RiskKind.OPPORTUNITY else 1
    slip, cost = _slip(context, now.tasks), _cost(now.costs)
    length = max(context.working(context.schedule.start, context.schedule.finish), 1)
    impacts = [_SCORES[record.quality - 1]] if record.quality else []
    impacts.append(_score(Decimal(abs(slip)) / length, _SLIPS))
    budget = _budget(context)
    if budget:
        impacts.append(_score(abs(cost) / budget, _COSTS))
    point = next(point for end, point in _CHANCES if now.probability <= end or end == 1)
    score = point * max(impacts)
    band = Band.HIGH if score >= _HIGH else Band.MEDIUM if score >= _MEDIUM else Band.LOW
    return Rated(record, now.probability, sign * abs(slip), sign * abs(cost), score, band)


def current(record: RiskRecord) -> Exposure:
    """The exposure that counts: before the response, or what it leaves once it is under way."""
    risk = record.risk
    return risk.response.residual if risk.responded and risk.response is not None else risk.exposure


def exposure(rows: Iterable[Rated]) -> Decimal:
    """Add expected monetary values up, threats less opportunities."""
    return sum((row.emv for row in rows), _NOTHING)


def _slip(context: Context, effects: Iterable[TaskEffect]) -> Minutes:
    """By how much the finish moves on average if the event happens: the longest delay beyond a task's float."""
    found = [_delay(context, effect) for effect in effects if _open(context, effect)]
    pushed = [late - max(context.dates(uid).total_float, 0) if late > 0 else late for uid, late in found]
    return max((each for each in pushed if each > 0), default=min(pushed, default=0) if pushed else 0)


def _open(context: Context, effect: TaskEffect) -> bool:
    return effect.task in context.schedule.by_uid and not context.done(effect.task)


def _delay(context: Context, effect: TaskEffect) -> tuple[int, Minutes]:
    late = mean(effect.delay) if effect.delay is not None else _NOTHING
    if effect.factor is not None:
        late += (mean(effect.factor) - 1) * remaining_duration(context.tasks[effect.task])
    return effect.task, int(late)


def _cost(effects: Iterable[CostEffect]) -> Decimal:
    return sum((mean(effect.amount) for effect in effects), _NOTHING)


def _budget(context: Context) -> Decimal:
    """The budget impacts are measured against: the baseline's, else what the ledger approves."""
    if context.value is not None:
        return context.value.budget
    return sum((line.amount for line in context.dossier.ledger.budget), _NOTHING)


def _score(share: Decimal, ends: tuple[Decimal, ...]) -> Decimal:
    return _SCORES[next((n for n, end in enumerate(ends) if share < end), len(ends))]
