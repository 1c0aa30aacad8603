"""The shapes of a Gantt chart as SVG, placed in percent of the width so that they stretch without distortion."""

from __future__ import annotations

from markupsafe import Markup, escape

from milepost.engine.results import TaskDates
from milepost.engine.tasks import BaselineTask, Task
from milepost.engine.units import Instant
from milepost.press.timeline import Timeline


def rect(begin: float, end: float, y: int, height: int, css: str) -> Markup:
    """A bar between two places; never thinner than can be seen."""
    width = max(end - begin, 0.12)
    return Markup('<rect class="{}" x="{:.3f}%" y="{}" width="{:.3f}%" height="{}" rx="2"/>').format(
        css, begin, y, width, height
    )


def bar(task: Task, dates: TaskDates, span: Timeline, critical: bool, chance: float = 0.0) -> Markup:
    """The task's bar with its done part; stripes mark the critical path, shading the chance (0..1) to be on it."""
    begin, end = span.place(dates.start), span.place(dates.finish)
    kind = "critical" if critical else "done" if task.actual_finish is not None else "open"
    parts = [rect(begin, end, 6, 11, f"bar {kind}")]
    if critical:
        parts.append(rect(begin, end, 6, 11, "stripes"))
    elif chance > 0:
        shade = Markup('<g opacity="{:.2f}">{}</g>')
        parts.append(shade.format(chance, rect(begin, end, 6, 11, "chance")))
    share = float(task.percent_complete) / 100
    if share > 0 and task.actual_finish is None:
        parts.append(rect(begin, begin + (end - begin) * share, 9, 5, "progress"))
    return Markup("").join(parts)


def ghost(base: BaselineTask | None, span: Timeline, kind: str) -> Markup:
    """The baseline under the bar."""
    if base is None or base.start is None or base.finish is None:
        return Markup("")
    if kind == "milestone":
        return Markup('<svg x="{:.3f}%" overflow="visible"><path class="ghost" d="M0 16l4 4-4 4-4-4z"/></svg>').format(
            span.place(base.finish)
        )
    return rect(span.place(base.start), span.place(base.finish), 19, 3, "ghost")


def slack(dates: TaskDates, span: Timeline) -> Markup:
    """A dotted line as far as the task can slip."""
    if dates.late_finish <= dates.finish or dates.total_float <= 0:
        return Markup("")
    return Markup('<line class="slack" x1="{:.3f}%" x2="{:.3f}%" y1="11.5" y2="11.5"/>').format(
        span.place(dates.finish), span.place(dates.late_finish)
    )


def bracket(dates: TaskDates, span: Timeline) -> Markup:
    """A summary's bracket."""
    begin, end = span.place(dates.start), span.place(dates.finish)
    ends = Markup('<svg x="{:.3f}%" overflow="visible"><path class="bracket" d="M0 7h{}l0 9z"/></svg>')
    return rect(begin, end, 7, 5, "bracket") + ends.format(begin, 5) + ends.format(end, -5)


def diamond(at: Instant, span: Timeline, kind: str) -> Markup:
    """A milestone."""
    return Markup(
        '<svg x="{:.3f}%" overflow="visible"><path class="milestone {}" d="M0 4l7.5 7.5L0 19l-7.5-7.5z"/></svg>'
    ).format(span.place(at), kind)


def deadline(at: Instant, finish: Instant, span: Timeline) -> Markup:
    """The deadline's arrow, and how far the finish lies beyond it."""
    late = Markup("")
    if finish > at:
        late = rect(span.place(at), span.place(finish), 2, 2, "late")
    mark = Markup('<svg x="{:.3f}%" overflow="visible"><path class="deadline {}" d="M-5 2h10l-5 8z"/></svg>')
    return late + mark.format(span.place(at), "missed" if finish > at else "kept")


def label(text: str, begin: Instant, end: Instant, span: Timeline) -> Markup:
    """A word after the drawing's end; before its beginning where the right has no room."""
    if not text:
        return Markup("")
    left = span.place(end) > 93
    place = span.place(begin if left else end)
    anchor, shift = ("end", -10) if left else ("start", 10)
    return Markup('<text class="bar-label" x="{:.3f}%" dx="{}" y="15.5" text-anchor="{}">{}</text>').format(
        place, shift, anchor, escape(text)
    )


def axis(span: Timeline) -> Markup:
    """The header of the chart: what each line of the grid is."""
    ticks = Markup("").join(
        Markup('<text x="{:.3f}%" dx="4" y="17">{}</text>').format(tick.at, tick.label)
        for tick in span.ticks()
        if tick.at < 97
    )
    return Markup('<svg class="bar-row axis" height="26" aria-hidden="true"><use href="#gantt-grid"/>{}</svg>').format(
        ticks
    )


def grid(span: Timeline, status: Instant | None) -> Markup:
    """The lines behind every row: the axis' ticks and the status date."""
    line = Markup('<line class="{}" x1="{:.3f}%" x2="{:.3f}%" y1="0" y2="100%"/>')
    parts = [line.format("tick", tick.at, tick.at) for tick in span.ticks()]
    if status is not None:
        parts.append(line.format("status", span.place(status), span.place(status)))
    stripes = Markup(
        '<pattern id="critical-stripes" width="6" height="6" patternUnits="userSpaceOnUse" '
        'patternTransform="rotate(45)"><rect class="stripe" width="2.2" height="6"/></pattern>'
    )
    return Markup(
        '<svg class="unseen" width="0" height="0" aria-hidden="true"><defs>{}<g id="gantt-grid">{}</g></defs></svg>'
    ).format(stripes, Markup("").join(parts))
