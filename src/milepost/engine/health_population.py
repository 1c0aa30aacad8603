"""Which tasks and links the schedule assessment counts (review.md 2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import BaselineTask, Link, Task, TaskKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime, WorkTimes

_AROUND = (TaskKind.LEVEL_OF_EFFORT, TaskKind.RECURRING)


@dataclass(frozen=True)
class Population:
    """The leaf tasks of a schedule that count, with what the metrics ask about them.

    Left out are summaries, level of effort, recurring, inactive and external tasks. `tasks` holds
    all of them in plan order, `incomplete` those below 100 % and without an actual finish. `links`
    have an incomplete successor and two active ends. `into` and `out_of` are the links of a task,
    those of the summaries above it included.
    """

    schedule: Schedule
    times: WorkTimes
    tasks: tuple[Task, ...]
    incomplete: tuple[Task, ...]
    links: tuple[Link, ...]
    into: Mapping[Uid, tuple[Link, ...]]
    out_of: Mapping[Uid, tuple[Link, ...]]
    baseline: Mapping[Uid, BaselineTask]

    @property
    def status(self) -> Instant | None:
        """The status date."""
        return self.schedule.plan.settings.status_date

    @property
    def day(self) -> Minutes:
        """The minutes of a working day."""
        return self.schedule.plan.settings.minutes_per_day

    @property
    def project(self) -> WorkTime:
        """The project's working time."""
        return self.times.of_calendar(None)

    def dates(self, task: Task) -> TaskDates:
        """The computed dates of a task."""
        return self.schedule.by_uid[task.uid]

    def later(self, task: Task, first: Instant, last: Instant) -> bool:
        """Whether working time of the task lies between two instants."""
        return last > first and self.times.of_task(task.uid).working(first, last) > 0

    def float_days(self, task: Task) -> Decimal:
        """A task's total float in working days; wall-clock float is counted in the project's working time."""
        dates = self.dates(task)
        minutes = dates.total_float
        if dates.elapsed_float:
            minutes = self.project.working(dates.early_finish, dates.early_finish + minutes)
        return Decimal(minutes) / self.day


def population(schedule: Schedule, times: WorkTimes | None = None) -> Population:
    """Pick what the assessment counts."""
    plan = schedule.plan
    above = {task.uid: task.parent for task in plan.tasks}
    summaries = {dates.uid for dates in schedule.tasks if dates.summary} | {p for p in above.values() if p is not None}
    active = set(schedule.by_uid)
    tasks = tuple(
        task
        for task in plan.tasks
        if task.uid in active and task.uid not in summaries and not task.summary and task.kind is TaskKind.TASK
    )
    incomplete = tuple(task for task in tasks if not complete(task))
    unfinished = {uid for task in incomplete for uid in _upwards(task.uid, above)}
    # Level of effort and recurring work never drives anything, so its links are no logic.
    logical = active - {task.uid for task in plan.tasks if task.kind in _AROUND}
    of_active = [link for link in plan.links if link.predecessor in logical and link.successor in logical]
    links = tuple(link for link in of_active if link.successor in unfinished)
    baseline = next((b for b in plan.baselines if b.number == plan.settings.current_baseline), None)
    return Population(
        schedule,
        times or WorkTimes(plan),
        tasks,
        incomplete,
        links,
        _ends(tasks, above, ((link.successor, link) for link in of_active)),
        _ends(tasks, above, ((link.predecessor, link) for link in of_active)),
        {row.task: row for row in baseline.tasks} if baseline else {},
    )


def complete(task: Task) -> bool:
    """Whether nothing of a task remains."""
    return task.actual_finish is not None or task.percent_complete >= 100


def _upwards(uid: Uid, above: Mapping[Uid, Uid | None]) -> list[Uid]:
    chain, following = list[Uid](), above.get(uid)
    chain.append(uid)
    while following is not None and following not in chain:
        chain.append(following)
        following = above.get(following)
    return chain


def _ends(
    tasks: Iterable[Task], above: Mapping[Uid, Uid | None], rows: Iterable[tuple[Uid, Link]]
) -> dict[Uid, tuple[Link, ...]]:
    found: dict[Uid, list[Link]] = {}
    for uid, link in rows:
        found.setdefault(uid, []).append(link)
    return {task.uid: tuple(link for uid in _upwards(task.uid, above) for link in found.get(uid, ())) for task in tasks}
