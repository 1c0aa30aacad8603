"""Is it worth it: net present value, payback, return and internal rate of return (domain/money.md 9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

_LOWEST, _HIGHEST = Decimal("-0.9999"), Decimal(1000)
_EXACT = Decimal("1e-12")
_STEPS = 200


@dataclass(frozen=True, slots=True)
class Investment:
    """What a series of yearly cash flows is worth.

    `payback` is in years, interpolated within the year; None if the money never comes back. `roi` is (benefits -
    costs) / costs, None without costs; `irr` None where no rate makes the value zero.
    """

    npv: Decimal
    payback: Decimal | None
    roi: Decimal | None
    irr: Decimal | None


def investment(flows: Sequence[Decimal], rate: Decimal) -> Investment:
    """Judge cash flows of years 0, 1, 2 ... at a discount rate (0.1 is 10 % a year); costs are negative."""
    costs = -sum((flow for flow in flows if flow < 0), Decimal(0))
    benefits = sum((flow for flow in flows if flow > 0), Decimal(0))
    return Investment(
        npv=net_present_value(flows, rate),
        payback=payback(flows),
        roi=(benefits - costs) / costs if costs else None,
        irr=internal_rate(flows),
    )


def net_present_value(flows: Sequence[Decimal], rate: Decimal) -> Decimal:
    """Add the flows up, each divided by (1 + rate) for every year it lies ahead."""
    return sum((flow / (1 + rate) ** year for year, flow in enumerate(flows)), Decimal(0))


def payback(flows: Sequence[Decimal]) -> Decimal | None:
    """Give the years until the flows add up to zero for good, evenly within a year; None if they never do."""
    balances = []
    balance = Decimal(0)
    for flow in flows:
        balance += flow
        balances.append(balance)
    if not balances or balances[-1] < 0:
        return None
    last = max((year for year, balance in enumerate(balances) if balance < 0), default=None)
    if last is None:
        return Decimal(0)
    return last + -balances[last] / flows[last + 1]


def internal_rate(flows: Sequence[Decimal]) -> Decimal | None:
    """Find the rate at which the flows are worth nothing, by bisection; None where their signs never change."""
    if not (any(flow > 0 for flow in flows) and any(flow < 0 for flow in flows)):
        return None
    low, high = _LOWEST, Decimal(1)
    worth = net_present_value(flows, low)
    while net_present_value(flows, high) * worth > 0:
        high *= 2
        if high > _HIGHEST:
            return None
    for _ in range(_STEPS):
        middle = (low + high) / 2
        if high - low < _EXACT:
            break
        if net_present_value(flows, middle) * worth > 0:
            low = middle
        else:
            high = middle
    return (low + high) / 2
