"""The register in numbers before any simulation: levels, scores, bands, expected values (domain/risk.md 1.3, 5)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.distributions import Distribution
from milepost.engine.estimates import mean_of, solve
from milepost.engine.risks import Exposure, Risk, RiskKind

_NOTHING = Decimal(0)
#: The point probability of each level, and the lowest probability of the next.
PROBABILITY_POINTS = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"), Decimal("0.7"), Decimal("0.9"))
PROBABILITY_LIMITS = (Decimal("0.1"), Decimal("0.3"), Decimal("0.5"), Decimal("0.7"))
#: The impact score of each level 1 to 5, and the shares of duration and budget at which the levels end.
IMPACT_SCORES = (Decimal("0.05"), Decimal("0.10"), Decimal("0.20"), Decimal("0.40"), Decimal("0.80"))
SCHEDULE_LIMITS = (Decimal("0.01"), Decimal("0.05"), Decimal("0.10"), Decimal("0.20"))
COST_LIMITS = (Decimal("0.01"), Decimal("0.10"), Decimal("0.20"), Decimal("0.40"))
#: Scores from here on are high, and medium.
HIGH, MEDIUM = Decimal("0.18"), Decimal("0.06")


class Band(StrEnum):
    """How much a risk matters; for opportunities, how much it is worth to pursue."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


@dataclass(frozen=True, slots=True)
class Score:
    """A risk on the matrix: levels 1 to 5, 0 for no impact, their score and band."""

    probability: int
    impact: int
    score: Decimal
    band: Band


@dataclass(frozen=True, slots=True)
class Expected:
    """What a risk costs on average: probability times mean effect, in minutes of work and in money."""

    minutes: float
    money: Decimal


def score(
    risk: Risk, *, duration: int, budget: Decimal, quality: int = 0, residual: bool = False, planned: float = 0.0
) -> Score:
    """Place a risk on the matrix by its worst mean impact.

    `duration` is the project's in working minutes and `budget` its BAC, what slips and costs are measured against;
    `quality` an impact typed as 0 to 5. `planned` is the mean remaining minutes of its tasks, which a factor
    acts on. With `residual` the exposure left by its response counts.
    """
    exposure = risk.response.residual if residual and risk.response else risk.exposure
    slip = Decimal(str(abs(mean_delay(exposure, planned)))) / duration if duration else _NOTHING
    cost = abs(mean_cost(exposure)) / budget if budget else _NOTHING
    impact = max(_level(slip, SCHEDULE_LIMITS), _level(cost, COST_LIMITS), quality)
    likely = 1 + sum(exposure.probability > limit for limit in PROBABILITY_LIMITS)
    value = PROBABILITY_POINTS[likely - 1] * (IMPACT_SCORES[impact - 1] if impact else _NOTHING)
    return Score(likely, impact, value, band(value))


def band(value: Decimal) -> Band:
    """Give the band of a score."""
    return Band.HIGH if value >= HIGH else Band.MEDIUM if value >= MEDIUM else Band.LOW


def expected(exposure: Exposure, planned: float = 0.0) -> Expected:
    """Multiply an exposure's probability with its mean effects."""
    chance = exposure.probability
    return Expected(float(chance) * mean_delay(exposure, planned), chance * mean_cost(exposure))


def mean_delay(exposure: Exposure, planned: float = 0.0) -> float:
    """Give the mean minutes an exposure adds to its longest-hit task; factors act on `planned` minutes."""
    found = [0.0]
    for effect in exposure.tasks:
        delay = _mean(effect.delay) if effect.delay else 0.0
        factor = _mean(effect.factor) - 1 if effect.factor else 0.0
        found.append(delay + factor * planned)
    return max(found, key=abs)


def mean_cost(exposure: Exposure) -> Decimal:
    """Give the mean money an exposure costs when it occurs."""
    return sum((Decimal(str(round(_mean(effect.amount), 2))) for effect in exposure.costs), _NOTHING)


def expected_value(risks: Iterable[Risk]) -> Decimal:
    """Add up the expected cost of all risks, threats less opportunities (EMV)."""
    total = _NOTHING
    for risk in risks:
        exposure = current(risk)
        sign = -1 if risk.kind is RiskKind.OPPORTUNITY else 1
        total += sign * exposure.probability * abs(mean_cost(exposure))
    return total


def current(risk: Risk) -> Exposure:
    """Give the exposure that counts today: the residual one once the response is under way."""
    return risk.response.residual if risk.responded and risk.response else risk.exposure


def leverage(risk: Risk) -> Decimal | None:
    """Give what a response saves on average for each unit it costs (RRL); None without one that costs anything."""
    if risk.response is None or not risk.response.cost:
        return None
    before = risk.exposure.probability * mean_cost(risk.exposure)
    after = risk.response.residual.probability * mean_cost(risk.response.residual)
    return (before - after) / risk.response.cost


def _mean(distribution: Distribution) -> float:
    return mean_of(solve(distribution))


def _level(share: Decimal, limits: tuple[Decimal, ...]) -> int:
    return 1 + sum(share >= limit for limit in limits) if share > 0 else 0
