"""The outlook of a project: its risks, its money and its simulation in a few numbers."""

from __future__ import annotations

from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.exposure import exposure, register
from milepost.advisor.outlook import Outlook

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
    )
