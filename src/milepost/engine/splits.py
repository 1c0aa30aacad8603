"""Split tasks: the pieces a task is worked in, and what progress has done of them (domain/schedule.md 9)."""

from __future__ import annotations

from collections.abc import Sequence

from milepost.engine.tasks import Segment, Task
from milepost.engine.units import Minutes
from milepost.engine.worktime import WorkTime


def segments_of(task: Task, line: WorkTime) -> tuple[Segment, ...]:
    """Give the pieces of a split task: its segments, else those its stored pieces make on its working time."""
    if task.segments or not task.stored_pieces:
        return task.segments
    found = []
    for n, (start, end) in enumerate(task.stored_pieces):
        later = task.stored_pieces[n + 1][0] if n + 1 < len(task.stored_pieces) else end
        found.append(Segment(line.working(start, end), line.working(end, later)))
    return tuple(found)


def gaps_left(pieces: Sequence[Segment], done: Minutes, left: Minutes) -> tuple[Minutes, Minutes]:
    """Lay progress over the pieces in order: the span up to where work stopped, and the span of what is left.

    Both count gaps. A gap that begins exactly where the work stopped is still to come, and with it
    the remaining work waits.
    """
    span, work = 0, 0
    for piece in pieces:
        if work + piece.work >= done:
            break
        work += piece.work
        span += piece.work + piece.gap
    passed = span + done - work
    total = sum(piece.work + piece.gap for piece in pieces[:-1]) + (pieces[-1].work if pieces else 0)
    gaps = max(total - passed - max(sum(piece.work for piece in pieces) - done, 0), 0)
    return passed, left + gaps
