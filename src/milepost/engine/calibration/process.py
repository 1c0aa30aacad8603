"""How work flows: how much is finished, how long each piece takes, and whether that is steady (governance.md 15)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise

from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes

#: Limits of the control chart of single values: so many mean moving ranges from the mean.
_LIMIT = Fraction("2.66")
_WEEK = 7 * MINUTES_PER_DAY


@dataclass(frozen=True, slots=True)
class Piece:
    """A finished piece of work: when it began and ended, working minutes between the two, and minutes worked on it."""

    code: str
    started: Instant
    finished: Instant
    cycle: Minutes
    worked: Minutes | None = None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """Single values in order, with their mean and the limits of ordinary variation, mean -+ 2.66 mean moving ranges.

    `lower` is never below zero, as no time is. `outside` are the places of values beyond a limit: something
    special happened there.
    """

    values: tuple[Minutes, ...]
    mean: float
    moving_range: float
    lower: float
    upper: float
    outside: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Flow:
    """The process over the weeks before an instant.

    `weekly` counts the pieces finished in each of the last weeks, oldest first; `throughput` is their mean.
    `chart` holds cycle times in order of finish, None below two pieces. `efficiency` is the share of cycle
    times that was work, None where nobody recorded it.
    """

    weekly: tuple[int, ...]
    throughput: float
    chart: ControlChart | None
    efficiency: float | None


def control_chart(values: Sequence[Minutes]) -> ControlChart | None:
    """Give the control chart of single values; None below two, which have no moving range."""
    if len(values) < 2:
        return None
    mean = Fraction(sum(values), len(values))
    ranges = [abs(after - before) for before, after in pairwise(values)]
    moving = Fraction(sum(ranges), len(ranges))
    lower, upper = max(mean - _LIMIT * moving, Fraction(0)), mean + _LIMIT * moving
    outside = tuple(n for n, value in enumerate(values) if not lower <= value <= upper)
    return ControlChart(tuple(values), float(mean), float(moving), float(lower), float(upper), outside)


def flow(pieces: Sequence[Piece], until: Instant, *, weeks: int = 12) -> Flow:
    """Measure throughput, cycle time and flow efficiency over the weeks that end at `until`."""
    ordered = sorted((p for p in pieces if p.finished <= until), key=lambda p: (p.finished, p.code))
    recent = [p for p in ordered if p.finished > until - weeks * _WEEK]
    weekly = [0] * weeks
    for piece in recent:
        weekly[weeks - 1 - (until - piece.finished) // _WEEK] += 1
    timed = [p for p in recent if p.worked is not None and p.cycle > 0]
    worked, cycles = sum(min(p.worked or 0, p.cycle) for p in timed), sum(p.cycle for p in timed)
    return Flow(
        weekly=tuple(weekly),
        throughput=sum(weekly) / weeks,
        chart=control_chart([p.cycle for p in ordered]),
        efficiency=worked / cycles if cycles else None,
    )
