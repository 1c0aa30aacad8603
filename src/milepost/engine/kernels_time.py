"""Working time as the kernels see it: the exact operations of domain/schedule.md 2.3 on flat columns.

Every operation goes through positions on a calendar's line of working minutes: `done` turns an
instant into a position, `start_at` and `finish_at` turn it back, onto the start or the finish side
of a gap. Outside a calendar's window all time counts as working time: whoever runs a kernel
widens the windows and runs it again when a date came out beyond one.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import Column, piece
from milepost.engine.units import Instant, Minutes

#: One entry of `Clocks.work` stands for 2**SHIFT working minutes.
SHIFT = 9


class Clocks(NamedTuple):
    """The working intervals of all calendars of a plan, one after the other.

    Calendar k has the intervals first[k] to first[k + 1]: starts, ends, and the working minutes of
    its window before each. Its window is [low[k], high[k]) with total[k] working minutes.
    `day[day_first[k] + d]` is the first interval that ends after day d of the window begins,
    `work[work_first[k] + (m >> SHIFT)]` an interval at or before working minute m. A calendar
    without intervals always works.
    """

    starts: Column
    ends: Column
    before: Column
    first: Column
    low: Column
    high: Column
    total: Column
    day: Column
    day_first: Column
    work: Column
    work_first: Column


@piece
def done(clocks: Clocks, k: int, t: Instant) -> Minutes:
    """Count the working minutes of calendar k from the start of its window to t."""
    if t <= clocks.low[k]:
        return t - clocks.low[k]
    if t >= clocks.high[k]:
        return clocks.total[k] + t - clocks.high[k]
    i = clocks.day[clocks.day_first[k] + (t - clocks.low[k]) // 1440]
    last = clocks.first[k + 1]
    while i < last and clocks.ends[i] <= t:
        i += 1
    if i == last:
        return clocks.total[k]
    if t > clocks.starts[i]:
        return clocks.before[i] + t - clocks.starts[i]
    return clocks.before[i]


@piece
def start_at(clocks: Clocks, k: int, m: Minutes) -> Instant:
    """Find the instant at which the work after position m starts."""
    if m < 0:
        return clocks.low[k] + m
    if m >= clocks.total[k]:
        return clocks.high[k] + m - clocks.total[k]
    i = clocks.work[clocks.work_first[k] + (m >> SHIFT)]
    last = clocks.first[k + 1] - 1
    while i < last and clocks.before[i + 1] <= m:
        i += 1
    return clocks.starts[i] + m - clocks.before[i]


@piece
def finish_at(clocks: Clocks, k: int, m: Minutes) -> Instant:
    """Find the instant at which the work before position m finishes."""
    if m <= 0:
        return clocks.low[k] + m
    if m > clocks.total[k]:
        return clocks.high[k] + m - clocks.total[k]
    i = clocks.work[clocks.work_first[k] + ((m - 1) >> SHIFT)]
    last = clocks.first[k + 1] - 1
    while i < last and clocks.before[i + 1] < m:
        i += 1
    return clocks.starts[i] + m - clocks.before[i]


@piece
def next_start(clocks: Clocks, k: int, t: Instant) -> Instant:
    """Find the first instant from t on at which work can start."""
    return start_at(clocks, k, done(clocks, k, t))


@piece
def prev_finish(clocks: Clocks, k: int, t: Instant) -> Instant:
    """Find the last instant up to t at which work can finish."""
    return finish_at(clocks, k, done(clocks, k, t))


@piece
def latest_start(clocks: Clocks, k: int, t: Instant) -> Instant:
    """Find the last instant up to t at which work can start."""
    m = done(clocks, k, t)
    x = start_at(clocks, k, m)
    if x > t:
        return start_at(clocks, k, m - 1)
    return x


@piece
def shift(clocks: Clocks, k: int, t: Instant, n: Minutes) -> Instant:
    """Go n working minutes from t: later to the finish side, earlier to the start side, zero stays."""
    if n > 0:
        return finish_at(clocks, k, done(clocks, k, t) + n)
    if n < 0:
        return start_at(clocks, k, done(clocks, k, t) + n)
    return t


@piece
def between(clocks: Clocks, k: int, a: Instant, b: Instant) -> Minutes:
    """Count the working minutes from a to b, negative when b is earlier."""
    return done(clocks, k, b) - done(clocks, k, a)
