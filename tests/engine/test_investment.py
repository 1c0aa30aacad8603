"""Present value, payback and returns (domain/money.md 11.9)."""

from __future__ import annotations

from decimal import Decimal

from milepost.engine.investment import internal_rate, investment, payback


def flows(*amounts: int) -> list[Decimal]:
    return [Decimal(amount) for amount in amounts]


def test_the_worked_example() -> None:
    found = investment(flows(-100_000, 40_000, 40_000, 40_000, 40_000), Decimal("0.1"))
    assert round(found.npv, 2) == Decimal("26794.62")
    assert found.payback == Decimal("2.5")
    assert found.roi == Decimal("0.6")
    assert found.irr is not None
    assert round(found.irr, 4) == Decimal("0.2186")


def test_what_never_comes_back_has_no_payback() -> None:
    assert payback(flows(-100, 30, 30)) is None
    assert payback(flows(50, 30)) == 0


def test_money_lost_again_counts() -> None:
    assert payback(flows(-100, 150, -100, 100)) == Decimal("2.5")


def test_no_change_of_sign_has_no_internal_rate() -> None:
    assert internal_rate(flows(10, 20)) is None
    assert internal_rate(flows(-10, -20)) is None
    assert investment(flows(10), Decimal(0)).roi is None
