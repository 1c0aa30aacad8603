"""Where each cost account stands: spent, accrued, committed, free; and the reserves (domain/money.md 1, 2)."""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from milepost.engine.accounts import (
    Accrual,
    Actual,
    CommitmentLine,
    CommitmentState,
    Forecast,
    Ledger,
    Pool,
    RateUse,
    Receipt,
    Treatment,
    counts_at,
)
from milepost.engine.currency import Exchange, rounded
from milepost.engine.ledger_checks import ledger_errors
from milepost.engine.matching import matches
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import Instant

_NOTHING = Decimal(0)
#: Orders in these states bind money.
_BINDING = frozenset(CommitmentState) - {CommitmentState.REQUESTED, CommitmentState.CANCELLED, CommitmentState.CLOSED}
#: An invoice may be above its receipt by so much: a share of it, but no more than the amount.
TOLERANCE_SHARE, TOLERANCE_AMOUNT = Decimal("0.02"), Decimal(500)


@dataclass(frozen=True, slots=True)
class Position:
    """The money of one account, or of several added up, at a date, in the reporting currency.

    `budget` includes what was drawn from reserves. `posted` are actuals, `accrued` open accruals and receipts not
    billed yet, `ordered` open commitments. `capitalised` is the capex part of `posted` and `accrued`,
    `capital_budget` that of the budget. `price` is what exchange rates added to the actuals.
    """

    budget: Decimal = _NOTHING
    posted: Decimal = _NOTHING
    accrued: Decimal = _NOTHING
    ordered: Decimal = _NOTHING
    capitalised: Decimal = _NOTHING
    capital_budget: Decimal = _NOTHING
    price: Decimal = _NOTHING

    @property
    def actual(self) -> Decimal:
        """Actual cost, AC: posted actuals and open accruals."""
        return self.posted + self.accrued

    @property
    def committed(self) -> Decimal:
        """Actual cost and open commitments."""
        return self.actual + self.ordered

    @property
    def available(self) -> Decimal:
        """What may still be committed; negative is an overrun in the making."""
        return self.budget - self.committed

    def __add__(self, other: Position) -> Position:
        """Add two positions up."""
        return Position(*(getattr(self, name) + getattr(other, name) for name in _AMOUNTS))


_AMOUNTS = tuple(one.name for one in fields(Position))


@dataclass(frozen=True, slots=True)
class InvoiceOverrun:
    """An invoice above what was received, beyond tolerance: to be held (three-way match).

    With `of_order` nothing was received for it, and `received` is what was left of the order line instead.
    """

    actual: str
    commitment: str
    line: str
    received: Decimal
    invoiced: Decimal
    of_order: bool = False

    @property
    def over(self) -> Decimal:
        """How much more was invoiced than expected, in the order's currency."""
        return self.invoiced - self.received


@dataclass(frozen=True, slots=True)
class Reserve:
    """A reserve: what was approved, what has been drawn from it, and what is left."""

    pool: Pool
    approved: Decimal
    drawn: Decimal

    @property
    def left(self) -> Decimal:
        """Approved less drawn."""
        return self.approved - self.drawn


class Books:
    """A ledger added up at a date; everything is in the reporting currency, rounded to `digits` per record."""

    def __init__(self, ledger: Ledger, status: Instant, *, zone: str = "", digits: int = 2) -> None:
        """Check the ledger and lay its records out; raises PlanRefusedError with what `ledger_errors` finds."""
        wrong = ledger_errors(ledger)
        if wrong:
            raise PlanRefusedError(wrong)
        self.ledger, self.status, self.digits = ledger, status, digits
        self.exchange = Exchange(ledger.currency, ledger.rates, zone)
        self._matches = matches(ledger, status)

    @property
    def kept(self) -> bool:
        """Whether anybody posts to the ledger at all; else actual cost is what the plan says."""
        return bool(self.ledger.actuals or self.ledger.accruals or self.ledger.receipts)

    def on(self, status: Instant) -> Books:
        """Give the same ledger added up at another date."""
        other = copy(self)
        other.status = status
        if self.ledger.receipts:
            other._matches = matches(self.ledger, status)
        return other

    def value(self, amount: Decimal, currency: str, use: RateUse, at: Instant) -> Decimal:
        """Give an amount in the reporting currency, rounded to its minor unit."""
        return rounded(self.exchange.value(amount, currency, use, at), self.digits)

    def actuals(self) -> Iterable[tuple[Actual, Decimal]]:
        """List the actuals that count by the date, with their value at the rate of the day they were incurred."""
        for actual in self.ledger.actuals:
            if counts_at(actual, self.ledger.closes) <= self.status:
                yield actual, self.value(actual.amount, actual.currency, RateUse.ACTUAL, actual.at)

    def accruals(self) -> Iterable[tuple[str, Treatment, Instant, Decimal]]:
        """List what is accrued at the date: account, treatment, since when, value."""
        for accrual in self.ledger.accruals:
            if accrual.at <= self.status and (accrual.reversed_at is None or accrual.reversed_at > self.status):
                value = self.value(accrual.amount, accrual.currency, RateUse.ACTUAL, accrual.at)
                yield accrual.account, accrual.treatment, accrual.at, value
        lines = {(o.code, line.code): (o.currency, line) for o in self.ledger.commitments for line in o.lines}
        for receipt in self.unbilled():
            currency, line = lines[receipt.commitment, receipt.line]
            value = self.value(receipt.amount, currency, RateUse.ACTUAL, receipt.at)
            yield line.account, line.treatment, receipt.at, value

    def forecast(self, account: str) -> Forecast | None:
        """Give the latest estimate to complete somebody made of an account by the date."""
        made = (each for each in self.ledger.forecasts if each.account == account and each.made_at <= self.status)
        return max(made, key=lambda each: each.made_at, default=None)

    def unbilled(self) -> Iterable[Receipt]:
        """List the receipts no invoice has come for yet; one billed in part with what is left of it."""
        for match in self._matches.values():
            yield from (replace(part.receipt, amount=part.left) for part in match.parts if part.left)

    def open_lines(self) -> Iterable[tuple[str, CommitmentLine, Decimal]]:
        """List what is still to be received of each order line: order, line, value at the forecast rate."""
        for order in self.ledger.commitments:
            if order.state not in _BINDING or (order.issued_at is not None and order.issued_at > self.status):
                continue
            for line in order.lines:
                match = self._matches.get((order.code, line.code))
                left = line.amount - (match.covered if match else _NOTHING)
                if left > 0:
                    yield order.code, line, self.value(left, order.currency, RateUse.FORECAST, self.status)

    def overruns(self) -> Iterable[InvoiceOverrun]:
        """List the invoices above what was received for them, or above what is left of their order, beyond tolerance.

        The tolerance is 2 % of what an invoice is held against, but no more than 500 of the order's currency.
        """
        ordered = {(o.code, line.code): line.amount for o in self.ledger.commitments for line in o.lines}
        for (order, line), match in self._matches.items():
            left = ordered[order, line]
            for code, bill in match.bills.items():
                amount = bill.actual.amount
                if bill.taken and bill.waiting and _beyond(amount, bill.waiting):
                    yield InvoiceOverrun(code, order, line, bill.waiting, amount)
                elif _beyond(amount, left, ordered[order, line]):
                    yield InvoiceOverrun(code, order, line, max(left, _NOTHING), amount, of_order=True)
                left -= amount

    def positions(self) -> dict[str, Position]:
        """Give the position of each account, without those below it."""
        found = {account.code: dict.fromkeys(_AMOUNTS, _NOTHING) for account in self.ledger.accounts}

        def add(account: str, **amounts: Decimal) -> None:
            sums = found[account]
            for name, amount in amounts.items():
                sums[name] += amount

        for line in self.ledger.budget:
            value = self.budget_value(line.amount, line.currency)
            add(line.account, budget=value, capital_budget=_capital(value, line.treatment))
        for movement in self.ledger.reserve_movements:
            if movement.at <= self.status:
                add(movement.account, budget=movement.amount)
        for actual, value in self.actuals():
            price = value - self.budget_value(actual.amount, actual.currency) if actual.currency else _NOTHING
            add(actual.account, posted=value, capitalised=_capital(value, actual.treatment), price=price)
        for account, treatment, _, value in self.accruals():
            add(account, accrued=value, capitalised=_capital(value, treatment))
        for _, order_line, value in self.open_lines():
            add(order_line.account, ordered=value)
        return {code: Position(**sums) for code, sums in found.items()}

    def budget_value(self, amount: Decimal, currency: str) -> Decimal:
        """Give an amount at the rate the budget was frozen at: that of the price base, else of the date."""
        base = self.ledger.price_base if self.ledger.price_base is not None else self.status
        return self.value(amount, currency, RateUse.BUDGET, base)

    def reserves(self) -> tuple[Reserve, Reserve]:
        """Give the contingency and the management reserve."""
        drawn = dict.fromkeys(Pool, _NOTHING)
        for movement in self.ledger.reserve_movements:
            if movement.at <= self.status:
                drawn[movement.pool] += movement.amount
        return (
            Reserve(Pool.CONTINGENCY, self.ledger.contingency_reserve, drawn[Pool.CONTINGENCY]),
            Reserve(Pool.MANAGEMENT, self.ledger.management_reserve, drawn[Pool.MANAGEMENT]),
        )


def posted(ledger: Ledger, *, actuals: tuple[Actual, ...] = (), accruals: tuple[Accrual, ...] = ()) -> Ledger:
    """Add postings to a ledger; raises PlanRefusedError with E-MONEY-CLOSED for one in a closed period.

    What was incurred in a closed period is posted in an open one: `posted_at` says when.
    """
    closed = ledger.closed_until
    dated = [(each.code, each.at if each.posted_at is None else each.posted_at) for each in actuals]
    dated += [(each.code, each.at) for each in accruals]
    late = [code for code, at in dated if closed is not None and at < closed]
    if late:
        said = f"{', '.join(late)} would be posted in a closed period: post in the open period instead."
        raise PlanRefusedError((Notice("E-MONEY-CLOSED", said),))
    return replace(ledger, actuals=(*ledger.actuals, *actuals), accruals=(*ledger.accruals, *accruals))


def _capital(value: Decimal, treatment: Treatment) -> Decimal:
    return value if treatment is Treatment.CAPEX else _NOTHING


def _beyond(amount: Decimal, expected: Decimal, base: Decimal | None = None) -> bool:
    """Tell whether an invoice is above what is expected by more than the tolerance on it, or on its order line."""
    base = expected if base is None else base
    return amount - expected > min(TOLERANCE_SHARE * base, TOLERANCE_AMOUNT)
