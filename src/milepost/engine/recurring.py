"""Recurring tasks: one instance for each slot of a recurrence (domain/schedule.md 9)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import islice

from milepost.engine.calendars import Recurrence
from milepost.engine.clock import instant
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recurrence import occurrences
from milepost.engine.tasks import Constraint, ConstraintKind, Task, TaskKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes

#: More instances than this is a mistake in the pattern, not a plan.
MOST_INSTANCES = 5000


@dataclass(frozen=True, slots=True)
class RecurringPattern:
    """When a recurring task takes place and how long it takes each time.

    `start` and `end` are inclusive local dates, `at` minutes after midnight. The end may be left
    out where the recurrence has a count.
    """

    recurrence: Recurrence
    start: date
    end: date | None
    at: Minutes
    duration: Minutes


def regenerate(plan: Plan, parent: Uid, pattern: RecurringPattern) -> Plan:
    """Give a recurring task the instances of a pattern, each SNET on its slot moved to working time.

    Instances with actuals stay as they are and keep their slot, those on a slot of the pattern keep
    their number (so links and assignments hold), the others go with what hangs on them. The parent
    becomes a summary; instances follow it in order of their slots. Raises PlanRefusedError with
    E-RECURRENCE for an unknown parent, or a pattern without end or with too many instances.
    """
    summary = next((task for task in plan.tasks if task.uid == parent), None)
    if summary is None:
        raise _refused(f"there is no task {parent} to repeat", parent)
    old = [task for task in plan.tasks if task.parent == parent and task.kind is TaskKind.RECURRING]
    times = WorkTimes(plan)
    line = times.of_calendar(summary.calendar)
    slots = [line.next(slot) for slot in _slots(plan, pattern, parent)]
    fresh = max((task.uid for task in plan.tasks), default=0) + 1
    made = tuple(_instances(summary, pattern, slots, old, fresh))
    return _replaced(plan, summary, {task.uid for task in old}, made)


def has_actuals(task: Task) -> bool:
    """Tell whether anything of a task has happened: a start, a finish, progress or work."""
    return bool(
        task.actual_start is not None
        or task.actual_finish is not None
        or task.percent_complete
        or task.percent_work_complete
        or task.actual_work
        or task.actual_duration
    )


def _slots(plan: Plan, pattern: RecurringPattern, parent: Uid) -> list[Instant]:
    if pattern.end is None and pattern.recurrence.count is None:
        raise _refused("a recurrence needs an end date or a count", parent)
    days = list(islice(occurrences(pattern.recurrence, pattern.start, pattern.end), MOST_INSTANCES + 1))
    if len(days) > MOST_INSTANCES:
        raise _refused(f"it would have more than {MOST_INSTANCES} instances; choose an earlier end", parent)
    midnights = (datetime.combine(day, time()) for day in days)
    return [instant(midnight + timedelta(minutes=pattern.at), plan.settings.zone) for midnight in midnights]


def _instances(
    summary: Task, pattern: RecurringPattern, slots: list[Instant], old: list[Task], fresh: Uid
) -> Iterator[Task]:
    """Yield the tasks of a pattern by slot, reusing what stands on a slot already."""
    kept = [(_slot_of(task), task) for task in old if has_actuals(task)]
    open_by_slot = {_slot_of(task): task for task in old if not has_actuals(task)}
    taken = [slot for slot, _ in kept]
    entries: list[tuple[Instant, Task]] = list(kept)
    for slot in slots:
        if slot in taken:
            taken.remove(slot)
            continue
        known = open_by_slot.pop(slot, None)
        if known is None:
            known, fresh = Task(uid=fresh, name="", parent=summary.uid, calendar=summary.calendar), fresh + 1
        entries.append((slot, replace(known, duration=pattern.duration, kind=TaskKind.RECURRING)))
    for number, (slot, task) in enumerate(sorted(entries, key=lambda entry: entry[0]), 1):
        if has_actuals(task):
            yield task
        else:
            snet = Constraint(ConstraintKind.SNET, slot)
            yield replace(task, name=f"{summary.name} {number}", constraints=(snet,))


def _slot_of(task: Task) -> Instant:
    """Find the slot an instance was made for, or where it has been put since."""
    for constraint in task.constraints:
        if constraint.kind is ConstraintKind.SNET and constraint.at is not None:
            return constraint.at
    return task.actual_start if task.actual_start is not None else 0


def _replaced(plan: Plan, summary: Task, old: set[Uid], made: tuple[Task, ...]) -> Plan:
    """Put instances behind their parent and drop what hung on those that are gone."""
    gone = old - {task.uid for task in made}
    parent = replace(summary, kind=TaskKind.RECURRING, summary=True)
    tasks: list[Task] = []
    for task in plan.tasks:
        if task.uid == summary.uid:
            tasks += [parent, *made]
        elif task.uid not in old:
            tasks.append(task)
    return replace(
        plan,
        tasks=tuple(tasks),
        links=tuple(link for link in plan.links if not gone & {link.predecessor, link.successor}),
        assignments=tuple(a for a in plan.assignments if a.task not in gone),
    )


def _refused(reason: str, task: Uid) -> PlanRefusedError:
    return PlanRefusedError((Notice("E-RECURRENCE", f"The recurring task {task} cannot be made: {reason}.", (task,)),))
