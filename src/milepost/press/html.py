"""The page of a report: one self-contained HTML file that loads nothing and runs only its own few lines.

Every text is escaped by the template engine; the page's own policy forbids any other script, any request
and any foreign style.
"""

from __future__ import annotations

import base64
import hashlib
import re
from importlib.resources import files

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup

from milepost import __version__
from milepost.press.drawings import draw
from milepost.press.report import Report

_MONTHS = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_APART = re.compile(rf"(?<=\d) (?=(?:{_MONTHS}|d|h|%)\b)|(?<=\d) (?=%)|(?<=\b(?:{_MONTHS})) (?=\d{{4}}\b)")
_PAGE = files("milepost.press") / "page"


def html(report: Report) -> str:
    """Lay a report out as one HTML page."""
    environment = Environment(
        autoescape=True,
        loader=FunctionLoader(_part),
        undefined=StrictUndefined,
        finalize=_unbroken,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    script = _part("page.js").strip()
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode("ascii")
    parts = {chapter.key: chapter.charts for chapter in report.chapters}
    drawn = iter(draw(chart for charts in (*parts.values(), report.charts) for chart in charts))
    drawings = {key: [(chart, Markup(next(drawn))) for chart in charts] for key, charts in parts.items()}  # noqa: S704  our own renderer
    return environment.get_template("page.html").render(
        report=report,
        drawings=drawings,
        charts=[(chart, Markup(next(drawn))) for chart in report.charts],  # noqa: S704  our own renderer
        css=Markup(_part("page.css")),  # noqa: S704  our own file
        script=Markup(script),  # noqa: S704  our own file
        script_hash=f"sha256-{digest}",
        version=__version__,
    )


def _unbroken(value: object) -> object:
    """Keep numbers with their units and dates on one line."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return _APART.sub("\N{NO-BREAK SPACE}", value)


def _part(name: str) -> str:
    return (_PAGE / name).read_text(encoding="utf-8")
