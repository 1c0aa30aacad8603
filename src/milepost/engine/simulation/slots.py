"""The calendars of a plan as slots, and single dates as codes (domain/schedule.md 2.3)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from milepost.engine.simulation.tables import Halves, Ints, Slots
from milepost.engine.units import MINUTES_PER_DAY, Instant
from milepost.engine.worktime import WorkTime


class Coder:
    """Turns instants into codes of calendars and back, one at a time; `origin` is where instants count from.

    Calendars are numbered as in the plan's clock book. Codes hold for instants from `origin` to `horizon`.
    """

    def __init__(self, lines: Sequence[WorkTime], origin: Instant, horizon: Instant) -> None:
        """Take the calendars; origin and horizon are put at the ends of days."""
        self.lines = lines
        self.origin = origin // MINUTES_PER_DAY * MINUTES_PER_DAY
        self.horizon = self.origin - (self.origin - horizon) // MINUTES_PER_DAY * MINUTES_PER_DAY
        self._known: dict[tuple[int, Instant], int] = {}

    def code(self, k: int, t: Instant) -> int:
        """Give the code of an instant on calendar k."""
        if (k, t) not in self._known:
            line = self.lines[k]
            if line.elapsed:
                self._known[k, t] = 2 * (t - self.origin)
            else:
                self._known[k, t] = 2 * line.working(self.origin, t) + int(line.prev(t) != t)
        return self._known[k, t]

    def elapsed(self, t: Instant) -> int:
        """Give the code of an instant in elapsed time."""
        return 2 * (t - self.origin)

    def instants(self, k: int, codes: Ints | Halves) -> Ints:
        """Turn codes of calendar k into instants, each on its side of a gap."""
        line, wide = self.lines[k], codes.astype(np.int64)
        if line.elapsed:
            return np.asarray(self.origin + (wide >> 1))
        passed = line.working(line.window[0], self.origin)
        starts = wide & 1
        done = (wide >> 1) + passed - 1 + starts
        at = np.clip(np.searchsorted(line.before, done, side="right") - 1, 0, None)
        return np.asarray(line.starts[at] + done - line.before[at] + 1 - starts)

    def slots(self) -> Slots:
        """Lay out every calendar in slots."""
        parts = [_slots(line, self.origin, self.horizon) for line in self.lines]
        grains, reaches, ats, totals = zip(*parts, strict=True) if parts else ((), (), (), ())
        return Slots(
            grain=np.array(grains, dtype=np.int64),
            inverse=np.array([1.0 / grain if grain else 0.0 for grain in grains]),
            reach=_joined(reaches),
            reach_first=_places(reaches),
            at=_joined(ats),
            at_first=_places(ats),
            last=np.array([max(len(r) * g - 1, 0) for r, g in zip(reaches, grains, strict=True)], dtype=np.int64),
            total=np.array(totals, dtype=np.int64),
        )


_NOTHING: Halves = np.zeros(0, dtype=np.int32)


def _slots(line: WorkTime, origin: Instant, horizon: Instant) -> tuple[int, Halves, Halves, int]:
    """Give the grain of a calendar, where working time has got to by slot, its working slots, and its total."""
    if line.elapsed:
        return 0, _NOTHING, _NOTHING, 0
    spans = line.spans(origin, horizon)
    starts, ends = spans.starts - origin, spans.ends - origin
    grain = int(np.gcd.reduce(np.concatenate([starts, ends, [MINUTES_PER_DAY]])))
    count = -(-(horizon - origin) // grain)
    edges = np.zeros(count + 2, dtype=np.int32)
    np.add.at(edges, starts // grain, 1)
    np.add.at(edges, ends // grain, -1)
    works = np.cumsum(edges[:-1], dtype=np.int32)
    before = (np.cumsum(works) - works) * grain
    previous = np.concatenate([works[:1], works[:-1]])
    at = np.flatnonzero(works).astype(np.int32) * grain
    reach = (4 * before + 2 * previous + works).astype(np.int32)
    return grain, reach, at.astype(np.int32), int(works.sum()) * grain


def _joined(parts: Sequence[Halves]) -> Halves:
    return np.concatenate([_NOTHING, *parts])


def _places(parts: Sequence[Halves]) -> Ints:
    return np.array(list(accumulate((len(part) for part in parts), initial=0)), dtype=np.int64)
