"""Closed months keep their values, cash leaves when it is due, and forecasts are judged (domain/money.md 9, 12)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CostAccount,
    Ledger,
    PeriodClose,
)
from milepost.engine.cash_flow import cash_flow
from milepost.engine.closing import close_period, forecast_accuracy
from milepost.engine.ledger import posted
from milepost.engine.money import Money
from milepost.engine.money_periods import periods
from milepost.engine.notices import PlanRefusedError
from tests.engine.fences import ACCOUNTS, at, fence, of

JULY = at("07-01T00:00")
LINES = (BudgetLine("1", "A", Decimal(2000)), BudgetLine("2", "B", Decimal(2000)))


def until(text: str) -> Money:
    """The fence's progress with another status date."""
    return of(
        Ledger("EUR", ACCOUNTS, LINES), replace(fence(), settings=replace(fence().settings, status_date=at(text)))
    )


def test_a_closed_month_keeps_what_it_was_closed_with() -> None:
    june = until("06-30T17:00")
    ledger = close_period(june, JULY)
    (close,) = ledger.closes
    assert (close.planned, close.earned, close.actual, close.estimate) == (4000, 2500, 2800, 4200)
    assert ledger.closed_until == JULY
    better = fence()
    tasks = (*better.tasks[:2], replace(better.tasks[2], percent_complete=Decimal(90)), better.tasks[3])
    later = replace(better, tasks=tasks, settings=replace(better.settings, status_date=at("07-15T17:00")))
    months = periods(of(ledger, later))
    assert [month.earned for month in months] == [2500, 400]
    assert [month.planned for month in months] == [4000, 0]
    with pytest.raises(PlanRefusedError, match="E-MONEY-CLOSED: L would be posted in a closed period"):
        posted(ledger, actuals=(Actual("L", "A", at("06-30T12:00"), Decimal(5)),))


def test_a_closed_month_is_restated_with_a_reason_and_both_stay() -> None:
    june = until("06-30T17:00")
    closed = of(close_period(june, JULY), june.schedule.plan)
    with pytest.raises(PlanRefusedError, match="give the reason to restate it"):
        close_period(closed, JULY)
    twice = close_period(closed, JULY, reason="An invoice was posted twice")
    assert [close.reason for close in twice.closes] == ["", "An invoice was posted twice"]


@pytest.mark.parametrize(("end", "words"), [("06-15T00:00", "not the end of one"), ("07-01T00:00", "when it is over")])
def test_only_a_whole_month_that_is_over_is_closed(end: str, words: str) -> None:
    with pytest.raises(PlanRefusedError, match=words):
        close_period(until("06-29T17:00"), at(end))


def test_what_is_incurred_in_a_closed_month_counts_in_the_month_it_is_posted() -> None:
    late = Actual("L", "A", at("06-02T09:00"), Decimal(70), posted_at=at("07-02T09:00"))
    plan = replace(fence(), settings=replace(fence().settings, status_date=at("07-15T17:00")))
    ledger = Ledger("EUR", ACCOUNTS, LINES, actuals=(late, replace(late, code="M", posted_at=None)))
    assert [month.actual for month in periods(of(ledger, plan))] == [140, 0]
    close = PeriodClose(JULY, *[Decimal(0)] * 4, closed_at=at("06-30T17:00"))
    closed = replace(ledger, closes=(close,))
    assert [month.actual for month in periods(of(closed, plan))] == [70, 70]
    assert of(closed).total.value.actual == 70


def test_cash_leaves_when_it_is_paid_or_due() -> None:
    order = Commitment(
        "O", "Vendor", (CommitmentLine("1", "V", Decimal(900), delivery=at("07-10T09:00")),), terms_days=30
    )
    ledger = Ledger(
        "EUR",
        (CostAccount("V", "Vendor"), CostAccount("W", "Wages")),
        (BudgetLine("1", "V", Decimal(1000)), BudgetLine("2", "W", Decimal(500))),
        (order,),
        actuals=(
            Actual("I", "V", at("06-02T09:00"), Decimal(100), commitment="O", line="1"),
            Actual("P", "W", at("06-02T09:00"), Decimal(40), paid_at=at("06-03T09:00")),
        ),
        accruals=(Accrual("A", "W", at("06-02T09:00"), Decimal(60)),),
    )
    bare = replace(fence(), tasks=(), links=(), baselines=())
    months = [(m.paid, m.owed, m.ordered, m.expected) for m in cash_flow(of(ledger, bare))]
    assert months == [(40, 60, 0, 400), (0, 100, 0, 100), (0, 0, 800, 0)]


def test_forecasts_are_judged_by_the_end() -> None:
    closes = [PeriodClose(end, *[Decimal(0)] * 3, Decimal(eac), closed_at=end) for end, eac in ((1, 90), (2, 120))]
    closes.append(replace(closes[1], estimate=Decimal(105), reason="Wrong rate"))
    found = forecast_accuracy(closes, Decimal(100))
    assert found is not None
    assert (found.bias, found.error) == (Decimal("-0.025"), Decimal("0.075"))
    assert found.by_lead == ((1, Decimal("0.1")), (0, Decimal("0.05")))
    assert forecast_accuracy([], Decimal(100)) is None
