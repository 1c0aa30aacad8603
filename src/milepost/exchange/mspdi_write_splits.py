"""Writing the splits of tasks: Microsoft Project XML has them in how the work of assignments is spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise

from milepost.dossier.schedule import StoredTask
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, WorkPiece
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTime, WorkTimes


def with_written_splits(plan: Plan, dates: Mapping[Uid, StoredTask]) -> Plan:
    """Spread the work of split tasks that have not begun over their pieces; work nobody does gets a place to be filled.

    Segments win over the pieces of assignments, which win over the task's stored pieces.
    """
    split = [task for task in plan.tasks if (task.segments or task.stored_pieces) and task.actual_start is None]
    if not split:
        return plan
    times = WorkTimes(plan)
    of_task: dict[Uid, list[Assignment]] = defaultdict(list)
    for one in plan.assignments:
        of_task[one.task].append(one)
    spread: dict[Uid, Assignment] = {}
    free = max((one.uid for one in plan.assignments), default=0) + 1
    for task in split:
        stretches = _stretches(task, dates.get(task.uid, StoredTask(task.uid)).start, times)
        workers = of_task[task.uid]
        spoken = any(one.actual or (one.planned and not task.segments) for one in workers)
        if len(stretches) < 2 or spoken:
            continue
        for one in workers or (Assignment(free, task.uid, None),):
            spread[one.uid] = replace(one, planned=tuple(_pieces(one, stretches, times.of_task(task.uid))))
        free += not workers
    kept = tuple(spread.pop(one.uid, one) for one in plan.assignments)
    return replace(plan, assignments=(*kept, *spread.values()))


def _stretches(task: Task, start: Instant | None, times: WorkTimes) -> tuple[tuple[Instant, Instant], ...]:
    """Lay a task's segments on its working time; without segments the stored pieces are these stretches."""
    if not task.segments or start is None:
        return task.stored_pieces
    try:
        line = times.of_task(task.uid)
        found = []
        for segment in task.segments:
            end = line.add(start, segment.work)
            found.append((start, end))
            start = line.next(line.add(end, segment.gap))
    except PlanRefusedError:
        # Without working time there are no dates to write; Microsoft Project will say so as well.
        return ()
    return tuple(found)


def _pieces(one: Assignment, stretches: tuple[tuple[Instant, Instant], ...], line: WorkTime) -> Iterator[WorkPiece]:
    for (start, end), (later, _) in pairwise((*stretches, stretches[-1])):
        yield WorkPiece(start, end, round(line.working(start, end) * one.units))
        if later > end:
            yield WorkPiece(end, later, 0)
