"""The dates people ask for: milestones and the finish, in the baseline, in the last review and now."""

from __future__ import annotations

from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.summary import KeyDate
from milepost.engine.results import TaskDates
from milepost.engine.units import Instant, Uid

#: How many milestones are shown at most.
_MOST = 15
#: A milestone reached this many working days ago is still shown.
_RECENT_DAYS = 20
_SURE = Decimal("0.8")


def key_dates(context: Context, *, simulate: bool = True) -> tuple[KeyDate, ...]:
    """The open and just reached milestones in order of date, then the project's finish.

    Without `simulate` it is not told how sure they are.
    """
    rows = [_row(context, dates, simulate=simulate) for dates in _chosen(context)]
    return (*rows, _finish(context, simulate=simulate))


def _chosen(context: Context) -> list[TaskDates]:
    line = context.times.of_calendar(None)
    since = line.add(line.prev(context.as_of), -_RECENT_DAYS * context.day)
    found = [
        d for d in context.leaves if context.tasks[d.uid].milestone and not (context.done(d.uid) and d.finish < since)
    ]
    found.sort(key=lambda d: (d.finish, d.uid))
    if len(found) <= _MOST:
        return found
    # What is promised to somebody, and what everything leads to, is shown before what comes next.
    weight = sorted(found, key=lambda d: (context.tasks[d.uid].deadline is None, bool(context.links_out.get(d.uid))))
    kept = {d.uid for d in weight[:_MOST]}
    return [d for d in found if d.uid in kept]


def _row(context: Context, dates: TaskDates, *, simulate: bool) -> KeyDate:
    task, row = context.tasks[dates.uid], context.baseline.get(dates.uid)
    base = row.finish if row else None
    before = context.previous.schedule.by_uid.get(dates.uid) if context.previous else None
    later = None if base is None else context.late(dates.uid, base, dates.finish)
    was = before.finish if before else None
    done = context.done(dates.uid)
    sure = _sure(context, task.uid) if simulate and not done else None
    return KeyDate(task.uid, task.name, base, was, dates.finish, later, task.deadline, done, sure)


def _sure(context: Context, uid: Uid | None) -> Instant | None:
    """The date that is 80 % sure; None where nothing was simulated."""
    likely = context.likelihood
    if likely is None or (uid is not None and uid not in likely.simulation.sampled.finishes):
        return None
    return likely.finish_of(uid, _SURE)


def _finish(context: Context, *, simulate: bool) -> KeyDate:
    leaves = {dates.uid for dates in context.schedule.tasks if not dates.summary}
    finishes = [row.finish for uid, row in context.baseline.items() if uid in leaves and row.finish is not None]
    base, now = max(finishes, default=None), context.schedule.finish
    later = None if base is None else context.working(base, now)
    was = context.previous.schedule.finish if context.previous else None
    done = not context.open
    sure = _sure(context, None) if simulate else None
    return KeyDate(None, "Project finish", base, was, now, later, context.settings.must_finish_by, done, sure)
