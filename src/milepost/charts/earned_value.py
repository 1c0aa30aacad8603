"""Planned, earned and actual value over time."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milepost.charts.palette import ACTUAL, EARNED, FAINT, PLANNED, framed

SERIES = ("planned", "earned", "actual cost")


@dataclass(frozen=True, slots=True)
class ValuePoint:
    """Cumulative money at the end of an ISO 8601 day; None where nothing is known yet."""

    day: str
    planned: float | None
    earned: float | None
    actual: float | None


def earned_value(points: Iterable[ValuePoint], *, status: str = "", currency: str = "") -> dict[str, Any]:
    """Draw the three curves of earned value management, dashed, solid and dotted, and the status date."""
    values = [
        {"day": point.day, "value": value, "of": series}
        for point in points
        for series, value in zip(SERIES, (point.planned, point.earned, point.actual), strict=True)
        if value is not None
    ]
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%b %Y", "tickCount": 7, "grid": False}}
    dash = {"field": "of", "scale": {"domain": SERIES, "range": [[5, 4], [1, 0], [2, 2]]}}
    lines = {
        "mark": {"type": "line", "strokeWidth": 2.2, "interpolate": "monotone"},
        "encoding": {
            "x": x,
            "y": {"field": "value", "type": "quantitative", "title": currency or None, "axis": {"format": "~s"}},
            "color": {"field": "of", "sort": SERIES, "scale": {"domain": SERIES, "range": [PLANNED, EARNED, ACTUAL]}},
            "strokeDash": dash,
        },
    }
    layers: list[dict[str, Any]] = [{"data": {"values": values}, **lines}]
    if status:
        rule = {"type": "rule", "color": FAINT, "strokeDash": [3, 3]}
        layers.append({"data": {"values": [{"day": status}]}, "mark": rule, "encoding": {"x": x}})
    return framed({"layer": layers})
