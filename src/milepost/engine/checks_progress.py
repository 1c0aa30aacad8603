"""Progress and values that cannot be: actuals in the future or in the wrong order, negative spans (schedule.md 10)."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from milepost.engine.notices import Notice
from milepost.engine.plan import Convention, Plan, Settings
from milepost.engine.tasks import ConstraintKind, Task
from milepost.engine.units import Minutes
from milepost.engine.words import label, span, when


def progress_notices(plan: Plan) -> tuple[Notice, ...]:
    """List impossible actuals: errors by Milepost's own rules, warnings in a plan from another tool."""
    letter = "E" if plan.settings.convention is Convention.MILEPOST else "W"
    started = [task for task in plan.tasks if task.actual_start is not None or task.actual_finish is not None]
    pauses = [task for task in plan.tasks if task.resume is not None and task.suspend is not None]
    settings = plan.settings
    return (
        *(Notice(f"{letter}-ACTUAL-FUTURE", words, (task.uid,)) for task, words in _future(started, settings)),
        *(Notice(f"{letter}-ACTUAL-ORDER", words, (task.uid,)) for task, words in _disorder(started, settings)),
        *(Notice(f"{letter}-ACTUAL-ORDER", words, (task.uid,)) for task, words in _pauses(pauses, settings)),
    )


def _future(started: list[Task], settings: Settings) -> Iterator[tuple[Task, str]]:
    status = settings.status_date
    if status is None:
        return
    for task in started:
        for field, at in (("actual start", task.actual_start), ("actual finish", task.actual_finish)):
            if at is not None and at > status:
                words = (
                    f"{label(task)}: {field} {when(at, settings)} is after the status date {when(status, settings)}."
                )
                yield task, f"{words} What has not happened is a plan: clear it or move the status date."


def _disorder(started: list[Task], settings: Settings) -> Iterator[tuple[Task, str]]:
    for task in started:
        if task.actual_finish is None:
            continue
        if task.actual_start is not None and task.actual_start > task.actual_finish:
            words = f"{_ended(task, settings)} is before actual start {when(task.actual_start, settings)}."
            yield task, f"{words} Correct one of the two."
        if task.remaining_duration is not None and task.remaining_duration > 0:
            left = span(task.remaining_duration, task.duration_unit, settings, elapsed=task.elapsed)
            yield task, f"{_ended(task, settings)} is given, yet remaining duration is {left}. Clear one of the two."


def _ended(task: Task, settings: Settings) -> str:
    assert task.actual_finish is not None
    return f"{label(task)}: actual finish {when(task.actual_finish, settings)}"


def _pauses(pauses: list[Task], settings: Settings) -> Iterator[tuple[Task, str]]:
    for task in pauses:
        if task.resume is not None and task.suspend is not None and task.resume < task.suspend:
            resume, suspend = when(task.resume, settings), when(task.suspend, settings)
            yield task, f"{label(task)}: resume {resume} is before suspend {suspend}. Correct one of the two."


def value_errors(plan: Plan) -> tuple[Notice, ...]:
    """List negative durations and work, percentages beyond 0..100, constraints and settings without their date."""
    return (*_negative(plan), *_percentages(plan), *_dateless(plan))


def _negative(plan: Plan) -> Iterator[Notice]:
    names = {task.uid: task for task in plan.tasks}
    spans = chain(
        ((task, "duration", task.duration) for task in plan.tasks if task.duration < 0),
        ((task, field, value) for task in _touched(plan) for field, value in _other_spans(task)),
        ((names[row.task], "work of an assignment", row.work) for row in plan.assignments if row.work < 0),
    )
    for task, field, value in spans:
        shown = span(value, task.duration_unit, plan.settings, elapsed=task.elapsed)
        words = f"{label(task)}: {field} is {shown}. A span of time cannot be negative: give 0 or more."
        yield Notice("E-NEGATIVE-DURATION", words, (task.uid,))


def _touched(plan: Plan) -> list[Task]:
    """List the tasks with progress or segments: few in most plans."""
    return [
        task
        for task in plan.tasks
        if task.segments or task.remaining_duration is not None or task.actual_duration is not None
    ]


def _other_spans(task: Task) -> Iterator[tuple[str, Minutes]]:
    if task.remaining_duration is not None and task.remaining_duration < 0:
        yield "remaining duration", task.remaining_duration
    if task.actual_duration is not None and task.actual_duration < 0:
        yield "actual duration", task.actual_duration
    for piece in task.segments:
        if piece.work < 0 or piece.gap < 0:
            yield "a segment", min(piece.work, piece.gap)


def _percentages(plan: Plan) -> Iterator[Notice]:
    for task in [task for task in plan.tasks if task.percent_complete]:
        if not 0 <= task.percent_complete <= 100:
            words = f"{label(task)}: percent complete is {task.percent_complete}. Give a percentage from 0 to 100."
            yield Notice("E-PERCENT-RANGE", words, (task.uid,))


def _dateless(plan: Plan) -> Iterator[Notice]:
    free = (ConstraintKind.ASAP, ConstraintKind.ALAP)
    for task in [task for task in plan.tasks if task.constraints]:
        for row in task.constraints:
            if row.at is None and row.kind not in free:
                words = f"{label(task)}: constraint {row.kind} has no date. Give it one or remove it."
                yield Notice("E-CONSTRAINT-DATE", words, (task.uid,))
    if plan.settings.schedule_from_finish and plan.settings.finish is None:
        words = "The project is scheduled from its finish, yet has no finish date. Give one or schedule from the start."
        yield Notice("E-PROJECT-FINISH", words)
