"""What moves a date or a cost most: one bar for each cause, the longest on top."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milepost.charts.palette import ACTUAL, EARNED, FAINT, INK, MAIN, framed

THREAT, OPPORTUNITY, ESTIMATE = "threat", "opportunity", "uncertain estimate"
_COLOURS = {THREAT: ACTUAL, OPPORTUNITY: EARNED, ESTIMATE: MAIN}


@dataclass(frozen=True, slots=True)
class Cause:
    """A cause, how much it adds (negative: takes away), the same in words, and what kind of cause it is."""

    name: str
    value: float
    text: str
    kind: str = THREAT


def tornado(causes: Iterable[Cause], *, unit: str) -> dict[str, Any]:
    """Draw a bar for each cause from nothing to what it adds; threats, opportunities and estimates are named."""
    rows = sorted(causes, key=lambda one: -abs(one.value))
    kinds = [kind for kind in _COLOURS if any(row.kind == kind for row in rows)]
    low, high = min([0.0, *(r.value for r in rows)]), max([0.0, *(r.value for r in rows)])
    air = 0.22 * ((high - low) or 1)
    shared = {
        "y": {
            "field": "cause",
            "type": "nominal",
            "sort": [row.name for row in rows],
            "title": None,
            "axis": {"labelLimit": 300, "grid": False},
        },
        "x": {
            "field": "value",
            "type": "quantitative",
            "title": unit,
            "scale": {"domain": [low - (air if low < 0 else 0), high + air], "nice": False},
            "axis": {"tickCount": 5, "format": "~s"},
        },
    }
    colour = {"field": "kind", "scale": {"domain": kinds, "range": [_COLOURS[kind] for kind in kinds]}}
    layers = [
        {
            "mark": {"type": "bar", "height": {"band": 0.66}, "cornerRadiusEnd": 3},
            "encoding": {**shared, "color": colour},
        },
        _words(shared, ">=", "left", 5),
        _words(shared, "<", "right", -5),
        {"mark": {"type": "rule", "color": FAINT}, "encoding": {"x": {"datum": 0}}},
    ]
    values = [{"cause": r.name, "value": r.value, "text": r.text, "kind": r.kind} for r in rows]
    return framed({"data": {"values": values}, "layer": layers}, height=max(26 * len(rows), 60), width=330)


def _words(shared: dict[str, Any], sign: str, align: str, shift: int) -> dict[str, Any]:
    """The amounts beside the bars of one direction."""
    return {
        "transform": [{"filter": f"datum.value {sign} 0"}],
        "mark": {"type": "text", "align": align, "dx": shift, "color": INK},
        "encoding": {**shared, "text": {"field": "text"}},
    }
