"""What several rules read off a task the same way: its float in words, who could stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import offer, step
from milepost.advisor.finding import Evidence, Proposal
from milepost.advisor.words import percent
from milepost.engine.resources import Resource
from milepost.engine.results import TaskDates
from milepost.engine.tasks import PercentType, Task
from milepost.engine.units import Uid
from milepost.engine.workload import capacity


def stand_ins(context: Context, uid: Uid, instead: Resource | None = None) -> list[Resource]:
    """People of the same group who could take a task over from somebody, those with the most free time first.

    Without `instead` the first person on the task is meant.
    """
    crew = context.people(uid)
    person = instead if instead is not None else crew[0] if crew else None
    if person is None or not person.group:
        return []
    taken = {other.uid for other in crew}
    same = [
        other
        for other in context.resources.values()
        if other.group == person.group
        and other.uid in context.working_people
        and other.uid not in taken
        and not other.generic
    ]
    return sorted(same, key=lambda other: (sum(load.demand for load in context.daily.get(other.uid, ())), other.uid))


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


def relief(context: Context, uid: Uid, tasks: Sequence[Uid]) -> Iterator[Proposal]:
    """Ways to take work off somebody: hand a task to a free colleague, or start the one that can wait later."""
    person = context.resources[uid]
    movable = [task for task in tasks if context.tasks[task].actual_start is None]
    by_float = sorted(tasks, key=lambda task: (-context.dates(task).total_float, task))
    for task in by_float:
        free = [c for c in stand_ins(context, task, person) if free_minutes(context, c.uid, context.dates(task)) > 0]
        if free:
            yield offer(
                f"hand-{task}",
                f"Hand {context.name(task)} from {person.name} to {free[0].name}.",
                f"{free[0].name} is of the same group ({free[0].group}) and has time in those days.",
                step("reassign", task=task, resource=uid, to=free[0].uid),
            )
            break
    yield from _fewer_units(context, person, tasks)
    spare = next((task for task in by_float if task in movable), None)
    if spare is not None and len(tasks) > 1:
        yield from _afterwards(context, spare, [task for task in tasks if task != spare])


def agree(context: Context, uid: Uid) -> Proposal:
    """What always helps somebody with too much to do: an agreement on what goes first."""
    name = context.resources[uid].name
    return offer(
        "agree",
        f"Agree with {name} which of these goes first, and tell the owners of the others.",
        "Who has to choose alone pleases nobody; a clear order costs nothing.",
    )


def _fewer_units(context: Context, person: Resource, tasks: Sequence[Uid]) -> Iterator[Proposal]:
    """Ask nobody for more than they have within one task."""
    most = max((row.units for row in person.availability), default=person.max_units)
    for task in tasks:
        rows = (row for row in context.crew.get(task, ()) if row.resource == person.uid and row.units > most)
        for row in list(rows)[:1] if most else ():
            yield offer(
                f"units-{task}",
                f"Plan {person.name} at {percent(most)} instead of {percent(row.units)} on {context.name(task)}.",
                f"{person.name} has {percent(most)} at most; the task then takes as long as it must.",
                step("change_units", task=task, resource=person.uid, units=f"{most:f}"),
            )
            return


def _afterwards(context: Context, task: Uid, others: Sequence[Uid]) -> Iterator[Proposal]:
    """Start a task when somebody's other tasks are done."""
    dates = context.dates(task)
    meeting = [other for other in others if context.dates(other).start < dates.finish]
    if not meeting:
        return
    last = max(meeting, key=lambda other: (context.dates(other).finish, other))
    until = context.times.of_task(task).next(context.dates(last).finish)
    if until <= dates.start:
        return
    room = max(dates.total_float, 0)
    yield offer(
        f"later-{task}",
        f"Start {context.name(task)} on {context.date(until)}, after {context.name(last)}, instead of "
        f"{context.date(dates.start)}.",
        f"It can slip {context.span(room)} before the end date moves." if room else "One after the other, at a price.",
        step("set_constraint", task=task, kind="SNET", at=until),
    )


def share_done(task: Task) -> Decimal:
    """How much of a task is done, in per cent: the physical percentage where that is what the task is measured by."""
    if task.percent_type is PercentType.PHYSICAL and task.physical_percent is not None:
        return task.physical_percent
    return task.percent_complete
