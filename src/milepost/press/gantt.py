"""The Gantt chart of a page: one table row per task, its bar drawn as inline SVG.

Rows in a real table can be read aloud, keep their header when they scroll or break over printed pages, and
stretch without distortion. The critical path is striped and named, never only coloured.
"""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.press.bars import axis, bar, bracket, deadline, diamond, ghost, grid, label, slack
from milepost.press.facts import PlanFacts
from milepost.press.report import Gantt, GanttRow
from milepost.press.timeline import Timeline, timeline
from milepost.press.words import day, percent

#: The most rows a page can show and stay readable; beyond it only the most telling are drawn.
MOST_ROWS = 400


def gantt(facts: PlanFacts, criticality: Mapping[Uid, float] | None = None) -> Gantt:
    """Draw the schedule with its baseline, deadlines, float and status date.

    `criticality` is the share (0..1) of simulated runs in which a task decides the finish: open bars are shaded
    by it, and the number is named.
    """
    shares = criticality or {}
    levels = outline_levels(facts.schedule.plan.tasks)
    span = whole_span(facts)
    owners = owners_of(facts)
    rows = tuple(
        row_of(facts, dates, span, levels[dates.uid], owners.get(dates.uid, ""), shares.get(dates.uid))
        for dates in most_telling(facts, levels)
    )
    return Gantt(
        axis=axis(span),
        grid=grid(span, facts.schedule.plan.settings.status_date),
        rows=rows,
        left_out=len(facts.schedule.tasks) - len(rows),
        has_baseline=bool(facts.baseline),
        has_criticality=bool(shares),
    )


def outline_levels(tasks: tuple[Task, ...]) -> dict[Uid, int]:
    """How deep each task lies in the outline, from 0."""
    levels: dict[Uid, int] = {}
    for task in tasks:
        levels[task.uid] = 0 if task.parent is None else levels.get(task.parent, -1) + 1
    return levels


def most_telling(facts: PlanFacts, levels: dict[Uid, int]) -> list[TaskDates]:
    """All tasks if they fit, else the summaries from the top, the milestones, the critical tasks, then the others."""

    def rank(dates: TaskDates) -> tuple[int, int]:
        if dates.summary:
            return 0, levels[dates.uid]
        return (1 if facts.tasks[dates.uid].milestone else 2 if dates.critical else 3), 0

    chosen = {dates.uid for dates in sorted(facts.schedule.tasks, key=rank)[:MOST_ROWS]}
    return [dates for dates in facts.schedule.tasks if dates.uid in chosen]


def whole_span(facts: PlanFacts) -> Timeline:
    """From the first to the last date that the chart shows."""
    schedule = facts.schedule
    dates = [schedule.start, schedule.finish]
    dates += [task.start for task in schedule.tasks] + [task.finish for task in schedule.tasks]
    dates += [row.finish for row in facts.baseline.values() if row.finish is not None]
    dates += [task.deadline for task in schedule.plan.tasks if task.deadline is not None]
    return timeline(min(dates), max(dates), schedule.plan.settings.zone)


def owners_of(facts: PlanFacts) -> dict[Uid, str]:
    """Who works on each task, initials or names."""
    people = {r.uid: r.initials or r.name for r in facts.schedule.plan.resources}
    found: dict[Uid, list[str]] = {}
    for assignment in facts.schedule.plan.assignments:
        if assignment.resource in people:
            found.setdefault(assignment.task, []).append(people[assignment.resource])
    return {uid: ", ".join(dict.fromkeys(names)) for uid, names in found.items()}


def row_of(facts: PlanFacts, dates: TaskDates, span: Timeline, level: int, owner: str, share: float | None) -> GanttRow:
    """Make one line of the chart."""
    task = facts.tasks[dates.uid]
    counts = None if dates.summary or task.actual_finish is not None else share
    base = facts.baseline.get(dates.uid)
    return GanttRow(
        code=task.code or str(task.uid),
        name=task.name,
        level=level,
        kind=kind_of(task, dates),
        critical=dates.critical and not dates.summary,
        start=facts.day(dates.start),
        finish=facts.day(dates.finish),
        slip=facts.later(task.uid, base.finish if base else None, dates.finish),
        owner=owner,
        drawing=drawing(facts, dates, span, owner, counts),
        criticality=percent(counts) if counts else "",
    )


def kind_of(task: Task, dates: TaskDates) -> str:
    """What a row shows: a summary, a milestone or a task."""
    return "summary" if dates.summary else "milestone" if task.milestone else "task"


def drawing(facts: PlanFacts, dates: TaskDates, span: Timeline, owner: str, share: float | None) -> Markup:
    """Draw a line of the chart: baseline below, float, the bar shaded by its criticality, the deadline on top."""
    task = facts.tasks[dates.uid]
    kind = kind_of(task, dates)
    done = task.actual_finish is not None
    critical = dates.critical and not done
    parts = [Markup('<use href="#gantt-grid"/>'), ghost(facts.baseline.get(dates.uid), span, kind)]
    if kind == "milestone":
        parts.append(diamond(dates.finish, span, "critical" if critical else "done" if done else "open"))
    elif kind == "summary":
        parts.append(bracket(dates, span))
    else:
        parts += [slack(dates, span), bar(task, dates, span, critical, share or 0.0)]
    if task.deadline is not None:
        parts.append(deadline(task.deadline, dates.finish, span))
    text = day(dates.finish, span.zone, year=False) if kind == "milestone" else "" if kind == "summary" else owner
    ends = [dates.finish, task.deadline or dates.finish]
    if kind == "task" and dates.total_float > 0:
        ends.append(dates.late_finish)
    parts.append(label(text, dates.start, max(ends), span))
    return Markup('<svg class="bar-row" height="26" role="img" aria-label="{}">{}</svg>').format(
        spoken(facts, dates, share), Markup("").join(parts)
    )


def spoken(facts: PlanFacts, dates: TaskDates, share: float | None = None) -> str:
    """Say what the drawing shows."""
    task, base = facts.tasks[dates.uid], facts.baseline.get(dates.uid)
    kind, finish = kind_of(task, dates), facts.day(dates.finish)
    words = [finish if kind == "milestone" else f"{facts.day(dates.start)} to {finish}"]
    if dates.critical and task.actual_finish is None:
        words.append("critical")
    if kind == "task":
        words.append(f"{int(task.percent_complete)} % complete")
    if share is not None:
        words.append(f"critical in {percent(share)} of the runs")
    if base and base.finish is not None and base.finish != dates.finish:
        words.append(f"baseline finish {facts.day(base.finish)}")
    if task.deadline is not None:
        words.append(f"deadline {facts.day(task.deadline)}" + (", missed" if dates.finish > task.deadline else ""))
    return ", ".join(words)
