"""Working on free days for a short while (domain/review.md 4.9, option 4)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from milepost.engine.clock import instant, moment
from milepost.engine.effort import remaining_duration
from milepost.engine.rates import rate_at
from milepost.engine.recovery.case import Change, Kind, Option, change
from milepost.engine.recovery.people import Staff
from milepost.engine.recovery.reach import Reach
from milepost.engine.units import MINUTES_PER_DAY, Minutes, Uid
from milepost.engine.words import called

#: The hours of an extra day before people tire: as many as the plan's default day has, morning and afternoon.
_MORNING, _NOON = (480, 720), 780
_CENT = Decimal("0.01")
_SATURDAY = 5


def overtime_options(reach: Reach, staff: Staff, window: int, fatigue: Decimal) -> Iterator[Option]:
    """Offer to work on the free Saturdays of the first `window` working days of a task, at less than the usual pace.

    Nobody does so for two tasks. A tired day gives `fatigue` of its minutes. Hours are priced by how far the overtime
    rate is above the usual one.
    """
    settings = reach.schedule.plan.settings
    day = settings.minutes_per_day
    minutes = int(day * fatigue)
    hours = (_MORNING, (_NOON, _NOON + minutes - 240)) if minutes > 240 else ((_MORNING[0], _MORNING[0] + minutes),)
    for uid in reach.chain:
        days = _free_days(reach, uid, window * day)
        if not days:
            continue
        premium = _premium(staff, uid, len(days) * minutes)
        changes: tuple[Change, ...] = (change("add_working_days", tasks=(uid,), days=days, intervals=hours),)
        if premium:
            changes += (change("add_fixed_cost", task=uid, cost=f"{premium:f}"),)
        task = reach.tasks[uid]
        yield Option(
            key=f"overtime-{uid}",
            kind=Kind.OVERTIME,
            title=f"Work on {called(task)} on {' and '.join(map(_said, days))}.",
            reason=f"A day of overtime gives {fatigue:.0%} of a usual one; two weeks are the most people can take.",
            changes=changes,
            touches=frozenset({("task", uid), *(("overtime", person) for person in _crew(staff, uid))}),
            tasks=(uid,),
        )


def _crew(staff: Staff, uid: Uid) -> set[Uid]:
    return {one.resource for one in staff.crews.get(uid, ()) if one.resource is not None}


def _free_days(reach: Reach, uid: Uid, window: Minutes) -> tuple[str, ...]:
    """List the free Saturdays on which a task's people could work while it runs."""
    task, dates = reach.tasks[uid], reach.schedule.by_uid[uid]
    settings = reach.schedule.plan.settings
    times = reach.passes.plan.frame.times
    begin = dates.remaining_start
    end = min(dates.finish, reach.line.add(reach.line.next(begin), window))
    plain = settings.calendar is not None and task.calendar is None and not task.elapsed and not task.segments
    if not plain or begin >= end or remaining_duration(task) < settings.minutes_per_day:
        return ()
    # Where somebody's own calendar differs, their leave would be worked on, too.
    if times.of_task(uid).working(begin, dates.finish) != reach.line.working(begin, dates.finish):
        return ()
    found, at, last = list[str](), moment(begin, settings.zone), moment(end, settings.zone)
    while at < last:
        if at.weekday() == _SATURDAY and not _works(reach, at):
            found.append(at.date().isoformat())
        at += timedelta(days=1)
    return tuple(found)


def _works(reach: Reach, day: datetime) -> bool:
    first = instant(day.replace(hour=0, minute=0), reach.schedule.plan.settings.zone)
    return reach.line.working(first, first + MINUTES_PER_DAY) > 0


def _premium(staff: Staff, uid: Uid, minutes: Minutes) -> Decimal:
    """Give what these minutes cost more than usual ones."""
    found = Decimal(0)
    for one in staff.crews.get(uid, ()):
        person = staff.people.get(one.resource) if one.resource is not None else None
        row = (
            None
            if person is None
            else rate_at(person, one.rate_table, staff.reach.schedule.by_uid[uid].remaining_start)
        )
        if row is not None and row.overtime > row.standard:
            found += one.units * minutes * (row.overtime - row.standard) / 60
    return found.quantize(_CENT, ROUND_HALF_UP)


def _said(day: str) -> str:
    shown = date.fromisoformat(day)
    return f"{shown:%a} {shown.day} {shown:%b}"
