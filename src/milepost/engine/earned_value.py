"""Earned value: what the work done was worth, against what it cost and what was planned by now (money.md 6 to 8).

All numbers are exact decimals and cumulative at the status date. An index whose denominator is zero
is None, never zero or infinite.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_COST_WEIGHT, _SCHEDULE_WEIGHT = Decimal("0.8"), Decimal("0.2")


@dataclass(frozen=True, slots=True)
class EarnedValue:
    """Budget at completion, planned value, earned value and actual cost, and every index that follows."""

    budget: Decimal
    planned: Decimal
    earned: Decimal
    actual: Decimal

    @property
    def cost_variance(self) -> Decimal:
        """CV = EV - AC; negative is over cost."""
        return self.earned - self.actual

    @property
    def schedule_variance(self) -> Decimal:
        """SV = EV - PV; negative is behind."""
        return self.earned - self.planned

    @property
    def cost_variance_share(self) -> Decimal | None:
        """CV% = CV / EV as a fraction."""
        return ratio(self.cost_variance, self.earned)

    @property
    def schedule_variance_share(self) -> Decimal | None:
        """SV% = SV / PV as a fraction."""
        return ratio(self.schedule_variance, self.planned)

    @property
    def cost_index(self) -> Decimal | None:
        """CPI = EV / AC: what each unit of money spent has earned."""
        return ratio(self.earned, self.actual)

    @property
    def schedule_index(self) -> Decimal | None:
        """SPI = EV / PV: what was earned of what was planned by now."""
        return ratio(self.earned, self.planned)

    @property
    def complete(self) -> Decimal | None:
        """EV / BAC."""
        return ratio(self.earned, self.budget)

    @property
    def spent(self) -> Decimal | None:
        """AC / BAC."""
        return ratio(self.actual, self.budget)

    @property
    def due(self) -> Decimal | None:
        """PV / BAC: what should be complete."""
        return ratio(self.planned, self.budget)

    @property
    def cost_schedule_index(self) -> Decimal | None:
        """CSI = CPI x SPI: cost and time in one index."""
        cost, time = self.cost_index, self.schedule_index
        return None if cost is None or time is None else cost * time

    @property
    def remaining(self) -> Decimal:
        """The budget of the work still to earn, BAC - EV."""
        return self.budget - self.earned

    @property
    def at_completion_atypical(self) -> Decimal:
        """EAC if the rest costs what was budgeted: AC + (BAC - EV)."""
        return self.actual + self.remaining

    @property
    def at_completion(self) -> Decimal | None:
        """EAC if the rest costs as the work so far did: AC + (BAC - EV) / CPI."""
        rest = ratio(self.remaining * self.actual, self.earned) if self.actual else None
        return None if rest is None else self.actual + rest

    @property
    def at_completion_composite(self) -> Decimal | None:
        """EAC if being late costs money too: AC + (BAC - EV) / (CPI x SPI)."""
        if not self.actual or not self.planned:
            return None
        rest = ratio(self.remaining * self.actual * self.planned, self.earned * self.earned)
        return None if rest is None else self.actual + rest

    @property
    def at_completion_weighted(self) -> Decimal | None:
        """EAC with CPI and SPI weighted 0.8 and 0.2."""
        return self.at_completion_by(_COST_WEIGHT, _SCHEDULE_WEIGHT)

    def at_completion_by(self, cost_weight: Decimal, schedule_weight: Decimal) -> Decimal | None:
        """EAC with CPI and SPI weighted: AC + (BAC - EV) / (weights x indices); the weights add up to 1."""
        cost, time = self.cost_index, self.schedule_index
        if cost is None or time is None:
            return None
        rest = ratio(self.remaining, cost_weight * cost + schedule_weight * time)
        return None if rest is None else self.actual + rest

    @property
    def to_complete(self) -> Decimal | None:
        """ETC = EAC - AC."""
        return None if self.at_completion is None else self.at_completion - self.actual

    @property
    def variance_at_completion(self) -> Decimal | None:
        """VAC = BAC - EAC; negative is an overrun."""
        return None if self.at_completion is None else self.budget - self.at_completion

    @property
    def variance_at_completion_share(self) -> Decimal | None:
        """VAC% = VAC / BAC as a fraction."""
        return None if self.variance_at_completion is None else ratio(self.variance_at_completion, self.budget)

    @property
    def exhausted(self) -> bool:
        """Whether the budget is spent while work remains: no efficiency can meet it any more."""
        return self.remaining > 0 and self.budget - self.actual <= 0

    @property
    def index_to_budget(self) -> Decimal | None:
        """TCPI(BAC): how well the rest must go to meet the budget; None once the budget is exhausted."""
        if not self.remaining:
            return Decimal(0)
        left = self.budget - self.actual
        return ratio(self.remaining, left) if left > 0 else None

    @property
    def index_to_estimate(self) -> Decimal | None:
        """TCPI(EAC): how well the rest must go to meet the estimate at completion."""
        return None if self.at_completion is None else self.index_to(self.at_completion)

    def index_to(self, estimate: Decimal) -> Decimal | None:
        """TCPI to any estimate at completion; None where no money is left for the rest."""
        if not self.remaining:
            return Decimal(0)
        left = estimate - self.actual
        return ratio(self.remaining, left) if left > 0 else None


def at_completion_recent(value: EarnedValue, earlier: EarnedValue) -> Decimal | None:
    """EAC by the cost efficiency since an earlier date: AC + (BAC - EV) / (period EV / period AC)."""
    recent = ratio(value.earned - earlier.earned, value.actual - earlier.actual)
    rest = None if recent is None else ratio(value.remaining, recent)
    return None if rest is None else value.actual + rest


@dataclass(frozen=True, slots=True)
class EarnedSchedule:
    """How far along the planned value curve the project is, in periods or working days.

    `earned` is ES, `actual` the time since the start (AT), `planned` the planned duration (PD).
    """

    earned: Decimal
    actual: Decimal
    planned: Decimal

    @property
    def variance(self) -> Decimal:
        """SV(t) = ES - AT; negative is behind."""
        return self.earned - self.actual

    @property
    def index(self) -> Decimal | None:
        """SPI(t) = ES / AT."""
        return ratio(self.earned, self.actual)

    @property
    def at_completion(self) -> Decimal | None:
        """IEAC(t) if the rest goes as fast as the work so far: PD / SPI(t)."""
        return None if self.index is None else ratio(self.planned, self.index)

    @property
    def at_completion_atypical(self) -> Decimal:
        """IEAC(t) if the rest takes what was planned: AT + (PD - ES)."""
        return self.actual + self.planned - self.earned

    def at_completion_composite(self, cost_index: Decimal | None) -> Decimal | None:
        """IEAC(t) if spending too much slows the rest down too: AT + (PD - ES) / (SPI(t) x CPI)."""
        if self.index is None or cost_index is None:
            return None
        rest = ratio(self.remaining, self.index * cost_index)
        return None if rest is None else self.actual + rest

    @property
    def remaining(self) -> Decimal:
        """PDWR = PD - ES: the planned time of the work that remains."""
        return self.planned - self.earned

    @property
    def variance_at_completion(self) -> Decimal | None:
        """VAC(t) = PD - IEAC(t); negative is late."""
        return None if self.at_completion is None else self.planned - self.at_completion

    def index_to(self, duration: Decimal) -> Decimal | None:
        """TSPI to any duration ED: (PD - ES) / (ED - AT); None once that time has passed."""
        left = duration - self.actual
        return ratio(self.remaining, left) if left > 0 else None

    @property
    def index_to_plan(self) -> Decimal | None:
        """TSPI: how fast the rest must go to finish as planned; None once that time has passed."""
        return self.index_to(self.planned)


def earned_schedule(planned: Sequence[Decimal], earned: Decimal, actual: Decimal) -> EarnedSchedule:
    """Find the earned schedule from cumulative planned value by period, the value earned, and the periods elapsed."""
    curve = [Decimal(0), *planned]
    last = len(planned)
    if planned and earned >= planned[-1]:
        return EarnedSchedule(Decimal(last), actual, Decimal(last))
    place = max(k for k, value in enumerate(curve) if value <= earned) if earned >= 0 else 0
    step = curve[place + 1] - curve[place] if place < last else Decimal(0)
    part = (earned - curve[place]) / step if step else Decimal(0)
    return EarnedSchedule(place + part, actual, Decimal(last))


def ratio(part: Decimal, whole: Decimal) -> Decimal | None:
    """A quotient; None of nothing."""
    return part / whole if whole else None
