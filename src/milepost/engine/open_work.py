"""Where the work left of an assignment lies along time, pauses of its task left out (domain/schedule.md 9, 13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from milepost.engine.contours import Spread, spread, spread_assignment
from milepost.engine.progress import actual_duration
from milepost.engine.resources import Assignment, Contour
from milepost.engine.results import TaskDates
from milepost.engine.splits import segments_of
from milepost.engine.tasks import Segment, Task
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
    """List from when to when a split task is still worked on; `line` is the task's working time.

    Where a started task resumes at a given date, its remaining start lies behind the pause that begins where
    progress ended: the pause is not waited for twice.
    """
    done: Minutes = 0 if task.actual_start is None else actual_duration(task)
    at = dates.start if task.actual_start is None else dates.remaining_start
    rest = _rest(segments_of(task, line), done)
    if rest and line.working(at, dates.finish) < sum(gap + work for gap, work in rest):
        rest[0] = (0, rest[0][1])
    for gap, work in rest:
        at = line.next(line.add(at, gap))
        end = min(line.add(at, work), dates.finish)
        yield at, end
        at = end
    if at < dates.finish:
        yield line.next(at), dates.finish


def _rest(pieces: Sequence[Segment], done: Minutes) -> list[tuple[Minutes, Minutes]]:
    """List the pauses and works that are left behind what is done; a pause at its end is still to come."""
    rest, gap = [], 0
    for piece in pieces:
        if piece.work < done:
            done -= piece.work
            continue
        left, done = piece.work - done, 0
        if left:
            rest.append((gap, left))
            gap = 0
        gap += piece.gap
    return rest


def _between_pauses(work: Minutes, line: WorkTime, parts: tuple[tuple[Instant, Instant], ...]) -> Spread:
    lengths = [line.working(start, end) for start, end in parts]
    reached = np.cumsum([0, *lengths])
    whole = max(int(reached[-1]), 1)
    shares = np.diff((2 * work * reached + whole) // (2 * whole))
    found = [spread(int(share), line, *part) for share, part in zip(shares, parts, strict=True)]
    return Spread(*(np.concatenate(columns) for columns in zip(*found, strict=True)))
