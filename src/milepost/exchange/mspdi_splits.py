"""Which tasks of a plan are split, told from how the work of their assignments is spread over time.

Microsoft Project writes an assignment's work in stretches that follow each other without a hole, most of them 24
hours long. Days without work are a split only where their calendar has working time; a weekend is none. A shorter pause
is written only where work was really interrupted.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Contour, WorkPiece
from milepost.engine.units import MINUTES_PER_DAY, Instant, Uid
from milepost.engine.worktime import WorkTime, WorkTimes

Pieces = tuple[tuple[Instant, Instant], ...]


def with_splits(plan: Plan) -> Plan:
    """Give the split tasks of the plan their stored pieces; of several assignments the one with most pieces tells."""
    found: dict[Uid, Pieces] = {}
    times = WorkTimes(plan)
    for one in plan.assignments:
        stretches = _worked(one)
        if len(stretches) > 1:
            pieces = _pieces(one, stretches, times)
            if len(pieces) > max(len(found.get(one.task, ())), 1):
                found[one.task] = pieces
    if not found:
        return plan
    return replace(
        plan,
        tasks=tuple(
            replace(task, stored_pieces=found[task.uid]) if task.uid in found and not task.summary else task
            for task in plan.tasks
        ),
    )


@dataclass
class _Stretch:
    """Pieces with work, one after the other, up to a piece without work."""

    pieces: list[WorkPiece]

    @property
    def start(self) -> Instant:
        return self.pieces[0].start

    @property
    def end(self) -> Instant:
        return max(piece.end for piece in self.pieces)


def _worked(one: Assignment) -> list[_Stretch]:
    """Part an assignment's pieces at those without work."""
    stretches: list[_Stretch] = []
    idle = True
    for piece in sorted((*one.actual, *one.planned), key=lambda piece: (piece.start, piece.end)):
        if piece.end <= piece.start:
            continue
        if piece.minutes and idle:
            stretches.append(_Stretch([piece]))
        elif piece.minutes:
            stretches[-1].pieces.append(piece)
        idle = piece.minutes == 0
    return stretches


def _pieces(one: Assignment, stretches: list[_Stretch], times: WorkTimes) -> Pieces:
    try:
        line = times.of_assignment(one)
        joined = _joined(stretches, line)
    except PlanRefusedError:
        # Its calendar has no working time, or none that could be found: scheduling says so, and no split is known.
        return ()
    ends = [(_start(one, stretch, line), _end(one, stretch, line)) for stretch in joined]
    ends[0] = (joined[0].start, ends[0][1])
    ends[-1] = (ends[-1][0], joined[-1].end)
    return tuple((start, end) for start, end in ends if start < end)


def _joined(stretches: list[_Stretch], line: WorkTime) -> list[_Stretch]:
    """Join stretches with whole days and no working time between them."""
    joined = [stretches[0]]
    for before, after in pairwise(stretches):
        if after.start - before.end < MINUTES_PER_DAY or line.working(before.end, after.start) > 0:
            joined.append(after)
        else:
            joined[-1] = _Stretch([*joined[-1].pieces, *after.pieces])
    return joined


def _start(one: Assignment, stretch: _Stretch, line: WorkTime) -> Instant:
    """Tell when work starts in a stretch whose first piece is not full: it was idle before."""
    first = stretch.pieces[0]
    span = _span(one, first)
    return first.start if span >= line.working(first.start, first.end) else line.add(first.end, -span)


def _end(one: Assignment, stretch: _Stretch, line: WorkTime) -> Instant:
    """Tell when work ends in a stretch whose last piece is not full: it is idle after."""
    last = stretch.pieces[-1]
    span = _span(one, last)
    return stretch.end if span >= line.working(last.start, last.end) else line.add(last.start, span)


def _span(one: Assignment, piece: WorkPiece) -> int:
    """Give the working time a piece's work takes; only even work tells, of any other the piece counts whole."""
    if one.contour is not Contour.FLAT or one.units <= 0:
        return piece.end - piece.start
    return round(piece.minutes / one.units)
