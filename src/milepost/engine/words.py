"""How the engine names records, dates, spans and links in its sentences."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.tasks import LagKind, Link, Task
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes

_ELAPSED = {"m": 1, "h": 60, "d": MINUTES_PER_DAY, "w": 7 * MINUTES_PER_DAY, "mo": 30 * MINUTES_PER_DAY}
_PERCENT = (LagKind.PERCENT, LagKind.PERCENT_ELAPSED)


def label(task: Task) -> str:
    """A task as its id and name: `T4 Build`."""
    return f"{task.code or task.uid} {task.name}".rstrip()


def called(task: Task) -> str:
    """A task by its name, by its id where it has none."""
    return task.name or label(task)


def when(at: Instant, settings: Settings) -> str:
    """An instant as people say it: `Thu 5 Mar 08:00`, with the year where that is not the project start's."""
    shown, start = moment(at, settings.zone), moment(settings.start, settings.zone)
    year = "" if shown.year == start.year else f" {shown.year}"
    return f"{shown:%a} {shown.day} {shown:%b}{year} {shown:%H:%M}"


def span(minutes: Minutes, unit: str, settings: Settings, *, elapsed: bool = False) -> str:
    """A span in its unit: `2.5d`, elapsed `3ed`; a negative one keeps its sign."""
    letters = unit.removeprefix("e") if unit != "e" else "d"
    per = (_ELAPSED if elapsed else _working(settings)).get(letters)
    if per is None:
        letters, per = "m", 1
    return f"{_plain(Decimal(minutes) / per)}{'e' if elapsed else ''}{letters}"


def days(minutes: Minutes, settings: Settings) -> str:
    """A span as working days: `1 working day`, `2.5 working days`."""
    count = _plain(Decimal(minutes) / settings.minutes_per_day)
    return f"{count} working day{'' if count == '1' else 's'}"


def lag(link: Link, settings: Settings) -> str:
    """A lag with its sign and unit: `+2d`, `-4h`, `+3ed`, `+50%`; nothing for no lag."""
    if not link.lag:
        return ""
    sign = "+" if link.lag > 0 else ""
    if link.lag_kind in _PERCENT:
        return f"{sign}{_plain(Decimal(link.lag) / 100)}{'e' if link.lag_kind is LagKind.PERCENT_ELAPSED else ''}%"
    return sign + span(link.lag, link.lag_unit, settings, elapsed=link.lag_kind is LagKind.ELAPSED)


def arrow(link: Link, settings: Settings) -> str:
    """A link as it is drawn between two tasks: `-SS+2d->`."""
    return f"-{link.type}{lag(link, settings)}->"


def _working(settings: Settings) -> dict[str, Minutes]:
    day = settings.minutes_per_day
    return {"m": 1, "h": 60, "d": day, "w": settings.minutes_per_week, "mo": settings.days_per_month * day}


def _plain(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    return text.rstrip("0").rstrip(".")
