"""The next ten working days: what starts, what finishes, who does it, and what is missing for it (review.md 5)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.summary import Upcoming
from milepost.engine.results import TaskDates
from milepost.engine.units import Uid

#: How many lines a person reads.
_MOST = 20


def look_ahead(context: Context) -> tuple[Upcoming, ...]:
    """List open tasks that start or finish in the look-ahead, by date; the critical ones stay if there are too many."""
    until = context.ahead(context.limits.look_ahead_days)
    found = [d for d in context.open if _next(context, d) <= until]
    found.sort(key=lambda d: (not d.critical, _next(context, d), d.uid))
    shown = sorted(found[:_MOST], key=lambda d: (_next(context, d), d.uid))
    return tuple(_upcoming(context, dates) for dates in shown)


def _next(context: Context, dates: TaskDates) -> int:
    return dates.start if context.tasks[dates.uid].actual_start is None else dates.finish


def _upcoming(context: Context, dates: TaskDates) -> Upcoming:
    task = context.tasks[dates.uid]
    return Upcoming(
        task.uid,
        task.name,
        dates.start,
        dates.finish,
        context.who(task.uid),
        dates.critical,
        task.actual_start is None,
        tuple(_missing(context, dates)),
    )


def _missing(context: Context, dates: TaskDates) -> Iterator[str]:
    """What a plan file can tell is not ready for a task."""
    task = context.tasks[dates.uid]
    if task.duration and context.working_people and not context.who(task.uid):
        yield "nobody is named for it"
    if task.actual_start is not None:
        if dates.finish < context.as_of:
            yield "should be finished"
        return
    if dates.start < context.as_of:
        yield "should have started"
    late = [uid for uid in _before(context, task.uid) if context.dates(uid).finish < context.as_of]
    if late:
        yield f"waits for {context.names(late, 2)}"
    for person in context.people(task.uid):
        for first, last in context.absences(person.uid):
            if first <= dates.start < last:
                yield f"{person.name} is away until {context.date(last - 1)}"


def _before(context: Context, uid: Uid) -> list[Uid]:
    rows = [link.predecessor for link in context.links_in.get(uid, ())]
    return [row for row in rows if row in context.schedule.by_uid and not context.done(row)]
