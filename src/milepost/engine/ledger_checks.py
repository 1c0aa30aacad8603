"""What makes a ledger impossible to add up, each in a sentence that names the record (domain/money.md 1, 2)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from milepost.engine.accounts import CostAccount, Ledger
from milepost.engine.currency import Exchange
from milepost.engine.notices import Notice


def ledger_errors(ledger: Ledger) -> tuple[Notice, ...]:
    """List what is wrong: codes used twice or unknown, negative rates and orders, currencies without any rate.

    Codes are E-MONEY-TWICE, E-MONEY-ACCOUNT, E-MONEY-ORDER, E-MONEY-NEGATIVE,
    E-MONEY-REVERSAL, E-MONEY-SPREAD and E-CURRENCY-RATE.
    """
    found = (_twice, _accounts, _orders, _reversals, _spreads, _signs, _currencies)
    return tuple(Notice(*said) for check in found for said in check(ledger))


def _twice(ledger: Ledger) -> Iterator[tuple[str, str]]:
    tables: tuple[tuple[str, Iterable[str]], ...] = (
        ("cost account", (each.code for each in ledger.accounts)),
        ("budget line", (each.code for each in ledger.budget)),
        ("order", (each.code for each in ledger.commitments)),
        ("receipt", (each.code for each in ledger.receipts)),
        ("actual", (each.code for each in ledger.actuals)),
        ("accrual", (each.code for each in ledger.accruals)),
        ("reserve movement", (each.code for each in ledger.reserve_movements)),
    )
    for word, codes in tables:
        for code, count in Counter(codes).items():
            if count > 1:
                yield (
                    "E-MONEY-TWICE",
                    f"The {word} {code or '(no code)'} is there {count} times: give each its own code.",
                )
    for order in ledger.commitments:
        for code, count in Counter(line.code for line in order.lines).items():
            if count > 1:
                yield "E-MONEY-TWICE", f"Order {order.code} has the line {code} {count} times: give each its own code."


def _accounts(ledger: Ledger) -> Iterator[tuple[str, str]]:
    known = {account.code: account for account in ledger.accounts}
    used = (
        *((f"Budget line {each.code}", each.account) for each in ledger.budget),
        *((f"Line {line.code} of order {o.code}", line.account) for o in ledger.commitments for line in o.lines),
        *((f"Actual {each.code}", each.account) for each in ledger.actuals),
        *((f"Accrual {each.code}", each.account) for each in ledger.accruals),
        *((f"The forecast of {each.amount}", each.account) for each in ledger.forecasts),
        *((f"Reserve movement {each.code}", each.account) for each in ledger.reserve_movements),
        *((f"Cost account {each.code}", each.parent) for each in ledger.accounts if each.parent),
    )
    for what, account in used:
        if account not in known:
            yield "E-MONEY-ACCOUNT", f"{what} names the cost account {account or '(none)'}, which does not exist."
    for each in ledger.accounts:
        if _in_circle(each, known):
            yield "E-MONEY-ACCOUNT", f"Cost account {each.code} lies below itself: mend its parent."


def _in_circle(account: CostAccount, known: dict[str, CostAccount]) -> bool:
    above, seen = known.get(account.parent), set[str]()
    while above is not None and above.code not in seen:
        if above.code == account.code:
            return True
        seen.add(above.code)
        above = known.get(above.parent)
    return False


def _orders(ledger: Ledger) -> Iterator[tuple[str, str]]:
    lines = {(order.code, line.code) for order in ledger.commitments for line in order.lines}
    receipts = {receipt.code: (receipt.commitment, receipt.line) for receipt in ledger.receipts}
    for receipt in ledger.receipts:
        if (receipt.commitment, receipt.line) not in lines:
            yield "E-MONEY-ORDER", _no_line(f"Receipt {receipt.code}", receipt.commitment, receipt.line)
    for actual in ledger.actuals:
        if actual.commitment and (actual.commitment, actual.line) not in lines:
            yield "E-MONEY-ORDER", _no_line(f"Actual {actual.code}", actual.commitment, actual.line)
        for code in actual.receipts:
            if receipts.get(code) != (actual.commitment, actual.line):
                yield "E-MONEY-ORDER", f"Actual {actual.code} bills receipt {code}, which its order line does not have."
    yield from _billed_twice(ledger)


def _billed_twice(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """A receipt may be billed in parts, but not again once invoices have paid it in full."""
    undone = {actual.reverses for actual in ledger.actuals if actual.reverses}
    left = {receipt.code: receipt.amount for receipt in ledger.receipts}
    by: dict[str, str] = {}
    for actual in sorted(ledger.actuals, key=lambda one: one.at):
        if actual.reverses or actual.code in undone:
            continue
        rest = actual.amount
        for code in actual.receipts:
            if code in by and not left.get(code):
                yield "E-MONEY-ORDER", f"Receipt {code} is billed twice, by {by[code]} and {actual.code}."
            by[code] = actual.code
            paid = min(rest, left.get(code, rest))
            rest -= paid
            left[code] = left.get(code, paid) - paid


def _no_line(what: str, order: str, line: str) -> str:
    return f"{what} names line {line or '(none)'} of order {order or '(none)'}, which does not exist."


def _reversals(ledger: Ledger) -> Iterator[tuple[str, str]]:
    known = {actual.code: actual for actual in ledger.actuals}
    for actual in ledger.actuals:
        original = known.get(actual.reverses)
        if not actual.reverses:
            continue
        if original is None:
            yield "E-MONEY-REVERSAL", f"Actual {actual.code} reverses {actual.reverses}, which does not exist."
        elif (original.amount, original.account, original.currency) != (
            -actual.amount,
            actual.account,
            actual.currency,
        ):
            yield (
                "E-MONEY-REVERSAL",
                f"Actual {actual.code} reverses {original.code} but does not mirror it: "
                f"it needs {-original.amount} {original.currency} on account {original.account}.",
            )


def _spreads(ledger: Ledger) -> Iterator[tuple[str, str]]:
    spreads = (
        *((f"Budget line {each.code}", each.amount, each.spread) for each in ledger.budget),
        *(
            (f"The forecast of {each.amount} on account {each.account}", each.amount, each.spread)
            for each in ledger.forecasts
        ),
    )
    for what, amount, spread in spreads:
        whole = sum(each.amount for each in spread)
        if spread and whole != amount:
            yield "E-MONEY-SPREAD", f"{what} is {amount}, but its periods add up to {whole}: make them agree."


def _signs(ledger: Ledger) -> Iterator[tuple[str, str]]:
    for rate in ledger.rates:
        if rate.rate <= 0:
            yield "E-MONEY-NEGATIVE", f"The {rate.use} rate of {rate.currency} is {rate.rate}: a rate is above zero."
    for order in ledger.commitments:
        for line in order.lines:
            if line.amount < 0:
                yield (
                    "E-MONEY-NEGATIVE",
                    f"Line {line.code} of order {order.code} is {line.amount}: it is zero or more.",
                )
    for receipt in ledger.receipts:
        if receipt.amount < 0:
            yield "E-MONEY-NEGATIVE", f"Receipt {receipt.code} is {receipt.amount}: a receipt is zero or more."
    reserves = (("contingency", ledger.contingency_reserve), ("management", ledger.management_reserve))
    for word, amount in reserves:
        if amount < 0:
            yield "E-MONEY-NEGATIVE", f"The {word} reserve is {amount}: a reserve is zero or more."
    for overhead in ledger.overheads:
        if overhead.percent < 0:
            yield (
                "E-MONEY-NEGATIVE",
                f"The overhead on {overhead.category} is {overhead.percent} %: it is zero or more.",
            )


def _currencies(ledger: Ledger) -> Iterator[tuple[str, str]]:
    exchange = Exchange(ledger.currency, ledger.rates)
    used = {line.currency for line in ledger.budget} | {order.currency for order in ledger.commitments}
    used |= {actual.currency for actual in ledger.actuals} | {accrual.currency for accrual in ledger.accruals}
    used |= {forecast.currency for forecast in ledger.forecasts}
    for currency in sorted(used):
        if not exchange.knows(currency):
            home = ledger.currency or "the reporting currency"
            yield "E-CURRENCY-RATE", f"Amounts are in {currency}, but no exchange rate to {home} is given."
