"""Who is loaded how much, week by week."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from milepost.charts.palette import INK, LOAD, PAPER, WHITE, framed

CLASSES = ("free", "to 60 %", "to 100 %", "to 120 %", "more")
_BOUNDS = (0.0, 0.6, 1.0001, 1.2)
#: The cells of people who are asked for more than they have.
OVER = f"datum.class == '{CLASSES[3]}' || datum.class == '{CLASSES[4]}'"


@dataclass(frozen=True, slots=True)
class WeekLoad:
    """A person's demand in a week as a share of capacity; `capacity` 0 means absent."""

    person: str
    week: str
    demand_hours: float
    capacity_hours: float

    @property
    def load(self) -> float:
        """Demand over capacity; demand on an absent person counts as far too much."""
        if self.capacity_hours:
            return self.demand_hours / self.capacity_hours
        return 9.99 if self.demand_hours else 0.0


def workload(loads: Iterable[WeekLoad]) -> dict[str, Any]:
    """Draw a heat map of people and weeks; each cell says its percentage, too much is framed and bold as well."""
    rows = list(loads)
    people = list(dict.fromkeys(row.person for row in rows))
    weeks = list(dict.fromkeys(row.week for row in rows))
    values = [{"person": row.person, "week": row.week, "class": _class(row.load), "text": _text(row)} for row in rows]
    axes = {
        "x": {
            "field": "week",
            "type": "nominal",
            "sort": weeks,
            "title": None,
            "axis": {"labelAngle": 0, "orient": "top"},
        },
        "y": {"field": "person", "type": "nominal", "sort": people, "title": None, "axis": {"labelLimit": 160}},
    }
    colour = {
        "field": "class",
        "type": "ordinal",
        "scale": {"domain": CLASSES, "range": LOAD},
        "legend": {"orient": "bottom"},
    }
    frame = {"type": "rect", "filled": False, "stroke": INK, "strokeWidth": 1.3, "cornerRadius": 2}
    frame |= {"width": {"band": 0.93}, "height": {"band": 0.84}}
    layers = [
        {
            "mark": {"type": "rect", "stroke": PAPER, "strokeWidth": 2, "cornerRadius": 3},
            "encoding": {"color": colour},
        },
        {"transform": [{"filter": OVER}], "mark": frame},
        _numbers(f"!({OVER})", 400),
        _numbers(OVER, 700),
    ]
    return framed(
        {"data": {"values": values}, "encoding": axes, "layer": layers},
        height=max(24 * len(people), 48),
        width=max(44 * len(weeks), 260),
    )


def _numbers(which: str, weight: int) -> dict[str, Any]:
    """The percentages of some cells, white on the darkest."""
    return {
        "transform": [{"filter": which}],
        "mark": {"type": "text", "fontWeight": weight},
        "encoding": {
            "text": {"field": "text"},
            "color": {"condition": {"test": f"datum.class == '{CLASSES[4]}'", "value": WHITE}, "value": INK},
        },
    }


def _class(load: float) -> str:
    if load <= 0:
        return CLASSES[0]
    return next((name for bound, name in zip(_BOUNDS[1:], CLASSES[1:], strict=False) if load <= bound), CLASSES[-1])


def _text(row: WeekLoad) -> str:
    if not row.capacity_hours:
        return "!" if row.demand_hours else ""
    return f"{100 * row.load:.0f}" if row.demand_hours else ""
