"""The Gantt chart of a page: one table row per task, its bar drawn as inline SVG in percent of the width.

Rows in a real table can be read aloud, keep their header when they scroll or break over printed pages, and
stretch without distortion. The critical path is striped and named, never only coloured.
"""

from __future__ import annotations

from dataclasses import dataclass

from markupsafe import Markup, escape

from milepost.dossier import Dossier
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import BaselineTask, Task
from milepost.engine.units import Instant, Uid
from milepost.press.timeline import Timeline, timeline
from milepost.press.words import day

#: The most rows a page can show and stay readable; beyond it the outline is cut at a level.
MOST_ROWS = 400


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One line of the chart: what it is called, its dates in words, and its drawing."""

    code: str
    name: str
    level: int
    kind: str
    critical: bool
    start: str
    finish: str
    slip: str
    owner: str
    drawing: Markup


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole chart: its axis, its rows, and the rows left out to keep it readable."""

    axis: Markup
    grid: Markup
    rows: tuple[GanttRow, ...]
    left_out: int
    has_baseline: bool


def gantt(dossier: Dossier, schedule: Schedule) -> Gantt:
    """Draw the schedule with its baseline, deadlines, float and status date."""
    plan = schedule.plan
    tasks = {task.uid: task for task in plan.tasks}
    levels = outline_levels(plan.tasks)
    baseline = current_baseline(schedule)
    shown = [dates for dates in schedule.tasks if levels[dates.uid] <= deepest_level(schedule, levels)]
    span = whole_span(schedule, baseline)
    owners = owners_of(dossier)
    rows = tuple(
        row_of(tasks[dates.uid], dates, baseline.get(dates.uid), span, levels[dates.uid], owners, schedule)
        for dates in shown
    )
    return Gantt(
        axis=axis(span),
        grid=grid(span, plan.settings.status_date),
        rows=rows,
        left_out=len(schedule.tasks) - len(rows),
        has_baseline=bool(baseline),
    )


def outline_levels(tasks: tuple[Task, ...]) -> dict[Uid, int]:
    """How deep each task lies in the outline, from 0."""
    levels: dict[Uid, int] = {}
    for task in tasks:
        levels[task.uid] = 0 if task.parent is None else levels.get(task.parent, -1) + 1
    return levels


def deepest_level(schedule: Schedule, levels: dict[Uid, int]) -> int:
    """The deepest outline level with which the chart still has at most `MOST_ROWS` rows."""
    depths = [levels[dates.uid] for dates in schedule.tasks]
    deepest = max(depths, default=0)
    while deepest > 0 and sum(depth <= deepest for depth in depths) > MOST_ROWS:
        deepest -= 1
    return deepest


def current_baseline(schedule: Schedule) -> dict[Uid, BaselineTask]:
    """The tasks of the baseline that the plan compares itself with."""
    number = schedule.plan.settings.current_baseline
    found = next((b for b in schedule.plan.baselines if b.number == number), None)
    return {row.task: row for row in found.tasks} if found else {}


def whole_span(schedule: Schedule, baseline: dict[Uid, BaselineTask]) -> Timeline:
    """From the first to the last date that the chart shows."""
    dates = [schedule.start, schedule.finish]
    dates += [task.start for task in schedule.tasks] + [task.finish for task in schedule.tasks]
    dates += [row.finish for row in baseline.values() if row.finish is not None]
    dates += [task.deadline for task in schedule.plan.tasks if task.deadline is not None]
    return timeline(min(dates), max(dates), schedule.plan.settings.zone)


def owners_of(dossier: Dossier) -> dict[Uid, str]:
    """Who works on each task, initials or names."""
    people = {r.uid: r.initials or r.name for r in dossier.plan.resources}
    found: dict[Uid, list[str]] = {}
    for assignment in dossier.plan.assignments:
        if assignment.resource in people:
            found.setdefault(assignment.task, []).append(people[assignment.resource])
    return {uid: ", ".join(dict.fromkeys(names)) for uid, names in found.items()}


def row_of(
    task: Task,
    dates: TaskDates,
    base: BaselineTask | None,
    span: Timeline,
    level: int,
    owners: dict[Uid, str],
    schedule: Schedule,
) -> GanttRow:
    """Make one line of the chart."""
    kind = "summary" if dates.summary else "milestone" if task.milestone else "task"
    zone = schedule.plan.settings.zone
    slip = (dates.finish - base.finish) // 1440 if base and base.finish is not None else 0
    return GanttRow(
        code=task.code or str(task.uid),
        name=task.name,
        level=level,
        kind=kind,
        critical=dates.critical and not dates.summary,
        start=day(dates.start, zone),
        finish=day(dates.finish, zone),
        slip=f"{slip:+d} d" if slip else "",
        owner=owners.get(task.uid, ""),
        drawing=drawing(task, dates, base, span, kind, owners.get(task.uid, "")),
    )


def drawing(task: Task, dates: TaskDates, base: BaselineTask | None, span: Timeline, kind: str, owner: str) -> Markup:
    """Draw a line of the chart: baseline below, float, the bar, the deadline on top."""
    parts = [Markup('<use href="#gantt-grid"/>'), ghost(base, span, kind)]
    done = task.actual_finish is not None
    critical = dates.critical and not done
    if kind == "milestone":
        parts.append(diamond(dates.finish, span, "critical" if critical else "done" if done else "open"))
    elif kind == "summary":
        parts.append(bracket(dates, span))
    else:
        parts += [slack(dates, span), bar(task, dates, span, critical)]
    if task.deadline is not None:
        parts.append(deadline(task.deadline, dates.finish, span))
    text = day(dates.finish, span.zone, year=False) if kind == "milestone" else "" if kind == "summary" else owner
    ends = [dates.finish, task.deadline or dates.finish]
    if kind == "task" and dates.total_float > 0:
        ends.append(dates.late_finish)
    parts.append(label(text, max(ends), span))
    said = spoken(task, dates, base, span.zone, kind)
    return Markup('<svg class="bar-row" height="26" role="img" aria-label="{}">{}</svg>').format(
        said, Markup("").join(parts)
    )


def spoken(task: Task, dates: TaskDates, base: BaselineTask | None, zone: str, kind: str) -> str:
    """Say what the drawing shows."""
    words = [
        f"{day(dates.start, zone)} to {day(dates.finish, zone)}" if kind != "milestone" else day(dates.finish, zone)
    ]
    if dates.critical and task.actual_finish is None:
        words.append("critical")
    if kind == "task":
        words.append(f"{int(task.percent_complete)} % complete")
    if base and base.finish is not None and base.finish != dates.finish:
        words.append(f"baseline finish {day(base.finish, zone)}")
    if task.deadline is not None:
        words.append(f"deadline {day(task.deadline, zone)}" + (", missed" if dates.finish > task.deadline else ""))
    return ", ".join(words)


def rect(begin: float, end: float, y: int, height: int, css: str) -> Markup:
    """A bar between two places; never thinner than can be seen."""
    width = max(end - begin, 0.12)
    return Markup('<rect class="{}" x="{:.3f}%" y="{}" width="{:.3f}%" height="{}" rx="2"/>').format(
        css, begin, y, width, height
    )


def bar(task: Task, dates: TaskDates, span: Timeline, critical: bool) -> Markup:
    """The task's bar with its done part; stripes mark the critical path."""
    begin, end = span.place(dates.start), span.place(dates.finish)
    kind = "critical" if critical else "done" if task.actual_finish is not None else "open"
    parts = [rect(begin, end, 6, 11, f"bar {kind}")]
    if critical:
        parts.append(rect(begin, end, 6, 11, "stripes"))
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


def label(text: str, at: Instant, span: Timeline) -> Markup:
    """A word beside the bar; to its left where the right has no room."""
    if not text:
        return Markup("")
    place = span.place(at)
    anchor, shift = ("end", -12) if place > 94 else ("start", 10)
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
