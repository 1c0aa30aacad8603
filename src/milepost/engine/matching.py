"""Orders, receipts and invoices matched in the order they came, so that nothing counts twice (domain/money.md 2).

A receipt turns what is on order into an accrual, an invoice turns the accrual into an actual. An invoice without
anything received is taken as delivered: what arrives later for it accrues nothing. What an invoice exceeds its
receipts by is price. Reversing an invoice leaves its receipts waiting again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from milepost.engine.accounts import Actual, Ledger, Receipt, counts_at
from milepost.engine.units import Instant

_NOTHING = Decimal(0)


@dataclass(slots=True)
class Part:
    """A receipt and what of it no invoice has come for yet, in the order's currency."""

    receipt: Receipt
    left: Decimal


@dataclass(slots=True)
class Bill:
    """An invoice on an order line: what was waiting when it came, what it took, and what came to nothing received."""

    actual: Actual
    waiting: Decimal
    taken: list[tuple[Part, Decimal]]
    ahead: Decimal


@dataclass(slots=True)
class LineMatch:
    """One order line at a date: how much is delivered or billed ahead, what waits for its invoice, all its bills."""

    covered: Decimal = _NOTHING
    parts: list[Part] = field(default_factory=list)
    bills: dict[str, Bill] = field(default_factory=dict)

    def receive(self, receipt: Receipt) -> None:
        """Take a delivery in; it belongs to the oldest invoice that came ahead of one, if there is any."""
        part = Part(receipt, receipt.amount)
        self.parts.append(part)
        for bill in self.bills.values():
            matched = min(part.left, bill.ahead)
            if matched > 0:
                part.left -= matched
                bill.ahead -= matched
                bill.taken.append((part, matched))
        self.covered += part.left

    def invoice(self, actual: Actual, kept: frozenset[str]) -> None:
        """Take an invoice in: it bills the receipts it names, else the oldest, those last that another one names."""
        named = frozenset(actual.receipts)
        found = [part for part in self.parts if part.left and (not named or part.receipt.code in named)]
        found.sort(key=lambda part: part.receipt.code in kept)
        waiting = sum((part.left for part in found), _NOTHING)
        bill = Bill(actual, waiting, [], _NOTHING)
        rest = actual.amount
        for part in found:
            matched = min(part.left, rest)
            if matched > 0:
                part.left -= matched
                rest -= matched
                bill.taken.append((part, matched))
        if not bill.taken:
            bill.ahead = rest
            self.covered += rest
        self.bills[actual.code] = bill

    def reverse(self, code: str) -> None:
        """Undo an invoice: its receipts wait again, what came ahead of any is open again."""
        bill = self.bills.pop(code, None)
        if bill is None:
            return
        for part, matched in bill.taken:
            part.left += matched
        self.covered -= bill.ahead


def matches(ledger: Ledger, until: Instant) -> dict[tuple[str, str], LineMatch]:
    """Match what came until a date, by order and line; of one instant receipts come first, reversals last."""
    actuals = {actual.code: actual for actual in ledger.actuals}
    undone = {actual.reverses for actual in ledger.actuals if actual.reverses}
    kept = frozenset(code for actual in ledger.actuals if actual.code not in undone for code in actual.receipts)
    found: dict[tuple[str, str], LineMatch] = {}
    for at, _, event in sorted(_events(ledger), key=lambda row: row[:2]):
        if at > until:
            break
        if isinstance(event, Receipt):
            found.setdefault((event.commitment, event.line), LineMatch()).receive(event)
            continue
        billed = actuals[event.reverses] if event.reverses else event
        if not billed.commitment:
            continue
        line = found.setdefault((billed.commitment, billed.line), LineMatch())
        if event.reverses:
            line.reverse(event.reverses)
        elif event.amount > 0:
            line.invoice(event, kept)
    return found


def _events(ledger: Ledger) -> Iterator[tuple[Instant, int, Receipt | Actual]]:
    yield from ((receipt.at, 0, receipt) for receipt in ledger.receipts)
    yield from ((counts_at(actual, ledger.closes), 2 if actual.reverses else 1, actual) for actual in ledger.actuals)
