"""The binding cause of each leaf's start (domain/schedule.md 6.5)."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.compiled import Compiled
from milepost.engine.kernel import FAR, Column
from milepost.engine.kernels_float import same_start
from milepost.engine.kernels_forward import constrained, logic_start, start_for_finish, work_start
from milepost.engine.kernels_time import next_start
from milepost.engine.passes import Passes
from milepost.engine.results import Driver, DriverKind
from milepost.engine.tables import COMPLETE, EXTERNAL, FIXED, STARTED
from milepost.engine.tasks import ConstraintKind
from milepost.engine.units import Instant


@dataclass(frozen=True)
class Reasons:
    """Finds the driver of the task at a position; `drives` marks the driving links, `shifted` ALAP tasks that moved."""

    passes: Passes
    drives: Column
    shifted: frozenset[int]

    def of(self, p: int) -> Driver:
        """Name what decides the start of the task at position p."""
        plan = self.passes.plan
        state = self.passes.tasks.state[p]
        links = self._links(p)
        if state in (STARTED, COMPLETE):
            return Driver(DriverKind.ACTUAL, links)
        if state in (FIXED, EXTERNAL):
            return Driver(DriverKind.MANUAL if state == FIXED else DriverKind.EXTERNAL)
        if p in self.shifted:
            return Driver(DriverKind.LATE_DATES, links, ConstraintKind.ALAP)
        return self._unstarted(plan, p, links)

    def _links(self, p: int) -> tuple[int, ...]:
        plan = self.passes.plan
        edges = range(plan.edges.first[p], plan.edges.first[p + 1])
        return tuple(sorted({plan.sources[e] for e in edges if self.drives[e]}))

    def _unstarted(self, plan: Compiled, p: int, links: tuple[int, ...]) -> Driver:
        clocks, tasks, edges, rules, dates = self.passes.tables()
        if tasks.delay[p]:
            return Driver(DriverKind.LEVELLING, links)
        at = logic_start(clocks, tasks, edges, rules, dates, p)
        if plan.frame.leaves[p].constraints or plan.bound:
            constraint = self._constraint(p, at)
            if constraint is not None:
                return Driver(DriverKind.CONSTRAINT, (), constraint)
            at = constrained(clocks, tasks, rules, p, at)
        kind = DriverKind.LINK if links else DriverKind.PROJECT_START
        settings = plan.frame.plan.settings
        if settings.schedule_from_finish:
            if not links or same_start(clocks, tasks, rules, p, dates.remaining[p], dates.late_remaining[p]):
                return Driver(DriverKind.LATE_DATES, links)
        elif not links and rules.base > settings.start:
            kind = DriverKind.STATUS_DATE
        return self._waiting(plan, p, at, Driver(kind, links))

    def _constraint(self, p: int, logic: Instant) -> ConstraintKind | None:
        """Name the constraint that decides a start, None when links, base or calendars do."""
        clocks, tasks, _, rules, _ = self.passes.tables()
        if tasks.finish_on[p] < FAR:
            return ConstraintKind.MFO
        if tasks.start_on[p] < FAR:
            return ConstraintKind.MSO
        floors = {ConstraintKind.SNET: tasks.earliest[p]}
        if tasks.finish_earliest[p] > -FAR:
            floors[ConstraintKind.FNET] = start_for_finish(clocks, tasks, p, tasks.finish_earliest[p])
        name, floor = max(floors.items(), key=lambda item: item[1])
        x = max(logic, floor)
        binding = name if floor > logic and not same_start(clocks, tasks, rules, p, floor, logic) else None
        if rules.honor:
            caps = {ConstraintKind.SNLT: tasks.start_by[p]}
            if tasks.finish_by[p] < FAR:
                caps[ConstraintKind.FNLT] = start_for_finish(clocks, tasks, p, tasks.finish_by[p])
            name, cap = min(caps.items(), key=lambda item: item[1])
            if cap < x and not same_start(clocks, tasks, rules, p, cap, x):
                binding = name
        return binding

    def _waiting(self, plan: Compiled, p: int, at: Instant, driver: Driver) -> Driver:
        """Name the calendar or the resource a task waits for beyond the project's working time."""
        clocks, tasks, _, rules, dates = self.passes.tables()
        task = plan.frame.leaves[p]
        if task.calendar is None and task.uid not in plan.frame.crew:
            return driver
        if task.elapsed or work_start(clocks, tasks, rules, p, at) == at:
            return driver
        usual = next_start(clocks, plan.project_clock, at)
        if dates.early_start[p] <= usual:
            return driver
        crew = plan.frame.crew.get(task.uid)
        if crew and not (task.ignore_resource_calendars and task.calendar is not None):
            return Driver(DriverKind.RESOURCE, driver.links, None, None, crew[0].resource)
        return Driver(DriverKind.CALENDAR, driver.links, None, task.calendar)
