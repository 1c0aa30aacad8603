"""Twelve weeks in a project that begins as an outline: each Friday its people say what they began, did and finished."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from milepost.commands.run import Outcome
from milepost.engine.clock import instant
from milepost.engine.results import Schedule, TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Instant

#: Carries a command out: its word, its arguments, when.
Do = Callable[[str, Mapping[str, Any], datetime], Outcome]
_EVENING = 17 * 60


def report_weeks(do: Do, first: datetime, weeks: int, slips: Mapping[str, str]) -> None:
    """Report every Friday from the first one on; `slips` names tasks that turn out to need longer, and how long."""
    for week in range(weeks):
        friday = first + timedelta(weeks=week)
        status = instant(datetime(friday.year, friday.month, friday.day)) + _EVENING  # noqa: DTZ001 - a wall clock
        at = datetime(friday.year, friday.month, friday.day, 16, tzinfo=UTC)
        outcome = do("set_status_date", {"at": status}, at)
        while _reported(do, outcome, status, at, slips):
            outcome = do("set_status_date", {"at": status}, at)


def _reported(do: Do, outcome: Outcome, status: Instant, at: datetime, slips: Mapping[str, str]) -> bool:
    """Report what the schedule says should have happened by now; tells whether anything begun lets more begin."""
    assert outcome.after is not None
    plan, found = outcome.after.dossier.plan, outcome.after.schedule
    more = False
    for task in plan.tasks:
        if task.summary or task.actual_finish is not None or task.uid not in found.by_uid:
            continue
        dates = found.by_uid[task.uid]
        if task.actual_start is None and dates.start < status and _may_begin(plan.links, found, task, status):
            do("record_actual_start", {"task": f"T-{task.uid}", "at": dates.start}, at)
            if task.name in slips:
                do("change_duration", {"task": f"T-{task.uid}", "duration": slips[task.name]}, at)
            more = True
        elif task.actual_start is not None:
            _continued(do, task, dates, status, at)
    return more


def _may_begin(links: Any, found: Schedule, task: Task, status: Instant) -> bool:
    before = [link.predecessor for link in links if link.successor == task.uid]
    return all(found.by_uid[uid].finish <= status for uid in before)


def _continued(do: Do, task: Task, dates: TaskDates, status: Instant, at: datetime) -> None:
    reference = f"T-{task.uid}"
    if dates.finish <= status:
        do("record_actual_finish", {"task": reference, "at": dates.finish}, at)
        return
    share = min(95, round(100 * (status - dates.start) / (dates.finish - dates.start)))
    if share > int(task.percent_complete):
        do("record_progress", {"task": reference, "percent": share}, at)
