"""Twelve weeks in a project that begins as an outline: each Friday its people say what they began, did and finished."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from milepost.commands.run import Call, Outcome
from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant

#: Carries commands out as one action of a time.
Do = Callable[[Sequence[Call], datetime], Outcome]
_EVENING = 17 * 60


def report_weeks(do: Do, start: Outcome, first: datetime, weeks: int, slips: Mapping[str, str]) -> None:
    """Report every Friday from the first one on what the plan says should have happened by then.

    `slips` names tasks that turn out to need longer when they begin, and how long.
    """
    assert start.after is not None
    plan, found = start.after.dossier.plan, start.after.schedule
    for week in range(weeks):
        friday = first + timedelta(weeks=week)
        status = instant(datetime(friday.year, friday.month, friday.day)) + _EVENING  # noqa: DTZ001 - a wall clock
        at = datetime(friday.year, friday.month, friday.day, 16, tzinfo=UTC)
        grown = [task for task in plan.tasks if task.name in slips and _begins(task, found.by_uid, status)]
        if grown:
            calls = [Call("change_duration", {"task": f"T-{task.uid}", "duration": slips[task.name]}) for task in grown]
            plan, found = _state(do(calls, at))
        told = [call for task in plan.tasks for call in _told(task, found.by_uid, status)]
        plan, found = _state(do([Call("set_status_date", {"at": status}), *told], at))


def _state(outcome: Outcome) -> tuple[Plan, Schedule]:
    assert outcome.after is not None
    return outcome.after.dossier.plan, outcome.after.schedule


def _begins(task: Task, dates: Mapping[int, TaskDates], status: Instant) -> bool:
    return task.actual_start is None and not task.summary and task.uid in dates and dates[task.uid].start < status


def _told(task: Task, found: Mapping[int, TaskDates], status: Instant) -> Iterator[Call]:
    if task.summary or task.actual_finish is not None or task.uid not in found:
        return
    dates, reference = found[task.uid], f"T-{task.uid}"
    if task.actual_start is None and dates.start >= status:
        return
    if task.actual_start is None:
        yield Call("record_actual_start", {"task": reference, "at": dates.start})
    if dates.finish <= status:
        yield Call("record_actual_finish", {"task": reference, "at": dates.finish})
        return
    share = min(95, round(100 * (status - dates.start) / (dates.finish - dates.start)))
    if share > int(task.percent_complete):
        yield Call("record_progress", {"task": reference, "percent": share})
