"""Exchange rates are never guessed, and parts of a rounded amount add up (domain/money.md 5, 12)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.engine.accounts import ExchangeRate, RateUse
from milepost.engine.currency import Exchange, currency_variance, escalated, rounded, shared
from milepost.engine.notices import PlanRefusedError


def test_money_rounds_halves_away_from_zero() -> None:
    assert [rounded(Decimal(text)) for text in ("0.125", "-0.125", "0.124")] == [
        Decimal("0.13"),
        Decimal("-0.13"),
        Decimal("0.12"),
    ]


@given(
    st.decimals(-1_000_000, 1_000_000, places=2),
    st.lists(st.integers(0, 1000).map(Decimal), min_size=1, max_size=12),
)
def test_shares_add_up_to_the_cent(total: Decimal, weights: list[Decimal]) -> None:
    parts = shared(total, weights)
    assert sum(parts) == total
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert not whole or abs(part - total * weight / whole) <= Decimal("0.01")


def test_a_rate_holds_from_its_date() -> None:
    rates = [ExchangeRate("USD", RateUse.ACTUAL, Decimal(n), start=n * 100) for n in (1, 2, 3)]
    exchange = Exchange("EUR", rates)
    assert [exchange.rate("USD", RateUse.ACTUAL, at) for at in (100, 199, 200, 999)] == [1, 1, 2, 3]
    assert exchange.rate("EUR", RateUse.BUDGET, 0) == exchange.rate("", RateUse.BUDGET, 0) == 1


@pytest.mark.parametrize(("currency", "use"), [("USD", RateUse.BUDGET), ("GBP", RateUse.ACTUAL)])
def test_a_missing_rate_is_an_error(currency: str, use: RateUse) -> None:
    exchange = Exchange("EUR", [ExchangeRate("USD", RateUse.ACTUAL, Decimal(1), start=10)])
    with pytest.raises(PlanRefusedError, match=f"no {use} exchange rate from {currency} to EUR valid on 1970-01-01"):
        exchange.rate(currency, use, 50)


@given(*[st.decimals(1, 1000, places=2)] * 4)
def test_price_and_volume_make_the_whole_variance(
    amount: Decimal, budgeted: Decimal, actual_rate: Decimal, budget_rate: Decimal
) -> None:
    found = currency_variance(amount, budgeted, actual_rate=actual_rate, budget_rate=budget_rate)
    assert found.total == amount * actual_rate - budgeted * budget_rate


def test_prices_rise_by_the_year() -> None:
    year = 525_949
    assert rounded(escalated(Decimal(100), Decimal(5), 0, 2 * year)) == Decimal("110.25")
    assert escalated(Decimal(100), Decimal(5), 10, 5) == 100
