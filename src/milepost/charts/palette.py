"""The colours of the charts, by role; a page replaces each by its own so that one drawing serves light and dark."""

from __future__ import annotations

from typing import Any

INK = "#15181e"
SOFT = "#515966"
FAINT = "#667080"
LINE = "#e3e6eb"
PAPER = "#fffffe"
#: White on a strong colour, in light and dark alike.
WHITE = "#ffffff"
PLANNED = "#98a1b0"
EARNED = "#17693f"
ACTUAL = "#865400"
MAIN = "#3d4fd6"
BAD = "#b3261e"
LOAD = ("#eef0fb", "#cdd4f8", "#8f9df0", "#f0b849", "#c8402f")

#: Each colour and the page's name for its role.
ROLES = {
    INK: "--ink",
    SOFT: "--soft",
    FAINT: "--faint",
    LINE: "--line",
    PAPER: "--raised",
    PLANNED: "--chart-5",
    EARNED: "--chart-2",
    ACTUAL: "--chart-4",
    MAIN: "--chart-1",
    BAD: "--chart-3",
    **{colour: f"--load-{step}" for step, colour in enumerate(LOAD)},
}

_FONT = "Inter, system-ui, sans-serif"


def framed(specification: dict[str, Any], *, width: int = 520, height: int = 220) -> dict[str, Any]:
    """Complete a chart: schema, size, and the calm axes all charts share."""
    axis = {
        "domain": False,
        "ticks": False,
        "gridColor": LINE,
        "labelColor": SOFT,
        "labelFont": _FONT,
        "labelFontSize": 11,
        "labelPadding": 6,
        "titleColor": SOFT,
        "titleFont": _FONT,
        "titleFontSize": 11,
        "titleFontWeight": "normal",
    }
    legend = {"labelColor": SOFT, "labelFont": _FONT, "labelFontSize": 11, "title": None, "orient": "top", "offset": 4}
    return {
        "$schema": "https://vega.github.io/schema/vega-lite/v5.json",
        "width": width,
        "height": height,
        "background": None,
        "padding": 2,
        "config": {
            "view": {"stroke": None},
            "axis": axis,
            "legend": legend,
            "text": {"font": _FONT, "fontSize": 11},
        },
        **specification,
    }


def written(data: dict[str, Any], mark: dict[str, Any], where: dict[str, Any]) -> list[dict[str, Any]]:
    """Words that stay readable over lines: the same words in the colour of the paper, thicker, lie beneath."""
    encoding = {**where, "text": {"field": "text"}}
    beneath = {**mark, "color": PAPER, "stroke": PAPER, "strokeWidth": 4, "strokeJoin": "round"}
    return [{"data": data, "mark": beneath, "encoding": encoding}, {"data": data, "mark": mark, "encoding": encoding}]
