"""Money in one currency: exchange rates, rounding, and what a change of rates did (domain/money.md 5)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.accounts import ExchangeRate, RateUse
from milepost.engine.clock import moment
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import Instant

_NOTHING = Decimal(0)
_YEAR = Decimal("525949.2")  # minutes of a mean Gregorian year


def rounded(amount: Decimal, digits: int = 2) -> Decimal:
    """Round money to the currency's minor unit, halves away from zero."""
    return amount.quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP)


def shared(total: Decimal, weights: Sequence[Decimal], digits: int = 2) -> list[Decimal]:
    """Split an amount in proportion to weights so that the parts add up to it exactly.

    Each part is rounded at its cumulative share, so that no part is off by more than one minor unit and the
    last takes what is left. Weights that are all zero put everything into the last part.
    """
    if not weights:
        return []
    whole, passed, given = sum(weights, _NOTHING), _NOTHING, _NOTHING
    parts = []
    for weight in weights[:-1]:
        passed += weight
        reached = rounded(total * passed / whole, digits) if whole else _NOTHING
        parts.append(reached - given)
        given = reached
    return [*parts, total - given]


@dataclass(frozen=True, slots=True)
class CurrencyVariance:
    """What an amount in foreign currency differs from its budget by, in the reporting currency.

    `price` is what the rate did, `volume` what the amount did; they add up to `total`.
    """

    price: Decimal
    volume: Decimal

    @property
    def total(self) -> Decimal:
        """Actual less budget, both in the reporting currency."""
        return self.price + self.volume


def currency_variance(
    amount: Decimal, budgeted: Decimal, *, actual_rate: Decimal, budget_rate: Decimal
) -> CurrencyVariance:
    """Split a variance: amount x (actual rate - budget rate) is price, (amount - budgeted) x budget rate volume."""
    return CurrencyVariance(amount * (actual_rate - budget_rate), (amount - budgeted) * budget_rate)


def escalated(amount: Decimal, percent: Decimal, base: Instant | None, at: Instant) -> Decimal:
    """Raise a price of `base` by `percent` a year, compounded by the fraction of years passed until `at`."""
    if not percent or base is None or at <= base:
        return amount
    years = Decimal(at - base) / _YEAR
    return amount * (1 + percent / 100) ** years


class Exchange:
    """Turns amounts into the reporting currency at the rate of their date; a missing rate is an error, never 1."""

    def __init__(self, currency: str, rates: Iterable[ExchangeRate], zone: str = "") -> None:
        """Sort the rates by currency, use and date."""
        self.currency = currency
        self._zone = zone
        self._rates: dict[tuple[str, RateUse], list[tuple[Instant, Decimal]]] = {}
        for rate in rates:
            start = -(1 << 60) if rate.start is None else rate.start
            self._rates.setdefault((rate.currency, rate.use), []).append((start, rate.rate))
        for rows in self._rates.values():
            rows.sort()

    def rate(self, currency: str, use: RateUse, at: Instant) -> Decimal:
        """Give the rate valid at an instant; raises PlanRefusedError with E-CURRENCY-RATE when there is none."""
        if currency in ("", self.currency):
            return Decimal(1)
        valid = [rate for start, rate in self._rates.get((currency, use), ()) if start <= at]
        if not valid:
            raise PlanRefusedError((self._missing(currency, use, at),))
        return valid[-1]

    def value(self, amount: Decimal, currency: str, use: RateUse, at: Instant) -> Decimal:
        """Give an amount in the reporting currency, not rounded."""
        return amount * self.rate(currency, use, at)

    def knows(self, currency: str) -> bool:
        """Tell whether any rate is known for a currency."""
        return currency in ("", self.currency) or any(key == currency for key, _ in self._rates)

    def _missing(self, currency: str, use: RateUse, at: Instant) -> Notice:
        day = moment(at, self._zone).date().isoformat()
        known = sorted({key for key, _ in self._rates})
        listed = f" Rates are known for {', '.join(known)}." if known else ""
        message = (
            f"There is no {use} exchange rate from {currency} to {self.currency or 'the reporting currency'} "
            f"valid on {day}: add one that starts on or before that day.{listed}"
        )
        return Notice("E-CURRENCY-RATE", message)
