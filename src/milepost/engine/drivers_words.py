"""Why a task starts when it does, in the words of a project manager."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from milepost.engine.days_off import DayOff
from milepost.engine.results import Driver, DriverKind, Schedule, TaskDates
from milepost.engine.tasks import ConstraintKind, Link, LinkType, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.words import called, lag, span, when

_CONSTRAINTS = {
    ConstraintKind.SNET: "it must not start before {}",
    ConstraintKind.FNET: "it must not finish before {}",
    ConstraintKind.SNLT: "it must not start after {}",
    ConstraintKind.FNLT: "it must not finish after {}",
    ConstraintKind.MSO: "it must start on {}",
    ConstraintKind.MFO: "it must finish on {}",
}
_LINKS = {
    LinkType.FS: "{} finishes {}",
    LinkType.SS: "{} starts {}",
    LinkType.FF: "it cannot finish before {} does, {}",
    LinkType.SF: "it cannot finish before {} starts, {}",
}


class Voice:
    """Says the causes of a schedule's dates."""

    def __init__(self, schedule: Schedule) -> None:
        """Read the schedule's plan."""
        self.schedule = schedule
        self.settings = schedule.plan.settings

    @cached_property
    def tasks(self) -> dict[Uid, Task]:
        """The tasks of the plan by uid."""
        return {task.uid: task for task in self.schedule.plan.tasks}

    def sentence(self, uid: Uid, causes: Sequence[Driver], idle: Sequence[DayOff] = ()) -> str:
        """Say why a task starts: `Build starts Thu 5 Mar 08:00 because Analysis finishes Wed 4 Mar 17:00 (FS).`"""
        dates, name = self.schedule.by_uid[uid], called(self.tasks[uid])
        if causes[0].kind is DriverKind.ACTUAL:
            return f"{name} started {self.when(dates.start)} (actual){self._rest(dates, causes[0])}."
        reasons = " and because ".join(self.reason(uid, cause) for cause in causes)
        off = "".join(f"; {each.day:%a} {each.day.day} {each.day:%b} is off ({each.name})" for each in idle)
        return f"{name} starts {self.when(dates.start)} because {reasons}{off}."

    def when(self, at: Instant) -> str:
        """Say an instant."""
        return when(at, self.settings)

    def reason(self, uid: Uid, cause: Driver) -> str:
        """Say one cause as what follows `because`."""
        task = self.tasks[uid]
        if cause.kind is DriverKind.LINK:
            return self._links(cause.links)
        if cause.kind is DriverKind.CONSTRAINT:
            return self._constraint(task, cause.constraint)
        if cause.kind is DriverKind.LEVELLING:
            delay = span(task.levelling_delay, "d", self.settings, elapsed=task.levelling_delay_elapsed)
            return f"{self._after(cause)}levelling delays it by {delay}"
        if cause.kind is DriverKind.PROJECT_START:
            return f"the project starts {self.when(self.settings.start)}"
        if cause.kind is DriverKind.STATUS_DATE and self.settings.status_date is not None:
            return f"what is not done cannot start before the status date {self.when(self.settings.status_date)}"
        if cause.kind is DriverKind.LATE_DATES and self.settings.schedule_from_finish and self.settings.finish:
            return f"it is as late as it can be for the project to finish {self.when(self.settings.finish)}"
        if cause.kind is DriverKind.CHILDREN:
            return f"{self._first_child(uid)} starts then"
        return _PLAIN.get(cause.kind) or self._unavailable(cause)

    def _links(self, links: Sequence[int]) -> str:
        return " and ".join(self._link(self.schedule.plan.links[n]) for n in links)

    def _link(self, link: Link) -> str:
        dates = self.schedule.by_uid[link.predecessor]
        at = dates.finish if link.type in (LinkType.FS, LinkType.FF) else dates.start
        words = _LINKS[link.type].format(called(self.tasks[link.predecessor]), self.when(at))
        return f"{words} ({link.type}{lag(link, self.settings)})"

    def _constraint(self, task: Task, kind: ConstraintKind | None) -> str:
        above: Task | None = task
        while above is not None:
            for row in above.constraints:
                if row.kind is kind and row.at is not None:
                    holder = "" if above is task else f", set on {called(above)}"
                    return f"{_CONSTRAINTS[row.kind].format(self.when(row.at))} ({row.kind}{holder})"
            above = None if above.parent is None else self.tasks.get(above.parent)
        return f"its constraint {kind} holds it"

    def _unavailable(self, cause: Driver) -> str:
        """Name the person or calendar that has no working time yet."""
        plan = self.schedule.plan
        if cause.kind is DriverKind.RESOURCE:
            who = next((r.name for r in plan.resources if r.uid == cause.resource), "its resource")
        else:
            uid = plan.settings.calendar if cause.calendar is None else cause.calendar
            who = next((f"its calendar {c.name}" for c in plan.calendars if c.uid == uid), "its calendar")
        return f"{self._after(cause)}{who} has no working time before"

    def _after(self, cause: Driver) -> str:
        return f"{self._links(cause.links)} and " if cause.links else ""

    def _rest(self, dates: TaskDates, cause: Driver) -> str:
        """Say what the rest of a started task waits for."""
        if not dates.remaining_duration:
            return ""
        begins = f"; what is left starts {self.when(dates.remaining_start)}"
        return f"{begins} because {self._links(cause.links)}" if cause.links else begins

    def _first_child(self, uid: Uid) -> str:
        at = self.schedule.by_uid[uid].start
        below = (task for task in self.tasks.values() if task.parent == uid and task.uid in self.schedule.by_uid)
        return next((called(task) for task in below if self.schedule.by_uid[task.uid].start == at), "its first task")


_PLAIN = {
    DriverKind.MANUAL: "its dates are set by hand",
    DriverKind.EXTERNAL: "its own project gives its dates",
    DriverKind.LATE_DATES: "it is to be done as late as possible",
}
