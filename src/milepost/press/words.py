"""How a report writes dates, spans, money and percentages."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.clock import moment
from milepost.engine.units import Instant, Minutes


def day(at: Instant, zone: str = "", *, year: bool = True) -> str:
    """A date as people write it: `3 Nov 2026`."""
    shown = moment(at, zone)
    return f"{shown.day} {shown:%b}" + (f" {shown.year}" if year else "")


def days_of(minutes: Minutes, per_day: Minutes = 480, *, signed: bool = False) -> str:
    """Working minutes as days: `4 d`, `2.5 d`; `+` for more when signed."""
    days = (Decimal(minutes) / per_day).quantize(Decimal("0.1"), ROUND_HALF_UP)
    text = f"{abs(days):f}".removesuffix(".0")
    sign = "-" if days < 0 else "+" if signed and days > 0 else ""
    return f"{sign}{text} d"


def amount(value: Decimal, currency: str = "", *, signed: bool = False) -> str:
    """Money in whole units with thousands apart: `EUR 12,400`."""
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    sign = "-" if whole < 0 else "+" if signed and whole > 0 else ""
    return f"{currency} {sign}{abs(whole):,}".strip()


def percent(share: Decimal | float, digits: int = 0) -> str:
    """A share as a percentage: `41 %`."""
    return f"{100 * float(share):.{digits}f} %"


def ratio(value: Decimal | float) -> str:
    """An index with two decimals: `0.96`."""
    return f"{Decimal(value).quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
