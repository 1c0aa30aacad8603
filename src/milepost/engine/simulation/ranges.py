"""The range of every task's remaining duration: its own three points, or the band its estimate's basis stands for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from decimal import Decimal
from math import log
from typing import Final

from milepost.engine.distributions import Distribution, Ends, Shape
from milepost.engine.estimates import Curve, solve, task_distribution
from milepost.engine.risks import EstimateBand, Uncertainty
from milepost.engine.simulation.inputs import Law, Variable
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes

#: Ranges of remaining duration by how uncertain an estimate is (domain/risk.md 2.1).
BANDS: Final[Mapping[str, EstimateBand]] = {
    name: EstimateBand(name, *map(Decimal, factors))
    for name, factors in {
        "low": ("0.9", "1", "1.15"),
        "medium": ("0.85", "1", "1.35"),
        "high": ("0.75", "1", "1.75"),
    }.items()
}

_LAWS = {
    Shape.FIXED: Law.FIXED,
    Shape.TRIANGULAR: Law.TRIANGULAR,
    Shape.PERT: Law.PERT,
    Shape.UNIFORM: Law.UNIFORM,
    Shape.NORMAL: Law.NORMAL,
    Shape.LOGNORMAL: Law.LOGNORMAL,
    Shape.DISCRETE: Law.DISCRETE,
    Shape.HISTOGRAM: Law.HISTOGRAM,
}


def variable(id_: str, one: Distribution, *, widening: float = 1.0) -> Variable:
    """Turn a distribution without problems into a variable; values below zero are gains."""
    if one.low is None or one.low >= 0 or one.shape in (Shape.DISCRETE, Shape.HISTOGRAM, Shape.LOGNORMAL):
        return drawn(id_, solve(one, widening=widening))
    # Ranges are solved above zero, where durations are, and moved back.
    reach = (one.high or one.low) - one.low
    away = 10 * reach - one.low
    likely, high, mean = (_moved(each, away) for each in (one.likely, one.high, one.mean))
    moved = replace(one, low=one.low + away, likely=likely, high=high, mean=mean)
    curve, back = solve(moved, widening=widening), float(away)
    shifted = replace(curve, low=curve.low - back, likely=curve.likely - back, high=curve.high - back)
    return drawn(id_, replace(shifted, mean=curve.mean - back))


def _moved(value: Decimal | None, away: Decimal) -> Decimal | None:
    return None if value is None else value + away


def drawn(id_: str, curve: Curve, scale: float = 1.0) -> Variable:
    """Turn a solved distribution into a variable, its values times `scale`."""
    law = _LAWS[curve.shape]
    if law in (Law.DISCRETE, Law.HISTOGRAM):
        return Variable(id_, law, values=tuple(value * scale for value in curve.values), chances=curve.chances)
    if law is Law.LOGNORMAL:
        return Variable(id_, law, curve.mean + _log(scale), curve.deviation)
    if law is Law.NORMAL:
        return Variable(id_, law, curve.mean * scale, curve.deviation * scale, 0.0)
    if law is Law.FIXED:
        return Variable(id_, law, curve.likely * scale)
    if law is Law.UNIFORM:
        return Variable(id_, law, curve.low * scale, curve.high * scale)
    return Variable(id_, law, curve.low * scale, curve.likely * scale, curve.high * scale, curve.weight)


def _log(scale: float) -> float:
    return log(scale) if scale != 1.0 else 0.0


def duration(task: Task, left: Minutes, uncertainty: Uncertainty, assume: str) -> Variable | None:
    """Give the remaining duration of a task as a variable, None where it is certain.

    `left` are its remaining minutes. A range of the whole duration shrinks with what is done.
    """
    name, widening, estimate = f"task:{task.uid}", float(uncertainty.widening), task.estimate
    if left <= 0:
        return None
    if estimate is not None and not estimate.optimistic == estimate.most_likely == estimate.pessimistic:
        curve = solve(task_distribution(task), widening=widening)
        whole = left == task.duration or not estimate.most_likely
        return drawn(name, curve, 1.0 if whole else left / estimate.most_likely)
    band = _band("" if estimate is None else estimate.basis, uncertainty) or BANDS.get(assume)
    if band is None:
        return None
    points = Distribution(Shape.TRIANGULAR, band.low, band.likely, band.high, Ends.ABSOLUTE)
    return drawn(name, solve(points, widening=widening), float(left))


def _band(basis: str, uncertainty: Uncertainty) -> EstimateBand | None:
    own = {band.basis: band for band in uncertainty.bands}
    return own.get(basis) or (BANDS.get(basis) if basis else None)
