"""Money ahead: funds that end, a reserve that goes too fast, exchange rates, capital, biased forecasters."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.advisor.context import Context
from milepost.advisor.pricing import outcome
from milepost.advisor.rules.funding import capital_drift, contingency_burned, exchange_exposure, forecast_bias
from milepost.advisor.rules.funding import funding_gap as gap
from milepost.engine.accounts import (
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CostAccount,
    ExchangeRate,
    Forecast,
    FundingRelease,
    Ledger,
    Pool,
    RateUse,
    ReserveMovement,
    Treatment,
)
from tests.advisor.drawn import chain, context, day, evening, found, on, person, promised, rate, started, task

LEDGER = Ledger(
    "EUR",
    accounts=(CostAccount("A", "Build", accountable="Ana"), CostAccount("B", "Licences")),
    budget=(
        BudgetLine("1", "A", Decimal(8000)),
        BudgetLine("2", "B", Decimal(4000), treatment=Treatment.CAPEX),
    ),
    actuals=(
        Actual("K1", "A", day(3), Decimal(4000)),
        Actual("K2", "B", day(3), Decimal(2000), treatment=Treatment.CAPEX),
    ),
    contingency_reserve=Decimal(1000),
)


def drawn(**facts: Any) -> Context:
    """Half of a build of EUR 8,000 is done on 5 June, licences of EUR 4,000 beside it; `facts` change the ledger."""
    rows = (started(1, "Build", 10, 50, day(1), cost_account="A"), task(2, "Test", 20, cost_account="A"))
    return context(
        rows,
        chain(1, 2),
        status=evening(5),
        baseline=promised((1, day(1), evening(12), 8000)),
        people=(person(1, "Ana", rates=rate(100)),),
        work=(on(1, 1, 1, 10, done=5), on(2, 2, 1, 20)),
        ledger=replace(LEDGER, **facts),
    )


def test_a_ledger_in_order_has_nothing_to_say() -> None:
    for rule in (gap, contingency_burned, exchange_exposure, capital_drift, forecast_bias):
        assert not found(rule, drawn())


def test_mon_05_sees_funds_end() -> None:
    enough = (FundingRelease(day(1), Decimal(60000)),)
    assert not found(gap, drawn(funding=enough))
    (finding,) = gap(drawn(funding=(FundingRelease(day(1), Decimal(9000)),)))
    assert (finding.id, finding.severity.value) == ("MON-05:funding", "S1")
    assert finding.headline.startswith("By Tue 30 Jun the project will have spent EUR ")
    release = next(each for each in finding.proposals if each.edits)
    priced = outcome(drawn(funding=(FundingRelease(day(1), Decimal(9000)),)), release.edits)
    assert priced is not None
    assert (priced.shift.before.unfunded, priced.shift.after.unfunded) == (finding.measure, 0)


def test_mon_06_compares_use_of_the_reserve_with_progress() -> None:
    def drawn_on(amount: int) -> Context:
        return drawn(reserve_movements=(ReserveMovement("1", Pool.CONTINGENCY, "A", Decimal(amount), day(2)),))

    assert not found(contingency_burned, drawn_on(300))
    (finding,) = contingency_burned(drawn_on(900))
    assert finding.severity.value == "S2"
    assert finding.headline == "90 % of the contingency reserve is used at 50 % of the work."


def test_mon_10_adds_up_what_exchange_rates_do() -> None:
    rates = tuple(
        ExchangeRate("USD", use, Decimal(value))
        for use, value in ((RateUse.BUDGET, "1.00"), (RateUse.ACTUAL, "1.05"), (RateUse.FORECAST, "1.20"))
    )
    spent = (*LEDGER.actuals, Actual("K3", "A", day(4), Decimal(1000), "USD"))
    order = (Commitment("PO-1", "Cloud", (CommitmentLine("1", "A", Decimal(2000)),), "USD"),)
    (finding,) = exchange_exposure(drawn(rates=rates, actuals=spent, commitments=order))
    assert finding.headline == "The exchange rate adds EUR 450, 3.8 % of the budget."
    assert [each.value for each in finding.evidence[:2]] == ["EUR +50", "EUR +400"]
    assert not found(exchange_exposure, drawn(rates=rates, actuals=spent))


def test_mon_11_compares_shares_of_capital() -> None:
    wrong = (LEDGER.actuals[0], replace(LEDGER.actuals[1], treatment=Treatment.OPEX))
    (finding,) = capital_drift(drawn(actuals=wrong))
    assert finding.headline == "0 % of the cost so far is capitalised; the budget says 33 %."
    (proposal,) = finding.proposals
    assert proposal.edits[0].arguments == {"actual": "K2", "treatment": "capex"}
    priced = outcome(drawn(actuals=wrong), proposal.edits)
    assert priced is not None


def test_mon_12_finds_forecasts_that_were_always_low() -> None:
    def made(*amounts: int) -> Context:
        rows = tuple(Forecast("A", Decimal(a), day(n), author="Ana") for n, a in enumerate(amounts, start=1))
        return drawn(forecasts=rows, actuals=(Actual("K1", "A", day(1) - 600, Decimal(4000)),))

    assert not found(forecast_bias, made(4000, 4000, 4000, 4000))
    assert not found(forecast_bias, made(2000, 2000, 6000))
    (finding,) = forecast_bias(made(3000, 3000, 3000, 6000))
    assert finding.headline == "Forecasts of Build (A) were 30 % too low 3 times in a row."
    assert finding.proposals[0].edits[0].arguments["amount"] == "10286"
