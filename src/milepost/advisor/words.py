"""How the advisor writes dates, spans, money and lists: short, with units, for people."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.units import Instant, Minutes


def day(at: Instant, settings: Settings) -> str:
    """A date: `Mon 18 Jan 2027`."""
    shown = moment(at, settings.zone)
    return f"{shown:%a} {shown.day} {shown:%b %Y}"


def day_number(minutes: Minutes, settings: Settings) -> Decimal:
    """Working minutes as working days, one decimal."""
    return (Decimal(minutes) / settings.minutes_per_day).quantize(Decimal("0.1"), ROUND_HALF_UP)


def span(minutes: Minutes, settings: Settings) -> str:
    """Working minutes in words: `1 working day`, `2.5 working days`, `3 hours` below a day; the sign is left out."""
    size = abs(minutes)
    if 0 < size < settings.minutes_per_day:
        count, unit = _trimmed(Decimal(size) / 60), "hour"
    else:
        count, unit = _trimmed(Decimal(size) / settings.minutes_per_day), "working day"
    return f"{count} {unit}{'' if count == '1' else 's'}"


def short(minutes: Minutes, settings: Settings) -> str:
    """Working minutes as days with their sign: `+5 d`, `-2.5 d`, `0 d`."""
    days = day_number(minutes, settings)
    sign = "+" if days > 0 else "-" if days < 0 else ""
    return f"{sign}{_trimmed(abs(days))} d"


def later(minutes: Minutes, settings: Settings) -> str:
    """How much later or earlier: `5 working days later`, `on the same date`."""
    if not minutes:
        return "on the same date"
    return f"{span(minutes, settings)} {'later' if minutes > 0 else 'earlier'}"


def hours(minutes: Minutes) -> str:
    """Person-minutes as hours: `12 h`, `7.5 h`."""
    return f"{_trimmed(Decimal(minutes) / 60)} h"


def money(value: Decimal, currency: str, *, signed: bool = False) -> str:
    """Money in whole units: `EUR 12,400`."""
    whole = value.quantize(Decimal(1), ROUND_HALF_UP)
    sign = "-" if whole < 0 else "+" if signed and whole > 0 else ""
    return f"{currency} {sign}{abs(whole):,}".strip()


def percent(share: Decimal, digits: int = 0) -> str:
    """A share as a percentage: `41 %`."""
    return f"{(share * 100).quantize(Decimal(1).scaleb(-digits), ROUND_HALF_UP):f} %"


def index(value: Decimal) -> str:
    """An index with two decimals: `0.94`."""
    return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"


def listed(names: Sequence[str], most: int = 3) -> str:
    """Names in a sentence: `A, B and C`, `A, B, C and 4 more`."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def counted(count: int, noun: str, plural: str = "") -> str:
    """A count with its noun: `1 task`, `3 tasks`."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"


def _trimmed(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.1'), ROUND_HALF_UP):f}"
    return text.removesuffix(".0")
