"""A risk in words: what it does, what shows that it is about to happen, when it can."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from milepost.advisor.words import span
from milepost.dossier.risks import RiskRecord
from milepost.engine.clock import moment
from milepost.engine.distributions import Distribution
from milepost.engine.plan import Settings
from milepost.engine.risks import Exposure
from milepost.engine.units import Instant
from milepost.forecasting.held import Held


def worded(held: Held, found: Exposure, price: Decimal) -> tuple[tuple[str, str], ...]:
    """Tell an exposure and what its response costs, line by line."""
    settings, names = held.dossier.plan.settings, {task.uid: task.name for task in held.dossier.plan.tasks}
    currency = held.dossier.project.currency
    rows = [("Probability", f"{found.probability * 100:.0f} %")]
    for effect in found.tasks:
        name = f"T-{effect.task} {names.get(effect.task, '')}".strip()
        if effect.delay is not None:
            late = "earlier" if (effect.delay.likely or 0) < 0 else "longer"
            rows.append((name, f"{_spread(effect.delay, lambda each: span(int(each), settings))} {late}"))
        if effect.factor is not None:
            rows.append((name, f"takes {_spread(effect.factor, str)} times as long"))
    rows += [
        ("Cost", f"{currency} {_spread(each.amount, lambda value: f'{value:,.0f}')}".strip()) for each in found.costs
    ]
    if price:
        rows.append(("The response costs", f"{currency} {price:,.0f}".strip()))
    return tuple(rows)


def _spread(number: Distribution, worded: Callable[[Decimal], str]) -> str:
    known = [each for each in (number.low, number.likely, number.high) if each is not None]
    if not known:
        return "" if number.mean is None else f"{worded(number.mean)} on average"
    shown = list(dict.fromkeys(str(worded(each)) for each in known))
    return " – ".join(shown)


def trigger(record: RiskRecord, settings: Settings) -> str:
    """Tell what fires a risk's trigger; empty without one."""
    found = record.trigger
    if found is None:
        return ""
    if found.metric == "date_reached" and found.at is not None:
        said = f"{moment(found.at, settings.zone):%d %b %Y} is reached"
    elif found.metric:
        about = f" of T-{found.task}" if found.task is not None else ""
        side = "below" if found.below else "above"
        said = f"{found.metric.replace('_', ' ')}{about} {side} {found.limit.normalize():f}"
    else:
        said = ""
    return "; ".join(filter(None, (said, found.sign)))


def window(start: Instant | None, end: Instant | None, settings: Settings) -> str:
    """Tell when a risk can happen; empty for at any time."""
    first, last = (None if each is None else f"{moment(each, settings.zone):%d %b %Y}" for each in (start, end))
    if first and last:
        return f"{first} to {last}"
    return f"from {first}" if first else f"until {last}" if last else ""
