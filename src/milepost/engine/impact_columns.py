"""What a change does to the dates of a large plan, compared column by column: the answer to an edit (review.md 1)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from milepost.engine.answers import times_of
from milepost.engine.clock import Int64s
from milepost.engine.columns import DateColumns, Flags
from milepost.engine.impact import MOST_NAMED, Impact, Move
from milepost.engine.results import Schedule
from milepost.engine.tasks import Task
from milepost.engine.units import Uid

#: No date lies so late.
_NEVER = np.iinfo(np.int64).max


@dataclass(frozen=True)
class Side:
    """One of the two schedules that are compared, with its dates as columns."""

    schedule: Schedule
    dates: DateColumns

    @property
    def tasks(self) -> tuple[Task, ...]:
        """Give the tasks."""
        return self.schedule.plan.tasks

    @cached_property
    def place(self) -> dict[Uid, int]:
        """Find a task's place."""
        return {task.uid: n for n, task in enumerate(self.tasks)}

    @cached_property
    def leaves(self) -> Flags:
        """Mark the tasks with dates that are no summaries."""
        above = {task.parent for task in self.tasks}
        own = np.array([task.uid not in above and not task.summary for task in self.tasks], dtype=np.bool_)
        return self.dates.active & own

    @cached_property
    def unfinished(self) -> Flags:
        """Mark the tasks without an actual finish."""
        return np.array([task.actual_finish is None for task in self.tasks], dtype=np.bool_)

    @cached_property
    def deadlines(self) -> Int64s:
        """Give the deadline of every task, beyond all dates where it has none."""
        return np.array([_NEVER if task.deadline is None else task.deadline for task in self.tasks], dtype=np.int64)

    @cached_property
    def milestones(self) -> frozenset[Uid]:
        """Number the milestones."""
        return frozenset(task.uid for task in self.tasks if task.milestone)

    def uids(self, marks: Flags) -> tuple[Uid, ...]:
        """Give the numbers of marked tasks in plan order."""
        return tuple(self.tasks[n].uid for n in np.flatnonzero(marks).tolist())


def impact_of_columns(before: Side, after: Side, match: Int64s | None = None) -> Impact:
    """Compare two schedules of a plan as `impact` does, without cost and load, which take records to measure.

    `match` is their `matching` where that is known.
    """
    if match is None:
        match = matching(before, after)
    moves = _moves(before, after, match)
    then, promised = _as_after(before, after, match)
    now = after.leaves & after.unfinished
    old, new = _measures(before, then, promised), _measures(after, now, after.deadlines)
    first, last = before.schedule.finish, after.schedule.finish
    joined, left = set(old["critical"]), set(new["critical"])
    return Impact(
        finish_before=first,
        finish_after=last,
        finish_delta=times_of(before.schedule).of_calendar(None).working(first, last),
        milestones=tuple(move for move in moves if move.task in after.milestones),
        missed_before=old["missed"],
        missed_after=new["missed"],
        late_before=old["late"],
        late_after=new["late"],
        min_float_before=_least_float(before, then),
        min_float_after=_least_float(after, now),
        critical_joined=tuple(uid for uid in new["critical"] if uid not in joined),
        critical_left=tuple(uid for uid in old["critical"] if uid not in left),
        moved=_moved(before, after, match),
        moves=tuple(sorted(moves, key=lambda move: (-abs(move.delta), move.task))[:MOST_NAMED]),
    )


def matching(before: Side, after: Side) -> Int64s:
    """Give the place each task of `after` had in `before`, -1 for new ones."""
    if len(before.tasks) == len(after.tasks) and all(
        a.uid == b.uid for a, b in zip(before.tasks, after.tasks, strict=True)
    ):
        return np.arange(len(after.tasks), dtype=np.int64)
    return np.array([before.place.get(task.uid, -1) for task in after.tasks], dtype=np.int64)


def _both(before: Side, after: Side, match: Int64s) -> Int64s:
    """Give the places in `after` of leaves that both have."""
    places = np.flatnonzero(after.leaves & (match >= 0))
    return places[before.leaves[match[places]]]


def _moves(before: Side, after: Side, match: Int64s) -> list[Move]:
    places = _both(before, after, match)
    was, now = before.dates.finish[match[places]], after.dates.finish[places]
    times, found = times_of(before.schedule), []
    for n in np.flatnonzero(was != now).tolist():
        uid, first, last = after.tasks[int(places[n])].uid, int(was[n]), int(now[n])
        delta = times.of_task(uid).working(first, last)
        if delta:
            found.append(Move(uid, first, last, delta))
    return found


def _moved(before: Side, after: Side, match: Int64s) -> int:
    places = _both(before, after, match)
    old = match[places]
    differ = (before.dates.start[old] != after.dates.start[places]) | (
        before.dates.finish[old] != after.dates.finish[places]
    )
    alone = int(after.leaves.sum()) + int(before.leaves.sum()) - 2 * len(places)
    return int(differ.sum()) + alone


def _measures(side: Side, unfinished: Flags, deadlines: Int64s) -> dict[str, tuple[Uid, ...]]:
    return {
        "missed": side.uids(unfinished & (side.dates.finish > deadlines)),
        "late": side.uids(unfinished & (side.dates.total_float < 0)),
        "critical": side.uids(unfinished & side.dates.critical),
    }


def _as_after(before: Side, after: Side, match: Int64s) -> tuple[Flags, Int64s]:
    """Mark the leaves of `before` that the plan after the change calls unfinished, and give its deadlines for them."""
    unfinished, deadlines = before.unfinished.copy(), before.deadlines.copy()
    both = match >= 0
    unfinished[match[both]], deadlines[match[both]] = after.unfinished[both], after.deadlines[both]
    return before.leaves & unfinished, deadlines


def _least_float(side: Side, unfinished: Flags) -> int:
    floats = side.dates.total_float[unfinished]
    return int(floats.min()) if len(floats) else 0
