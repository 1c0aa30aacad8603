"""How an assignment's work lies along its span: the predefined contours (domain/schedule.md 13.2)."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import NamedTuple

import numpy as np

from milepost.engine.clock import Int64s
from milepost.engine.resources import Assignment, Contour, WorkPiece
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime_intervals import Spans
from milepost.engine.worktime_line import WorkTime

_FLAT = (100,) * 10
#: Units in each tenth of the assignment's duration, as a percentage of its peak.
TENTHS: dict[Contour, tuple[int, ...]] = {
    Contour.FLAT: _FLAT,
    Contour.BACK_LOADED: (10, 15, 25, 50, 50, 75, 75, 100, 100, 100),
    Contour.FRONT_LOADED: (100, 100, 100, 75, 75, 50, 50, 25, 15, 10),
    Contour.DOUBLE_PEAK: (25, 50, 100, 50, 25, 25, 50, 100, 50, 25),
    Contour.EARLY_PEAK: (25, 50, 100, 100, 75, 50, 50, 25, 15, 10),
    Contour.LATE_PEAK: (10, 15, 25, 50, 50, 75, 100, 100, 50, 25),
    Contour.BELL: (10, 20, 40, 80, 100, 100, 80, 40, 20, 10),
    Contour.TURTLE: (25, 50, 75, 100, 100, 100, 100, 75, 50, 25),
    # Explicit minutes have no shape of their own; sums by units treat them as flat.
    Contour.MANUAL: _FLAT,
}


class Spread(NamedTuple):
    """Work along time: int64 arrays of equal length; `minutes[i]` person-minutes fall in [starts[i], ends[i])."""

    starts: Int64s
    ends: Int64s
    minutes: Int64s


def mean_fraction(contour: Contour) -> Fraction:
    """Tell the mean of a contour as a share of its peak: 1 for flat, 0.5 to 0.7 for the others."""
    return Fraction(sum(TENTHS[contour]), 1000)


def duration_needed(work: Minutes, units: Decimal, contour: Contour = Contour.FLAT) -> Minutes:
    """Tell the working minutes an assignment takes at its peak units: W / (U m), rounded to the minute.

    Raises ZeroDivisionError for units of zero.
    """
    return rounded(Fraction(work) / (Fraction(units) * mean_fraction(contour)))


def peak_units(work: Minutes, duration: Minutes, contour: Contour = Contour.FLAT) -> Decimal:
    """Tell the peak units that fit work into a duration: W / (D m), to the 28 digits of a Decimal.

    Raises ZeroDivisionError for a duration of zero.
    """
    exact = Fraction(work) / (duration * mean_fraction(contour))
    return Decimal(exact.numerator) / Decimal(exact.denominator)


def rounded(exact: Fraction) -> Minutes:
    """Round a fraction of minutes to whole minutes, half away from zero (domain/schedule.md 1)."""
    size = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return size if exact >= 0 else -size


def spread(work: Minutes, line: WorkTime, start: Instant, finish: Instant, contour: Contour = Contour.FLAT) -> Spread:
    """Spread work over the working time between two instants, by the shape of a contour.

    Pieces end at gaps in working time and, unless the contour is flat, at each tenth of the
    duration. Their minutes add up to `work` exactly: every piece holds the difference of rounded
    running totals. Without working time in between nothing is spread.
    """
    spans = line.spans(start, finish)
    length = int((spans.ends - spans.starts).sum())
    tenths = TENTHS[contour]
    if tenths != _FLAT:
        edges = {rounded(Fraction(tenth * length, 10)) for tenth in range(1, 10)}
        spans = _split(spans, sorted(edges - {0, length}))
    worked = np.cumsum(spans.ends - spans.starts)
    # Products of two spans of minutes outgrow 64 bits for absurd inputs only; Python integers never do.
    exact = worked.astype(object) if work * max(length, 1) > 1 << 50 else worked
    tenth = np.minimum(exact * 10 // max(length, 1), 9)
    reached = np.concatenate(([0], np.cumsum(tenths)))[tenth.astype(np.int64)] * length
    reached = reached + np.array(tenths)[tenth.astype(np.int64)] * (exact * 10 - tenth * length)
    whole = sum(tenths) * max(length, 1)
    running = (2 * work * reached + whole) // (2 * whole)
    return Spread(spans.starts, spans.ends, np.diff(running.astype(np.int64), prepend=0))


def spread_assignment(assignment: Assignment, line: WorkTime, start: Instant, finish: Instant) -> Spread:
    """Spread an assignment's whole work over its span; a manual contour keeps its pieces, moved to `start`.

    The pieces of a manual contour keep their distance from its first one in working time of `line`.
    """
    if assignment.contour is not Contour.MANUAL or not assignment.planned:
        return spread(assignment.work, line, start, finish, assignment.contour)
    pieces = _moved(assignment.planned, line, start)
    columns = np.array([(p.start, p.end, p.minutes) for p in pieces], dtype=np.int64).reshape(-1, 3)
    return Spread(columns[:, 0], columns[:, 1], columns[:, 2])


def worked_until(pieces: Spread, at: Instant) -> Minutes:
    """Tell the person-minutes of a spread that are done by an instant, evenly within each piece."""
    if not len(pieces.starts):
        return 0
    inside = np.clip(at - pieces.starts, 0, pieces.ends - pieces.starts)
    lengths = np.maximum(pieces.ends - pieces.starts, 1)
    return int((pieces.minutes * inside // lengths).sum())


def _moved(pieces: tuple[WorkPiece, ...], line: WorkTime, start: Instant) -> tuple[WorkPiece, ...]:
    first = min(piece.start for piece in pieces)
    if first == start:
        return pieces
    return tuple(
        WorkPiece(
            line.next(line.add(start, line.working(first, piece.start))),
            line.add(start, line.working(first, piece.end)),
            piece.minutes,
        )
        for piece in pieces
    )


def _split(spans: Spans, positions: list[Minutes]) -> Spans:
    """Cut intervals at positions counted in working minutes from the first one's start."""
    before = np.cumsum(spans.ends - spans.starts) - (spans.ends - spans.starts)
    wanted = np.array(positions, dtype=np.int64)
    place = np.searchsorted(before, wanted, side="right") - 1
    cuts = spans.starts[place] + wanted - before[place] if len(before) else wanted[:0]
    starts = np.unique(np.concatenate((spans.starts, cuts)))
    ends = np.unique(np.concatenate((spans.ends, cuts[~np.isin(cuts, spans.starts)])))
    return Spans(starts, ends)
