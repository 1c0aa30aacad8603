"""Commands on who does what when people are short: estimates, places to fill, delays of levelling, new tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milepost.dossier.edits_records import (
    Command,
    EditRefusedError,
    free_uid,
    number,
    open_task,
    resource_of,
    task_of,
)
from milepost.engine.changes import movable, with_task
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Skill
from milepost.engine.tasks import Estimate, Link, Segment, Task
from milepost.engine.units import Minutes, Uid


def set_estimate(
    plan: Plan, task: Uid, optimistic: Minutes, most_likely: Minutes, pessimistic: Minutes, basis: str = ""
) -> Plan:
    """Give a task's duration a range, in working minutes, and say what it rests on."""
    row = open_task(plan, task)
    if not 0 <= optimistic <= most_likely <= pessimistic:
        raise EditRefusedError(
            f"The range of {row.name!r} must rise from 0: {optimistic}, {most_likely}, {pessimistic} does not."
        )
    old = row.estimate
    fresh = Estimate(optimistic, most_likely, pessimistic, basis or (old.basis if old else ""))
    return with_task(plan, replace(row, estimate=fresh))


def fill_place(plan: Plan, assignment: Uid, resource: Uid) -> Plan:
    """Let somebody do an assignment that asks for a skill or names a generic resource."""
    person = resource_of(plan, resource)
    place = next((row for row in plan.assignments if row.uid == assignment), None)
    if place is None:
        raise EditRefusedError(f"The plan has no assignment with number {assignment}.")
    task = open_task(plan, place.task)
    if person.inactive:
        raise EditRefusedError(f"{person.name} is inactive and takes no new work.")
    if any(row.task == task.uid and row.resource == resource for row in plan.assignments):
        raise EditRefusedError(f"{person.name} is already assigned to {task.name!r}.")
    if place.actual_work:
        raise EditRefusedError(f"Work has been done on this assignment of {task.name!r}; reassign what remains.")
    filled = replace(place, resource=person.uid)
    return replace(plan, assignments=tuple(filled if row is place else row for row in plan.assignments))


def set_levelling(plan: Plan, task: Uid, delay: Minutes, pieces: Sequence[Sequence[Minutes]] | None = None) -> Plan:
    """Let a task wait so many working minutes for its people; `pieces` are pairs of work and the gap after it."""
    row = movable(plan, open_task(plan, task))
    if delay < 0:
        raise EditRefusedError(f"{row.name!r} cannot wait {delay} minutes; a delay is zero or more.")
    segments = row.segments if pieces is None else tuple(Segment(work, gap) for work, gap in pieces)
    return with_task(plan, replace(row, levelling_delay=delay, levelling_delay_elapsed=False, segments=segments))


def set_skill(plan: Plan, resource: Uid, skill: str, level: int) -> Plan:
    """Say how well somebody can do something, level 1 to 5; letter case does not count."""
    person = resource_of(plan, resource)
    if not skill or not 1 <= level <= 5:
        raise EditRefusedError(f"A skill of {person.name} needs a name and a level from 1 to 5.")
    kept = tuple(each for each in person.skills if each.name.casefold() != skill.casefold())
    changed = replace(person, skills=(*kept, Skill(skill, level)))
    return replace(plan, resources=tuple(changed if each is person else each for each in plan.resources))


def add_task(
    plan: Plan,
    name: str,
    duration: Minutes,
    resource: Uid | None = None,
    units: str = "1",
    after: Uid | None = None,
    before: Uid | None = None,
    parent: Uid | None = None,
) -> Plan:
    """Add a task, for somebody if `resource` is given, that waits for one task and is waited for by another."""
    if duration < 0 or not name:
        raise EditRefusedError("A task needs a name and a duration of zero or more working minutes.")
    uid = free_uid(plan.tasks)
    if parent is not None:
        task_of(plan, parent, leaf=False)
    work = int(duration * number(units, "units")) if resource is not None else 0
    task = Task(uid, name, parent=parent, duration=duration, milestone=duration == 0, work=work or None)
    links = [Link(task_of(plan, each, leaf=False).uid, uid) for each in (after,) if each is not None]
    links += [Link(uid, open_task(plan, each).uid) for each in (before,) if each is not None]
    crew: tuple[Assignment, ...] = ()
    if resource is not None:
        person = resource_of(plan, resource)
        row = Assignment(free_uid(plan.assignments), uid, person.uid, number(units, "units"))
        crew = (replace(row, work=work, remaining_work=work),)
    return replace(
        plan,
        tasks=_placed(plan, task),
        links=(*plan.links, *links),
        assignments=(*plan.assignments, *crew),
    )


def _placed(plan: Plan, task: Task) -> tuple[Task, ...]:
    """The tasks with a new one behind the last one of its summary."""
    place = len(plan.tasks)
    if task.parent is not None:
        below = {task.parent}
        for n, row in enumerate(plan.tasks):
            if row.uid in below or row.parent in below:
                below.add(row.uid)
                place = n + 1
    return (*plan.tasks[:place], task, *plan.tasks[place:])


PEOPLE_COMMANDS: dict[str, Command] = {
    command.__name__: command for command in (set_estimate, fill_place, set_levelling, set_skill, add_task)
}
