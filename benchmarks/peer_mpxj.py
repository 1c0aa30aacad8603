"""MPXJ's own Microsoft Project scheduler, called in this process through JPype."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import jpype
import mpxj
from peers import timed
from plans import DAY, START

from milepost.engine.calendars import Calendar
from milepost.engine.clock import moment
from milepost.engine.plan import Plan
from milepost.engine.tasks import LinkType

#: Importing the package puts its jars on the class path.
JARS = mpxj.__file__


def seconds(plan: Plan, repeats: int) -> list[float]:
    """Time MPXJ's Microsoft scheduler in a JVM that has run it before."""
    if not jpype.isJVMStarted():
        jpype.startJVM("-Xmx2g")
    names = jpype.JPackage("org").mpxj
    start = _java_moment(datetime.combine(START, datetime.min.time()) + timedelta(hours=8))

    def run(project: Any) -> None:
        names.cpm.MicrosoftScheduler().schedule(project, start)

    return list(timed(lambda: _mpxj_project(plan, names), run, repeats))


def _mpxj_project(plan: Plan, names: Any) -> Any:
    project = names.ProjectFile()
    calendars = {c.uid: _mpxj_calendar(project, c) for c in plan.calendars}
    project.setDefaultCalendar(calendars[1])
    types = {kind: getattr(names.RelationType, _MPXJ_LINKS[kind]) for kind in LinkType}
    rows: dict[int, Any] = {}
    for task in plan.tasks:
        row = project.addTask() if task.summary or task.parent is None else rows[task.parent].addTask()
        rows[task.uid] = row
        row.setName(task.name)
        if task.summary:
            continue
        span = names.Duration.getInstance(task.duration / DAY, names.TimeUnit.DAYS)
        row.setDuration(span)
        row.setRemainingDuration(span)
        row.setActualDuration(names.Duration.getInstance(0, names.TimeUnit.DAYS))
        if task.calendar is not None:
            row.setCalendar(calendars[task.calendar])
        if task.constraints and task.constraints[0].at is not None:
            row.setConstraintType(names.ConstraintType.START_NO_EARLIER_THAN)
            row.setConstraintDate(_java_moment(moment(task.constraints[0].at)))
    for link in plan.links:
        builder = names.Relation.Builder().predecessorTask(rows[link.predecessor]).type(types[link.type])
        lag = names.Duration.getInstance(link.lag / DAY, names.TimeUnit.DAYS)
        rows[link.successor].addPredecessor(builder.lag(lag))
    return project


_MPXJ_LINKS = {
    LinkType.FS: "FINISH_START",
    LinkType.SS: "START_START",
    LinkType.FF: "FINISH_FINISH",
    LinkType.SF: "START_FINISH",
}


def _mpxj_calendar(project: Any, calendar: Calendar) -> Any:
    days = jpype.JPackage("java").time.DayOfWeek
    made = project.addDefaultBaseCalendar()
    made.setName(calendar.name)
    if calendar.week[5]:
        made.setWorkingDay(days.SATURDAY, True)
        hours = made.addCalendarHours(days.SATURDAY)
        for begin, end in calendar.week[5]:
            hours.add(jpype.JPackage("org").mpxj.LocalTimeRange(_java_time(begin), _java_time(end)))
    for exception in calendar.exceptions:
        made.addCalendarException(_java_date(exception.start), _java_date(exception.end))
    return made


def _java_moment(at: datetime) -> Any:
    return jpype.JPackage("java").time.LocalDateTime.of(at.year, at.month, at.day, at.hour, at.minute)


def _java_date(day: date) -> Any:
    return jpype.JPackage("java").time.LocalDate.of(day.year, day.month, day.day)


def _java_time(minutes: int) -> Any:
    return jpype.JPackage("java").time.LocalTime.of(minutes // 60, minutes % 60)
