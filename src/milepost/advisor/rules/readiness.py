"""Rules on what comes next: can it start, and may it be done then (review.md 4.1)."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_task, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Severity
from milepost.advisor.reading import float_left
from milepost.advisor.rules.progress import finish_late, planned_start, waiting
from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.clock import instant
from milepost.engine.results import TaskDates
from milepost.engine.units import Instant, Uid

_FREEZE = re.compile(r"freeze|black-?out|change stop|embargo", re.IGNORECASE)
_DEPLOYMENT = re.compile(r"deploy|release|cut-?over|go-?live|roll-?out|switch|migrat", re.IGNORECASE)


def not_ready(context: Context) -> Iterator[Finding]:
    """SCH-16 A task starts soon and something for it is missing.

    Source: review.md 4.1, SCH-16. Trigger: an unstarted task starts within 10 working days
    (`look_ahead_days`) and has a gap a plan can show: a predecessor that is overdue, a person
    who has left, a duration still marked as a guess; nobody named is RES-03. Evidence: the checklist.
    Proposals: who has to close which gap by when (N).
    """
    soon = context.ahead(context.limits.look_ahead_days)
    for dates in context.open:
        task = context.tasks[dates.uid]
        if task.actual_start is not None or not context.as_of < dates.start <= soon or not task.duration:
            continue
        if planned_start(context, dates) is not None:
            continue
        gaps = list(readiness_gaps(context, dates))
        if not gaps:
            continue
        late = overdue_before(context, task.uid)
        yield about_task(
            context,
            "SCH-16",
            task.uid,
            Severity.HIGH if late else urgent(context, task.uid, Severity.HIGH),
            f"{context.name(task.uid)} starts on {context.date(dates.start)} and is not ready: {'; '.join(gaps)}.",
            [*(Evidence("Missing", gap) for gap in gaps), float_left(context, dates)],
            [
                offer(
                    "close",
                    f"Close {'this gap' if len(gaps) == 1 else 'these gaps'} before {context.date(dates.start)}: "
                    f"ask {context.who(late[0] if late else task.uid) or 'its owner'}.",
                    "A task that cannot start on its day slips before anyone notices.",
                )
            ],
            measure=len(gaps),
            due=dates.start,
            root=late[0] if late else None,
        )


def readiness_gaps(context: Context, dates: TaskDates) -> Iterator[str]:
    """What a plan shows to be missing for a task, in words; nobody named is RES-03's."""
    for before in overdue_before(context, dates.uid):
        yield f"{context.name(before)}, which it waits for, is overdue"
    gone = [person.name for person in context.people(dates.uid) if person.inactive]
    if gone:
        yield f"{gone[0]} is no longer available"
    if context.tasks[dates.uid].estimated:
        yield "its duration is still a guess"


def overdue_before(context: Context, uid: Uid) -> tuple[Uid, ...]:
    """The open tasks a task waits for that should be finished by now."""
    rows = waiting(context, uid)
    return tuple(row for row in rows if finish_late(context, context.dates(row)))


def against_calendar(context: Context) -> Iterator[Finding]:
    """SCH-19 Work is planned on days on which it may not be done.

    Source: review.md 4.1, SCH-19. Trigger: an open task works on a day off of the project calendar, or
    a deployment (by its name) falls into a freeze named in any calendar. Evidence: window, task dates.
    Severity S1 for deployments, else S2. Proposals: the first day after the window (R).
    """
    closed = _project_closures(context)
    freezes = [row for calendar in context.schedule.plan.calendars for row in _windows(calendar) if _frozen(row)]
    for dates in context.open:
        task = context.tasks[dates.uid]
        start = max(dates.remaining_start, context.as_of)
        deployment = bool(_DEPLOYMENT.search(task.name))
        hit = next((row for row in freezes if deployment and _meets(context, row, start, dates)), None)
        hit = hit or next((row for row in closed if _works_in(context, row, start, dates)), None)
        if hit is not None:
            yield _clash(context, dates, hit, Severity.CRITICAL if deployment else Severity.HIGH)


def _clash(context: Context, dates: TaskDates, window: CalendarException, severity: Severity) -> Finding:
    uid, last = dates.uid, _instant(context, window.end)
    after = context.times.of_task(uid).next(_instant(context, window.end + timedelta(days=1)))
    days = f"{context.date(_instant(context, window.start))} to {context.date(last)}"
    offers = []
    if context.tasks[uid].actual_start is None:
        offers.append(
            offer(
                "after",
                f"Start {context.name(uid)} on {context.date(after)}, after {window.name}.",
                "That is the first slot in which it may be done.",
                step("set_constraint", task=uid, kind="SNET", at=after),
            )
        )
    return about_task(
        context,
        "SCH-19",
        uid,
        severity,
        f"{context.name(uid)} is planned for {context.date(dates.start)} to {context.date(dates.finish)}, within "
        f"{window.name} ({days}).",
        [
            Evidence("Window", f"{window.name}, {days}"),
            Evidence("Task", f"{context.date(dates.start)} to {context.date(dates.finish)}"),
            float_left(context, dates),
        ],
        offers or [offer("agree", f"Agree on an exception for {context.name(uid)}, or stop it.", "It has begun.")],
        due=dates.start,
    )


def _project_closures(context: Context) -> list[CalendarException]:
    """The named days off of the project calendar and its parents that are not over."""
    known = {calendar.uid: calendar for calendar in context.schedule.plan.calendars}
    found: list[CalendarException] = []
    uid, seen = context.settings.calendar, set[Uid]()
    while uid is not None and uid in known and uid not in seen:
        seen.add(uid)
        found += [row for row in _windows(known[uid]) if _instant(context, row.end) >= context.as_of]
        uid = known[uid].parent
    return found


def _windows(calendar: Calendar) -> list[CalendarException]:
    return [row for row in calendar.exceptions if not row.intervals and row.recurrence is None and row.name]


def _frozen(window: CalendarException) -> bool:
    return bool(_FREEZE.search(window.name))


def _meets(context: Context, window: CalendarException, start: Instant, dates: TaskDates) -> bool:
    first, last = _instant(context, window.start), _instant(context, window.end + timedelta(days=1))
    if start == dates.finish:
        return first <= start < last
    begin, end = max(first, start), min(last, dates.finish)
    return begin < end and context.times.of_task(dates.uid).working(begin, end) > 0


def _works_in(context: Context, window: CalendarException, start: Instant, dates: TaskDates) -> bool:
    """Tell whether a task with its own hours works in a window in which the project does not."""
    task = context.tasks[dates.uid]
    if context.times.of_task(task.uid) is context.times.of_calendar(None) or not task.duration or task.elapsed:
        return False
    first, last = _instant(context, window.start), _instant(context, window.end + timedelta(days=1))
    begin, end = max(first, start), min(last, dates.finish)
    return begin < end and context.times.of_task(task.uid).working(begin, end) > context.working(begin, end)


def _instant(context: Context, day: date) -> Instant:
    return instant(datetime.combine(day, time()), context.settings.zone)


RULES = (not_ready, against_calendar)
