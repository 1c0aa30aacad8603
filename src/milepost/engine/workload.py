"""Who has how much to do when: demand against capacity per resource and stretch of time (domain/schedule.md 13)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise

import numpy as np

from milepost.engine.open_work import open_work
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

_WORKERS = (ResourceKind.WORK, ResourceKind.EQUIPMENT)


@dataclass(frozen=True, slots=True)
class Load:
    """A resource's demand and capacity in person-minutes between two instants, and the tasks that ask for it."""

    resource: Uid
    start: Instant
    end: Instant
    demand: Minutes
    capacity: Minutes
    tasks: tuple[Uid, ...]


def workload(schedule: Schedule, edges: Sequence[Instant], times: WorkTimes | None = None) -> tuple[Load, ...]:
    """Measure each work resource's load in the stretches between ascending `edges`.

    Demand is the remaining work of the open tasks as scheduled, spread by contour; capacity the
    working time of the resource's calendar times its max units. One `Load` per resource that has
    any demand and per stretch, resources in plan order.
    """
    times = times or WorkTimes(schedule.plan)
    demands: dict[Uid, dict[Uid, list[Minutes]]] = {}
    for assignment, task, dates in open_assignments(schedule):
        minutes = demand(assignment, task, dates, edges, times)
        if any(minutes) and assignment.resource is not None:
            of_tasks = demands.setdefault(assignment.resource, {})
            known = of_tasks.get(task.uid, [0] * len(minutes))
            of_tasks[task.uid] = [a + b for a, b in zip(known, minutes, strict=True)]
    return tuple(
        load
        for resource in schedule.plan.resources
        if resource.uid in demands
        for load in loads_of(resource, demands[resource.uid], edges, times)
    )


def open_assignments(schedule: Schedule) -> Iterator[tuple[Assignment, Task, TaskDates]]:
    """List the assignments of work resources on leaf tasks that are scheduled and not complete."""
    tasks = {task.uid: task for task in schedule.plan.tasks}
    workers = {resource.uid for resource in schedule.plan.resources if resource.kind in _WORKERS}
    for assignment in schedule.plan.assignments:
        dates = schedule.by_uid.get(assignment.task)
        if assignment.resource not in workers or dates is None or dates.summary:
            continue
        task = tasks[assignment.task]
        if task.actual_finish is None:
            yield assignment, task, dates


def demand(
    assignment: Assignment, task: Task, dates: TaskDates, edges: Sequence[Instant], times: WorkTimes
) -> list[Minutes]:
    """Spread an assignment's remaining work and add it up between the edges."""
    pieces = open_work(assignment, task, dates, times)
    lengths = np.maximum(pieces.ends - pieces.starts, 1)
    found = []
    for begin, end in pairwise(edges):
        inside = np.minimum(pieces.ends, end) - np.maximum(pieces.starts, begin)
        share = pieces.minutes * np.maximum(inside, 0)
        found.append(int((share // lengths).sum()))
    return found


def loads_of(
    resource: Resource, demands: dict[Uid, list[Minutes]], edges: Sequence[Instant], times: WorkTimes
) -> Iterator[Load]:
    """Compare a resource's demands with its capacity, stretch by stretch."""
    for place, (begin, end) in enumerate(pairwise(edges)):
        asking = tuple(uid for uid, minutes in demands.items() if minutes[place])
        total = sum(minutes[place] for minutes in demands.values())
        yield Load(resource.uid, begin, end, total, capacity(resource, begin, end, times), asking)


def capacity(resource: Resource, begin: Instant, end: Instant, times: WorkTimes) -> Minutes:
    """What a resource can do between two instants: working time times max units, step by step."""
    line = times.of_resource(resource.uid)
    if not resource.availability:
        return int(line.working(begin, end) * resource.max_units)
    total = Decimal(0)
    for step in resource.availability:
        first = begin if step.start is None else max(begin, step.start)
        last = end if step.end is None else min(end, step.end)
        if first < last:
            total += line.working(first, last) * step.units
    return int(total)
