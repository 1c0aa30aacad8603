"""What progress leaves to schedule: the state of each leaf, its remaining span and when that can start."""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.effort import remaining_duration
from milepost.engine.kernel import FAR
from milepost.engine.plan import Convention, OutOfSequence, Settings
from milepost.engine.splits import gaps_left, segments_of
from milepost.engine.tables import COMPLETE, EXTERNAL, FIXED, STARTED, UNSTARTED
from milepost.engine.tasks import Task, TaskKind
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTime


class Remainder(NamedTuple):
    """The rest of one leaf: its state, remaining span with gaps, and the dates that are fixed.

    `begun` and `ended` are actual, manual or external dates; `resumed` is the earliest instant at
    which the remaining work of a started task can be done, -FAR without a bound.
    """

    state: int
    span: Minutes
    begun: Instant = 0
    ended: Instant = 0
    resumed: Instant = -FAR


def is_plain(task: Task) -> bool:
    """Tell whether a task's duration is all there is to do: no progress, pieces, fixed dates or levelling delay."""
    return (
        task.actual_start is None
        and task.actual_finish is None
        and not task.percent_complete
        and not task.manual
        and not task.segments
        and not task.stored_pieces
        and not task.levelling_delay
        and task.kind is not TaskKind.EXTERNAL
    )


def is_fixed(task: Task) -> bool:
    """Tell whether a task's dates are given, not computed: manual with both dates, or external."""
    return (task.manual or task.kind is TaskKind.EXTERNAL) and task.manual_start is not None


def actual_duration(task: Task) -> Minutes:
    """Give the minutes of a started task that are done."""
    if task.actual_start is None:
        return 0 if task.actual_finish is None else task.duration
    if task.actual_duration is not None:
        return task.actual_duration
    return max(task.duration - remaining_duration(task), 0)


def remainder(task: Task, line: WorkTime, settings: Settings) -> Remainder:
    """Say what is left of a leaf task on the working time of its dates."""
    if is_fixed(task) and task.actual_finish is None:
        return _fixed(task, line)
    if task.actual_finish is not None:
        # Whoever reports only a finish means the task took as long as planned.
        begun = task.actual_start
        if begun is None:
            begun = line.add(line.prev(task.actual_finish), -task.duration)
        return Remainder(COMPLETE, 0, begun, task.actual_finish)
    if task.actual_start is None:
        done = task.duration - remaining_duration(task) if task.percent_complete else 0
        return Remainder(UNSTARTED, max(_span(task, line) - done, 0))
    return _started(task, line, settings)


def _fixed(task: Task, line: WorkTime) -> Remainder:
    assert task.manual_start is not None
    start, finish = task.manual_start, task.manual_finish
    if finish is None:
        finish = line.add(line.next(start), task.duration)
    state = EXTERNAL if task.kind is TaskKind.EXTERNAL else FIXED
    return Remainder(state, task.duration, start, finish)


def _span(task: Task, line: WorkTime) -> Minutes:
    pieces = segments_of(task, line)
    return task.duration if not pieces else sum(piece.work + piece.gap for piece in pieces) - pieces[-1].gap


def _started(task: Task, line: WorkTime, settings: Settings) -> Remainder:
    assert task.actual_start is not None
    start = task.actual_start
    left = max(remaining_duration(task), 0)
    passed, left = gaps_left(segments_of(task, line), actual_duration(task), left)
    contiguous = line.add(start, passed)
    resumed = contiguous
    if settings.convention is Convention.MSPROJECT:
        if task.resume is not None and task.duration:
            resumed = max(contiguous, line.next(task.resume))
            if task.stored_pieces and not task.segments:
                # The stored pieces say where work ends, whatever overtime did to the durations.
                resumed = line.next(task.resume)
                left = max(_span(task, line) - line.working(start, resumed), 0)
    elif settings.out_of_sequence is not OutOfSequence.ACTUAL_DATES:
        if settings.status_date is not None:
            resumed = settings.status_date
        if task.resume is not None:
            resumed = max(resumed, task.resume)
    return Remainder(STARTED, left, start, 0, resumed)
