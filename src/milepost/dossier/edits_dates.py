"""Commands on the dates a plan is held to: constraints, deadlines, finish, working days (schedule.md 5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from milepost.dossier.edits_records import Command, EditRefusedError, kind_of, open_task, task_of
from milepost.engine import changes
from milepost.engine.calendars import CalendarException, Intervals
from milepost.engine.changes import with_task
from milepost.engine.plan import Plan
from milepost.engine.tasks import Constraint, ConstraintKind
from milepost.engine.units import Instant, Uid

_DATELESS = (ConstraintKind.ASAP, ConstraintKind.ALAP)


def set_constraint(plan: Plan, task: Uid, kind: str, at: Instant | None = None) -> Plan:
    """Hold a task to a date (SNET, FNET, SNLT, FNLT, MSO, MFO with an instant) or to ASAP or ALAP."""
    row, wanted = open_task(plan, task), kind_of(ConstraintKind, kind)
    if (wanted in _DATELESS) != (at is None):
        raise EditRefusedError(f"{wanted} {'has no date' if wanted in _DATELESS else 'needs a date'}.")
    rows = () if wanted is ConstraintKind.ASAP else (Constraint(wanted, at),)
    return with_task(plan, replace(row, constraints=rows))


def clear_constraint(plan: Plan, task: Uid, kind: str | None = None) -> Plan:
    """Let a task's links alone decide its dates; `kind` clears only that constraint."""
    row = open_task(plan, task)
    gone = None if kind is None else kind_of(ConstraintKind, kind)
    kept = tuple(each for each in row.constraints if gone is not None and each.kind is not gone)
    if len(kept) == len(row.constraints):
        raise EditRefusedError(f"{row.name!r} has no such constraint.")
    return with_task(plan, replace(row, constraints=kept))


def set_deadline(plan: Plan, task: Uid, at: Instant) -> Plan:
    """Give a task a deadline: a date it is measured against, which moves nothing."""
    return with_task(plan, replace(task_of(plan, task, leaf=False), deadline=at))


def clear_deadline(plan: Plan, task: Uid) -> Plan:
    """Take a task's deadline away."""
    row = task_of(plan, task, leaf=False)
    if row.deadline is None:
        raise EditRefusedError(f"{row.name!r} has no deadline.")
    return with_task(plan, replace(row, deadline=None))


def set_must_finish(plan: Plan, at: Instant | None = None) -> Plan:
    """Say by when the whole project must finish; without an instant the date is taken away."""
    return replace(plan, settings=replace(plan.settings, must_finish_by=at))


def set_project_start(plan: Plan, at: Instant) -> Plan:
    """Let the project start on another date."""
    return replace(plan, settings=replace(plan.settings, start=at))


def add_working_day(plan: Plan, calendar: Uid | None, day: str, intervals: list[list[int]] | None = None) -> Plan:
    """Work on a day that is free, in one calendar: a Saturday before a release, say.

    `calendar` None is the project's own, `day` an ISO date, `intervals` the hours as minutes after
    midnight (08:00-12:00 and 13:00-17:00 without).
    """
    uid = plan.settings.calendar if calendar is None else calendar
    known = next((each for each in plan.calendars if each.uid == uid), None)
    if known is None:
        raise EditRefusedError(f"The plan has no calendar with number {uid}.")
    on = _day(day)
    extra = CalendarException(f"Overtime on {day}", on, on, _hours(intervals))
    changed = replace(known, exceptions=(*known.exceptions, extra))
    return replace(plan, calendars=tuple(changed if each.uid == uid else each for each in plan.calendars))


def add_working_days(plan: Plan, tasks: list[Uid], days: list[str], intervals: list[list[int]] | None = None) -> Plan:
    """Let a few tasks be worked on days that are free, without touching anyone else's calendar.

    Each task gets a copy of the calendar it follows with those days worked, and follows it alone.
    `intervals` are the hours, as for one day.
    """
    for uid in tasks:
        row = open_task(plan, uid)
        source = row.calendar if row.calendar is not None else plan.settings.calendar
        if all(each.uid != source for each in plan.calendars):
            raise EditRefusedError("The plan has no calendar to work overtime in; give it one first.")
    for day in days:
        _day(day)
    return changes.add_working_days(plan, tuple(tasks), tuple(days), _hours(intervals))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise EditRefusedError(f"{text!r} is no date such as 2026-11-28.") from None


def _hours(intervals: list[list[int]] | None) -> Intervals:
    return tuple((first, last) for first, last in intervals or [[480, 720], [780, 1020]])


DATE_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (
        set_constraint,
        clear_constraint,
        set_deadline,
        clear_deadline,
        set_must_finish,
        set_project_start,
        add_working_day,
        add_working_days,
    )
}
