"""How sure a date or an amount is: the cumulative chance of ending at or before it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from milepost.charts.palette import BAD, FAINT, INK, LOAD, MAIN, PAPER, framed, written

#: Beyond these shares of the width a word stands on the side of its mark that has room for it.
_RIGHT, _LEFT = 0.7, 0.3
#: A curve over so many days names months instead of days.
_LONG = 240


@dataclass(frozen=True, slots=True)
class Chance:
    """The share (0..1) of all runs that ended at or before a value: an ISO 8601 day or an amount."""

    value: str | float
    share: float


@dataclass(frozen=True, slots=True)
class Mark:
    """A value to point at with words and the share reached there; `limit` draws it as a line to keep."""

    value: str | float
    share: float
    text: str
    limit: bool = False


def s_curve(chances: Iterable[Chance], marks: Iterable[Mark] = (), *, currency: str = "") -> dict[str, Any]:
    """Draw the cumulative curve with its percentiles as points and its limits (deadline, budget) as dashed lines.

    Every mark carries its words, so that no colour has to be told from another.
    """
    curve, named = list(chances), list(marks)
    places = [_place(value) for value in (*(one.value for one in curve), *(one.value for one in named))]
    low, high = min(places), max(places)
    dated = any(isinstance(one.value, str) for one in curve)
    shown = ("%b %Y" if high - low > _LONG else "%-d %b") if dated else "~s"
    x: dict[str, Any] = {
        "field": "value",
        "type": "temporal" if dated else "quantitative",
        "title": currency or None,
        "axis": {
            "format": shown,
            "tickCount": 8 if dated else 5,
            "grid": False,
            "labelOverlap": "greedy",
            "labelSeparation": 8,
        },
        "scale": {"nice": False} if dated else {"zero": False, "nice": False},
    }
    y = {
        "field": "share",
        "type": "quantitative",
        "title": "chance to end there or before",
        "stack": None,
        "scale": {"domain": [0, 1]},
        "axis": {"format": ".0%", "values": [0, 0.2, 0.4, 0.6, 0.8, 1]},
    }
    points = {"values": [{"value": one.value, "share": one.share} for one in curve]}
    layers: list[dict[str, Any]] = [
        {"data": points, "mark": {"type": "area", "color": LOAD[0], "opacity": 1}, "encoding": {"x": x, "y": y}},
        {"data": points, "mark": {"type": "line", "color": MAIN, "strokeWidth": 2.2}, "encoding": {"x": x, "y": y}},
    ]
    at = [(one, (_place(one.value) - low) / ((high - low) or 1)) for one in named]
    limits = [pair for pair in at if pair[0].limit]
    for row, (mark, share) in enumerate(limits):
        layers += _limit(mark, share, row, x)
    points_at = [pair for pair in at if not pair[0].limit]
    layers += [layer for mark, _ in points_at for layer in _point(mark, x, y)]
    layers += [layer for mark, share in points_at for layer in _point_words(mark, share, x, y)]
    return framed({"layer": layers}, height=240)


def _place(value: str | float) -> float:
    return date.fromisoformat(value).toordinal() if isinstance(value, str) else value


def _limit(mark: Mark, share: float, row: int, x: dict[str, Any]) -> list[dict[str, Any]]:
    """A dashed line to keep, its words on top on the side that has room, one below the other."""
    data = {"values": [{"value": mark.value, "text": mark.text}]}
    left = share > _LEFT
    text = {"type": "text", "baseline": "top", "color": BAD, "fontWeight": 600}
    text |= {"align": "right" if left else "left", "dx": -6 if left else 6}
    rule = {"type": "rule", "color": BAD, "strokeDash": [5, 3], "strokeWidth": 1.6}
    where = {"x": x, "y": {"value": 4 + 16 * row}}
    return [{"data": data, "mark": rule, "encoding": {"x": x}}, *written(data, text, where)]


def _point(mark: Mark, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """A percentile on the curve with a line down to its value."""
    data = {"values": [{"value": mark.value, "share": mark.share}]}
    drop = {"type": "rule", "color": FAINT, "strokeDash": [2, 3]}
    dot = {
        "type": "point",
        "filled": True,
        "color": MAIN,
        "stroke": PAPER,
        "strokeWidth": 1.5,
        "size": 70,
        "opacity": 1,
    }
    return [
        {"data": data, "mark": drop, "encoding": {"x": x, "y": y, "y2": {"datum": 0}}},
        {"data": data, "mark": dot, "encoding": {"x": x, "y": y}},
    ]


def _point_words(mark: Mark, share: float, x: dict[str, Any], y: dict[str, Any]) -> list[dict[str, Any]]:
    """What a percentile says, on the side that has room."""
    data = {"values": [{"value": mark.value, "share": mark.share, "text": mark.text}]}
    right = share > _RIGHT
    text = {"type": "text", "color": INK, "fontWeight": 600, "dy": -4 if right else 12}
    text |= {"align": "right" if right else "left", "dx": -9 if right else 9}
    return written(data, text, {"x": x, "y": y})
