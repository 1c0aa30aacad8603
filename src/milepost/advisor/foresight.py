"""The outlook of a project: its risks, its money and its simulation in a few numbers."""

from __future__ import annotations

from decimal import Decimal

from milepost.advisor.cash import Cash
from milepost.advisor.context import Context
from milepost.advisor.exposure import exposure, register
from milepost.advisor.outlook import Outlook
from milepost.engine.money_periods import funding_gaps, periods

_NOTHING = Decimal(0)


def foresee(context: Context) -> Outlook:
    """Take the numbers of a project's forecasts."""
    risks, cash = context.dossier.risks, context.cash
    if cash is None:
        return Outlook(exposure(register(context)) if risks else None)
    return Outlook(
        exposure(register(context)) if risks else None,
        cash.money.total.at_completion,
        cash.contingency.left,
        sum((max(-row.available, _NOTHING) for row in cash.own.values() if row.budget), _NOTHING),
        _unfunded(context, cash),
    )


def _unfunded(context: Context, cash: Cash) -> Decimal | None:
    if not cash.ledger.funding:
        return None
    gaps = funding_gaps(periods(cash.money, times=context.times))
    return max((-month.released for month in gaps if month.released is not None), default=_NOTHING)
