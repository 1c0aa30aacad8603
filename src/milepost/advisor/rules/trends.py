"""Rules on what changed since the previous file: path, float, silence (review.md 4.1, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, about_task, offer
from milepost.advisor.finding import Evidence, Finding, Severity
from milepost.advisor.reading import float_left
from milepost.engine.results import TaskDates
from milepost.engine.units import Instant, Minutes, Uid


def path_changed(context: Context) -> Iterator[Finding]:
    """SCH-08 Other tasks decide the finish than in the last review.

    Source: review.md 4.1, SCH-08. Trigger: the open tasks on the longest path are not those of the
    previous file, completed ones left out. Evidence: tasks that joined and left. Proposals: a list of
    what to watch now (N).
    """
    before = context.previous
    if before is None:
        return
    now, then = _path(context), _path(before)
    joined = tuple(uid for uid in now if uid not in then)
    left = tuple(uid for uid in then if uid not in now and uid in context.tasks and _open(context, uid))
    if not joined:
        return
    said = f"The path that decides the finish now runs through {context.names(joined)}"
    said += f"; {context.names(left)} no longer {'decides' if len(left) == 1 else 'decide'} it." if left else "."
    yield about_plan(
        "SCH-08",
        "longest-path",
        Severity.MEDIUM,
        said,
        [
            Evidence("Joined", context.names(joined, 6), joined),
            Evidence("Left", context.names(left, 6) if left else "none", left),
        ],
        [
            offer(
                "watch",
                f"Ask {_owners(context, joined)} for progress first from now on.",
                "A day lost on this path is a day lost at the end.",
            )
        ],
        tasks=joined,
        measure=len(joined),
        root=f"task-{context.source(joined[-1])}",
    )


def slip_rate(context: Context) -> Iterator[Finding]:
    """SCH-11 The finish slips review after review.

    Source: review.md 4.1, SCH-11. Trigger: the catalogue asks for three slips in a row; two files and a
    baseline show two: the finish of the previous file is later than the baseline's, and today's is
    later again, each by a working day or more (`milestone_days`). Hence S3. Evidence: the three
    dates, slip per week, the finish this rate leads to. Proposals: re-plan with the team (N).
    """
    before = context.previous
    ends = [row.finish for uid, row in context.baseline.items() if row.finish is not None and uid in context.tasks]
    if before is None or not ends:
        return
    least = context.limits.milestone_days * context.day
    first = context.working(max(ends), before.schedule.finish)
    since = context.working(before.schedule.finish, context.schedule.finish)
    passed = context.working(before.as_of, context.as_of)
    left = context.working(context.as_of, context.schedule.finish)
    if min(first, since) < least or passed <= 0 or left <= 0:
        return
    yield _slipping(context, before, max(ends), since, passed, left)


def _slipping(
    context: Context, before: Context, promised: Instant, since: Minutes, passed: Minutes, left: Minutes
) -> Finding:
    weekly = since * context.settings.minutes_per_week // passed
    last = max(context.open, key=lambda dates: (dates.finish, -dates.uid))
    said = f"The finish slips again: {context.span(since)} since {context.date(before.as_of)}"
    if since < passed:
        line = context.times.of_calendar(None)
        end = line.add(context.schedule.finish, left * since // (passed - since))
        said += f"; at this rate it ends on {context.date(end)}."
        rate = Evidence("Finish at this rate", context.date(end))
    else:
        said += ", as fast as time passes."
        rate = Evidence("Finish at this rate", "never: it slips as fast as time passes")
    return about_plan(
        "SCH-11",
        "slip-rate",
        Severity.MEDIUM,
        said,
        [
            Evidence(
                "Baseline, last review, now",
                " -> ".join(context.date(at) for at in (promised, before.schedule.finish, context.schedule.finish)),
            ),
            Evidence("Slip a week", context.span(weekly)),
            rate,
        ],
        [offer("re-plan", "Re-plan the remaining work with the team.", "Small slips one by one hide a wrong plan.")],
        measure=since,
        stake=since,
        root=f"task-{context.source(last.uid)}",
    )


def near_critical_growth(context: Context) -> Iterator[Finding]:
    """SCH-09 More tasks are about to become critical.

    Source: review.md 4.1, SCH-09. Trigger: 20 % (`near_growth`) and at least two more near-critical
    tasks than in the previous file. Evidence: counts, the new ones. Proposals: watch them (N).
    """
    before = context.previous
    if before is None:
        return
    now = [dates.uid for dates in context.open if dates.near_critical]
    then = [dates.uid for dates in before.open if dates.near_critical]
    grown = len(now) - len(then)
    if grown < 2 or grown < context.limits.near_growth * len(then):
        return
    fresh = tuple(uid for uid in now if uid not in then)
    yield about_plan(
        "SCH-09",
        "near-critical",
        Severity.MEDIUM,
        f"{len(now)} tasks are nearly critical (little room before the end date moves); at the last review it was "
        f"{len(then)}.",
        [Evidence("New", context.names(fresh, 6), fresh), Evidence("Then and now", f"{len(then)}, {len(now)}")],
        [
            offer(
                "protect",
                f"Protect {context.names(fresh)}: no other work for {_owners(context, fresh)} before it is done.",
                "Their room is used up before anyone notices if nobody looks.",
            )
        ],
        tasks=fresh,
        measure=grown,
    )


def float_erosion(context: Context) -> Iterator[Finding]:
    """SCH-10 Tasks lose the room they had.

    Source: review.md 4.1, SCH-10. Trigger: total float was positive, still is, and fell by half or by
    more than 5 working days a fortnight; float above 20 days (`float_watch_days`) is no news yet. One
    finding for all tasks that lose it to the same task. Evidence: float then and now. Proposals:
    start it earlier, or help what it waits for (N: the finding about that task prices it).
    """
    before = context.previous
    if before is None:
        return
    found: dict[Uid, list[tuple[Minutes, Uid]]] = {}
    for dates in context.open:
        lost = _lost(context, before, dates)
        if lost:
            found.setdefault(context.source(dates.uid), []).append((lost, dates.uid))
    for source, rows in sorted(found.items()):
        yield _erosion(context, before, source, sorted(rows, key=lambda row: (-row[0], row[1])))


def _lost(context: Context, before: Context, dates: TaskDates) -> Minutes:
    limits, day = context.limits, context.day
    if dates.uid not in before.schedule.by_uid or before.done(dates.uid):
        return 0
    then, now = before.dates(dates.uid).total_float, dates.total_float
    drop = then - now
    if then <= 0 or now <= 0 or now > limits.float_watch_days * day or drop < day:
        return 0
    fortnights = max(context.working(before.as_of, context.as_of) / (10 * day), 1)
    steep = drop / fortnights > limits.float_drop_days * day or drop / fortnights >= limits.float_drop_share * then
    return drop if steep else 0


def _erosion(context: Context, before: Context, source: Uid, rows: list[tuple[Minutes, Uid]]) -> Finding:
    lost, uid = rows[0]
    tasks = tuple(row[1] for row in rows)
    dates = context.dates(uid)
    others = f"; {len(rows) - 1} more like it" if len(rows) > 1 else ""
    waits = f" It waits for {context.name(source)}." if source != uid else ""
    return about_task(
        context,
        "SCH-10",
        uid,
        Severity.MEDIUM,
        f"{context.name(uid)} lost {context.span(lost)} of float since {context.date(before.as_of)} and has "
        f"{context.span(dates.total_float)} left{others}.{waits}",
        [
            Evidence("Float then", context.span(before.dates(uid).total_float)),
            float_left(context, dates),
            Evidence("Tasks that lose float", context.names(tasks, 5), tasks),
        ],
        [
            offer(
                "early",
                f"Start {context.name(uid)} as early as its links allow and report on it weekly.",
                "Float that goes at this rate is gone within weeks.",
            )
        ],
        measure=lost,
        root=source,
        others=tasks[1:],
    )


def quiet(context: Context) -> Iterator[Finding]:
    """X-10 Nothing has been reported for two weeks.

    Source: review.md 4.8, X-10. Trigger: no actual, percentage or remaining duration differs from the
    previous file, whose status date is 10 or more working days (`quiet_days`) earlier. Evidence: the
    two dates, the open tasks. Proposals: a call with the owners (N).
    """
    before = context.previous
    if before is None or not context.open:
        return
    gap = context.working(before.as_of, context.as_of)
    if gap < context.limits.quiet_days * context.day or _facts(context) != _facts(before):
        return
    running = tuple(d.uid for d in context.open if context.tasks[d.uid].actual_start is not None)
    yield about_plan(
        "X-10",
        "quiet",
        Severity.MEDIUM,
        f"No progress has been recorded since {context.date(before.as_of)}, {context.span(gap)} ago.",
        [Evidence("Open and started", context.names(running) if running else "no task", running)],
        [offer("call", f"Call {_owners(context, running)} today.", "Silence is not progress.")],
        tasks=running,
        measure=gap,
    )


def _facts(context: Context) -> dict[Uid, tuple[object, ...]]:
    return {
        uid: (task.actual_start, task.actual_finish, task.percent_complete, task.remaining_duration)
        for uid, task in context.tasks.items()
    }


def _path(context: Context) -> list[Uid]:
    return [dates.uid for dates in context.open if dates.on_longest_path]


def _open(context: Context, uid: Uid) -> bool:
    return uid in context.schedule.by_uid and not context.done(uid)


def _owners(context: Context, uids: tuple[Uid, ...]) -> str:
    names = list(dict.fromkeys(person.name for uid in uids for person in context.people(uid)))
    return ", ".join(names[:4]) or "the owners"


RULES = (path_changed, slip_rate, near_critical_growth, float_erosion, quiet)
