"""Interval sets against sets of minutes."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.worktime_intervals import Spans, cut, intersect, merge, unite

PAIRS = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 12)), max_size=8)


def spans_of(pairs: list[tuple[int, int]]) -> Spans:
    pairs = sorted(pairs)
    starts = np.array([s for s, _ in pairs], dtype=np.int64)
    return merge(starts, starts + np.array([n for _, n in pairs], dtype=np.int64))


def minutes(spans: Spans) -> set[int]:
    return {m for s, e in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True) for m in range(s, e)}


def tidy(spans: Spans) -> bool:
    return bool((spans.ends > spans.starts).all() and (spans.starts[1:] > spans.ends[:-1]).all())


@settings(max_examples=100, deadline=None)
@given(PAIRS, PAIRS, st.integers(0, 70), st.integers(0, 70))
def test_intervals_are_sets_of_minutes(a: list[tuple[int, int]], b: list[tuple[int, int]], x: int, y: int) -> None:
    left, right = spans_of(a), spans_of(b)
    assert minutes(left) == {m for s, n in a for m in range(s, s + n)}
    assert minutes(intersect(left, right)) == minutes(left) & minutes(right)
    assert minutes(unite(left, right)) == minutes(left) | minutes(right)
    low, high = sorted((x, y))
    assert minutes(cut(left, low, high)) == {m for m in minutes(left) if low <= m < high}
    for result in (left, intersect(left, right), unite(left, right), cut(left, low, high)):
        assert tidy(result)
