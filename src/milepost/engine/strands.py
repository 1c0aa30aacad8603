"""The strands of a task: whose working time its assignments are done in, and for how long (domain/schedule.md 2.2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import NamedTuple

from milepost.engine.contours import mean_fraction, rounded
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Contour, ResourceKind
from milepost.engine.tasks import Task, TaskType
from milepost.engine.units import Minutes, Uid
from milepost.engine.worktime import WorkTime, WorkTimes


class Strand(NamedTuple):
    """One stretch of a task's work: on which working time, how long, and how long after the task's start."""

    line: WorkTime
    span: Minutes
    delay: Minutes


def workers(plan: Plan) -> dict[Uid, list[Assignment]]:
    """List the assignments of people and equipment by task."""
    able = {r.uid for r in plan.resources if r.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)}
    found: dict[Uid, list[Assignment]] = {}
    for assignment in plan.assignments:
        if assignment.resource in able:
            found.setdefault(assignment.task, []).append(assignment)
    return found


def strands_of(
    task: Task, span: Minutes, assigned: Sequence[Assignment], times: WorkTimes, number: Callable[[WorkTime], int]
) -> list[Strand]:
    """Give the strands of a task whose remaining span is known; none when one working time carries it all.

    A task worked on one working time is as long as its duration says. Where the assignments' working
    times differ, each takes its remaining work at its units, or the task's span if it has no work.
    """
    begun = task.actual_start is not None
    if task.elapsed or task.type is TaskType.FIXED_DURATION or span == 0:
        return []
    if len(assigned) == 1 and (begun or not assigned[0].delay):
        return []
    team = [(times.of_assignment(each), 0 if begun else each.delay, each) for each in assigned]
    if len({number(line) for line, _, _ in team}) < 2:
        delay = min((delay for _, delay, _ in team), default=0)
        return [Strand(team[0][0], span, delay)] if delay else []
    found = [Strand(line, span_of(each, span), delay) for line, delay, each in team]
    return [strand for strand in found if strand.span > 0]


def span_of(assignment: Assignment, span: Minutes) -> Minutes:
    """Tell how long an assignment takes of a task of a span: its work at its units, the span where that is the same."""
    if not assignment.work or not assignment.units:
        return span
    work = assignment.remaining_work if assignment.actual_work else assignment.work
    if assignment.contour is Contour.FLAT and abs(work - span * assignment.units) <= 1:
        return span
    wanted = Fraction(work) / (Fraction(assignment.units) * mean_fraction(assignment.contour))
    # Work is kept in whole minutes, so that many minutes more or less at part-time units are the same duration.
    return span if abs(wanted - span) * Fraction(assignment.units) <= 1 else rounded(wanted)
