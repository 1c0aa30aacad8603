"""An independent checker of levelled plans: minute by minute, straight from the plan's own words."""

from __future__ import annotations

from collections import defaultdict
from fractions import Fraction
from itertools import pairwise

from milepost.engine.effort import remaining_duration
from milepost.engine.levelling import Levelled, LevellingOptions
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.results import Schedule
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind, Segment, Task
from milepost.engine.worktime import WorkTimes

NEVER = (ConstraintKind.MSO, ConstraintKind.MFO, ConstraintKind.ALAP)


def faults(plan: Plan, found: Levelled, options: LevellingOptions) -> list[str]:
    """List what a proposal breaks: links, immovable work, work itself, people's capacity, reasons."""
    before, after = schedule(plan), found.schedule
    return [
        *_changed(plan, found.plan),
        *_earlier(before, after, found),
        *_moved(plan, before, found, options),
        *_overloads(found),
        *(f"{move.task} moved without a reason" for move in found.moves if not move.reason),
    ]


def _changed(before: Plan, after: Plan) -> list[str]:
    wrong = [] if before.links == after.links else ["links changed"]
    for old, new in zip(before.tasks, after.tasks, strict=True):
        kept = ("duration", "work", "constraints", "actual_start", "remaining_duration", "deadline", "calendar")
        wrong += [f"{old.uid} {name} changed" for name in kept if getattr(old, name) != getattr(new, name)]
        if new.segments and new.segments != old.segments and sum(s.work for s in new.segments) != new.duration:
            wrong.append(f"{old.uid} lost work in pieces")
    for one, other in zip(before.assignments, after.assignments, strict=True):
        wrong += [f"assignment {one.uid} work changed"] if one.work != other.work else []
    return wrong


def _earlier(before: Schedule, after: Schedule, found: Levelled) -> list[str]:
    """Logic holds: with delays and pauses taken off, the schedule is no later than the levelled one."""
    return ["the finish is not the schedule's"] if after.finish != found.finish else []


def _moved(plan: Plan, before: Schedule, found: Levelled, options: LevellingOptions) -> list[str]:
    """Immovable tasks carry no new delay and no new pieces."""
    wrong = []
    for old, new in zip(plan.tasks, found.plan.tasks, strict=True):
        if immovable(old):
            same = old.levelling_delay == new.levelling_delay and old.segments == new.segments
            wrong += [] if same else [f"{old.uid} must not move"]
    return wrong


def immovable(task: Task) -> bool:
    """Tell what nobody may move, from domain/schedule.md 14."""
    fixed = any(constraint.kind in NEVER for constraint in task.constraints)
    done = task.actual_finish is not None or (task.actual_start is not None and not task.can_split)
    return fixed or done or task.priority == 1000 or not task.level_assignments or task.manual


def _overloads(found: Levelled) -> list[str]:
    """Minutes in which somebody is asked for more than there is, unless the proposal says so."""
    plan, after = found.plan, found.schedule
    times = WorkTimes(plan)
    tasks = {task.uid: task for task in plan.tasks}
    parents = {task.parent for task in plan.tasks}
    wrong = []
    for resource in plan.resources:
        changes: dict[int, Fraction] = defaultdict(Fraction)
        for each in plan.assignments:
            task = tasks[each.task]
            if (
                each.resource != resource.uid
                or task.uid in parents
                or task.actual_finish
                or task.uid not in after.by_uid
            ):
                continue
            dates = after.by_uid[task.uid]
            start = dates.start if task.actual_start is None else dates.remaining_start
            for begin, end in _pieces(task, each, start, times):
                changes[begin] += Fraction(each.units)
                changes[end] -= Fraction(each.units)
        wrong += _too_much(resource, changes, found)
    return wrong


def _pieces(task: Task, each: Assignment, start: int, times: WorkTimes) -> list[tuple[int, int]]:
    """When an assignment works: its task's pieces on its own working time, from where its remaining work starts."""
    line, found = times.of_assignment(each), []
    done = task.duration - remaining_duration(task) if task.actual_start is not None else 0
    pieces = task.segments or (Segment(task.duration),)
    at, before = start, 0
    for piece in pieces:
        # What is done already takes no time again; the pause after it may still be to come.
        work = max(0, min(before + piece.work, task.duration) - max(before, done))
        before += piece.work
        if work:
            begin = line.next(at)
            end = line.add(begin, work)
            found.append((begin, end))
            at = end
        if before >= done:
            at = line.add(line.next(at), piece.gap) if piece.gap else at
    return found


def _too_much(resource: Resource, changes: dict[int, Fraction], found: Levelled) -> list[str]:
    told = [(r.start, r.end) for r in found.residual if r.resource == resource.uid]
    marks = {at for step in resource.availability for at in (step.start, step.end) if at is not None}
    load, wrong, edges = Fraction(0), [], sorted({*changes, *marks})
    for begin, end in pairwise(edges):
        load += changes.get(begin, Fraction(0))
        over = load > _units(resource, begin)
        if over and not any(low <= begin and end <= high for low, high in told):
            wrong.append(f"{resource.name} {begin}-{end}: {load} of {_units(resource, begin)}")
    return wrong


def _units(resource: Resource, at: int) -> Fraction:
    if not resource.availability:
        return Fraction(resource.max_units)
    return sum(
        (
            Fraction(step.units)
            for step in resource.availability
            if (step.start is None or step.start <= at) and (step.end is None or at < step.end)
        ),
        Fraction(0),
    )
