"""Summaries rolled up from the leaves below them (domain/schedule.md 9)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from milepost.engine.network import Outline
from milepost.engine.results import Driver, DriverKind, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.worktime import WorkTime

_CHILDREN = Driver(DriverKind.CHILDREN)


def roll_up(
    tasks: Sequence[Task], shape: Outline, leaves: Mapping[int, TaskDates], project: WorkTime
) -> list[TaskDates]:
    """Give the dates of all tasks in plan order: the leaves' own, the summaries' from what lies below.

    `leaves` maps places to dates. A summary spans its leaves, lasts the project calendar's working
    time between, is critical if any leaf is, and has the smallest float of them. A summary without
    an active leaf has no dates.
    """
    known = dict(leaves)
    for place in _deepest_first(shape):
        below = [known[child] for child in shape.children[place] if child in known]
        if below:
            known[place] = _summary(tasks[place], below, project)
    return [known[place] for place in range(len(tasks)) if place in known]


def _deepest_first(shape: Outline) -> list[int]:
    found = [place for place in shape.children if shape.parent[place] < 0]
    for place in found:
        found.extend(child for child in shape.children[place] if child in shape.children)
    return found[::-1]


def _summary(task: Task, below: Sequence[TaskDates], project: WorkTime) -> TaskDates:
    start, finish = min(d.start for d in below), max(d.finish for d in below)
    remaining = min(d.remaining_start for d in below)
    unfinished = [d.remaining_start for d in below if d.remaining_duration]
    return TaskDates(
        uid=task.uid,
        start=start,
        finish=finish,
        early_start=min(d.early_start for d in below),
        early_finish=max(d.early_finish for d in below),
        late_start=min(d.late_start for d in below),
        late_finish=max(d.late_finish for d in below),
        remaining_start=min(unfinished, default=remaining),
        duration=project.working(start, finish),
        remaining_duration=project.working(min(unfinished), finish) if unfinished else 0,
        total_float=min(d.total_float for d in below),
        free_float=min(d.free_float for d in below),
        elapsed_float=all(d.elapsed_float for d in below),
        critical=any(d.critical for d in below),
        near_critical=any(d.near_critical for d in below),
        on_longest_path=any(d.on_longest_path for d in below),
        summary=True,
        driver=_CHILDREN,
    )
