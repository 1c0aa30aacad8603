"""Commands on the money of a project: reserves, transfers, orders, accruals, funding (domain/money.md 1, 2)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_records import EditRefusedError, kind_of
from milepost.dossier.edits_risks import RecordCommand
from milepost.engine.accounts import (
    Accrual,
    Actual,
    BudgetLine,
    CommitmentState,
    Forecast,
    FundingRelease,
    Ledger,
    Pool,
    ReserveMovement,
    Treatment,
)
from milepost.engine.units import Instant


def move_reserve(
    dossier: Dossier,
    account: str,
    amount: str | Decimal,
    at: Instant,
    reason: str,
    pool: str = "contingency",
    approver: str = "",
) -> Dossier:
    """Draw money from a reserve into an account (negative: return it), for a named risk or change."""
    ledger, money = dossier.ledger, _money(amount)
    _account(ledger, account)
    if not reason:
        raise EditRefusedError("Name the risk or the change that this money is for.")
    row = ReserveMovement(
        _free("RM", (each.code for each in ledger.reserve_movements)),
        kind_of(Pool, pool),
        account,
        money,
        at,
        reason,
        approver,
    )
    return _with(dossier, reserve_movements=(*ledger.reserve_movements, row))


def transfer_budget(dossier: Dossier, source: str, to: str, amount: str | Decimal, reason: str = "") -> Dossier:
    """Move budget from one account to another; the sum stays."""
    ledger, money = dossier.ledger, _positive(amount)
    for account in (source, to):
        _account(ledger, account)
    taken = [each.code for each in ledger.budget]
    out = BudgetLine(_free("BT", taken), source, -money, basis=reason or f"Transfer to {to}")
    into = BudgetLine(_free("BT", [*taken, out.code]), to, money, basis=reason or f"Transfer from {source}")
    return _with(dossier, budget=(*ledger.budget, out, into))


def hold_order(dossier: Dossier, order: str) -> Dossier:
    """Hold a purchase order that is approved but not issued: it no longer binds money."""
    rows = []
    for each in dossier.ledger.commitments:
        if each.code == order and each.state is not CommitmentState.APPROVED:
            raise EditRefusedError(f"Order {order} is {each.state.value}; only an approved one can be held.")
        rows.append(replace(each, state=CommitmentState.REQUESTED) if each.code == order else each)
    if all(each.code != order for each in rows):
        raise EditRefusedError(f"There is no order {order!r}.")
    return _with(dossier, commitments=tuple(rows))


def post_accrual(
    dossier: Dossier,
    account: str,
    amount: str | Decimal,
    at: Instant,
    reason: str,
    treatment: str = "opex",
) -> Dossier:
    """Accrue the cost of work done or goods received that nobody has billed yet, until the bill comes."""
    ledger = dossier.ledger
    _account(ledger, account)
    code = _free("AC", (each.code for each in ledger.accruals))
    row = Accrual(code, account, at, _positive(amount), reason=reason, treatment=kind_of(Treatment, treatment))
    return _with(dossier, accruals=(*ledger.accruals, row))


def reverse_accrual(dossier: Dossier, accrual: str, at: Instant) -> Dossier:
    """Take an accrual back, because the bill has come or nothing is owed."""
    ledger = dossier.ledger
    known = next((each for each in ledger.accruals if each.code == accrual), None)
    if known is None or known.reversed_at is not None:
        raise EditRefusedError(f"There is no open accrual {accrual!r}.")
    rows = tuple(replace(each, reversed_at=at) if each is known else each for each in ledger.accruals)
    return _with(dossier, accruals=rows)


def recode_actual(dossier: Dossier, actual: str, account: str | None = None, treatment: str | None = None) -> Dossier:
    """Book a posted cost on another account, or as capex or opex: by a reversal and a new posting, never an edit."""
    ledger = dossier.ledger
    old = _actual(ledger, actual)
    if account is not None:
        _account(ledger, account)
    taken = [each.code for each in ledger.actuals]
    back = replace(old, code=_free(f"{actual}-R", taken), amount=-old.amount, reverses=old.code)
    fresh = replace(
        old,
        code=_free(f"{actual}-N", taken),
        account=old.account if account is None else account,
        treatment=old.treatment if treatment is None else kind_of(Treatment, treatment),
    )
    return _with(dossier, actuals=(*ledger.actuals, back, fresh))


def set_forecast(dossier: Dossier, account: str, amount: str | Decimal, at: Instant, author: str = "") -> Dossier:
    """Give an account a new estimate to complete, in the reporting currency."""
    ledger = dossier.ledger
    _account(ledger, account)
    money = _money(amount)
    if money < 0:
        raise EditRefusedError(f"An estimate to complete is zero or more, not {money}.")
    return _with(dossier, forecasts=(*ledger.forecasts, Forecast(account, money, at, author=author)))


def release_funds(dossier: Dossier, at: Instant, amount: str | Decimal) -> Dossier:
    """Release further funds from a date on."""
    ledger = dossier.ledger
    return _with(dossier, funding=(*ledger.funding, FundingRelease(at, _positive(amount))))


def _account(ledger: Ledger, code: str) -> None:
    if all(each.code != code for each in ledger.accounts):
        known = ", ".join(each.code for each in ledger.accounts) or "none"
        raise EditRefusedError(f"There is no cost account {code!r}; there are {known}.")


def _actual(ledger: Ledger, code: str) -> Actual:
    for each in ledger.actuals:
        if each.code == code:
            if any(other.reverses == code for other in ledger.actuals):
                raise EditRefusedError(f"Actual {code} is reversed already.")
            return each
    raise EditRefusedError(f"There is no actual {code!r}.")


def _money(value: Any) -> Decimal:
    try:
        found = Decimal(str(value))
    except InvalidOperation:
        raise EditRefusedError(f"An amount is a number such as 1200.50, not {value!r}.") from None
    if not found.is_finite():
        raise EditRefusedError(f"An amount is a number such as 1200.50, not {value}.")
    return found


def _positive(value: Any) -> Decimal:
    found = _money(value)
    if found <= 0:
        raise EditRefusedError(f"An amount is above zero, not {found}.")
    return found


def _free(start: str, taken: Iterable[str]) -> str:
    """A code no record has: `RM-1`, `RM-2` ..."""
    known = set(taken)
    return next(code for n in range(1, len(known) + 2) if (code := f"{start}-{n}") not in known)


def _with(dossier: Dossier, **tables: Any) -> Dossier:
    return replace(dossier, ledger=replace(dossier.ledger, **tables))


MONEY_COMMANDS: dict[str, RecordCommand] = {
    command.__name__: command
    for command in (
        move_reserve,
        transfer_budget,
        hold_order,
        post_accrual,
        reverse_accrual,
        recode_actual,
        set_forecast,
        release_funds,
    )
}
