"""A dossier moved in time as a whole: every instant and day in it, by its type hints."""

from __future__ import annotations

from dataclasses import is_dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, get_args

from milepost.dossier.dossier import Dossier
from milepost.engine.clock import instant, moment
from milepost.exchange.archive_codec import Moment, alternatives, columns


def shifted(dossier: Dossier, days: int) -> Dossier:
    """Move a project by whole days; whole weeks keep every weekday. Times of day stay across daylight saving."""
    if not days:
        return dossier
    moved: Dossier = _moved(dossier, Dossier, timedelta(days=days), dossier.plan.settings.zone)
    return moved


def _moved(value: Any, hint: Any, by: timedelta, zone: str) -> Any:
    if value is None:
        return None
    kinds = alternatives(hint)
    if kinds == (Moment,):
        return instant(moment(value, zone) + by, zone)
    if isinstance(value, date | datetime):
        return value + by
    if isinstance(value, tuple):
        return _tuple(value, get_args(kinds[0]), by, zone)
    if is_dataclass(value) and not isinstance(value, type):
        return _record(value, by, zone)
    return value


def _tuple(value: tuple[Any, ...], kinds: tuple[Any, ...], by: timedelta, zone: str) -> tuple[Any, ...]:
    repeated = len(kinds) == 2 and kinds[1] is Ellipsis
    wanted = (kinds[0],) * len(value) if repeated else kinds
    return tuple(_moved(each, kind, by, zone) for each, kind in zip(value, wanted, strict=True))


def _record(value: Any, by: timedelta, zone: str) -> Any:
    changes: dict[str, Any] = {}
    # A type is hashable, whatever its instances are.
    kind: Any = type(value)
    for one, hint in columns(kind):
        was = getattr(value, one.name)
        now = _moved(was, hint, by, zone)
        if now is not was and now != was:
            changes[one.name] = now
    return replace(value, **changes) if changes else value
