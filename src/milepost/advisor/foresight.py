"""The outlook of a project: its risks, its money and its simulation in a few numbers."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.cash import Cash
from milepost.advisor.context import Context
from milepost.advisor.exposure import exposure, register
from milepost.advisor.outlook import Outlook
from milepost.engine.cost import cost_of
from milepost.engine.money import TYPED

_NOTHING, _HALF, _SURE = Decimal(0), Decimal("0.5"), Decimal("0.8")


def foresee(context: Context, *, simulate: bool = True) -> Outlook:
    """Take the numbers of a project's forecasts; those of a simulation only where it is asked for."""
    seen = Outlook(exposure=exposure(register(context)) if context.dossier.risks else None)
    likely, cash = context.likelihood if simulate else None, context.cash
    if likely is not None:
        seen = replace(
            seen,
            finish_p50=likely.finish(_HALF),
            finish_p80=likely.finish(_SURE),
            cost_p50=likely.cost(_HALF),
            cost_p80=likely.cost(_SURE),
            promises=likely.kept(),
        )
    if cash is None:
        return seen
    return replace(
        seen,
        at_completion=cash.money.total.at_completion,
        contingency=cash.contingency.left,
        overdrawn=sum((max(-row.available, _NOTHING) for row in cash.own.values() if row.budget), _NOTHING),
        unfunded=_unfunded(cash),
    )


def overlooked(before: Context, after: Context) -> Decimal:
    """Give how much dearer a plan became in accounts whose forecast somebody has typed.

    Such a forecast stays as it is when tasks come or go, so what is simulated upon it has to be set right by as much.
    """
    if before.cash is None or after.cash is None:
        return _NOTHING
    typed = frozenset(row.account.code for row in after.cash.money.accounts if row.method == TYPED)
    return _planned(after, typed) - _planned(before, typed)


def _planned(context: Context, accounts: frozenset[str]) -> Decimal:
    assert context.cash is not None
    items = cost_of(context.schedule, context.cash.ledger) if accounts else ()
    return sum((each.amount for each in items if each.account in accounts), _NOTHING)


def _unfunded(cash: Cash) -> Decimal | None:
    if not cash.ledger.funding:
        return None
    return max((-month.released for month in cash.gaps if month.released is not None), default=_NOTHING)
