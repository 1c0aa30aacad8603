"""What a change does to a schedule: the difference of two schedules, in working time (review.md 1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.overload import Days, overload
from milepost.engine.plan_cost import planned_cost
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

#: How many of the moved tasks an impact names.
MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Move:
    """A task's finish before and after, and the working minutes between (positive: later)."""

    task: Uid
    before: Instant
    after: Instant
    delta: Minutes


@dataclass(frozen=True, slots=True)
class Impact:
    """Before, after and difference of two schedules.

    Deltas are signed working minutes of the project calendar for the project finish and of each
    task's own calendar for tasks; positive is later. `late_*` are the open tasks with negative
    float, `missed_*` those that finish after their deadline. `cost_*` is the planned cost at
    completion, None where nothing has a rate or a cost. `overload_*` is the person-minutes asked of
    people beyond their capacity, by day; None where it was not measured. `moved` counts every leaf
    task whose start or finish moved, `moves` names the ones that moved most.
    """

    finish_before: Instant
    finish_after: Instant
    finish_delta: Minutes
    milestones: tuple[Move, ...]
    missed_before: tuple[Uid, ...]
    missed_after: tuple[Uid, ...]
    late_before: tuple[Uid, ...]
    late_after: tuple[Uid, ...]
    min_float_before: Minutes
    min_float_after: Minutes
    critical_joined: tuple[Uid, ...]
    critical_left: tuple[Uid, ...]
    moved: int
    moves: tuple[Move, ...]
    cost_before: Decimal | None = None
    cost_after: Decimal | None = None
    overload_before: Minutes | None = None
    overload_after: Minutes | None = None

    @property
    def cost_delta(self) -> Decimal | None:
        """How much more the plan costs; None where costs are unknown."""
        if self.cost_before is None or self.cost_after is None:
            return None
        return self.cost_after - self.cost_before

    @property
    def nothing(self) -> bool:
        """Whether no date moved."""
        return not self.moved and not self.finish_delta


def impact(
    before: Schedule, after: Schedule, *, people: bool = True, times: WorkTimes | None = None, days: Days | None = None
) -> Impact:
    """Compare two schedules of a plan; `people` also measures over-allocation, the dearest part.

    Tasks are matched by uid; one that is in one schedule only counts as moved, not as delayed.
    `times` and `days` (those of `before`) share what an earlier comparison with it has expanded; `days`
    serves `after` too where both have the same calendars and resources.
    """
    times = times or WorkTimes(before.plan)
    tasks = {task.uid: task for task in before.plan.tasks} | {task.uid: task for task in after.plan.tasks}
    old, new = _leaves(before), _leaves(after)
    moves = _moves(old, new, times, {task.uid for task in before.plan.tasks})
    critical = (_critical(old, tasks), _critical(new, tasks))
    return Impact(
        finish_before=before.finish,
        finish_after=after.finish,
        finish_delta=times.of_calendar(None).working(before.finish, after.finish),
        milestones=tuple(move for move in moves if tasks[move.task].milestone and move.delta),
        missed_before=_missed(old, tasks),
        missed_after=_missed(new, tasks),
        late_before=_late(old, tasks),
        late_after=_late(new, tasks),
        min_float_before=_least_float(old, tasks),
        min_float_after=_least_float(new, tasks),
        critical_joined=tuple(uid for uid in critical[1] if uid not in critical[0]),
        critical_left=tuple(uid for uid in critical[0] if uid not in critical[1]),
        moved=_moved(old, new),
        moves=tuple(sorted(moves, key=lambda move: (-abs(move.delta), move.task))[:MOST_NAMED]),
        cost_before=planned_cost(before),
        cost_after=planned_cost(after),
        overload_before=(days.overload if days is not None else overload(before)) if people else None,
        overload_after=overload(after, days if _same_people(before, after) else None) if people else None,
    )


def _same_people(before: Schedule, after: Schedule) -> bool:
    """Whether both plans know the same people and tasks, so that what was measured of one serves the other."""
    old, new = before.plan, after.plan
    return len(old.tasks) == len(new.tasks) and (old.calendars, old.resources) == (new.calendars, new.resources)


def _leaves(schedule: Schedule) -> dict[Uid, TaskDates]:
    return {dates.uid: dates for dates in schedule.tasks if not dates.summary}


def _moves(old: Mapping[Uid, TaskDates], new: Mapping[Uid, TaskDates], times: WorkTimes, known: set[Uid]) -> list[Move]:
    found = []
    for uid, dates in new.items():
        was = old.get(uid)
        if was is not None and uid in known and was.finish != dates.finish:
            delta = times.of_task(uid).working(was.finish, dates.finish)
            if delta:
                found.append(Move(uid, was.finish, dates.finish, delta))
    return found


def _moved(old: Mapping[Uid, TaskDates], new: Mapping[Uid, TaskDates]) -> int:
    changed = sum(
        uid not in old or (old[uid].start, old[uid].finish) != (dates.start, dates.finish) for uid, dates in new.items()
    )
    return changed + sum(uid not in new for uid in old)


def _missed(leaves: Mapping[Uid, TaskDates], tasks: Mapping[Uid, Task]) -> tuple[Uid, ...]:
    deadlines = {uid: tasks[uid].deadline for uid in leaves if _open(tasks[uid])}
    return tuple(uid for uid, at in deadlines.items() if at is not None and leaves[uid].finish > at)


def _late(leaves: Mapping[Uid, TaskDates], tasks: Mapping[Uid, Task]) -> tuple[Uid, ...]:
    return tuple(uid for uid, dates in leaves.items() if _open(tasks[uid]) and dates.total_float < 0)


def _least_float(leaves: Mapping[Uid, TaskDates], tasks: Mapping[Uid, Task]) -> Minutes:
    return min((dates.total_float for uid, dates in leaves.items() if _open(tasks[uid])), default=0)


def _critical(leaves: Mapping[Uid, TaskDates], tasks: Mapping[Uid, Task]) -> tuple[Uid, ...]:
    return tuple(uid for uid, dates in leaves.items() if dates.critical and _open(tasks[uid]))


def _open(task: Task) -> bool:
    return task.actual_finish is None
