"""Where the work left of an assignment lies along time, pauses of its task left out (domain/schedule.md 9, 13)."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from milepost.engine.contours import Spread, spread, spread_assignment
from milepost.engine.progress import actual_duration
from milepost.engine.resources import Assignment, Contour
from milepost.engine.results import TaskDates
from milepost.engine.splits import segments_of
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTime, WorkTimes


def open_work(assignment: Assignment, task: Task, dates: TaskDates, times: WorkTimes) -> Spread:
    """Spread what an assignment still has to do over the time its task is scheduled, by contour.

    Nothing falls into the pauses of a split task; between them its work lies evenly.
    """
    line = times.of_assignment(assignment)
    begun = task.actual_start is not None
    begin, work = (dates.remaining_start, assignment.remaining_work) if begun else (dates.start, assignment.work)
    if (task.segments or task.stored_pieces) and (begun or assignment.contour is not Contour.MANUAL):
        return _between_pauses(work, line, tuple(stretches(task, dates, times.of_task(task.uid))))
    if begun:
        return spread(work, line, begin, dates.finish, assignment.contour)
    return spread_assignment(assignment, line, begin, dates.finish)


def stretches(task: Task, dates: TaskDates, line: WorkTime) -> Iterator[tuple[Instant, Instant]]:
    """List from when to when a split task is still worked on; `line` is the task's working time."""
    done: Minutes = 0 if task.actual_start is None else actual_duration(task)
    at = dates.start if task.actual_start is None else dates.remaining_start
    for piece in segments_of(task, line):
        if piece.work < done:
            done -= piece.work
            continue
        left, done = piece.work - done, 0
        if left:
            at = line.next(at)
            end = min(line.add(at, left), dates.finish)
            yield at, end
            at = end
        at = line.add(at, piece.gap)
    if at < dates.finish:
        yield line.next(at), dates.finish


def _between_pauses(work: Minutes, line: WorkTime, parts: tuple[tuple[Instant, Instant], ...]) -> Spread:
    lengths = [line.working(start, end) for start, end in parts]
    reached = np.cumsum([0, *lengths])
    whole = max(int(reached[-1]), 1)
    shares = np.diff((2 * work * reached + whole) // (2 * whole))
    found = [spread(int(share), line, *part) for share, part in zip(shares, parts, strict=True)]
    return Spread(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
