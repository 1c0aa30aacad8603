"""How big a risk is: its expected delay and cost, score and band, and the exposure of them all (risk.md 1.3, 1.4)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.likelihood import LIVE
from milepost.dossier.risks import RiskRecord
from milepost.engine.distributions import Distribution
from milepost.engine.effort import remaining_duration
from milepost.engine.estimates import mean_of, problems, solve
from milepost.engine.risk_scores import (
    COST_LIMITS,
    IMPACT_SCORES,
    PROBABILITY_LIMITS,
    PROBABILITY_POINTS,
    SCHEDULE_LIMITS,
    Band,
    band,
    current,
)
from milepost.engine.risks import CostEffect, RiskKind, TaskEffect
from milepost.engine.units import Minutes

_NOTHING = Decimal(0)


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
    now = current(record.risk)
    sign = -1 if record.risk.kind is RiskKind.OPPORTUNITY else 1
    slip, cost = _slip(context, now.tasks), _cost(now.costs)
    length = max(context.working(context.schedule.start, context.schedule.finish), 1)
    quality = min(max(record.quality, 0), len(IMPACT_SCORES))
    impacts = [IMPACT_SCORES[quality - 1]] if quality else []
    impacts.append(_score(Decimal(abs(slip)) / length, SCHEDULE_LIMITS))
    budget = _budget(context)
    if budget:
        impacts.append(_score(abs(cost) / budget, COST_LIMITS))
    point = PROBABILITY_POINTS[sum(now.probability > limit for limit in PROBABILITY_LIMITS)]
    value = point * max(impacts)
    return Rated(record, now.probability, sign * abs(slip), sign * abs(cost), value, band(value))


def mean(number: Distribution) -> Decimal:
    """Give the mean of an uncertain number; zero for one that cannot be drawn, which a simulation refuses."""
    if any(True for _ in problems(number)):
        return _NOTHING
    return Decimal(str(round(mean_of(solve(number)), 4)))


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


def _score(share: Decimal, limits: tuple[Decimal, ...]) -> Decimal:
    """The impact score of a share; none at all where nothing is hit."""
    return IMPACT_SCORES[sum(share >= limit for limit in limits)] if share > 0 else _NOTHING
