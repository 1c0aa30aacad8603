"""Changes of a plan as pure functions: each gives a new plan, the one handed in stays as it was.

They check only what they cannot work without; the doors above say in words what people may not do. All raise
PlanRefusedError with E-CHANGE for a record that is not there or not open.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any, TypeAlias

from milepost.engine import effort
from milepost.engine.calendars import CalendarException
from milepost.engine.effort import Effort, Team
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment
from milepost.engine.splits import segments_of
from milepost.engine.tasks import LagKind, Link, LinkType, Segment, Task, TaskType
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

#: Pairs of work and the gap after it, in working minutes.
Pieces: TypeAlias = "tuple[tuple[Minutes, Minutes], ...]"


def crash_task(plan: Plan, task: Uid, duration: Minutes, cost: str) -> Plan:
    """Do the same work in less time: its people's units rise, and the price of it is a fixed cost of the task."""
    row, money = _open(plan, task), Decimal(cost)
    before = team(plan, row)
    found = effort.change_duration(replace(row, type=TaskType.FIXED_WORK), before, duration)
    stored = None if row.cost is None else row.cost + money
    done = replace(found.task, type=row.type, fixed_cost=row.fixed_cost + money, cost=stored)
    return with_effort(plan, before, Effort(done, found.team))


def assign_to_share(plan: Plan, task: Uid, resource: Uid, units: str = "1", loss: Minutes = 0) -> Plan:
    """Put another person on a task to share what remains; `loss` is the work in person-minutes that learning adds."""
    row = _open(plan, task)
    before = team(plan, row)
    if not before or any(one.resource == resource for one in before):
        raise _refused(f"{row.name!r} has nobody to share with, or has this person already.", row)
    added = Assignment(_free(plan.assignments), row.uid, resource, Decimal(units))
    joined = effort.assign(replace(row, effort_driven=True), before, added)
    if loss:
        joined = effort.change_work(joined.task, joined.team, sum(one.work for one in joined.team) + loss)
    done = replace(joined.task, effort_driven=row.effort_driven)
    return with_effort(plan, before, Effort(done, joined.team))


def reassign(plan: Plan, task: Uid, resource: Uid, to: Uid) -> Plan:
    """Hand an unstarted assignment to another person at the same units."""
    row = _open(plan, task)
    one = next((a for a in plan.assignments if a.task == task and a.resource == resource), None)
    if one is None or one.actual_work or any(a.task == task and a.resource == to for a in plan.assignments):
        raise _refused(f"Nothing of {row.name!r} can be handed over like that.", row)
    return replace(plan, assignments=tuple(replace(a, resource=to) if a is one else a for a in plan.assignments))


def change_link(plan: Plan, predecessor: Uid, successor: Uid, kind: str, lag: int, lag_kind: str) -> Plan:
    """Change how one task waits for another."""
    old = _link(plan, predecessor, successor)
    fresh = replace(old, type=LinkType(kind), lag=lag, lag_kind=LagKind(lag_kind))
    return replace(plan, links=tuple(fresh if link is old else link for link in plan.links))


def add_link(plan: Plan, predecessor: Uid, successor: Uid, kind: str = "FS") -> Plan:
    """Let one task wait for another."""
    if any(link.predecessor == predecessor and link.successor == successor for link in plan.links):
        raise _refused(f"Task {successor} waits for task {predecessor} already.")
    return replace(plan, links=(*plan.links, Link(predecessor, successor, LinkType(kind))))


def remove_link(plan: Plan, predecessor: Uid, successor: Uid) -> Plan:
    """Let one task no longer wait for another."""
    old = _link(plan, predecessor, successor)
    return replace(plan, links=tuple(link for link in plan.links if link is not old))


def set_priority(plan: Plan, task: Uid, priority: int) -> Plan:
    """Set how much a task matters when people are short."""
    return with_task(plan, replace(_open(plan, task), priority=priority))


def deactivate(plan: Plan, task: Uid) -> Plan:
    """Take an unstarted task out of the plan."""
    row = _open(plan, task)
    if row.actual_start is not None:
        raise _refused(f"{row.name!r} has started; it cannot be left out.", row)
    return with_task(plan, replace(row, inactive=True))


def set_levelling(plan: Plan, task: Uid, delay: Minutes, pieces: Pieces) -> Plan:
    """Let a task wait for its people, and pause in between: `pieces` are pairs of work and the gap after it."""
    return set_levellings(plan, ((task, delay, pieces),))


def set_levellings(plan: Plan, waits: Iterable[tuple[Uid, Minutes, Pieces]]) -> Plan:
    """Let many tasks wait and pause at once: the same as one after the other, for the price of one."""
    rows = {row.uid: row for row in plan.tasks}
    above = {row.parent for row in plan.tasks}
    for uid, delay, pieces in waits:
        row = rows.get(uid)
        if row is None or row.actual_finish is not None or uid in above:
            raise _not_open(uid)
        segments = tuple(Segment(work, gap) for work, gap in pieces)
        row = movable(plan, row)
        rows[uid] = replace(row, levelling_delay=delay, levelling_delay_elapsed=False, segments=segments)
    return replace(plan, tasks=tuple(rows[row.uid] for row in plan.tasks))


def fill_place(plan: Plan, assignment: Uid, resource: Uid) -> Plan:
    """Let somebody do an assignment that asks for a skill or names a role."""
    rows = tuple(replace(a, resource=resource) if a.uid == assignment else a for a in plan.assignments)
    return replace(plan, assignments=rows)


def add_working_days(
    plan: Plan, tasks: tuple[Uid, ...], days: tuple[str, ...], intervals: tuple[tuple[Minutes, Minutes], ...]
) -> Plan:
    """Let tasks be worked on days that are free, each on a copy of the calendar it follows."""
    copies: dict[Uid | None, Uid] = {}
    for uid in tasks:
        row = _open(plan, uid)
        source = row.calendar if row.calendar is not None else plan.settings.calendar
        known = next((each for each in plan.calendars if each.uid == source), None)
        if known is None:
            raise _refused(f"{row.name!r} follows no calendar of the plan; give it one first.", row)
        if source not in copies:
            extra = tuple(
                CalendarException(f"Overtime on {day}", date.fromisoformat(day), date.fromisoformat(day), intervals)
                for day in days
            )
            fresh = replace(
                known,
                uid=_free(plan.calendars),
                name=f"{known.name} with overtime",
                exceptions=(*known.exceptions, *extra),
            )
            plan = replace(plan, calendars=(*plan.calendars, fresh))
            copies[source] = fresh.uid
        plan = with_task(plan, replace(row, calendar=copies[source], ignore_resource_calendars=True))
    return plan


def split_task_into(plan: Plan, task: Uid, names: Sequence[str], durations: Sequence[Minutes]) -> Plan:
    """Divide an unstarted task into a chain of smaller ones done one after the other by the same people.

    The first part keeps the task's number and what leads into it, the last part what follows from it, its
    deadline and its fixed costs. A range is shared out like the duration; crash prices of the whole are gone.
    """
    row = _open(plan, task)
    if row.actual_start is not None or sum(durations) != row.duration or min(durations) <= 0:
        raise _refused(f"{row.name!r} cannot be divided like that.", row)
    crew, number, last = team(plan, row), _free(plan.assignments), len(names) - 1
    parts, rows = list[Task](), list[Assignment]()
    for n, (name, minutes) in enumerate(zip(names, durations, strict=True)):
        part = _part(row, name, minutes, last=n == last)
        if n:
            part = replace(part, uid=_free(plan.tasks) + n - 1, constraints=(), code="")
        found = effort.change_duration(part, crew, minutes)
        parts.append(found.task)
        rows += [replace(one, uid=number + k, task=part.uid) if n else one for k, one in enumerate(found.team)]
        number += len(found.team) if n else 0
    kept = {one.uid: one for one in rows}
    assignments = [kept.pop(one.uid, one) for one in plan.assignments]
    return _joined(replace(plan, assignments=(*assignments, *kept.values())), row.uid, parts)


def _part(row: Task, name: str, minutes: Minutes, *, last: bool) -> Task:
    """Make a part of a task: its share of a range, its costs only in the last one."""
    part = replace(row, name=name, segments=(), crash_duration=None, crash_cost=None)
    if row.estimate is not None:
        points = (row.estimate.optimistic, row.estimate.most_likely, row.estimate.pessimistic)
        low, likely, high = (each * minutes // row.duration for each in points)
        part = replace(part, estimate=replace(row.estimate, optimistic=low, most_likely=likely, pessimistic=high))
    if last:
        return part
    return replace(part, deadline=None, fixed_cost=Decimal(0), cost=None if row.cost is None else Decimal(0))


def _joined(plan: Plan, uid: Uid, parts: Sequence[Task]) -> Plan:
    """Put the parts in the task's place: the first takes what came in, the last what went out."""
    last = parts[-1].uid
    links = [
        replace(link, predecessor=last)
        if link.predecessor == uid and link.type in (LinkType.FS, LinkType.FF)
        else replace(link, successor=last)
        if link.successor == uid and link.type in (LinkType.FF, LinkType.SF)
        else link
        for link in plan.links
    ]
    chain = [Link(one.uid, two.uid) for one, two in pairwise(parts)]
    tasks = [part for task in plan.tasks for part in (parts if task.uid == uid else (task,))]
    return replace(plan, tasks=tuple(tasks), links=(*links, *chain))


def add_fixed_cost(plan: Plan, task: Uid, cost: str) -> Plan:
    """Add to what a task costs beside its people's hours."""
    row, money = _open(plan, task), Decimal(cost)
    stored = None if row.cost is None else row.cost + money
    return with_task(plan, replace(row, fixed_cost=row.fixed_cost + money, cost=stored))


def set_deadline(plan: Plan, task: Uid, at: Instant) -> Plan:
    """Give a task or a summary a deadline."""
    row = next((each for each in plan.tasks if each.uid == task), None)
    if row is None:
        raise _refused(f"The plan has no task with number {task}.")
    return with_task(plan, replace(row, deadline=at))


def set_must_finish(plan: Plan, at: Instant) -> Plan:
    """Say by when the whole project must finish."""
    return replace(plan, settings=replace(plan.settings, must_finish_by=at))


def movable(plan: Plan, task: Task) -> Task:
    """Turn the pieces a task's source stored into lasting segments, so that it can change."""
    if not task.stored_pieces:
        return task
    pieces = segments_of(task, WorkTimes(plan).of_task(task.uid))
    return replace(task, stored_pieces=(), segments=pieces if len(pieces) > 1 else ())


def _open(plan: Plan, uid: Uid) -> Task:
    row = next((task for task in plan.tasks if task.uid == uid), None)
    if row is None or row.actual_finish is not None or any(other.parent == uid for other in plan.tasks):
        raise _not_open(uid)
    return movable(plan, row)


def team(plan: Plan, row: Task) -> Team:
    """Give the assignments of a task that have work."""
    return effort.team_of(row.uid, plan.assignments, {resource.uid: resource for resource in plan.resources})


def with_task(plan: Plan, task: Task) -> Plan:
    """Give the plan with one task replaced."""
    return replace(plan, tasks=tuple(task if old.uid == task.uid else old for old in plan.tasks))


def with_effort(plan: Plan, before: Team, found: Effort) -> Plan:
    """Give the plan with a task and its team replaced; new assignments come last."""
    kept = {one.uid: one for one in found.team}
    gone = {one.uid for one in before} - set(kept)
    rows = [kept.pop(row.uid, row) for row in plan.assignments if row.uid not in gone]
    return with_task(replace(plan, assignments=(*rows, *kept.values())), found.task)


def _link(plan: Plan, predecessor: Uid, successor: Uid) -> Link:
    for link in plan.links:
        if link.predecessor == predecessor and link.successor == successor:
            return link
    raise _refused(f"Task {successor} does not wait for task {predecessor}.")


def _free(taken: Iterable[Any]) -> Uid:
    return max((record.uid for record in taken), default=0) + 1


def _not_open(uid: Uid) -> PlanRefusedError:
    return _refused(f"Task {uid} is no open leaf of the plan.")


def _refused(message: str, task: Task | None = None) -> PlanRefusedError:
    return PlanRefusedError((Notice("E-CHANGE", message, () if task is None else (task.uid,)),))
