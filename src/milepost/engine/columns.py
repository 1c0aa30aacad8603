"""The dates of a schedule as columns by place in the plan: what is shown, compared and sent for many tasks at once."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from milepost.engine.answers import Computed
from milepost.engine.clock import Int64s
from milepost.engine.effort import remaining_duration
from milepost.engine.kernel import FAR, shared
from milepost.engine.network import Outline
from milepost.engine.progress import actual_duration
from milepost.engine.results import Schedule
from milepost.engine.tables import COMPLETE, FIXED, UNSTARTED
from milepost.engine.tasks import Task

Flags = npt.NDArray[np.bool_]


class DateColumns(NamedTuple):
    """One entry for each task of `plan.tasks`; those without dates are not `active` and hold zeros.

    Instants, and working minutes of each task's calendar, as in `TaskDates`. `driving` has one entry for each link of
    the plan: whether it decides the start of a task.
    """

    active: Flags
    start: Int64s
    finish: Int64s
    late_finish: Int64s
    duration: Int64s
    remaining: Int64s
    total_float: Int64s
    free_float: Int64s
    critical: Flags
    driving: Flags


def date_columns(schedule: Schedule) -> DateColumns:
    """Give the dates of a schedule as columns; the same as those of `schedule.tasks`, at a fraction of their price."""
    answers = schedule.answers
    if isinstance(answers, Computed) and not answers.passes.plan.frame.shape.efforts:
        return _computed(schedule, answers)
    return _told(schedule)


def _empty(schedule: Schedule) -> DateColumns:
    count = len(schedule.plan.tasks)

    def numbers() -> Int64s:
        return np.zeros(count, dtype=np.int64)

    return DateColumns(
        active=np.zeros(count, dtype=np.bool_),
        start=numbers(),
        finish=numbers(),
        late_finish=numbers(),
        duration=numbers(),
        remaining=numbers(),
        total_float=numbers(),
        free_float=numbers(),
        critical=np.zeros(count, dtype=np.bool_),
        driving=np.zeros(len(schedule.plan.links), dtype=np.bool_),
    )


def _told(schedule: Schedule) -> DateColumns:
    """Read the columns from the records of the tasks."""
    found = _empty(schedule)
    place = {task.uid: n for n, task in enumerate(schedule.plan.tasks)}
    for dates in schedule.tasks:
        n = place[dates.uid]
        found.active[n], found.critical[n] = True, dates.critical
        found.start[n], found.finish[n], found.late_finish[n] = dates.start, dates.finish, dates.late_finish
        found.duration[n], found.remaining[n] = dates.duration, dates.remaining_duration
        found.total_float[n], found.free_float[n] = dates.total_float, dates.free_float
        found.driving[list(dates.driver.links)] = True
    return found


def _computed(schedule: Schedule, answers: Computed) -> DateColumns:
    """Read the columns of the leaves from the passes, and roll the summaries up level by level."""
    found, passes = _empty(schedule), answers.passes
    base = passes.plan.frame
    leaves = np.arange(len(base.order), dtype=np.int64)
    if base.hubs:
        leaves = np.delete(leaves, sorted(base.hubs))
    if not len(leaves):
        return found
    places = np.array(base.order, dtype=np.int64)[leaves]
    found.active[places] = True
    found.start[places] = shared(answers.start)[leaves]
    found.finish[places] = shared(answers.finish)[leaves]
    found.late_finish[places] = shared(passes.dates.late_finish)[leaves]
    found.total_float[places] = np.array(answers.totals, dtype=np.int64)[leaves]
    found.free_float[places] = shared(passes.floats.free)[leaves]
    critical = np.zeros(len(base.order), dtype=np.bool_)
    critical[list(answers.critical[1])] = True
    found.critical[places] = critical[leaves]
    found.duration[places], found.remaining[places] = _durations(answers)[leaves].T
    _mark_driving(found.driving, answers)
    _roll_up(found, base.shape, answers)
    return found


def _durations(answers: Computed) -> Int64s:
    """Give the duration that is shown for each position, and what remains of it: an array of two columns."""
    leaves = answers.passes.plan.frame.leaves
    spans = np.array([task.duration for task in leaves], dtype=np.int64)
    shown = np.stack((spans, spans), axis=1)
    tasks = answers.passes.tasks
    expected = shared(tasks.expected) > -FAR
    apart = (expected | (shared(tasks.state) != UNSTARTED)).tolist()
    for p, task in enumerate(leaves):
        # Most tasks have not begun: what is left of them is all of them.
        if apart[p] or task.percent_complete or task.remaining_duration is not None or task.actual_duration is not None:
            shown[p] = _progressed(answers, p, task, expected=bool(expected[p]))
    return shown


def _progressed(answers: Computed, p: int, task: Task, *, expected: bool) -> tuple[int, int]:
    """Give the duration that is shown for a leaf with progress or fixed dates, and what remains of it."""
    tasks = answers.passes.tasks
    state = tasks.state[p]
    left = 0 if state == COMPLETE else tasks.span[p] if expected else max(remaining_duration(task), 0)
    if expected and task.actual_start is None:
        return left, left
    return (task.duration if state in (UNSTARTED, FIXED) else actual_duration(task) + left), left


def _mark_driving(driving: Flags, answers: Computed) -> None:
    plan = answers.passes.plan
    drives = shared(answers.drives) != 0
    if plan.frame.hubs:
        drives &= ~np.isin(shared(plan.edges.succ), list(plan.frame.hubs))
    driving[shared(plan.sources)[drives]] = True


def _roll_up(found: DateColumns, shape: Outline, answers: Computed) -> None:
    """Give summaries the dates of what lies below them, the deepest first."""
    if not shape.children:
        return
    project, parent = answers.passes.plan.frame.times.of_calendar(None), np.array(shape.parent, dtype=np.int64)
    for level in _levels(shape):
        below = np.array([child for place in level for child in shape.children[place]], dtype=np.int64)
        below = below[found.active[below]]
        above, summaries = parent[below], np.unique(parent[below])
        found.active[summaries] = True
        for column, least in (
            (found.start, True),
            (found.finish, False),
            (found.late_finish, False),
            (found.total_float, True),
            (found.free_float, True),
        ):
            _gather(column, summaries, above, below, np.minimum if least else np.maximum)
        found.critical[np.unique(above[found.critical[below]])] = True
        for place in summaries.tolist():
            found.duration[place] = project.working(int(found.start[place]), int(found.finish[place]))


def _gather(column: Int64s, summaries: Int64s, above: Int64s, below: Int64s, pick: Callable[..., object]) -> None:
    column[summaries] = FAR if pick is np.minimum else -FAR
    pick.at(column, above, column[below])  # type: ignore[attr-defined]


def _levels(shape: Outline) -> list[list[int]]:
    """Give the summaries by their depth, the deepest first."""
    levels = [[place for place in shape.children if shape.parent[place] < 0]]
    while levels[-1]:
        levels.append([child for place in levels[-1] for child in shape.children[place] if child in shape.children])
    return levels[-2::-1]
