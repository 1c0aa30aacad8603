"""Writing the splits of tasks: Microsoft Project XML has them in how the work of assignments is spread."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

from milepost.engine.notices import PlanRefusedError
from milepost.engine.open_work import stretches
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, WorkPiece
from milepost.engine.results import Schedule
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime, WorkTimes

Stretches = tuple[tuple[Instant, Instant], ...]
#: How much of the first and of the last of the work done is written as full time, so that its ends can be told.
_FULL: Minutes = 60


def with_written_splits(plan: Plan, computed: Schedule | None) -> Plan:
    """Spread the work of split tasks over their pieces; work nobody does gets a place to be filled.

    Segments win over the pieces of assignments, which win over the task's stored pieces. Segments lie where the
    computed schedule has them; a started task stops where its progress ends and resumes with its next piece.
    """
    split = [task for task in plan.tasks if _is_split(task, computed)]
    if not split:
        return plan
    times = WorkTimes(plan)
    of_task: dict[Uid, list[Assignment]] = defaultdict(list)
    for one in plan.assignments:
        of_task[one.task].append(one)
    spread: dict[Uid, Assignment] = {}
    halted: dict[Uid, Task] = {}
    free = max((one.uid for one in plan.assignments), default=0) + 1
    for task in split:
        workers = of_task[task.uid] or [Assignment(free, task.uid, None)]
        spread |= {one.uid: one for one in _spread(task, workers, computed, times)}
        halted[task.uid] = _halted(task, computed, times)
        free += free in spread
    kept = tuple(spread.pop(one.uid, one) for one in plan.assignments)
    tasks = tuple(halted.get(task.uid, task) for task in plan.tasks)
    return replace(plan, tasks=tasks, assignments=(*kept, *spread.values()))


def _is_split(task: Task, computed: Schedule | None) -> bool:
    """Tell whether a task's pieces have to be written; a started one without segments says them itself."""
    if task.actual_finish is not None:
        return False
    if task.segments:
        return computed is not None and task.uid in computed.by_uid
    return bool(task.stored_pieces) and task.actual_start is None


def _spread(task: Task, workers: list[Assignment], computed: Schedule | None, times: WorkTimes) -> Iterator[Assignment]:
    """Give the assignments of a split task with their work spread over what is left of it, and over what is done."""
    if not task.segments:
        if len(task.stored_pieces) > 1 and not any(one.actual or one.planned for one in workers):
            for one in workers:
                yield replace(one, planned=tuple(_planned(one, task.stored_pieces, times.of_assignment(one))))
        return
    try:
        parts = _left(task, computed, times)
        for one in workers if parts else ():
            line = times.of_assignment(one)
            if task.actual_start is None:
                yield replace(one, planned=tuple(_planned(one, parts, line)))
            else:
                stop = _stop(task, computed, times)
                done = one.actual or tuple(_done(one, task.actual_start, stop, line))
                rest = ((stop, parts[0][0]),) if parts[0][0] > stop else ()
                idle = tuple(WorkPiece(*pause, 0) for pause in rest)
                yield replace(one, actual=done, planned=(*idle, *_planned(one, parts, line)))
    except PlanRefusedError:
        # Without working time there are no dates to write; Microsoft Project will say so as well.
        return


def _left(task: Task, computed: Schedule | None, times: WorkTimes) -> Stretches:
    assert computed is not None
    return tuple(stretches(task, computed.by_uid[task.uid], times.of_task(task.uid)))


def _stop(task: Task, computed: Schedule | None, times: WorkTimes) -> Instant:
    """Tell up to when a started task has been worked on."""
    assert computed is not None
    return times.of_task(task.uid).prev(computed.by_uid[task.uid].remaining_start)


def _halted(task: Task, computed: Schedule | None, times: WorkTimes) -> Task:
    """Give a started task with a pause the dates at which it stops and resumes."""
    if not task.segments or task.actual_start is None:
        return task
    parts = _left(task, computed, times)
    return replace(task, suspend=_stop(task, computed, times), resume=parts[0][0]) if parts else task


def _planned(one: Assignment, parts: Stretches, line: WorkTime) -> Iterator[WorkPiece]:
    for (start, end), (later, _) in pairwise((*parts, parts[-1])):
        yield WorkPiece(start, end, round(line.working(start, end) * one.units))
        if later > end:
            yield WorkPiece(end, later, 0)


def _done(one: Assignment, start: Instant, stop: Instant, line: WorkTime) -> Iterator[WorkPiece]:
    """Spread the work done; of less than full time the first and last hour are full, so that its ends show."""
    worked, total = one.actual_work or 0, line.working(start, stop)
    full = round(_FULL * one.units)
    between = worked - 2 * full
    if total <= 2 * _FULL or between <= 0 or worked >= round(total * one.units):
        if worked and stop > start:
            yield WorkPiece(start, stop, worked)
        return
    first, last = line.add(start, _FULL), line.add(start, total - _FULL)
    yield WorkPiece(start, first, full)
    yield WorkPiece(first, last, between)
    yield WorkPiece(last, stop, full)
