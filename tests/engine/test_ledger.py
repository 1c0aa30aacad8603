"""Commitments, accruals, actuals and reserves add up once, and only once (domain/money.md 1, 2, 11.7)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CostAccount,
    ExchangeRate,
    Ledger,
    PeriodAmount,
    Pool,
    RateUse,
    Receipt,
    ReserveMovement,
    Treatment,
)
from milepost.engine.ledger import Books, Position, posted
from milepost.engine.notices import PlanRefusedError

ACCOUNTS = (CostAccount("A", "Build"), CostAccount("B", "Run"))
ORDER = Commitment("PO-1", "Vendor", (CommitmentLine("1", "A", Decimal(30_000)),))
BUDGET = (BudgetLine("B-1", "A", Decimal(50_000)),)
START = Ledger("EUR", ACCOUNTS, BUDGET, (ORDER,))


def position(ledger: Ledger, at: int = 100) -> Position:
    return Books(ledger, at).positions()["A"]


def test_an_issued_order_is_committed_not_spent() -> None:
    found = position(START)
    assert (found.actual, found.committed, found.available) == (0, 30_000, 20_000)


def test_a_receipt_turns_commitment_into_accrual() -> None:
    found = position(replace(START, receipts=(Receipt("R-1", "PO-1", "1", 10, Decimal(12_000)),)))
    assert (found.accrued, found.actual, found.ordered, found.committed) == (12_000, 12_000, 18_000, 30_000)


def test_an_invoice_turns_accrual_into_actual_and_is_held_beyond_tolerance() -> None:
    receipts = (Receipt("R-1", "PO-1", "1", 10, Decimal(12_000)),)
    invoice = Actual("I-1", "A", 20, Decimal(12_300), commitment="PO-1", line="1")
    ledger = replace(START, receipts=receipts, actuals=(invoice,))
    found = position(ledger)
    assert (found.posted, found.accrued, found.ordered, found.committed) == (12_300, 0, 18_000, 30_300)
    (overrun,) = Books(ledger, 100).overruns()
    assert overrun.over == 300
    before = position(ledger, at=15)
    assert (before.posted, before.accrued, before.ordered) == (0, 12_000, 18_000)


def test_an_invoice_within_tolerance_is_not_held() -> None:
    receipts = (Receipt("R-1", "PO-1", "1", 10, Decimal(12_000)),)
    invoice = Actual("I-1", "A", 20, Decimal(12_240), commitment="PO-1", line="1")
    assert not list(Books(replace(START, receipts=receipts, actuals=(invoice,)), 100).overruns())


def bill(code: str, at: int, amount: int, **fields: Any) -> Actual:
    return Actual(code, "A", at, Decimal(amount), commitment="PO-1", line="1", **fields)


def test_a_part_billed_leaves_the_rest_accrued() -> None:
    ledger = replace(
        START, receipts=(Receipt("R-1", "PO-1", "1", 10, Decimal(12_000)),), actuals=(bill("I-1", 20, 5_000),)
    )
    found = position(ledger)
    assert (found.posted, found.accrued, found.ordered) == (5_000, 7_000, 18_000)
    both = replace(ledger, actuals=(*ledger.actuals, bill("I-2", 30, 7_000, receipts=("R-1",))))
    assert (position(both).posted, position(both).accrued) == (12_000, 0)
    thrice = replace(both, actuals=(*both.actuals, bill("I-3", 40, 10, receipts=("R-1",))))
    named = replace(thrice, actuals=tuple(replace(each, receipts=("R-1",)) for each in thrice.actuals))
    with pytest.raises(PlanRefusedError, match="Receipt R-1 is billed twice, by I-2 and I-3"):
        Books(named, 100)


def test_what_arrives_after_its_invoice_is_not_spent_twice() -> None:
    ledger = replace(START, actuals=(bill("I-1", 10, 12_000),))
    assert (position(ledger).actual, position(ledger).ordered) == (12_000, 18_000)
    arrived = replace(ledger, receipts=(Receipt("R-1", "PO-1", "1", 20, Decimal(15_000)),))
    found = position(arrived)
    assert (found.posted, found.accrued, found.ordered) == (12_000, 3_000, 15_000)


def test_a_reversed_invoice_leaves_its_receipt_waiting_from_that_day() -> None:
    back = Actual("V-1", "A", 30, Decimal(-12_000), reverses="I-1")
    receipts = (Receipt("R-1", "PO-1", "1", 10, Decimal(12_000)),)
    ledger = replace(START, receipts=receipts, actuals=(bill("I-1", 20, 12_000, receipts=("R-1",)), back))
    assert [(p.posted, p.accrued, p.ordered) for p in (position(ledger, at) for at in (15, 25, 35))] == [
        (0, 12_000, 18_000),
        (12_000, 0, 18_000),
        (0, 12_000, 18_000),
    ]
    again = replace(ledger, actuals=(*ledger.actuals, bill("I-2", 40, 12_000, receipts=("R-1",))))
    assert (position(again).posted, position(again).accrued) == (12_000, 0)


def test_an_invoice_above_its_order_is_held() -> None:
    ledger = replace(START, actuals=(bill("I-1", 10, 29_000), bill("I-2", 20, 1_501)))
    (overrun,) = Books(ledger, 100).overruns()
    assert (overrun.actual, overrun.over, overrun.of_order) == ("I-2", 501, True)


amounts = st.decimals(1, 9_999, places=2)


@given(st.lists(st.tuples(st.booleans(), amounts), min_size=1, max_size=8), st.data())
def test_deliveries_and_bills_in_any_order_and_size_never_count_twice(
    steps: list[tuple[bool, Decimal]], data: st.DataObject
) -> None:
    ledger, received, billed = START, Decimal(0), Decimal(0)
    for n, (delivery, amount) in enumerate(steps):
        waiting = received - billed
        if delivery and received + amount <= 30_000:
            received += amount
            ledger = replace(ledger, receipts=(*ledger.receipts, Receipt(f"R-{n}", "PO-1", "1", n, amount)))
        elif not delivery and billed + amount <= 30_000 and (waiting <= 0 or amount <= waiting):
            billed += amount
            ledger = replace(ledger, actuals=(*ledger.actuals, replace(bill(f"I-{n}", n, 0), amount=amount)))
        found = position(ledger, n)
        assert (found.posted, found.actual, found.committed) == (billed, max(received, billed), 30_000)
    if ledger.actuals:
        gone = data.draw(st.sampled_from(ledger.actuals))
        back = Actual("V", "A", 50, -gone.amount, reverses=gone.code)
        kept = replace(ledger, actuals=(*ledger.actuals, back))
        assert (position(kept).posted, position(kept).committed) == (billed - gone.amount, 30_000)


@given(st.lists(amounts, min_size=1, max_size=5), st.data())
def test_receiving_and_billing_at_the_agreed_price_never_counts_twice(
    parts: list[Decimal], data: st.DataObject
) -> None:
    ledger = START
    whole = position(ledger).committed
    for n, part in enumerate(parts):
        if sum(parts[: n + 1]) > 30_000:
            break
        ledger = replace(ledger, receipts=(*ledger.receipts, Receipt(f"R-{n}", "PO-1", "1", n, part)))
        assert position(ledger).committed == whole
        if data.draw(st.booleans()):
            named = (f"R-{n}",) if data.draw(st.booleans()) else ()
            oldest = next(iter(Books(ledger, n).unbilled()))
            amount = part if named else oldest.amount
            bill = Actual(f"I-{n}", "A", n, amount, commitment="PO-1", line="1", receipts=named)
            ledger = replace(ledger, actuals=(*ledger.actuals, bill))
            assert position(ledger).committed == whole


@given(st.lists(st.tuples(st.sampled_from("AB"), amounts), max_size=8))
def test_reversing_every_entry_restores_every_figure(entries: list[tuple[str, Decimal]]) -> None:
    posted = tuple(Actual(f"P-{n}", account, 5, amount) for n, (account, amount) in enumerate(entries))
    back = tuple(
        Actual(f"V-{n}", account, 6, -amount, reverses=f"P-{n}") for n, (account, amount) in enumerate(entries)
    )
    assert Books(replace(START, actuals=posted + back), 100).positions() == Books(START, 100).positions()


def test_accruals_count_until_they_are_reversed() -> None:
    accrual = Accrual("AC-1", "A", 10, Decimal(700), reversed_at=40)
    ledger = replace(START, accruals=(accrual,))
    assert [position(ledger, at=at).accrued for at in (5, 10, 39, 40)] == [0, 700, 700, 0]


def test_reserves_and_budgets_keep_their_sum() -> None:
    draw = ReserveMovement("M-1", Pool.CONTINGENCY, "A", Decimal(4_000), 10, reason="R-3")
    before = replace(START, contingency_reserve=Decimal(9_000), management_reserve=Decimal(5_000))
    after = replace(before, reserve_movements=(draw,))

    def whole(ledger: Ledger) -> Decimal:
        books = Books(ledger, 100)
        budgets = sum((each.budget for each in books.positions().values()), Decimal(0))
        return budgets + sum((each.left for each in books.reserves()), Decimal(0))

    assert whole(before) == whole(after) == 64_000
    assert [each.left for each in Books(after, 100).reserves()] == [5_000, 5_000]


def test_foreign_currency_splits_price_from_volume() -> None:
    rates = (
        ExchangeRate("EUR", RateUse.BUDGET, Decimal("1.10")),
        ExchangeRate("EUR", RateUse.ACTUAL, Decimal("1.16")),
        ExchangeRate("EUR", RateUse.FORECAST, Decimal("1.20")),
    )
    budget = (BudgetLine("B-1", "A", Decimal(100_000), currency="EUR"),)
    bill = Actual("I-1", "A", 5, Decimal(40_000), currency="EUR", treatment=Treatment.CAPEX)
    found = position(Ledger("USD", ACCOUNTS, budget, actuals=(bill,), rates=rates))
    assert (found.budget, found.posted, found.price, found.capitalised) == (110_000, 46_400, 2_400, 46_400)


def test_closed_periods_refuse_postings() -> None:
    closed = replace(START, closed_until=20)
    late = Actual("L", "A", 5, Decimal(1), posted_at=30)
    assert posted(closed, actuals=(late,)).actuals == (late,)
    with pytest.raises(PlanRefusedError, match="E-MONEY-CLOSED: L, C would be posted in a closed period"):
        posted(closed, actuals=(replace(late, posted_at=None),), accruals=(Accrual("C", "A", 19, Decimal(1)),))


@pytest.mark.parametrize(
    ("ledger", "words"),
    [
        (replace(START, budget=(*BUDGET, *BUDGET)), "E-MONEY-TWICE: The budget line B-1 is there 2 times"),
        (replace(START, budget=(BudgetLine("B", "X", Decimal(1)),)), "Budget line B names the cost account X"),
        (replace(START, receipts=(Receipt("R", "PO-9", "1", 0, Decimal(1)),)), "Receipt R names line 1 of order PO-9"),
        (replace(START, actuals=(Actual("I", "A", 0, Decimal(1), currency="USD"),)), "Amounts are in USD"),
        (replace(START, rates=(ExchangeRate("USD", RateUse.ACTUAL, Decimal(0)),)), "a rate is above zero"),
        (replace(START, contingency_reserve=Decimal(-1)), "The contingency reserve is -1"),
        (
            replace(START, budget=(replace(BUDGET[0], spread=(PeriodAmount(5, Decimal(3)),)),)),
            "E-MONEY-SPREAD: Budget line B-1 is 50000, but its periods add up to 3",
        ),
        (
            replace(START, actuals=(Actual("V", "A", 0, Decimal(1), reverses="P"),)),
            "Actual V reverses P, which does not",
        ),
        (
            replace(START, accounts=(CostAccount("A", "Build", "B"), CostAccount("B", "Run", "A"))),
            "Cost account A lies below itself",
        ),
    ],
)
def test_what_cannot_be_added_up_is_refused_in_words(ledger: Ledger, words: str) -> None:
    with pytest.raises(PlanRefusedError, match=words):
        Books(ledger, 100)
