"""The sample's money: accounts, budget, orders, invoices, booked time, reserves, funds, and a dollar that rises.

Booked time follows the plan's own progress, so that accounts, months, people and tasks add up to the same sum.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from story import BEFORE, STEPS

from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    Commitment,
    CommitmentLine,
    CommitmentState,
    CostAccount,
    ExchangeRate,
    Forecast,
    FundingRelease,
    Ledger,
    Pool,
    RateUse,
    Receipt,
    ReserveMovement,
    Treatment,
)
from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.units import Instant
from milepost.engine.worktime import WorkTimes

NOTHING = Decimal(0)
SPONSOR, LEAD = "Dr Ilse Falk", "Nadia Brandt"
LABOUR, VENDOR, CLOUD, LICENCE = "labour-internal", "vendor-service", "cloud-consumption", "software-licence"
TESTERS = 14
#: The months of the story: the first instant of each, and what people call it.
MONTHS = tuple(
    (datetime(2026, month, 1), name)
    for month, name in enumerate(("June", "July", "August", "September", "October", "November"), 6)
)


class Account(NamedTuple):
    """A control account: which part of the WBS it pays, who answers for it, whether it builds an asset."""

    code: str
    name: str
    parent: str
    accountable: str
    wbs: tuple[str, ...] = ()
    asset: bool = False


ACCOUNTS = (
    Account("C-000", "Customer portal migration", "", LEAD),
    Account("C-010", "Build", "C-000", "Tomás Herrera"),
    Account("C-020", "Assure", "C-000", "Hanna Vogel"),
    Account("C-030", "Introduce", "C-000", "Clara Neumann"),
    Account("C-100", "Project management", "C-000", LEAD, ("1",)),
    Account("C-200", "Identity provider", "C-010", "Mei Lindqvist", ("2",), True),
    Account("C-300", "Cloud platform", "C-010", "Jonas Weber", ("3",), True),
    Account("C-400", "Portal application", "C-010", "Lukas Adler", ("4",), True),
    Account("C-500", "Data migration", "C-010", "Daniel Kovács", ("5",)),
    Account("C-600", "Security and compliance", "C-020", "Yusuf Demir", ("6",)),
    Account("C-700", "Test", "C-020", "Hanna Vogel", ("7",), True),
    Account("C-800", "People and communication", "C-030", "Clara Neumann", ("8",)),
    Account("C-900", "Cutover and hypercare", "C-030", "Jonas Weber", ("9", "10")),
)
PAYS = {part: account for account in ACCOUNTS for part in account.wbs}

#: What is bought: account, category, amount, currency, whether it is capitalised, on what the amount rests.
BOUGHT = (
    ("B-201", "C-200", LICENCE, 40000, "USD", False, "offer of 9 July"),
    ("B-202", "C-200", VENDOR, 12000, "USD", True, "offer of 9 July"),
    ("B-301", "C-300", VENDOR, 22000, "", True, "fixed price offer"),
    ("B-302", "C-300", CLOUD, 36000, "", False, "sizing of June"),
    ("B-601", "C-600", VENDOR, 10560, "", False, "frame contract"),
    ("B-901", "C-900", VENDOR, 9500, "", False, "day rates"),
)


def on(month: int, day: int, hour: int = 17, year: int = 2026) -> Instant:
    """A day of the story."""
    return instant(datetime(year, month, day, hour))


def account_of(wbs: str) -> str:
    """The account that pays a task; summaries have none."""
    part = wbs.split(".", maxsplit=1)[0]
    return PAYS[part].code if part != wbs else ""


def ledger(plan: Plan, status: datetime) -> Ledger:
    """All money records as they stood at a status date."""
    closed = instant(datetime(2026, 9, 1) if status == BEFORE else datetime(2026, 10, 1))
    now = instant(status)
    booked = tuple(time_booked(plan, now))
    full = Ledger(
        currency="EUR",
        accounts=tuple(CostAccount(a.code, a.name, a.parent, a.accountable) for a in ACCOUNTS),
        budget=(*labour_budget(plan), *bought_budget()),
        commitments=orders(),
        receipts=receipts(plan, now),
        actuals=(*(row for row in booked if row.at < closed), *invoices(plan, now, closed)),
        accruals=(*open_time(booked, closed, now), LEGAL),
        forecasts=tuple(row for row in FORECASTS if row.made_at <= now),
        reserve_movements=tuple(row for row in MOVEMENTS if row.at <= now),
        funding=FUNDS,
        rates=RATES,
        undistributed=Decimal(9400),
        contingency_reserve=Decimal(28000),
        management_reserve=Decimal(25000),
        funding_limit=Decimal(690000),
        closed_until=closed,
    )
    return replace(full, actuals=tuple(row for row in full.actuals if row.at <= now))


def labour_budget(plan: Plan) -> Iterator[BudgetLine]:
    """The agreed cost of the team's work by account; what is bought has lines of its own."""
    agreed = {row.task: row.cost or NOTHING for row in plan.baselines[0].tasks}
    bought = {row.task: row.fixed_cost or NOTHING for row in plan.baselines[0].tasks}
    outside = {a.task for a in plan.assignments if a.resource == TESTERS}
    for account in ACCOUNTS:
        rows = [
            t.uid for t in plan.tasks if t.cost_account == account.code and t.uid in agreed and t.uid not in outside
        ]
        amount = sum((agreed[uid] - bought[uid] for uid in rows), NOTHING)
        if amount:
            yield BudgetLine(
                f"B-{account.code[2:]}",
                account.code,
                amount,
                LABOUR,
                treatment=Treatment.CAPEX if account.asset else Treatment.OPEX,
                basis="the approved plan",
                low=(amount * Decimal("0.95")).quantize(Decimal(100)),
                high=(amount * Decimal("1.2")).quantize(Decimal(100)),
            )


def bought_budget() -> Iterator[BudgetLine]:
    """The budget lines of what is bought."""
    for code, account, category, amount, currency, asset, basis in BOUGHT:
        treatment = Treatment.CAPEX if asset else Treatment.OPEX
        yield BudgetLine(code, account, Decimal(amount), category, currency, treatment, basis)


def orders() -> tuple[Commitment, ...]:
    """The purchase orders, from a mere wish to invoiced in full."""
    capex = Treatment.CAPEX
    return (
        Commitment(
            "PO-1001",
            "Keystone Identity",
            (
                CommitmentLine("1", "C-200", Decimal(40000), LICENCE, delivery=on(7, 28), payment=on(8, 28)),
                CommitmentLine("2", "C-200", Decimal(12000), VENDOR, capex, on(10, 30), on(11, 30)),
            ),
            "USD",
            CommitmentState.PART_RECEIVED,
            on(7, 27),
        ),
        Commitment(
            "PO-1002",
            "Nordwind Cloud",
            (CommitmentLine("1", "C-300", Decimal(22000), VENDOR, capex, on(8, 13), on(9, 11)),),
            state=CommitmentState.INVOICED,
            issued_at=on(6, 29),
        ),
        Commitment(
            "PO-1003",
            "Nordwind Cloud",
            (
                CommitmentLine(
                    "1", "C-300", Decimal(36000), CLOUD, delivery=on(1, 15, year=2027), payment=on(2, 15, year=2027)
                ),
            ),
            state=CommitmentState.PART_RECEIVED,
            issued_at=on(9, 1),
        ),
        Commitment(
            "PO-1004",
            "Northgate Security",
            (CommitmentLine("1", "C-600", Decimal(10560), VENDOR, delivery=on(12, 9), payment=on(1, 8, year=2027)),),
            issued_at=on(9, 14),
        ),
        Commitment(
            "PO-1005",
            "Rohde Mobile Studio",
            (CommitmentLine("1", "C-400", Decimal(9400), "labour-contract", capex, on(11, 13), on(12, 14)),),
            state=CommitmentState.REQUESTED,
        ),
        Commitment(
            "PO-1006",
            "Aulis Operations",
            (
                CommitmentLine(
                    "1", "C-900", Decimal(9500), VENDOR, delivery=on(1, 24, year=2027), payment=on(2, 24, year=2027)
                ),
            ),
            state=CommitmentState.APPROVED,
        ),
    )


def receipts(plan: Plan, now: Instant) -> tuple[Receipt, ...]:
    """What vendors have delivered: cloud use month by month, as far as the plan counts it."""
    found = [
        Receipt("RC-1", "PO-1001", "1", on(7, 28), Decimal(40000)),
        Receipt("RC-2", "PO-1002", "1", on(8, 13), Decimal(22000)),
    ]
    found += [Receipt(f"RC-{3 + n}", "PO-1003", "1", at, used) for n, (at, used, _) in enumerate(cloud_use(plan, now))]
    return tuple(found)


def invoices(plan: Plan, now: Instant, closed: Instant) -> Iterator[Actual]:
    """What vendors have billed: one bill above its order, one without an order."""
    capex = Treatment.CAPEX
    yield Actual(
        "IN-1",
        "C-200",
        on(8, 5),
        Decimal(40000),
        "USD",
        LICENCE,
        document="KI-20260805",
        commitment="PO-1001",
        line="1",
        task=uid("2.2"),
        posted_at=on(8, 7),
    )
    yield Actual(
        "IN-2",
        "C-300",
        on(8, 27),
        Decimal(25300),
        category=VENDOR,
        treatment=capex,
        posted_at=on(9, 2),
        document="NW-4410",
        commitment="PO-1002",
        line="1",
        task=uid("3.2"),
    )
    yield Actual(
        "IN-3",
        "C-700",
        on(9, 24),
        Decimal(1850),
        category=VENDOR,
        document="Screen-reader panel 2291",
        posted_at=on(9, 29),
    )
    for number, (at, used, name) in enumerate(cloud_use(plan, now), 4):
        if at < closed:
            yield Actual(
                f"IN-{number}",
                "C-300",
                at,
                used,
                "",
                CLOUD,
                posted_at=on(10, 6),
                document=f"Cloud use {name}",
                commitment="PO-1003",
                line="1",
                task=uid("3.8"),
            )


def cloud_use(plan: Plan, now: Instant) -> list[tuple[Instant, Decimal, str]]:
    """The cloud's use by month: when it was measured, the amount, the month's name."""
    task = plan.tasks[uid("3.8") - 1]
    whole = (task.fixed_cost * task.percent_complete / 100).quantize(Decimal("0.01"))
    return list(by_month(plan, task.uid, whole, now))


def time_booked(plan: Plan, now: Instant) -> Iterator[Actual]:
    """Booked time month by month, one posting for each person on each task."""
    number = 0
    for one in plan.assignments:
        account = PAYS[STEPS[one.task - 1].wbs.split(".")[0]]
        for at, amount, name in by_month(plan, one.task, one.actual_cost or NOTHING, now):
            number += 1
            yield Actual(
                f"TS-{number:04}",
                account.code,
                at,
                amount,
                category=LABOUR,
                treatment=Treatment.CAPEX if account.asset else Treatment.OPEX,
                posted_at=min(at + 7 * 1440, now),
                document=f"Timesheets {name}",
                task=one.task,
                resource=one.resource,
            )


def by_month(plan: Plan, task: int, whole: Decimal, now: Instant) -> Iterator[tuple[Instant, Decimal, str]]:
    """Split an amount over the months a task was worked in, by working time; the last month takes the rest."""
    row = plan.tasks[task - 1]
    if row.actual_start is None or not whole:
        return
    end = row.actual_finish or now
    line = WorkTimes(plan).of_task(task)
    total, left = line.working(row.actual_start, end), whole
    for (first, name), (last, _) in pairwise(MONTHS):
        begin, until = max(instant(first), row.actual_start), min(instant(last), end)
        worked = line.working(begin, until) if until > begin else 0
        if not worked:
            continue
        part = left if until == end else (whole * worked / total).quantize(Decimal("0.01"))
        left -= part
        yield min(until, instant(last) - 1), part, name


def open_time(booked: tuple[Actual, ...], closed: Instant, now: Instant) -> Iterator[Accrual]:
    """Time worked in months that are not closed, by account; accruals of the last close were reversed since."""
    for account in ACCOUNTS:
        amount = sum((row.amount for row in booked if row.account == account.code and row.at >= closed), NOTHING)
        if amount:
            treatment = Treatment.CAPEX if account.asset else Treatment.OPEX
            yield Accrual(
                f"AC-{account.code[2:]}",
                account.code,
                now,
                amount,
                reason="time booked, month not closed",
                treatment=treatment,
            )


def uid(wbs: str) -> int:
    """The task with a WBS number."""
    return next(row for row, step in enumerate(STEPS, start=1) if step.wbs == wbs)


#: Work done in July that was never billed, and that nobody asked after.
LEGAL = Accrual(
    "AC-900", "C-600", on(7, 31), Decimal(2400), reason="legal advice on the works council agreement, not billed"
)

FORECASTS = (
    Forecast("C-500", Decimal(24500), on(10, 12), author="Daniel Kovács"),
    Forecast("C-200", Decimal(48500), on(10, 9), author="Mei Lindqvist"),
    Forecast("C-700", Decimal(43000), on(10, 12), author="Hanna Vogel"),
)

MOVEMENTS = (
    ReserveMovement(
        "RM-0", Pool.MANAGEMENT, "C-400", Decimal(-7840), on(8, 20), "CR-1 knowledge base left out", SPONSOR
    ),
    ReserveMovement("RM-1", Pool.CONTINGENCY, "C-300", Decimal(3300), on(8, 28), "R-05 network rework", LEAD),
    ReserveMovement(
        "RM-2", Pool.MANAGEMENT, "C-800", Decimal(2880), on(9, 16), "CR-3 verify partner certificates", SPONSOR
    ),
    ReserveMovement("RM-3", Pool.CONTINGENCY, "C-500", Decimal(8600), on(9, 21), "R-03 matching rules", LEAD),
    ReserveMovement("RM-4", Pool.CONTINGENCY, "C-200", Decimal(6800), on(10, 14), "R-01 signing adapter", LEAD),
)

FUNDS = (
    FundingRelease(on(6, 1, 8), Decimal(260000)),
    FundingRelease(on(9, 1, 8), Decimal(250000)),
    FundingRelease(on(12, 1, 8), Decimal(130000)),
    FundingRelease(on(1, 4, 8, 2027), Decimal(50000)),
)

RATES = (
    ExchangeRate("USD", RateUse.BUDGET, Decimal("0.92")),
    ExchangeRate("USD", RateUse.ACTUAL, Decimal("0.92")),
    ExchangeRate("USD", RateUse.ACTUAL, Decimal("0.94"), on(8, 1, 0)),
    ExchangeRate("USD", RateUse.FORECAST, Decimal("0.95")),
)
