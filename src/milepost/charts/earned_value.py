"""Planned, earned and actual value over time, and the band in which the cost at completion lies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milepost.charts.palette import ACTUAL, BAD, EARNED, FAINT, INK, PLANNED, framed, written

SERIES = ("planned", "earned", "actual cost")


@dataclass(frozen=True, slots=True)
class ValuePoint:
    """Cumulative money at the end of an ISO 8601 day; None where nothing is known yet."""

    day: str
    planned: float | None
    earned: float | None
    actual: float | None


@dataclass(frozen=True, slots=True)
class Outlook:
    """Where the actual cost goes from its last day to the day of completion: lowest, expected and highest estimate.

    `said` names the expected one, `budget` is what was agreed.
    """

    day: str
    actual: float
    end: str
    low: float
    expected: float
    high: float
    said: str
    budget: float | None = None


def earned_value(
    points: Iterable[ValuePoint], *, status: str = "", currency: str = "", outlook: Outlook | None = None
) -> dict[str, Any]:
    """Draw the three curves of earned value management, dashed, solid and dotted, the status date and the outlook."""
    values = [
        {"day": point.day, "value": value, "of": series}
        for point in points
        for series, value in zip(SERIES, (point.planned, point.earned, point.actual), strict=True)
        if value is not None
    ]
    x = {"field": "day", "type": "temporal", "title": None, "axis": {"format": "%b %Y", "tickCount": 7, "grid": False}}
    y = {"field": "value", "type": "quantitative", "title": currency or None, "axis": {"format": "~s"}}
    lines = {
        "mark": {"type": "line", "strokeWidth": 2.2, "interpolate": "monotone"},
        "encoding": {
            "x": x,
            "y": y,
            "color": {"field": "of", "sort": SERIES, "scale": {"domain": SERIES, "range": [PLANNED, EARNED, ACTUAL]}},
            "strokeDash": {"field": "of", "scale": {"domain": SERIES, "range": [[5, 4], [1, 0], [2, 2]]}},
        },
    }
    layers = _outlook(outlook, x, y) if outlook else []
    layers.append({"data": {"values": values}, **lines})
    if status:
        rule = {"type": "rule", "color": FAINT, "strokeDash": [3, 3]}
        layers.append({"data": {"values": [{"day": status}]}, "mark": rule, "encoding": {"x": x}})
    if outlook:
        layers += _ends(outlook, x, y)
    return framed({"layer": layers}, height=240)


def _outlook(outlook: Outlook, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """The band from the actual cost to the lowest and highest estimate, the expected one dashed through it."""
    begin, end = {"day": outlook.day}, {"day": outlook.end}
    band = [
        {**begin, "value": outlook.actual, "high": outlook.actual},
        {**end, "value": outlook.low, "high": outlook.high},
    ]
    middle = [{**begin, "value": outlook.actual}, {**end, "value": outlook.expected}]
    line = {"type": "line", "color": ACTUAL, "strokeWidth": 1.6, "strokeDash": [6, 4]}
    return [
        {
            "data": {"values": band},
            "mark": {"type": "area", "color": ACTUAL, "opacity": 0.16},
            "encoding": {"x": x, "y": y, "y2": {"field": "high"}},
        },
        {"data": {"values": middle}, "mark": line, "encoding": {"x": x, "y": y}},
    ]


def _ends(outlook: Outlook, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """The words at the end of the band and the budget's line."""
    text = {"type": "text", "align": "right", "baseline": "bottom", "dx": -2, "dy": -8, "color": INK, "fontWeight": 600}
    at = {"values": [{"day": outlook.end, "value": outlook.high, "text": outlook.said}]}
    found = written(at, text, {"x": x, "y": y})
    if outlook.budget is not None:
        line = {"values": [{"value": outlook.budget, "text": "budget"}]}
        rule = {"type": "rule", "color": BAD, "strokeDash": [5, 3], "strokeWidth": 1.4}
        word = {"type": "text", "align": "left", "baseline": "bottom", "dx": 3, "dy": -2, "color": BAD}
        found.append({"data": line, "mark": rule, "encoding": {"y": y}})
        found += written(line, word, {"x": {"value": 0}, "y": y})
    return found
