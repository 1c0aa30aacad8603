"""How much float the open work has."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from milepost.charts.palette import ACTUAL, BAD, INK, MAIN, framed

#: Upper bounds in working days and what the class is called (DCMA calls more than 44 days high float).
CLASSES = (
    (-0.001, "late", BAD),
    (0.0, "none", BAD),
    (5.0, "to 5 d", ACTUAL),
    (10.0, "to 10 d", MAIN),
    (20.0, "to 20 d", MAIN),
    (44.0, "to 44 d", MAIN),
    (float("inf"), "more", MAIN),
)


def floats(days: Iterable[float]) -> dict[str, Any]:
    """Count open tasks by total float; `days` holds one number of working days per task."""
    counts = dict.fromkeys((name for _, name, _ in CLASSES), 0)
    for value in days:
        counts[next(name for bound, name, _ in CLASSES if value <= bound)] += 1
    order = [name for _, name, _ in CLASSES]
    encoding = {
        "x": {"field": "class", "type": "nominal", "sort": order, "title": "total float", "axis": {"labelAngle": 0}}
    }
    return framed(
        {
            "data": {"values": [{"class": name, "tasks": count} for name, count in counts.items()]},
            "encoding": encoding,
            "layer": [
                {
                    "mark": {"type": "bar", "cornerRadiusEnd": 3, "width": {"band": 0.62}},
                    "encoding": {
                        "y": {
                            "field": "tasks",
                            "type": "quantitative",
                            "title": "open tasks",
                            "axis": {"tickMinStep": 1},
                        },
                        "color": {
                            "field": "class",
                            "scale": {"domain": order, "range": [colour for _, _, colour in CLASSES]},
                            "legend": None,
                        },
                    },
                },
                {
                    "mark": {"type": "text", "dy": -7, "color": INK},
                    "encoding": {"y": {"field": "tasks", "type": "quantitative"}, "text": {"field": "tasks"}},
                },
            ],
        }
    )
