"""Rules on orders, bills and accruals: what is bound, what is owed, what does not match (review.md 4.3, money.md 2)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.cash import Cash
from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer, step
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.words import counted, listed, money
from milepost.engine.accounts import Actual, CommitmentState, RateUse
from milepost.engine.units import MINUTES_PER_DAY, Uid

#: Categories of cost that are bought from somebody, by order (money.md 1).
_BOUGHT = (
    "labour-contract",
    "software-licence",
    "saas-subscription",
    "hardware",
    "cloud-consumption",
    "vendor-service",
)
#: So many records are named before the rest is counted.
_NAMED = 5


def overcommitted(context: Context) -> Iterator[Finding]:
    """MON-04 An account has spent and ordered more than its budget.

    Source: review.md 4.3, MON-04; money.md 2, 10. Trigger: actual cost, accruals and open orders of an account and
    those below it exceed their budget. Evidence: each of these, the orders. Severity S1. Proposals: hold an order
    that is approved but not issued; take budget from the account with most left, or from the contingency reserve (M).
    """
    cash = context.cash
    if cash is None:
        return
    over = [code for code, position in cash.whole.items() if position.budget > 0 and position.available < 0]
    for code in over:
        if any(code in cash.above(other) for other in over):
            continue  # an account below it says it more precisely
        position = cash.whole[code]
        lines = cash.books.open_lines()
        orders = [order for order, line, _ in lines if code in (line.account, *cash.above(line.account))]
        yield about_plan(
            "MON-04",
            f"account-{code}",
            Severity.CRITICAL,
            f"{cash.name(code)} has spent and ordered {money(position.committed, context.currency)}, "
            f"{money(-position.available, context.currency)} more than its budget.",
            [
                Evidence("Budget", money(position.budget, context.currency)),
                Evidence("Spent and owed", money(position.actual, context.currency)),
                Evidence("Still on order", money(position.ordered, context.currency)),
                Evidence("Orders", listed(list(dict.fromkeys(orders)), _NAMED) or "none"),
            ],
            list(_relieved(context, cash, code)),
            tasks=_charged(context, code),
            measure=-position.available,
            cost=-position.available,
            root=f"account-{code}",
        )


def _relieved(context: Context, cash: Cash, code: str) -> Iterator[Proposal]:
    short = -cash.whole[code].available
    amount = f"{short:f}"
    for order in cash.ledger.commitments:
        mine = any(code in (line.account, *cash.above(line.account)) for line in order.lines)
        if mine and order.state is CommitmentState.APPROVED:
            yield offer(
                f"hold-{order.code}",
                f"Hold order {order.code} with {order.vendor}, which is approved but not issued.",
                "What is not issued binds nobody yet.",
                step("hold_order", order=order.code),
                method="M",
            )
    related = {code, *cash.above(code)} | {other for other in cash.own if code in cash.above(other)}
    rich = [other for other in cash.own if other not in related]
    best = max(rich, key=lambda other: (cash.own[other].available, other), default=None)
    if best is not None and cash.own[best].available >= short:
        yield offer(
            "transfer",
            f"Transfer {money(short, context.currency)} from {cash.name(best)}, which has most left.",
            "Only if its own work will not need it; ask whoever answers for it.",
            step("transfer_budget", source=best, to=code, amount=amount),
            method="M",
        )
    if cash.contingency.left >= short:
        yield offer(
            "reserve",
            f"Draw {money(short, context.currency)} from the contingency reserve, for the risk that caused it.",
            f"It holds {money(cash.contingency.left, context.currency)}; each draw names its risk and approval.",
            step("move_reserve", account=code, amount=amount, at=context.as_of, reason="Overcommitted account"),
            method="M",
        )
    yield offer("stop", "Order nothing more on this account until it is decided.", "Its budget is gone.")


def missing_accrual(context: Context) -> Iterator[Finding]:
    """MON-07 Work is done or delivered, and its cost is in no account yet; or an accrual was never taken back.

    Source: review.md 4.3, MON-07; money.md 2, 6. Trigger: an account whose tasks have earned value has no cost at
    all; a delivery that was due is neither received nor billed; an accrual is open for more than a period
    (`accrual_days`). Evidence: the lines. Proposals: accrue what is owed; take the old accrual back (M).
    """
    cash = context.cash
    if cash is None:
        return
    offers: list[Proposal] = []
    evidence: list[Evidence] = []
    for found in (_unbooked(context, cash), _undelivered(context, cash), _old_accruals(context, cash)):
        for fact, proposal in found:
            evidence.append(fact)
            offers.append(proposal)
    if evidence:
        yield about_plan(
            "MON-07",
            "accruals",
            Severity.MEDIUM,
            f"{counted(len(evidence), 'cost')} and the work behind {'it' if len(evidence) == 1 else 'them'} are not in "
            f"the same period: {listed([each.name for each in evidence])}.",
            evidence[:_NAMED],
            offers,
            measure=len(evidence),
            root="cost",
        )


def _unbooked(context: Context, cash: Cash) -> Iterator[tuple[Evidence, Proposal]]:
    """Accounts whose work earned value without any cost."""
    earned: dict[str, Decimal] = {}
    for row in context.values:
        code = context.tasks[row.task].cost_account
        earned[code] = earned.get(code, Decimal(0)) + row.value.earned
    for code, value in sorted(earned.items()):
        position = cash.whole.get(code)
        if position is None or value <= 0 or position.actual:
            continue
        amount = value.quantize(Decimal("0.01"))
        said = f"work worth {money(value, context.currency)} is done, no cost is booked"
        yield (
            Evidence(cash.name(code), said, _charged(context, code)),
            offer(
                f"accrue-{code}",
                f"Accrue {money(amount, context.currency)} on {cash.name(code)} for work that is done and not billed.",
                "Value and cost of the same work belong into the same period; correct the amount when the bill comes.",
                step(
                    "post_accrual", account=code, amount=f"{amount:f}", at=context.as_of, reason="Work done, not billed"
                ),
                method="M",
            ),
        )


def _undelivered(context: Context, cash: Cash) -> Iterator[tuple[Evidence, Proposal]]:
    """Order lines whose delivery was due, with nothing received and nothing billed."""
    due = {(order.code, line.code): line.delivery for order in cash.ledger.commitments for line in order.lines}
    seen = {(each.commitment, each.line) for each in cash.ledger.receipts}
    seen |= {(each.commitment, each.line) for each in cash.ledger.actuals}
    for order, line, value in cash.books.open_lines():
        at = due[order, line.code]
        if at is None or at >= context.as_of or (order, line.code) in seen:
            continue
        said = f"{money(value, context.currency)} was due on {context.date(at)}; nothing is received or billed"
        yield (
            Evidence(f"Order {order}, line {line.code}", said),
            offer(
                f"received-{order}-{line.code}",
                f"Ask whether order {order} was delivered; if so, accrue {money(value, context.currency)}.",
                "What is received and not billed is owed all the same.",
                step(
                    "post_accrual",
                    account=line.account,
                    amount=f"{value:f}",
                    at=context.as_of,
                    reason=f"Order {order}, line {line.code}: received, not billed",
                    treatment=line.treatment.value,
                ),
                method="M",
            ),
        )


def _old_accruals(context: Context, cash: Cash) -> Iterator[tuple[Evidence, Proposal]]:
    """Accruals that should have been taken back with the next period."""
    oldest = context.as_of - context.limits.accrual_days * MINUTES_PER_DAY
    for accrual in cash.ledger.accruals:
        if accrual.reversed_at is not None or accrual.at > oldest:
            continue
        age = (context.as_of - accrual.at) // MINUTES_PER_DAY
        said = f"{money(accrual.amount, accrual.currency or context.currency)}, open for {age} days"
        yield (
            Evidence(f"Accrual {accrual.code}", said),
            offer(
                f"reverse-{accrual.code}",
                f"Take accrual {accrual.code} back if its bill has come.",
                "An accrual beside its bill counts the same cost twice.",
                step("reverse_accrual", accrual=accrual.code, at=context.as_of),
                method="M",
            ),
        )


def unmatched(context: Context) -> Iterator[Finding]:
    """MON-08 A cost is booked that no budget or order covers.

    Source: review.md 4.3, MON-08; money.md 10. Trigger: an actual on an account without any budget, or a bought
    service, licence or machine without an order. Evidence: document, account, amount. Severity S2. Proposals:
    book it where its task belongs (M); approve it (N).
    """
    cash = context.cash
    if cash is None:
        return
    rows = [(actual, why) for actual, _ in cash.books.actuals() if (why := _unbacked(cash, actual))]
    gone = {actual.reverses for actual in cash.ledger.actuals if actual.reverses}
    rows = [(actual, why) for actual, why in rows if actual.code not in gone and not actual.reverses]
    if not rows:
        return
    amount = sum((cash.books.value(a.amount, a.currency, RateUse.ACTUAL, a.at) for a, _ in rows), Decimal(0))
    yield about_plan(
        "MON-08",
        "unmatched",
        Severity.HIGH,
        f"{counted(len(rows), 'booked cost')} of {money(amount, context.currency)} "
        f"{'has' if len(rows) == 1 else 'have'} no budget or order behind: "
        f"{listed([actual.document or actual.code for actual, _ in rows])}.",
        [
            Evidence(each.document or each.code, f"{money(each.amount, each.currency or context.currency)}, {why}")
            for each, why in rows[:_NAMED]
        ],
        [
            *_recoded(context, cash, [actual for actual, _ in rows]),
            offer("approve", "Have them approved, or sent back.", "A cost nobody agreed to is not the project's yet."),
        ],
        measure=amount,
        cost=amount,
        root="cost",
    )


def _unbacked(cash: Cash, actual: Actual) -> str:
    backed = any(cash.own[code].budget for code in cash.above(actual.account))
    if not backed and not cash.whole[actual.account].budget:
        return f"{cash.name(actual.account)} has no budget"
    if actual.category.casefold() in _BOUGHT and not actual.commitment:
        return f"{actual.category} without an order"
    return ""


def _recoded(context: Context, cash: Cash, rows: list[Actual]) -> Iterator[Proposal]:
    for actual in rows:
        task = context.tasks.get(actual.task) if actual.task is not None else None
        home = task.cost_account if task is not None else ""
        if home in cash.own and home != actual.account and cash.whole[home].budget:
            yield offer(
                f"recode-{actual.code}",
                f"Book {actual.document or actual.code} on {cash.name(home)}, where its task belongs.",
                "By a reversal and a new posting, so that both stay visible.",
                step("recode_actual", actual=actual.code, account=home),
                method="M",
            )


def invoice_mismatch(context: Context) -> Iterator[Finding]:
    """MON-09 A bill is higher than what was received for it.

    Source: review.md 4.3, MON-09; money.md 2. Trigger: order, receipt and invoice do not match: the invoice exceeds
    the receipt by more than 2 % or 500, whichever is less. Evidence: the amounts. Severity S2. Proposals: hold the
    payment and ask the vendor (N).
    """
    cash = context.cash
    if cash is None:
        return
    orders = {order.code: order for order in cash.ledger.commitments}
    for row in cash.books.overruns():
        order = orders[row.commitment]
        unit = order.currency or context.currency
        there = "left" if row.of_order else "received"
        yield about_plan(
            "MON-09",
            f"invoice-{row.actual}",
            Severity.HIGH,
            f"{order.vendor} billed {money(row.invoiced, unit)} for {money(row.received, unit)} {there} on order "
            f"{row.commitment}: {money(row.over, unit)} too much.",
            [
                Evidence(there.capitalize(), money(row.received, unit)),
                Evidence("Billed", money(row.invoiced, unit)),
                Evidence("Order line", f"{row.commitment}, {row.line}"),
            ],
            [
                offer(
                    "hold",
                    f"Hold {row.actual} and ask {order.vendor} what the {money(row.over, unit)} are for.",
                    "Order, receipt and bill must match before it is paid.",
                )
            ],
            measure=row.over,
            cost=row.over,
            root=f"order-{row.commitment}",
        )


def _charged(context: Context, code: str) -> tuple[Uid, ...]:
    """The open tasks of an account, a few of them."""
    return tuple(dates.uid for dates in context.open if context.tasks[dates.uid].cost_account == code)[:_NAMED]


RULES = (overcommitted, missing_accrual, unmatched, invoice_mismatch)
