"""When money leaves: what is paid, what is owed, what is on order and what is still to be spent (money.md 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import NamedTuple

from milepost.engine.cost_cells import cost_cells
from milepost.engine.currency import shared
from milepost.engine.money import Money
from milepost.engine.money_periods import month_edges
from milepost.engine.months import month_starts
from milepost.engine.units import MINUTES_PER_DAY, Instant

_NOTHING = Decimal(0)


@dataclass(frozen=True, slots=True)
class CashMonth:
    """One month, [start, end), in the reporting currency: all months together make the estimate at completion.

    `paid` has left by the status date; `owed` is incurred and due, invoiced or not; `ordered` falls due for open
    orders; `expected` is the rest of the forecast, paid as it is incurred.
    """

    start: Instant
    end: Instant
    paid: Decimal
    owed: Decimal
    ordered: Decimal
    expected: Decimal

    @property
    def total(self) -> Decimal:
        """All that leaves in the month."""
        return self.paid + self.owed + self.ordered + self.expected


class _Payment(NamedTuple):
    at: Instant
    kind: str
    amount: Decimal


def cash_flow(money: Money) -> tuple[CashMonth, ...]:
    """Lay payments along the months: actuals when paid or due by their terms, accruals and orders when due.

    An actual whose payment was due before the status date counts as paid on that day. What is owed, ordered or
    expected falls in no earlier month than that of the status date.
    """
    payments = [*_incurred(money), *_ordered(money), *_expected(money)]
    known = [*month_edges(money)[:-1], *(payment.at for payment in payments)]
    edges = month_starts(min(known), max(known), money.schedule.plan.settings.zone)
    found = []
    for start, end in pairwise(edges):
        sums = dict.fromkeys(("paid", "owed", "ordered", "expected"), _NOTHING)
        for payment in payments:
            if start <= payment.at < end:
                sums[payment.kind] += payment.amount
        found.append(CashMonth(start, end, **sums))
    return tuple(found)


def _incurred(money: Money) -> Iterator[_Payment]:
    """Actual cost: by its own payment date, else by the terms of its order."""
    books = money.books
    if not books.kept:
        edges = month_edges(money)
        spent = (cell for cell in cost_cells(money, edges) if cell.spent)
        yield from (_Payment(edges[cell.month], "paid", cell.amount) for cell in spent)
        return
    terms = {order.code: order.terms_days * MINUTES_PER_DAY for order in books.ledger.commitments}
    for actual, value in books.actuals():
        at = actual.paid_at if actual.paid_at is not None else actual.at + terms.get(actual.commitment, 0)
        yield _Payment(at, "paid" if at <= money.status else "owed", value)
    for _, _, since, value in books.accruals():
        yield _Payment(max(since, money.status), "owed", value)


def _ordered(money: Money) -> Iterator[_Payment]:
    terms = {order.code: order.terms_days * MINUTES_PER_DAY for order in money.books.ledger.commitments}
    for order, line, value in money.books.open_lines():
        due = line.payment
        if due is None:
            due = money.status if line.delivery is None else line.delivery + terms[order]
        yield _Payment(max(due, money.status), "ordered", value)


def _expected(money: Money) -> Iterator[_Payment]:
    """What of each account's rest is not on order, as its cost lies along time."""
    edges = month_edges(money)
    weights: dict[str, list[Decimal]] = {}
    for cell in cost_cells(money, edges):
        if not cell.spent:
            weights.setdefault(cell.account, [_NOTHING] * (len(edges) - 1))[cell.month] += cell.amount
    rests = {each.account.code: each.uncommitted for each in money.accounts}
    rests[""] = rests.get("", _NOTHING) + money.undistributed
    for code, rest in rests.items():
        along = weights.get(code, [])
        last = max((n for n, weight in enumerate(along) if weight), default=-1)
        for n, amount in enumerate(shared(rest, along[: last + 1], money.books.digits)):
            if amount:
                yield _Payment(max(edges[n], money.status), "expected", amount)
