"""What several rules read off a task the same way: its float in words, who could stand in."""

from __future__ import annotations

from milepost.advisor.context import Context
from milepost.advisor.finding import Evidence
from milepost.engine.resources import Resource
from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.workload import capacity


def stand_ins(context: Context, uid: Uid) -> list[Resource]:
    """People of the same group who could take a task over, those with the most free time first."""
    crew = context.people(uid)
    if not crew or not crew[0].group:
        return []
    taken = {person.uid for person in crew}
    same = [
        person
        for person in context.resources.values()
        if person.group == crew[0].group and person.uid not in taken and not person.inactive and not person.generic
    ]
    return sorted(same, key=lambda person: (sum(load.demand for load in context.daily.get(person.uid, ())), person.uid))


def float_left(context: Context, dates: TaskDates) -> Evidence:
    """A task's total float in plain words."""
    if dates.total_float < 0:
        return Evidence("Float", f"{context.span(dates.total_float)} short of a date it must keep", (dates.uid,))
    if dates.total_float == 0:
        return Evidence("Float", "none: each day it slips moves the end date", (dates.uid,))
    return Evidence("Float", f"it can slip {context.span(dates.total_float)} before the end date moves", (dates.uid,))


def is_point(task: Task) -> bool:
    """Tell whether a task is a moment rather than work."""
    return task.duration == 0


def free_minutes(context: Context, person: Uid, dates: TaskDates) -> int:
    """The work a person could still take on while a task runs, within the window workload is judged over."""
    begin = max(dates.start, context.as_of)
    line = context.times.of_calendar(None)
    end = max(dates.finish, line.add(line.next(begin), dates.remaining_duration))
    end = max(min(end, context.ahead(context.limits.workload_days)), begin)
    asked = sum(load.demand for load in context.daily.get(person, ()) if begin <= load.end and load.start < end)
    return capacity(context.resources[person], begin, end, context.times) - asked
