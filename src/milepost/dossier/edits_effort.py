"""Commands on how long tasks take and who does them: the effort triangle carried out on the plan (schedule.md 3)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal

from milepost.dossier.edits_records import (
    Command,
    EditRefusedError,
    assignment_of,
    free_uid,
    number,
    open_task,
    resource_of,
    task_of,
)
from milepost.engine import changes, effort
from milepost.engine.changes import movable, team, with_effort, with_task
from milepost.engine.effort import Effort
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, ResourceKind
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes, Uid


def change_duration(plan: Plan, task: Uid, duration: Minutes) -> Plan:
    """Give a task another duration in working minutes; work or units follow its type, its range in proportion."""
    changed = _settled(plan, task, lambda row, crew: effort.change_duration(row, crew, duration))
    return _ranged(changed, task, task_of(plan, task))


def change_remaining(plan: Plan, task: Uid, remaining: Minutes) -> Plan:
    """Say how many working minutes of a task are still to do; what is done stays."""
    if remaining < 0:
        raise EditRefusedError(f"The remaining duration cannot be below zero ({remaining}).")
    row = movable(plan, open_task(plan, task))
    done = row.duration - effort.remaining_duration(row)
    changed = _settled(plan, task, lambda old, crew: effort.change_duration(old, crew, done + remaining))
    return _ranged(changed, task, row)


def _ranged(plan: Plan, task: Uid, before: Task) -> Plan:
    """Let the range of a duration follow it, or a forecast would go on drawing from the old one."""
    row, was = task_of(plan, task), before.duration
    if row.estimate is None or row.duration == was or not was:
        return plan
    points = (row.estimate.optimistic, row.estimate.most_likely, row.estimate.pessimistic)
    low, likely, high = (round(each * row.duration / was) for each in points)
    scaled = replace(row.estimate, optimistic=low, most_likely=likely, pessimistic=high)
    return with_task(plan, replace(row, estimate=scaled))


def change_work(plan: Plan, task: Uid, work: Minutes) -> Plan:
    """Give a task another total of work in person-minutes; its duration or units follow its type."""
    return _settled(plan, task, lambda row, crew: effort.change_work(row, crew, work))


def change_units(plan: Plan, task: Uid, resource: Uid, units: str | Decimal) -> Plan:
    """Give a resource other units on a task (1 = 100 %)."""
    one = assignment_of(plan, open_task(plan, task), resource)
    return _settled(plan, task, lambda row, crew: effort.change_units(row, crew, one.uid, number(units, "units")))


def assign(plan: Plan, task: Uid, resource: Uid, units: str | Decimal = "1") -> Plan:
    """Put a resource on a task; whether the work is shared or added follows the task's type."""
    row, person = open_task(plan, task), resource_of(plan, resource)
    _assignable(plan, row, resource)
    fresh = Assignment(free_uid(plan.assignments), row.uid, person.uid, number(units, "units"))
    if person.kind not in (ResourceKind.WORK, ResourceKind.EQUIPMENT):
        return replace(plan, assignments=(*plan.assignments, fresh))
    return _settled(plan, task, lambda old, crew: effort.assign(old, crew, fresh))


def assign_to_share(plan: Plan, task: Uid, resource: Uid, units: str | Decimal = "1", loss: Minutes = 0) -> Plan:
    """Put another person on a task to share the work that remains.

    `loss` is the work in person-minutes that bringing the new person up to speed adds.
    """
    row = open_task(plan, task)
    _assignable(plan, row, resource)
    if not team(plan, row):
        raise EditRefusedError(f"Nobody works on {row.name!r} yet; assign someone first.")
    share = f"{number(units, 'units'):f}"
    return _carried_out(lambda: changes.assign_to_share(plan, task, resource, share, loss))


def crash_task(plan: Plan, task: Uid, duration: Minutes, cost: str | Decimal) -> Plan:
    """Do the same work in less time for money: people's units rise, the price becomes a fixed cost of the task."""
    row, price = open_task(plan, task), number(cost, "cost")
    if duration >= row.duration:
        raise EditRefusedError(f"{row.name!r} takes {row.duration} minutes already; a crash makes it shorter.")
    return _carried_out(lambda: changes.crash_task(plan, task, duration, f"{price:f}"))


def add_fixed_cost(plan: Plan, task: Uid, cost: str | Decimal) -> Plan:
    """Add to what a task costs beside its people's hours."""
    open_task(plan, task)
    return changes.add_fixed_cost(plan, task, f"{number(cost, 'cost'):f}")


def unassign(plan: Plan, task: Uid, resource: Uid) -> Plan:
    """Take a resource off a task; what it has done stays."""
    one = assignment_of(plan, open_task(plan, task), resource)
    if resource_of(plan, resource).kind not in (ResourceKind.WORK, ResourceKind.EQUIPMENT):
        return replace(plan, assignments=tuple(row for row in plan.assignments if row.uid != one.uid))
    return _settled(plan, task, lambda row, crew: effort.unassign(row, crew, one.uid))


def reassign(plan: Plan, task: Uid, resource: Uid, to: Uid) -> Plan:
    """Hand what remains of a resource's work on a task to another resource, at the same units.

    Somebody who has worked on the task before and has nothing left to do on it takes it up again.
    """
    row, person = open_task(plan, task), resource_of(plan, to)
    one = assignment_of(plan, row, resource)
    left = one.work - one.actual_work
    before = next((a for a in plan.assignments if a.task == task and a.resource == to), None)
    if before is None or before.remaining_work or resource == to:
        _assignable(plan, row, to)
    if before is not None:
        taken = replace(before, work=before.work + left, remaining_work=left, units=one.units)
    elif one.actual_work:
        taken = Assignment(free_uid(plan.assignments), row.uid, person.uid, one.units, work=left, remaining_work=left)
    else:
        taken = replace(one, resource=person.uid)
    given = replace(one, work=one.actual_work, remaining_work=0) if one.actual_work else None
    rows = [given if a is one else taken if a is before else a for a in plan.assignments]
    if before is None:
        rows = [*rows, taken] if given else [taken if row is None else row for row in rows]
    return replace(plan, assignments=tuple(row for row in rows if row is not None))


def set_task_calendar(plan: Plan, task: Uid, calendar: Uid | None = None) -> Plan:
    """Let a task follow a calendar of the plan; without one it follows the project's and its people's."""
    row = open_task(plan, task)
    if calendar is not None and all(known.uid != calendar for known in plan.calendars):
        raise EditRefusedError(f"The plan has no calendar with number {calendar}.")
    return with_task(plan, replace(row, calendar=calendar))


def set_priority(plan: Plan, task: Uid, priority: int) -> Plan:
    """Set how much a task matters when people are short, 0 to 1000 (1000: never delay it)."""
    if not 0 <= priority <= 1000:
        raise EditRefusedError(f"A priority lies between 0 and 1000; {priority} does not.")
    return with_task(plan, replace(open_task(plan, task), priority=priority))


def _assignable(plan: Plan, task: Task, resource: Uid) -> None:
    person = resource_of(plan, resource)
    if person.inactive:
        raise EditRefusedError(f"{person.name} is inactive and takes no new work.")
    if any(row.task == task.uid and row.resource == resource for row in plan.assignments):
        raise EditRefusedError(f"{person.name} is already assigned to {task.name!r}.")


def _settled(plan: Plan, uid: Uid, change: Callable[[Task, tuple[Assignment, ...]], Effort]) -> Plan:
    """Carry out one change of the effort triangle on an open task of the plan."""
    row = movable(plan, open_task(plan, uid))
    before = team(plan, row)
    return _carried_out(lambda: with_effort(plan, before, change(row, before)))


def _carried_out(change: Callable[[], Plan]) -> Plan:
    """Carry a change out; what it refuses is refused in its own words."""
    try:
        return change()
    except PlanRefusedError as refused:
        raise EditRefusedError(" ".join(notice.message for notice in refused.notices)) from refused


EFFORT_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (
        change_duration,
        change_remaining,
        change_work,
        change_units,
        assign,
        assign_to_share,
        crash_task,
        add_fixed_cost,
        unassign,
        reassign,
        set_task_calendar,
        set_priority,
    )
}
