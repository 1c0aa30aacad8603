"""One effective calendar as a line of working time, with the exact operations of domain/schedule.md 2.3."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from milepost.engine.clock import Int64s
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes
from milepost.engine.worktime_intervals import Spans, cut

#: Lists the working intervals of an instant range [first, last), merged and in order.
Expand = Callable[[Instant, Instant], Spans]

#: A positions table has one entry per 2**WORK_SHIFT working minutes.
WORK_SHIFT = 9


class WorkTime:
    """The ordered, merged working intervals of one effective calendar, expanded as far as asked for.

    Scalar operations (`working`, `next`, `prev`, `add`, `same`) are exact integer minutes, widen the
    expanded window on their own and cost O(log n).

    For kernels the same line is given as int64 arrays of equal length n: interval i is
    [starts[i], ends[i]) and `before[i]` the working minutes of the window before it. They hold
    for instants in `window` (first, last) and are replaced, not changed, when the window grows:
    `before` counts from the window's first instant, so never mix arrays from before and after a
    `cover` call. Two tables make look-ups O(1) on ordinary calendars:

    - `day_index[(t - window[0]) // 1440]` is the first interval that ends after the first minute of
      that stretch of 1440; step forward while `ends[i] <= t`.
    - `work_index[m >> WORK_SHIFT]` is the last interval with `before[i] <= (m >> WORK_SHIFT) << WORK_SHIFT`;
      step forward while `before[i + 1] <= m`.

    Raises PlanRefusedError with E-HORIZON where an answer lies outside `limits`.
    """

    __slots__ = (
        "_before",
        "_day_index",
        "_ends",
        "_expand",
        "_lists",
        "_starts",
        "_work_index",
        "elapsed",
        "limits",
        "name",
        "total",
        "window",
    )

    def __init__(
        self,
        expand: Expand,
        window: tuple[Instant, Instant],
        limits: tuple[Instant, Instant],
        name: str = "",
        elapsed: bool = False,
    ) -> None:
        """Expand the window; `limits` bound how far it may grow, `name` says whose working time it is."""
        self._expand = expand
        self.limits = limits
        self.name = name
        self.elapsed = elapsed
        self._fill(max(window[0], limits[0]), min(window[1], limits[1]))

    def _fill(self, first: Instant, last: Instant) -> None:
        spans = self._expand(first, last)
        self.window = (first, last)
        self._starts, self._ends = spans
        reached: Int64s = np.cumsum(self._ends - self._starts)
        self.total: Minutes = int(reached[-1]) if len(reached) else 0
        self._before: Int64s = reached - (self._ends - self._starts)
        self._lists: tuple[list[int], list[int], list[int]] | None = None
        self._day_index: npt.NDArray[np.int32] | None = None
        self._work_index: npt.NDArray[np.int32] | None = None

    @property
    def starts(self) -> Int64s:
        """Where each working interval starts, in instants."""
        return self._starts

    @property
    def ends(self) -> Int64s:
        """Where each working interval ends, in instants."""
        return self._ends

    @property
    def before(self) -> Int64s:
        """Working minutes of the window before each interval."""
        return self._before

    @property
    def day_index(self) -> npt.NDArray[np.int32]:
        """First interval that ends after the start of each 1440-minute stretch of the window (may be n)."""
        if self._day_index is None:
            stretches = np.arange(self.window[0], self.window[1] + 1, MINUTES_PER_DAY)
            self._day_index = np.searchsorted(self._ends, stretches, side="right").astype(np.int32)
        return self._day_index

    @property
    def work_index(self) -> npt.NDArray[np.int32]:
        """Last interval whose `before` is at most each multiple of 2**WORK_SHIFT working minutes."""
        if self._work_index is None:
            steps = np.arange(0, self.total + (1 << WORK_SHIFT), 1 << WORK_SHIFT)
            self._work_index = (np.searchsorted(self._before, steps, side="right") - 1).astype(np.int32)
        return self._work_index

    def cover(self, first: Instant, last: Instant) -> None:
        """Widen the window to hold [first, last], at least doubling it so that growing stays cheap."""
        low, high = self.window
        if low <= first and last < high:
            return
        if not (self.limits[0] <= first and last < self.limits[1]):
            raise self._beyond()
        size = high - low
        wider = (min(first, low - size) if first < low else low, max(last + 1, high + size) if last >= high else high)
        self._fill(max(wider[0], self.limits[0]), min(wider[1], self.limits[1]))

    def spans(self, first: Instant, last: Instant) -> Spans:
        """Give the working intervals in [first, last)."""
        if first < last:
            self.cover(first, last - 1)
        return cut(Spans(self._starts, self._ends), first, last)

    def working(self, a: Instant, b: Instant) -> Minutes:
        """Count the working minutes in [a, b); negative when b lies before a."""
        self.cover(min(a, b), max(a, b))
        return self._done(b) - self._done(a)

    def next(self, t: Instant) -> Instant:
        """Find the smallest x >= t at which work can start (start side)."""
        while True:
            self.cover(t, t)
            starts, ends, _ = self._line()
            position = bisect_right(ends, t)
            if position < len(ends):
                return max(t, starts[position])
            self._grow_later()

    def prev(self, t: Instant) -> Instant:
        """Find the largest x <= t at which work can finish (finish side)."""
        while True:
            self.cover(t, t)
            starts, ends, _ = self._line()
            position = bisect_left(starts, t) - 1
            if position >= 0:
                return min(t, ends[position])
            self._grow_earlier()

    def add(self, t: Instant, n: Minutes) -> Instant:
        """Go n working minutes from t: forward to the finish side, back to the start side, zero stays at t."""
        if n == 0:
            return t
        self.cover(t, t)
        return self._forward(t, n) if n > 0 else self._back(t, n)

    def same(self, a: Instant, b: Instant) -> bool:
        """Tell whether no working minute lies between two instants."""
        return a == b or self.working(a, b) == 0

    def idle_before(self, t: Instant) -> Instant:
        """Find from when on there is no working minute before t: the first such instant the window knows."""
        self.cover(t, t)
        starts, ends, _ = self._line()
        position = bisect_left(starts, t) - 1
        return min(t, ends[position]) if position >= 0 else self.window[0]

    def _forward(self, t: Instant, n: Minutes) -> Instant:
        target = self._done(t) + n
        while target > self.total:
            self._grow_later()
        starts, _, before = self._line()
        position = bisect_left(before, target) - 1
        return starts[position] + target - before[position]

    def _back(self, t: Instant, n: Minutes) -> Instant:
        target = self._done(t) + n
        while target < 0:
            self._grow_earlier()
            target = self._done(t) + n
        starts, _, before = self._line()
        position = bisect_right(before, target) - 1
        return starts[position] + target - before[position]

    def _done(self, t: Instant) -> Minutes:
        """Count the working minutes of the window before t."""
        starts, ends, before = self._line()
        position = bisect_right(starts, t) - 1
        if position < 0:
            return 0
        return before[position] + min(t, ends[position]) - starts[position]

    def _line(self) -> tuple[list[int], list[int], list[int]]:
        # Bisecting a list of Python integers is several times faster than searching an array for one value.
        if self._lists is None:
            self._lists = (self._starts.tolist(), self._ends.tolist(), self._before.tolist())
        return self._lists

    def _grow_later(self) -> None:
        if self.window[1] >= self.limits[1]:
            raise self._beyond()
        self.cover(self.window[1] - 1, min(self.window[1], self.limits[1] - 1))

    def _grow_earlier(self) -> None:
        if self.window[0] <= self.limits[0]:
            raise self._beyond()
        self.cover(max(self.window[0] - 1, self.limits[0]), self.window[0])

    def _beyond(self) -> PlanRefusedError:
        message = (
            f"The working time of {self.name or 'the calendar'} does not reach as far as a date of the plan asks for: "
            "Milepost looks 50 years around the project start. Correct the date, duration or lag that leads there."
        )
        return PlanRefusedError((Notice("E-HORIZON", message),))
