"""The working times a compiled plan uses, numbered and laid end to end for the kernels."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from milepost.engine.kernel import Column, column
from milepost.engine.kernels_time import SHIFT, Clocks
from milepost.engine.units import Instant
from milepost.engine.worktime import WORK_SHIFT, WorkTime

if SHIFT != WORK_SHIFT:  # pragma: no cover
    raise ImportError("The kernels and the working times disagree about the size of a step.")


class ClockBook:
    """Numbers working times in the order in which they are met, those with the same intervals alike."""

    def __init__(self) -> None:
        """Begin without any."""
        self.lines: list[WorkTime] = []
        self._numbers: dict[int, int] = {}
        self._similar: dict[tuple[object, ...], list[int]] = {}
        self._laid: tuple[list[tuple[Instant, Instant]], Clocks] | None = None
        # An id is only unique while its object lives.
        self._kept: list[WorkTime] = []

    def number(self, line: WorkTime) -> int:
        """Give the number of a working time."""
        known = self._numbers.get(id(line))
        if known is None:
            self._kept.append(line)
            known = self._numbers[id(line)] = self._alike(line)
        return known

    def _alike(self, line: WorkTime) -> int:
        """Find the number of a working time with the very same intervals, or give a new one."""
        alike = (line.window, line.total, line.elapsed, hash(line.starts.tobytes()))
        rivals = self._similar.setdefault(alike, [])
        for number in rivals:
            other = self.lines[number]
            # A rival may have grown since.
            same = other.window == line.window and np.array_equal(other.starts, line.starts)
            if same and np.array_equal(other.ends, line.ends):
                return number
        rivals.append(len(self.lines))
        self.lines.append(line)
        return len(self.lines) - 1

    def lay_out(self) -> Clocks:
        """Lay the intervals of all working times end to end as they are expanded now; kernels only read them."""
        windows = [line.window for line in self.lines]
        if self._laid is None or self._laid[0] != windows:
            self._laid = (windows, self._lay_out())
        return self._laid[1]

    def _lay_out(self) -> Clocks:
        lines = [None if line.elapsed else line for line in self.lines]
        counts = [0 if line is None else len(line.starts) for line in lines]
        first = _running(counts)
        days = [_NONE if line is None else line.day_index for line in lines]
        works = [_NONE if line is None else line.work_index for line in lines]
        real = [line for line in lines if line is not None]
        return Clocks(
            starts=_joined(line.starts for line in real),
            ends=_joined(line.ends for line in real),
            before=_joined(line.before for line in real),
            first=column(first),
            low=column([0 if line is None else line.window[0] for line in lines]),
            high=column([0 if line is None else line.window[1] for line in lines]),
            total=column([0 if line is None else line.total for line in lines]),
            day=_joined(day.astype(np.int64) + start for day, start in zip(days, first, strict=False)),
            day_first=column(_running([len(day) for day in days])),
            work=_joined(work.astype(np.int64) + start for work, start in zip(works, first, strict=False)),
            work_first=column(_running([len(work) for work in works])),
        )

    def widen(self, dates: Iterable[Column]) -> bool:
        """Expand every calendar to hold all dates; tell whether any had to grow, so that the passes run again."""
        known = [each for each in dates if len(each)]
        if not known:
            return False
        low, high = _extremes(known)
        grown = False
        for line in self.lines:
            if not line.elapsed and (low <= line.window[0] or high >= line.window[1]):
                line.cover(low - 1, high + 1)
                grown = True
        return grown


_NONE: npt.NDArray[np.int64] = np.zeros(0, dtype=np.int64)


def _running(counts: list[int]) -> list[int]:
    sums, total = [0], 0
    for count in counts:
        total += count
        sums.append(total)
    return sums


def _joined(parts: Iterable[npt.NDArray[np.integer]]) -> Column:
    joined: Column = array("q")
    for part in parts:
        joined.frombytes(np.ascontiguousarray(part, dtype=np.int64).tobytes())
    return joined


def _extremes(dates: Iterable[Column]) -> tuple[Instant, Instant]:
    views = [np.frombuffer(each, dtype=np.int64) for each in dates]
    return min(int(view.min()) for view in views), max(int(view.max()) for view in views)
