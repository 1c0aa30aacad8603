"""Figures beyond their thresholds, by account and level (domain/money.md 10)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    CostAccount,
    Ledger,
    Pool,
    ReserveMovement,
)
from milepost.engine.money_breaches import Severity, breaches, contingency_burn, lasting
from milepost.engine.money_periods import PeriodMoney
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Rate, Resource
from milepost.engine.tasks import Baseline, Earning, EarningRule
from tests.engine.fences import ACCOUNTS, at, fence, of


def levels(ledger: Ledger | None = None, plan: Plan | None = None) -> dict[tuple[str, str], Severity]:
    return {(each.metric, each.account): each.level for each in breaches(of(ledger, plan))}


def test_thresholds_name_metric_account_and_level() -> None:
    found = levels()
    assert {name: found[name, ""] for name in ("CPI", "SPI", "SPI(t)", "CV%", "TCPI(BAC)", "EAC of budget")} == {
        "CPI": Severity.RED,
        "SPI": Severity.RED,
        "SPI(t)": Severity.RED,
        "CV%": Severity.RED,
        "TCPI(BAC)": Severity.RED,
        "EAC of budget": Severity.AMBER,
    }
    assert (found["CPI", "A"], found["CPI", "B"]) == (Severity.AMBER, Severity.RED)
    assert ("SPI", "A") not in found


def test_contingency_burns_faster_than_work() -> None:
    lines = (BudgetLine("1", "A", Decimal(2000)), BudgetLine("2", "B", Decimal(2000)))
    ledger = Ledger("EUR", ACCOUNTS, lines, contingency_reserve=Decimal(1000), funding_limit=Decimal(4999))
    for drawn, level in ((500, None), (700, Severity.AMBER), (1001, Severity.RED)):
        draw = ReserveMovement("M", Pool.CONTINGENCY, "A", Decimal(drawn), at("06-02T09:00"))
        found = of(replace(ledger, reserve_movements=(draw,)))
        complete = found.total.value.complete
        assert complete is not None
        assert contingency_burn(found) == Decimal(drawn) / 1000 / complete
        assert levels(found.books.ledger).get(("contingency burn", "")) is level
        assert (("drawn of contingency", "") in levels(found.books.ledger)) is (drawn > 1000)
        assert (found.funds.at_completion, found.funds.project, found.funds.headroom) == (4000 + drawn, 5000, -1)
        assert levels(found.books.ledger)["budget of funding limit", ""] is Severity.RED


def test_budget_layers_count_each_amount_once() -> None:
    ledger = Ledger("EUR", contingency_reserve=Decimal(300), management_reserve=Decimal(200), undistributed=Decimal(50))
    funds = of(ledger).funds
    assert (funds.at_completion, funds.baseline, funds.project, funds.headroom) == (4050, 4050, 4550, None)
    inside = of(replace(ledger, contingency_in_baseline=True)).funds
    assert (inside.baseline, inside.project) == (4350, 4550)


def test_soft_measures_and_old_accruals_are_told() -> None:
    plan = fence()
    rules = (EarningRule.LEVEL_OF_EFFORT, EarningRule.ZERO_HUNDRED)
    tasks = tuple(replace(t, earning=Earning(rule)) for t, rule in zip(plan.tasks, rules, strict=False))
    rows = plan.baselines[0].tasks
    long = replace(rows[1], finish=at("07-06T17:00"))
    soft = replace(plan, tasks=(*tasks, *plan.tasks[2:]), baselines=(Baseline(0, tasks=(rows[0], long, *rows[2:])),))
    found = levels(plan=soft)
    assert found["level of effort of budget", ""] is Severity.AMBER
    assert found["0/100 of budget beyond a month", ""] is Severity.AMBER
    open_ones = tuple(
        Accrual(code, code, at(day), Decimal(1)) for code, day in (("A", "05-20T09:00"), ("B", "04-30T09:00"))
    )
    old = levels(Ledger("EUR", ACCOUNTS, accruals=(*open_ones, Accrual("P", "P", at("03-31T09:00"), Decimal(1)))))
    ages = {account: level for (metric, account), level in old.items() if metric == "accrual age"}
    assert ages == {"B": Severity.AMBER, "P": Severity.RED}


def test_cost_without_budget_or_order_is_told() -> None:
    bare = (*ACCOUNTS, CostAccount("X", "Other"))
    for amount, level in ((40, Severity.AMBER), (41, Severity.RED)):
        bill = Actual("I", "X", at("06-02T09:00"), Decimal(amount))
        ledger = Ledger(
            "EUR", bare, (BudgetLine("1", "A", Decimal(2000)), BudgetLine("2", "B", Decimal(2000))), actuals=(bill,)
        )
        assert levels(ledger)["unbacked cost of budget", ""] is level


def test_a_breach_may_have_to_last() -> None:
    def month(planned: int, earned: int | None, actual: int | None) -> PeriodMoney:
        figures = [None if value is None else Decimal(value) for value in (earned, actual)]
        return PeriodMoney(0, 1, Decimal(planned), *figures, Decimal(0), None)

    months = (month(100, 100, 100), month(100, 84, 100), month(100, 80, 100), month(100, None, None))
    assert [(m.cost_index, m.schedule_index) for m in months[1:3]] == [(Decimal("0.84"),) * 2, (Decimal("0.8"),) * 2]
    assert [(each.metric, each.level) for each in lasting(months)] == [
        ("CPI", Severity.AMBER),
        ("SPI", Severity.AMBER),
        ("CV%", Severity.AMBER),
    ]
    assert not lasting(months, 3)


def test_a_negative_rate_is_refused_by_name() -> None:
    cheap = Resource(1, "Ana", rates=(Rate("A", None, Decimal(-5)),))
    with pytest.raises(PlanRefusedError, match="E-RATE: Ana: the standard rate in table A is -5"):
        of(plan=replace(fence(), resources=(cheap,)))
