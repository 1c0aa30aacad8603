"""How milestones move: baseline, previous review, now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milepost.charts.palette import BAD, LOAD, MAIN, PLANNED, framed

SERIES = ("baseline", "previous", "now")


@dataclass(frozen=True, slots=True)
class MilestoneDates:
    """A milestone's dates as ISO 8601 days; empty where there is none."""

    name: str
    now: str
    baseline: str = ""
    previous: str = ""
    deadline: str = ""


def milestones(dates: Iterable[MilestoneDates]) -> dict[str, Any]:
    """Draw each milestone's way from its baseline over the previous review to now, with its deadline."""
    rows = list(dates)
    points = [
        {"milestone": row.name, "date": value, "of": series}
        for row in rows
        for series, value in zip(SERIES, (row.baseline, row.previous, row.now), strict=True)
        if value
    ]
    spans = [{"milestone": row.name, "from": row.baseline or row.now, "to": row.now} for row in rows]
    deadlines = [{"milestone": row.name, "date": row.deadline} for row in rows if row.deadline]
    y = {
        "field": "milestone",
        "type": "nominal",
        "sort": [row.name for row in rows],
        "title": None,
        "axis": {"labelLimit": 230, "grid": False},
    }
    x = {"type": "temporal", "title": None, "axis": {"format": "%b %Y", "tickCount": 6, "labelOverlap": True}}
    dot = {
        "mark": {"type": "point", "filled": True, "size": 80, "opacity": 1},
        "encoding": {
            "x": {"field": "date", **x},
            "color": {"field": "of", "scale": {"domain": SERIES, "range": [PLANNED, LOAD[2], MAIN]}},
            "shape": {"field": "of", "scale": {"domain": SERIES, "range": ["circle", "circle", "diamond"]}},
        },
    }
    layers: list[dict[str, Any]] = [
        {
            "data": {"values": spans},
            "mark": {"type": "rule", "color": PLANNED, "strokeWidth": 2},
            "encoding": {"x": {"field": "from", **x}, "x2": {"field": "to"}},
        },
        {"data": {"values": points}, **dot},
    ]
    if deadlines:
        tick = {"type": "tick", "color": BAD, "thickness": 2.5, "size": 16}
        layers.append({"data": {"values": deadlines}, "mark": tick, "encoding": {"x": {"field": "date", **x}}})
    return framed({"encoding": {"y": y}, "layer": layers}, height=max(26 * len(rows), 60), width=400)
