"""The money of a project: accounts, months, forecasts and thresholds agree (domain/money.md 7 to 12)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
    PeriodAmount,
    RateUse,
)
from milepost.engine.cash_flow import cash_flow
from milepost.engine.cost_cells import breakdown, cost_cells
from milepost.engine.currency import rounded
from milepost.engine.measures import measures
from milepost.engine.money import BUDGETED, ORDERS, PLANNED, TYPED
from milepost.engine.money_forecast import cost_forecast, time_forecast
from milepost.engine.money_periods import funding_gaps, month_edges, periods, run_rate
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.tasks import Baseline, BaselineTask, Earning, EarningRule, Task
from tests.engine.fences import ACCOUNTS, at, fence, of


def test_a_plan_alone_tells_its_money() -> None:
    value = of().total.value
    assert (value.budget, value.planned, value.earned, value.actual) == (4000, 3000, 2500, 2800)
    assert value.at_completion is not None
    assert round(value.at_completion, 2) == 4480
    days = time_forecast(of())
    assert days is not None
    assert (days.earned.earned, days.earned.at_completion) == (Decimal("2.5"), Decimal("4.8"))
    assert days.finish == at("06-05T15:24")
    assert days.adherence == 1


def test_every_estimate_at_completion_has_its_assumption() -> None:
    found = cost_forecast(of())
    amounts = {each.code: round(each.amount, 2) for each in found.variants if each.amount is not None}
    assert amounts["EAC_a"] == 4300
    assert amounts["EAC_t"] == 4480
    assert amounts["EAC_c"] == 4816
    assert amounts["EAC_w"] == Decimal("4502.70")
    assert (found.low, found.high) == (4300, Decimal(4816))
    assert (found.unstable, found.unrealistic, found.exhausted) == (False, True, False)
    assert all(each.assumption for each in found.variants)


def test_one_late_task() -> None:
    """100 hours at 100 are due; 110 are spent, 10 to go: no efficiency meets the budget any more."""
    hours = {"work": 110 * 60, "actual_work": 110 * 60, "remaining_work": 10 * 60}
    late = Task(
        1,
        "Build",
        duration=120 * 60,
        actual_start=at("06-01T08:00"),
        actual_duration=110 * 60,
        remaining_duration=10 * 60,
        percent_complete=Decimal(92),
        actual_work=hours["actual_work"],
        remaining_work=hours["remaining_work"],
        earning=Earning(EarningRule.WORK),
    )
    row = BaselineTask(1, at("06-01T08:00"), at("06-17T12:00"), 100 * 60, cost=Decimal(10_000))
    plan = replace(
        fence(),
        settings=replace(fence().settings, status_date=at("06-18T17:00")),
        tasks=(late,),
        links=(),
        resources=(Resource(1, "Ana", rates=(Rate("A", None, Decimal(100)),)),),
        assignments=(Assignment(1, 1, 1, **hours),),
        baselines=(Baseline(0, tasks=(row,)),),
    )
    found = of(plan=plan)
    total = found.total
    value = total.value
    assert (value.planned, value.actual, total.at_completion) == (10_000, 11_000, 12_000)
    assert (value.earned, value.budget - total.at_completion) == (Decimal("9166.67"), -2_000)
    assert (value.cost_variance, value.schedule_variance) == (Decimal("-1833.33"), Decimal("-833.33"))
    assert cost_forecast(found).exhausted
    needed = next(each for each in measures(value) if each.code == "TCPI(BAC)")
    assert (needed.value, needed.reason) == (
        None,
        "budget exhausted: 11000.00 of 10000.00 are spent and work remains",
    )


def test_budget_lines_scale_the_value_of_their_tasks() -> None:
    lines = (BudgetLine("1", "A", Decimal(3000)), BudgetLine("2", "B", Decimal(1000)))
    found = {each.account.code: each.value for each in of(Ledger("EUR", ACCOUNTS, lines)).accounts}
    assert (found["A"].budget, found["A"].earned, found["A"].planned) == (3000, 3000, 3000)
    assert (found["B"].budget, found["B"].earned, found["B"].planned) == (1000, 250, 500)
    assert found["P"].budget == 0


def test_the_rest_costs_what_is_known_best() -> None:
    order = Commitment("O", "Vendor", (CommitmentLine("1", "B", Decimal(5000)),))
    typed = Forecast("A", Decimal(700), at("06-02T17:00"))
    rent = (CostAccount("R", "Rent"),)
    ledger = Ledger(
        "EUR",
        (*ACCOUNTS, *rent),
        (BudgetLine("1", "R", Decimal(90)),),
        (order,),
        actuals=(Actual("1", "A", at("06-03T09:00"), Decimal(100)),),
        forecasts=(typed,),
    )
    found = {each.account.code: each for each in of(ledger).accounts}
    assert (found["A"].to_complete, found["A"].method) == (600, TYPED)
    assert (found["B"].to_complete, found["B"].method, found["B"].uncommitted) == (5000, ORDERS, 0)
    assert (found["R"].to_complete, found["R"].method) == (90, BUDGETED)
    assert {each.method for each in of().accounts} == {PLANNED}


def test_budget_and_forecast_fall_in_the_months_they_were_given() -> None:
    """900 in June and 300 in July; three of the 22 working days of June are over."""
    given = (PeriodAmount(at("06-01T08:00"), Decimal(900)), PeriodAmount(at("07-01T08:00"), Decimal(300)))
    rent = (*ACCOUNTS, CostAccount("R", "Rent"))
    ledger = Ledger(
        "EUR",
        rent,
        (BudgetLine("1", "R", Decimal(1200), spread=given),),
        forecasts=(Forecast("R", Decimal(1000), at("06-02T09:00"), spread=(replace(given[1], amount=Decimal(1000)),)),),
    )
    found = of(ledger)
    rented = next(each for each in found.accounts if each.account.code == "R")
    assert rented.value.planned == rounded(Decimal(900) * 3 / 22)
    months = periods(found)
    assert [month.planned for month in months] == [4000 + 900, 300]
    assert [month.forecast for month in months] == [found.total.to_complete - 1000, 1000]


def test_an_account_with_neither_tasks_nor_periods_has_no_schedule_variance() -> None:
    bill = Actual("I", "R", at("06-02T09:00"), Decimal(400))
    ledger = Ledger("EUR", (CostAccount("R", "Rent"),), (BudgetLine("1", "R", Decimal(1000)),), actuals=(bill,))
    rented = next(each.value for each in of(ledger).accounts if each.account.code == "R")
    assert (rented.planned, rented.earned, rented.actual) == (400, 400, 400)
    assert sum(month.planned for month in periods(of(ledger))) == 5000


def test_accounts_roll_up_by_sums() -> None:
    found = of(Ledger("EUR", ACCOUNTS))
    top = next(each for each in found.rolled_up() if each.account.code == "P")
    assert top.value == found.total.value
    assert top.at_completion == found.total.at_completion


def test_the_currency_of_an_account() -> None:
    """100 000 EUR at 1.10, 40 000 invoiced at 1.16, the rest at 1.20: 118 400, an overrun of 8 400."""
    rates = tuple(
        ExchangeRate("EUR", use, Decimal(rate))
        for use, rate in ((RateUse.BUDGET, "1.10"), (RateUse.ACTUAL, "1.16"), (RateUse.FORECAST, "1.20"))
    )
    ledger = Ledger(
        "USD",
        (CostAccount("V", "Vendor"),),
        (BudgetLine("1", "V", Decimal(100_000), currency="EUR"),),
        (Commitment("O", "Vendor", (CommitmentLine("1", "V", Decimal(100_000)),), currency="EUR"),),
        actuals=(Actual("I", "V", at("06-02T09:00"), Decimal(40_000), "EUR", commitment="O", line="1"),),
        rates=rates,
    )
    vendor = next(each for each in of(ledger).accounts if each.account.code == "V")
    assert (vendor.value.budget, vendor.value.actual, vendor.to_complete) == (110_000, 46_400, 72_000)
    assert (vendor.at_completion, vendor.exposure, vendor.position.price) == (118_400, 8_400, 2_400)


def test_funds_must_last() -> None:
    releases = (FundingRelease(at("06-01T00:00"), Decimal(3000)),)
    found = of(Ledger("EUR", ACCOUNTS, funding=releases))
    months = periods(found)
    assert [gap.released for gap in funding_gaps(months)] == [3000 - found.total.at_completion]
    assert run_rate(months) == 2800
    enough = replace(releases[0], amount=Decimal(9000))
    assert not funding_gaps(periods(of(Ledger("EUR", ACCOUNTS, funding=(enough,)))))


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "1e18"])
def test_an_amount_that_is_no_number_is_refused_by_name(amount: str) -> None:
    plan = fence()
    rows = (replace(plan.baselines[0].tasks[0], cost=Decimal(amount)), *plan.baselines[0].tasks[1:])
    with pytest.raises(PlanRefusedError, match="E-MONEY-AMOUNT: 1 Side 1: the baseline cost is"):
        of(plan=replace(plan, baselines=(Baseline(0, tasks=rows),)))
    line = CommitmentLine("1", "A", Decimal(amount))
    with pytest.raises(PlanRefusedError, match="E-MONEY-AMOUNT: Commitment O, 1: the amount is"):
        of(Ledger("EUR", ACCOUNTS, commitments=(Commitment("O", "Vendor", (line,)),)))


def test_an_earning_rule_that_cannot_be_applied_is_refused() -> None:
    plan = fence()
    tasks = (replace(plan.tasks[0], earning=Earning(EarningRule.UNITS)), *plan.tasks[1:])
    with pytest.raises(PlanRefusedError, match="E-EARNING: 1 Side 1: 0 of 0 units"):
        of(plan=replace(plan, tasks=tasks))


@st.composite
def projects(draw: st.DrawFn) -> tuple[Plan, Ledger]:
    """A running plan with people, a baseline, and a ledger with awkward amounts."""
    cents = st.decimals("0.01", 9999, places=2)
    tasks, crew, rows = [], [], []
    for uid in range(1, draw(st.integers(1, 5)) + 1):
        span, percent = draw(st.integers(1, 40)) * 60, draw(st.sampled_from([0, 30, 100]))
        task = Task(uid, f"T{uid}", duration=span, cost_account=draw(st.sampled_from(["", "A", "B"])))
        if percent:
            begun = {"actual_start": at("06-01T08:00"), "percent_complete": Decimal(percent)}
            task = replace(task, **begun, actual_finish=at("06-08T17:00") if percent == 100 else None)
        tasks.append(task)
        done = span * percent // 100
        crew.append(Assignment(uid, uid, 1, work=span, actual_work=done, remaining_work=span - done))
        rows.append(BaselineTask(uid, at("06-01T08:00"), at("07-15T17:00"), span, cost=draw(cents)))
    rates = (Rate("A", None, draw(cents)), Rate("A", at("06-20T00:00"), draw(cents)))
    plan = replace(
        fence(),
        settings=replace(fence().settings, status_date=at("06-10T17:00")),
        tasks=tuple(tasks),
        links=(),
        resources=(Resource(1, "Ana", rates=rates),),
        assignments=tuple(crew),
        baselines=(Baseline(0, tasks=tuple(rows)),),
    )
    lines = tuple(BudgetLine(str(n), code, draw(cents)) for n, code in enumerate("AB") if draw(st.booleans()))
    bills = tuple(
        Actual(f"I{n}", draw(st.sampled_from("AB")), at(f"06-0{day}T09:00"), draw(cents))
        for n, day in enumerate(draw(st.lists(st.integers(1, 9), max_size=4)))
    )
    return plan, Ledger("EUR", ACCOUNTS, lines, actuals=bills, undistributed=draw(cents))


@settings(deadline=None, max_examples=60)
@given(projects())
def test_accounts_and_months_add_up_to_the_cent(project: tuple[Plan, Ledger]) -> None:
    plan, ledger = project
    found = of(ledger, plan)
    total, accounts, months = found.total, found.accounts, periods(found)
    assert total.value.budget == sum(each.value.budget for each in accounts) + ledger.undistributed
    assert total.value.actual == sum(each.value.actual for each in accounts)
    assert total.value.earned == sum(each.value.earned for each in accounts)
    assert total.to_complete == sum(each.to_complete for each in accounts) + ledger.undistributed
    assert sum((m.forecast for m in months), Decimal(0)) == total.to_complete
    assert sum((m.actual for m in months if m.actual is not None), Decimal(0)) == total.value.actual
    assert sum((m.earned for m in months if m.earned is not None), Decimal(0)) == total.value.earned
    assert sum((m.planned for m in months), Decimal(0)) == total.value.budget
    assert all(each.value.earned <= each.value.budget for each in accounts)
    assert total.value.planned <= total.value.budget
    typed = replace(ledger, forecasts=(Forecast("A", Decimal(777), at("06-02T09:00")),))
    assert of(typed, plan).total.value == total.value
    cells = cost_cells(found, month_edges(found))
    for spent, whole in ((True, total.value.actual), (False, total.to_complete)):
        part = [cell for cell in cells if cell.spent is spent]
        for by in ("month", "account", "task", "resource", "category", "treatment"):
            assert sum(breakdown(part, lambda cell, by=by: getattr(cell, by)).values()) == whole
    assert sum((each.total for each in cash_flow(found)), Decimal(0)) == total.at_completion
    by_account = breakdown(cells, lambda cell: (cell.account, cell.spent))
    for each in accounts:
        assert by_account.get((each.account.code, True), 0) == each.value.actual
        unheld = ledger.undistributed if each.account.code == "" else 0
        assert by_account.get((each.account.code, False), 0) == each.to_complete + unheld
