"""What a report says of the plan itself: key dates, every task's dates, and the task counts."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from milepost.dossier import Dossier
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import BaselineTask, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes
from milepost.press.report import Column, Section, Table
from milepost.press.words import day, days_of


@dataclass(frozen=True)
class PlanFacts:
    """A dossier with its schedule, and what tables and charts ask of them."""

    dossier: Dossier
    schedule: Schedule
    times: WorkTimes = field(repr=False)

    @classmethod
    def of(cls, dossier: Dossier, schedule: Schedule) -> PlanFacts:
        """Look at a scheduled dossier."""
        return cls(dossier, schedule, WorkTimes(schedule.plan))

    @cached_property
    def tasks(self) -> dict[Uid, Task]:
        """The tasks by uid."""
        return {task.uid: task for task in self.schedule.plan.tasks}

    @cached_property
    def baseline(self) -> dict[Uid, BaselineTask]:
        """What the plan's current baseline remembers, by task."""
        number = self.schedule.plan.settings.current_baseline
        found = next((b for b in self.schedule.plan.baselines if b.number == number), None)
        return {row.task: row for row in found.tasks} if found else {}

    @cached_property
    def leaves(self) -> tuple[TaskDates, ...]:
        """The dates of every leaf task."""
        return tuple(dates for dates in self.schedule.tasks if not dates.summary)

    @cached_property
    def open(self) -> tuple[TaskDates, ...]:
        """The dates of every leaf task that is not complete."""
        return tuple(dates for dates in self.leaves if self.tasks[dates.uid].actual_finish is None)

    def day(self, at: Instant | None) -> str:
        """A date in the project's zone; empty for none."""
        return "" if at is None else day(at, self.schedule.plan.settings.zone)

    def span(self, minutes: int, *, signed: bool = False) -> str:
        """A span of working time in days of the project."""
        return days_of(minutes, self.schedule.plan.settings.minutes_per_day, signed=signed)

    def later(self, uid: Uid, before: Instant | None, now: Instant) -> str:
        """How much working time a task's date moved; empty if it did not or nothing is known."""
        if before is None:
            return ""
        minutes = self.times.of_task(uid).working(before, now)
        return self.span(minutes, signed=True) if minutes else ""


def schedule_section(facts: PlanFacts) -> Section:
    """Every leaf task with its dates, float and state."""
    titles = ("Id", "Task", "Start", "Finish", "Later by", "Float", "State")
    columns = tuple(Column(title, right=title in {"Later by", "Float"}) for title in titles)
    rows = []
    strong = []
    for place, dates in enumerate(facts.leaves):
        task = facts.tasks[dates.uid]
        base = facts.baseline.get(dates.uid)
        late = facts.later(dates.uid, base.finish if base else None, dates.finish)
        spent = task.actual_finish is not None
        total = "" if spent else facts.span(dates.total_float)
        named = (task.code or str(task.uid), task.name, facts.day(dates.start), facts.day(dates.finish))
        rows.append((*named, late, total, state(task, dates)))
        if dates.critical and not spent:
            strong.append(place)
    note = "Later by counts working days after the baseline finish; critical tasks are bold."
    return Section("schedule", "Schedule", note, Table(columns, tuple(rows), tuple(strong)), "The plan has no tasks.")


def state(task: Task, dates: TaskDates) -> str:
    """How far a task is, and whether it is critical."""
    if task.actual_finish is not None:
        return "complete"
    word = f"{int(task.percent_complete)} %" if task.actual_start is not None else "not started"
    return f"{word}, critical" if dates.critical else word
