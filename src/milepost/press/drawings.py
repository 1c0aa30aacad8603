"""Vega-Lite specifications as inline SVG that follows the page's colours."""

from __future__ import annotations

import re
from collections.abc import Iterable

from milepost.charts.palette import ROLES
from milepost.press.report import Chart

#: What the renderer says of each part; the drawing is one picture with a name, its parts say nothing on their own.
_PARTS = re.compile(r' (?:role="graphics-[a-z]+"|aria-roledescription="[^"]*"|aria-label="[^"]*")')


def draw(charts: Iterable[Chart]) -> list[str]:
    """Draw charts as SVG elements; their colours become the page's, so light and dark need no second drawing.

    The renderer takes more than a second to start, so it starts once and only if there is a chart.
    """
    found = list(charts)
    if not found:
        return []
    import vl_convert  # noqa: PLC0415  slow to start

    return [_inlined(vl_convert.vegalite_to_svg(chart.specification), chart) for chart in found]


def _inlined(svg: str, chart: Chart) -> str:
    svg = _PARTS.sub("", svg)
    for colour, role in ROLES.items():
        svg = svg.replace(f'"{colour}"', f'"var({role}, {colour})"')
    name = chart.title.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{name}" ', 1)
