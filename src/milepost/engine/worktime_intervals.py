"""Sets of time as sorted arrays of disjoint intervals: merged, cut, intersected, united."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from milepost.engine.clock import Int64s
from milepost.engine.units import Instant


class Spans(NamedTuple):
    """Disjoint intervals [starts[i], ends[i]) in order, no two touching; two int64 arrays of equal length."""

    starts: Int64s
    ends: Int64s


def merge(starts: Int64s, ends: Int64s) -> Spans:
    """Drop empty intervals and join those that touch or overlap; `starts` must be ascending."""
    lasting = ends > starts
    if not lasting.all():
        starts, ends = starts[lasting], ends[lasting]
    if len(starts) < 2:
        return Spans(starts, ends)
    reach = np.maximum.accumulate(ends)
    gaps = starts[1:] > reach[:-1]
    if gaps.all():
        return Spans(starts, ends)
    opens = np.concatenate(([True], gaps))
    closes = np.concatenate((gaps, [True]))
    return Spans(starts[opens], reach[closes])


def cut(spans: Spans, first: Instant, last: Instant) -> Spans:
    """Keep what lies in [first, last)."""
    low = int(np.searchsorted(spans.ends, first, side="right"))
    high = low if first >= last else int(np.searchsorted(spans.starts, last, side="left"))
    starts, ends = spans.starts[low:high].copy(), spans.ends[low:high].copy()
    if len(starts):
        starts[0] = max(int(starts[0]), first)
        ends[-1] = min(int(ends[-1]), last)
    return Spans(starts, ends)


def intersect(left: Spans, right: Spans) -> Spans:
    """Keep the minutes in both."""
    begin = np.searchsorted(right.ends, left.starts, side="right")
    count = np.searchsorted(right.starts, left.ends, side="left") - begin
    chosen = np.repeat(np.arange(len(left.starts)), count)
    skipped = np.cumsum(count) - count
    other = np.arange(len(chosen)) - np.repeat(skipped - begin, count)
    return Spans(
        np.maximum(left.starts[chosen], right.starts[other]),
        np.minimum(left.ends[chosen], right.ends[other]),
    )


def unite(left: Spans, right: Spans) -> Spans:
    """Keep the minutes in either."""
    starts = np.concatenate((left.starts, right.starts))
    order = np.argsort(starts, kind="stable")
    return merge(starts[order], np.concatenate((left.ends, right.ends))[order])
