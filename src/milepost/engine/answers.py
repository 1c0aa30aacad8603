"""The records of a schedule, made from the columns of its passes when somebody asks for them."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from milepost.engine.checks import warnings
from milepost.engine.criticality import critical_tasks, longest_path, near_threshold, total_floats
from milepost.engine.date_warnings import date_warnings
from milepost.engine.effort import remaining_duration
from milepost.engine.kernel import FAR, Column
from milepost.engine.level_of_effort import with_efforts
from milepost.engine.negative_float import negative_float
from milepost.engine.notices import Notice
from milepost.engine.passes import Passes
from milepost.engine.progress import actual_duration
from milepost.engine.reasons import Reasons
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.rollup import roll_up
from milepost.engine.tables import COMPLETE, FIXED, UNSTARTED
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import WorkTimes


def times_of(schedule: Schedule) -> WorkTimes:
    """Give the working times a schedule was computed with."""
    answers = schedule.answers
    return answers.passes.plan.frame.times if isinstance(answers, Computed) else WorkTimes(schedule.plan)


@dataclass
class Computed:
    """A scheduled plan as columns: `start` and `finish` by position, and the positions ALAP moved."""

    passes: Passes
    finish_date: Instant
    start: Column
    finish: Column
    shifted: frozenset[int] = frozenset()

    def tasks(self) -> tuple[TaskDates, ...]:
        """Give the dates of every active task in plan order."""
        plan = self.passes.plan
        base, project = plan.frame, plan.frame.times.of_calendar(None)
        leaves = {base.order[p]: self._leaf(p) for p in range(len(base.order)) if p not in base.hubs}
        rolled = roll_up(base.plan.tasks, base.shape, leaves, project)
        if base.shape.efforts:
            around = {dates.uid: dates for dates in rolled}
            rolled = roll_up(base.plan.tasks, base.shape, with_efforts(base, leaves, around), project)
        return tuple(rolled)

    def notices(self) -> tuple[Notice, ...]:
        """Give the warnings: those of the plan itself, then those of its dates."""
        plan = self.passes.plan.frame.plan
        return (*warnings(plan), *negative_float(self.passes, self.totals), *date_warnings(self))

    @cached_property
    def drives(self) -> Column:
        """Which rows of the edges drive."""
        return self.passes.driving()

    @cached_property
    def path(self) -> set[int]:
        """The positions on the longest path."""
        return longest_path(self.passes, self.drives, self.finish_date)

    @cached_property
    def totals(self) -> list[Minutes]:
        """Total float by position."""
        return total_floats(self.passes, self.passes.plan.frame.plan.settings)

    @cached_property
    def critical(self) -> tuple[set[int], set[int]]:
        """The critical positions by total float, and by the plan's own definition."""
        return critical_tasks(self.passes, self.passes.plan.frame.plan.settings, self.totals, self.path)

    @cached_property
    def near(self) -> Minutes:
        """The float up to which a task is near critical."""
        plan = self.passes.plan
        return near_threshold(plan.frame.plan.settings, plan.frame.times.of_calendar(None), self.finish_date)

    @cached_property
    def reasons(self) -> Reasons:
        """Who finds drivers."""
        return Reasons(self.passes, self.drives, self.shifted)

    def _leaf(self, p: int) -> TaskDates:
        plan, dates, floats = self.passes.plan, self.passes.dates, self.passes.floats
        task, critical = plan.frame.leaves[p], p in self.critical[1]
        limit = plan.frame.plan.settings.critical_threshold
        left = self._left(p)
        shown = task.duration if self.passes.tasks.state[p] in (UNSTARTED, FIXED) else actual_duration(task) + left
        return TaskDates(
            uid=task.uid,
            start=self.start[p],
            finish=self.finish[p],
            early_start=dates.early_start[p],
            early_finish=dates.early_finish[p],
            late_start=dates.late_start[p],
            late_finish=dates.late_finish[p],
            remaining_start=dates.remaining[p],
            duration=left if self._is_expected(p) and task.actual_start is None else shown,
            remaining_duration=left,
            total_float=self.totals[p],
            free_float=floats.free[p],
            elapsed_float=plan.frame.book.lines[self.passes.tasks.clock[p]].elapsed,
            critical=critical,
            near_critical=not critical
            and self.passes.tasks.state[p] != COMPLETE
            and limit < self.totals[p] <= self.near,
            on_longest_path=p in self.path,
            summary=task.summary,
            driver=self.reasons.of(p),
        )

    def _is_expected(self, p: int) -> bool:
        return self.passes.tasks.expected[p] > -FAR

    def _left(self, p: int) -> Minutes:
        """Give the remaining duration of the task at a position, gaps of splits left out."""
        if self.passes.tasks.state[p] == COMPLETE:
            return 0
        if self._is_expected(p):
            return self.passes.tasks.span[p]
        return max(remaining_duration(self.passes.plan.frame.leaves[p]), 0)
