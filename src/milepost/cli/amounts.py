"""Amounts in JSON: text, so that no cent is lost."""

from __future__ import annotations

from decimal import Decimal

_FINEST = Decimal("0.000001")


def text(value: Decimal | None) -> str | None:
    """A number as plain text: `3300`, `0.96`, at most six decimals; None stays None."""
    if value is None:
        return None
    exact = value if int(value.as_tuple().exponent) >= -6 else value.quantize(_FINEST)
    return f"{exact:f}"
