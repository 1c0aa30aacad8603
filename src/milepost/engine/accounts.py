"""The project's money as posted: accounts, budget, orders, actuals, accruals, reserves (domain/money.md 1, 2)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.units import Instant, Uid


class Treatment(StrEnum):
    """Whether a cost is capitalised or expensed."""

    CAPEX = "capex"
    OPEX = "opex"


class RateUse(StrEnum):
    """What an exchange rate is for (domain/money.md 5)."""

    BUDGET = "budget"
    ACTUAL = "actual"
    FORECAST = "forecast"


class Pool(StrEnum):
    """The reserves beside the performance measurement baseline."""

    CONTINGENCY = "contingency"
    MANAGEMENT = "management"


class CommitmentState(StrEnum):
    """How far a purchase order has come."""

    REQUESTED = "requested"
    APPROVED = "approved"
    ISSUED = "issued"
    PART_RECEIVED = "part-received"
    RECEIVED = "received"
    INVOICED = "invoiced"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class CostAccount:
    """A control account: its code, the account above it, and the one person accountable.

    `planning` marks a planning package, budget that is not detailed yet.
    """

    code: str
    name: str
    parent: str = ""
    accountable: str = ""
    planning: bool = False


@dataclass(frozen=True, slots=True)
class PeriodAmount:
    """An amount of money in the period that contains an instant."""

    at: Instant
    amount: Decimal


@dataclass(frozen=True, slots=True)
class BudgetLine:
    """An approved amount of an account; empty currency is the reporting currency.

    `spread` phases it explicitly; without one it follows the tasks of its account. `low` and `high`
    are the ends of its range.
    """

    code: str
    account: str
    amount: Decimal
    category: str = "other"
    currency: str = ""
    treatment: Treatment = Treatment.OPEX
    basis: str = ""
    spread: tuple[PeriodAmount, ...] = ()
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class CommitmentLine:
    """One line of a purchase order: what it commits of which account, and when delivery and payment are due."""

    code: str
    account: str
    amount: Decimal
    category: str = "other"
    treatment: Treatment = Treatment.OPEX
    delivery: Instant | None = None
    payment: Instant | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """A purchase order or contract with a vendor, in its own currency.

    `terms_days` is how long after delivery or invoice it is paid, where no other day is given.
    """

    code: str
    vendor: str
    lines: tuple[CommitmentLine, ...]
    currency: str = ""
    state: CommitmentState = CommitmentState.ISSUED
    issued_at: Instant | None = None
    terms_days: int = 0


@dataclass(frozen=True, slots=True)
class Receipt:
    """Goods or services received against a line of a purchase order: an accrual until the invoice comes."""

    code: str
    commitment: str
    line: str
    at: Instant
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Actual:
    """A posted cost; corrected only by a reversal that names it.

    `at` is when it was incurred, `posted_at` when it was posted and `paid_at` when it was paid, if on another day.
    `commitment` and `line` say which order it invoices, `receipts` which receipts (none: the line's oldest that
    is not billed yet), `task` and `resource` whose work it pays.
    """

    code: str
    account: str
    at: Instant
    amount: Decimal
    currency: str = ""
    category: str = "other"
    treatment: Treatment = Treatment.OPEX
    posted_at: Instant | None = None
    document: str = ""
    commitment: str = ""
    line: str = ""
    receipts: tuple[str, ...] = ()
    task: Uid | None = None
    resource: Uid | None = None
    reverses: str = ""
    paid_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Accrual:
    """Cost of work done but not billed, until it is reversed."""

    code: str
    account: str
    at: Instant
    amount: Decimal
    currency: str = ""
    reason: str = ""
    treatment: Treatment = Treatment.OPEX
    reversed_at: Instant | None = None


@dataclass(frozen=True, slots=True)
class Forecast:
    """An estimate to complete of an account that somebody made."""

    account: str
    amount: Decimal
    made_at: Instant
    currency: str = ""
    author: str = ""
    spread: tuple[PeriodAmount, ...] = ()


@dataclass(frozen=True, slots=True)
class ReserveMovement:
    """Money that leaves a reserve for an account (negative: returns), with the risk or change that justifies it."""

    code: str
    pool: Pool
    account: str
    amount: Decimal
    at: Instant
    reason: str = ""
    approver: str = ""


@dataclass(frozen=True, slots=True)
class FundingRelease:
    """Funds released from an instant on, beside those released before."""

    at: Instant
    amount: Decimal


@dataclass(frozen=True, slots=True)
class ExchangeRate:
    """How much of the reporting currency one unit of a currency is worth from an instant on."""

    currency: str
    use: RateUse
    rate: Decimal
    start: Instant | None = None


@dataclass(frozen=True, slots=True)
class Overhead:
    """A percentage on the cost of a category, shown separately."""

    category: str
    percent: Decimal


@dataclass(frozen=True, slots=True)
class PeriodClose:
    """What the money was when a period was closed: cumulative values at its `end` and the estimate at completion.

    A restatement is another record of the same end with its reason; both are kept, the last one counts.
    """

    end: Instant
    planned: Decimal
    earned: Decimal
    actual: Decimal
    estimate: Decimal
    closed_at: Instant
    reason: str = ""


def counts_at(actual: Actual, closes: tuple[PeriodClose, ...]) -> Instant:
    """Tell when an actual counts: when it was incurred, or when it was posted if its period was closed by then."""
    posted = actual.posted_at
    if posted is None or not any(actual.at < close.end and close.closed_at <= posted for close in closes):
        return actual.at
    return posted


@dataclass(frozen=True, slots=True)
class Ledger:
    """All money records of a project.

    `currency` is the reporting currency. `undistributed` is budget no account has yet. The reserves are
    what was approved at the start; `reserve_movements` draw on them. `closed_until` is the end of the
    last closed period, `closes` what each looked like. `escalation_percent` a year counts from `price_base`.
    """

    currency: str = ""
    accounts: tuple[CostAccount, ...] = ()
    budget: tuple[BudgetLine, ...] = ()
    commitments: tuple[Commitment, ...] = ()
    receipts: tuple[Receipt, ...] = ()
    actuals: tuple[Actual, ...] = ()
    accruals: tuple[Accrual, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    reserve_movements: tuple[ReserveMovement, ...] = ()
    funding: tuple[FundingRelease, ...] = ()
    rates: tuple[ExchangeRate, ...] = ()
    overheads: tuple[Overhead, ...] = ()
    undistributed: Decimal = Decimal(0)
    contingency_reserve: Decimal = Decimal(0)
    management_reserve: Decimal = Decimal(0)
    contingency_in_baseline: bool = False
    funding_limit: Decimal | None = None
    closed_until: Instant | None = None
    escalation_percent: Decimal = Decimal(0)
    price_base: Instant | None = None
    closes: tuple[PeriodClose, ...] = ()
