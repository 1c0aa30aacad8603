"""The numbers the rooms share: minutes, instants and the identities of records."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TypeAlias

#: A span in whole minutes.
Minutes: TypeAlias = int
#: A point in time in whole minutes after 1970-01-01T00:00 UTC (a plan without a zone counts local time as UTC).
Instant: TypeAlias = int
#: The number a record has in its plan, unique within its kind.
Uid: TypeAlias = int

MINUTES_PER_DAY: Minutes = 1440


def whole_minutes(value: Decimal) -> Minutes:
    """Round a number of minutes to whole minutes, half away from zero (domain/schedule.md 1)."""
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))
