"""Percentiles of dates: quantiles of working minutes, shown as instants (domain/risk.md 4)."""

from __future__ import annotations

import numpy as np

from milepost.engine.simulation.tables import Ints
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTime


def working(line: WorkTime, start: Instant, instants: Ints) -> Ints:
    """Count the working minutes from a start to each instant, negative for earlier ones."""
    if line.elapsed or not len(instants):
        return np.asarray(instants - start)
    line.cover(min(start, int(instants.min())), max(start, int(instants.max())))
    at = np.searchsorted(line.starts, instants, side="right") - 1
    inside = np.minimum(instants, line.ends[at]) - line.starts[at]
    done = np.where(at >= 0, line.before[at] + inside, 0)
    return np.asarray(done - line.working(line.window[0], start))


def quantile(line: WorkTime, start: Instant, instants: Ints, share: float) -> Instant:
    """Give the instant that a share (0..1) of the instants does not exceed, between two of them in proportion.

    Where working minutes do not tell instants apart, as in a gap, the earliest is given.
    """
    minutes = working(line, start, instants)
    wanted: Minutes = round(float(np.quantile(minutes, share)))
    exact = instants[minutes == wanted]
    return int(exact.min()) if len(exact) else line.add(start, wanted)


def moved(line: WorkTime, instants: Ints, minutes: Minutes) -> Ints:
    """Move instants by working minutes: later onto the finish side of a gap, earlier onto the start side."""
    if not minutes:
        return instants
    if line.elapsed:
        return np.asarray(instants + minutes)
    line.add(int(instants.max()), max(minutes, 0))
    line.add(int(instants.min()), min(minutes, 0))
    first = line.window[0]
    wanted = working(line, first, instants) + minutes
    at = np.searchsorted(line.before, wanted, side="left" if minutes > 0 else "right") - 1
    return np.asarray(line.starts[at] + wanted - line.before[at])
