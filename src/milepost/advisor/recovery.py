"""Ways to win working days back on the chain that decides a date (review.md 4.9), unpriced.

Only what critical path logic can answer now: overlap work, add people, work on free days, wait less,
free a fixed date, agree on another date, do nothing. Whoever asks applies each to a copy of the plan
and keeps those that are worth it.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

from milepost.advisor.context import Context, joined
from milepost.advisor.drafting import offer, step
from milepost.advisor.finding import Proposal
from milepost.advisor.reading import stand_ins
from milepost.engine.clock import instant, moment
from milepost.engine.effort import remaining_duration
from milepost.engine.tasks import ConstraintKind, LagKind, Link, LinkType, Task, TaskType
from milepost.engine.units import MINUTES_PER_DAY, Minutes, Uid

#: How many options of one kind are worth pricing.
_OF_A_KIND = 2
#: What bringing somebody new up to speed costs: a fifth of their work for ten days (review.md 4.9).
_LEARNING, _LEARNING_DAYS = Decimal("0.2"), 10
#: What a day of overtime is worth, and for how long it is planned (review.md 4.9).
_TIRED_HOURS, _OVERTIME_DAYS = [[480, 720], [780, 972]], 10
_SATURDAY = 5


def recovery_options(
    context: Context, target: Uid, late: Minutes, *, dated: Uid | None = None, by_constraint: bool = False
) -> Iterator[Proposal]:
    """Offer ways to bring a task forward; `dated` is the task whose date is at risk, where it is another one."""
    chain = context.chain(target)
    yield from _overlaps(context, chain)
    yield from more_people(context, chain)
    yield from overtime(context, chain)
    yield from _less_waiting(context, chain)
    yield from _free_dates(context, chain if not by_constraint or dated is None else (*chain, dated))
    yield from _another_date(context, target if dated is None else dated)
    yield offer(
        "nothing",
        "Do nothing.",
        f"{context.name(target if dated is None else dated)} stays {context.span(late)} late.",
        do_nothing=True,
    )


def _overlaps(context: Context, chain: tuple[Uid, ...]) -> Iterator[Proposal]:
    """Fast-track: let work begin before the work it waits for ends."""
    found = []
    for before, after in pairwise(chain):
        link = _link(context, before, after)
        if link is None or link.type is not LinkType.FS or link.lag > 0 or _begun(context.tasks[after]):
            continue
        shared = min(remaining_duration(context.tasks[before]), context.tasks[after].duration) // 2
        overlap = shared // context.day * context.day
        if overlap > 0:
            found.append((overlap, before, after))
    for overlap, before, after in sorted(found, key=lambda row: (-row[0], row[1], row[2]))[:_OF_A_KIND]:
        dates = context.dates(before)
        held = max(context.times.of_task(after).working(dates.start, dates.finish) - overlap, 0)
        yield offer(
            f"overlap-{before}-{after}",
            f"Start {context.name(after)} {context.span(overlap)} before {context.name(before)} ends.",
            f"Both are on the chain that decides the date; half of the shorter one overlaps. "
            f"What starts early may need rework, up to {context.span(overlap // 2)} of it.",
            step("change_link", predecessor=before, successor=after, kind="SS", lag=held, lag_kind="working"),
        )


def more_people(context: Context, chain: tuple[Uid, ...]) -> Iterator[Proposal]:
    """Crash: add somebody of the same group to the longest tasks, learning time included."""
    longest = sorted(chain, key=lambda uid: (-remaining_duration(context.tasks[uid]), uid))
    offered = 0
    for uid in longest:
        task = context.tasks[uid]
        left = remaining_duration(task)
        helpers = stand_ins(context, uid)
        if offered == _OF_A_KIND or not helpers or left < 2 * context.day or task.type is TaskType.FIXED_DURATION:
            continue
        helper = helpers[0]
        units = min(helper.max_units, Decimal(1))
        loss = int(_LEARNING * min(left // 2, _LEARNING_DAYS * context.day) * units)
        offered += 1
        yield offer(
            f"add-{uid}-{helper.uid}",
            f"Let {helper.name} share the rest of {context.name(uid)} with {context.who(uid)}.",
            f"{helper.name} is of the same group ({helper.group}); {context.hours(loss)} of work are added for "
            "learning.",
            step("assign_to_share", task=uid, resource=helper.uid, units=f"{units:f}", loss=loss),
        )


def overtime(context: Context, chain: tuple[Uid, ...]) -> Iterator[Proposal]:
    """Calendar: work on up to two Saturdays within ten working days of a task, at less than full pace."""
    best: tuple[int, Uid, list[str]] | None = None
    for uid in chain:
        days = _saturdays(context, uid)
        if days and (best is None or len(days) > best[0]):
            best = (len(days), uid, days)
    if best is None:
        return
    _, uid, days = best
    who = context.who(uid) or "the team"
    yield offer(
        f"overtime-{uid}",
        f"Let {who} work on {context.name(uid)} on {joined([_said(day) for day in days])}.",
        "Overtime is planned at 90 % of the usual pace and for two weeks at most; agree on it with those concerned.",
        step("add_working_days", tasks=[uid], days=days, intervals=_TIRED_HOURS),
    )


def _saturdays(context: Context, uid: Uid) -> list[str]:
    """The free Saturdays before a task ends on which its people could work."""
    dates, task = context.dates(uid), context.tasks[uid]
    left = remaining_duration(task)
    own, project = context.times.of_task(uid), context.times.of_calendar(None)
    begin = max(dates.start, context.as_of)
    end = min(dates.finish, project.add(project.next(begin), _OVERTIME_DAYS * context.day))
    if left < 2 * context.day or task.elapsed or task.calendar is not None or context.settings.calendar is None:
        return []
    if begin >= end or own.working(begin, dates.finish) != project.working(begin, dates.finish):
        return []
    found: list[str] = []
    at = moment(begin, context.settings.zone)
    last = moment(end, context.settings.zone)
    while at < last and len(found) < 2:
        if at.weekday() == _SATURDAY and not _works(context, at):
            found.append(at.date().isoformat())
        at += timedelta(days=1)
    return found


def _said(day: str) -> str:
    shown = date.fromisoformat(day)
    return f"{shown:%a} {shown.day} {shown:%b}"


def _works(context: Context, day: datetime) -> bool:
    first = instant(day.replace(hour=0, minute=0), context.settings.zone)
    return context.working(first, first + MINUTES_PER_DAY) > 0


def _less_waiting(context: Context, chain: tuple[Uid, ...]) -> Iterator[Proposal]:
    """Halve the longest waiting time between two tasks of the chain."""
    waits = []
    for before, after in pairwise(chain):
        link = _link(context, before, after)
        if link is not None and link.lag_kind is LagKind.WORKING and link.lag >= 2 * context.day:
            waits.append((link.lag, before, after, link))
    for wait, before, after, _ in sorted(waits, key=lambda row: (-row[0], row[1]))[:1]:
        kept = wait // 2 // context.day * context.day
        yield offer(
            f"wait-{before}-{after}",
            f"Wait {context.span(kept)} instead of {context.span(wait)} between {context.name(before)} and "
            f"{context.name(after)}.",
            "The waiting is a number in a link that nobody owns; agree on a shorter one with whoever is waited for.",
            step("change_link", predecessor=before, successor=after, lag=kept),
        )


def _free_dates(context: Context, chain: tuple[Uid, ...]) -> Iterator[Proposal]:
    """Replace a fixed date on the chain by a deadline."""
    for uid in dict.fromkeys(chain):
        task = context.tasks[uid]
        for row in task.constraints:
            if row.at is None or row.kind is ConstraintKind.ALAP or _begun(task):
                continue
            yield offer(
                f"free-{uid}",
                f"Let {context.name(uid)} follow its links and keep {context.date(row.at)} as a deadline.",
                f"Its constraint ({row.kind}) fixes the date whatever the work before it says.",
                step("clear_constraint", task=uid, kind=row.kind.value),
                step("set_deadline", task=uid, at=row.at),
                note="If the date is booked outside the project, ask for a new one first.",
            )


def _another_date(context: Context, uid: Uid) -> Iterator[Proposal]:
    """Renegotiate: move the deadline to the forecast."""
    dates, task = context.dates(uid), context.tasks[uid]
    if task.deadline is not None and task.deadline < dates.finish:
        yield offer(
            f"renegotiate-{uid}",
            f"Agree on {context.date(dates.finish)} as the new deadline of {context.name(uid)}.",
            "The forecast has no reserve in it; offer a date only after its risks have been looked at.",
            step("set_deadline", task=uid, at=dates.finish),
        )


def _link(context: Context, before: Uid, after: Uid) -> Link | None:
    rows = (link for link in context.links_in.get(after, ()) if link.predecessor == before)
    return next(rows, None)


def _begun(task: Task) -> bool:
    return task.actual_start is not None
