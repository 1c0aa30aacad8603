"""Rules on progress: what should have happened by now and has not (review.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, about_task, move_or_ask, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import float_left, is_point, share_done
from milepost.advisor.recovery import more_people, overtime
from milepost.advisor.words import counted
from milepost.engine.clock import moment
from milepost.engine.effort import remaining_duration
from milepost.engine.results import TaskDates
from milepost.engine.units import Instant, Minutes, Uid


def stale_status(context: Context) -> Iterator[Finding]:
    """SCH-01 The plan was last updated too long ago to act on.

    Source: review.md 4.1, SCH-01. Trigger: more than 2 working days (`cadence_days`) lie between the
    status date and today. Evidence: last update, tasks due to start or finish since, their owners.
    Proposals: ask the owners for actuals; move the status date (R).
    """
    status, today = context.settings.status_date, context.today
    if status is None or today is None or not context.open:
        return
    gap = context.working(status, today)
    if gap <= context.limits.cadence_days * context.day:
        return
    due = tuple(d.uid for d in context.open if status < d.start <= today or status < d.finish <= today)
    owners = sorted({person.name for uid in due for person in context.people(uid)})
    asked = f"Ask {', '.join(owners[:4])} for progress" if owners else "Ask the owners for progress"
    yield about_plan(
        "SCH-01",
        "status-date",
        Severity.HIGH,
        f"The plan speaks for {_told(context, status, today)}, {context.span(gap)} ago; {_due_since(len(due))}",
        [
            Evidence("Last update", _told(context, status, today)),
            Evidence("Due since", context.names(due) if due else "no task", due),
        ],
        [
            offer(
                "update",
                f"{asked}, then set the status date to {context.date(today)}.",
                "Dates and floats are only as fresh as the actuals they start from.",
                step("set_status_date", at=today),
                note="The effect shows the plan moving to that day with no new actuals.",
            )
        ],
        tasks=due,
        measure=gap,
    )


def _told(context: Context, status: Instant, today: Instant) -> str:
    """The status date as read today: with its year where that is not this one."""
    then = moment(status, context.settings.zone)
    return context.date(status) + ("" if then.year == moment(today, context.settings.zone).year else f" {then.year}")


def _due_since(count: int) -> str:
    if not count:
        return "no open task was due since."
    return f"{counted(count, 'open task')} {'was' if count == 1 else 'were'} due to start or finish since."


def not_started(context: Context) -> Iterator[Finding]:
    """SCH-02 A task should have started and has not.

    Source: review.md 4.1, SCH-02. Trigger: planned or baseline start on or before the status date,
    no actual start; milestones and tasks whose finish is due too belong to SCH-03. Evidence: owner,
    planned start, state of the predecessors, float left. Proposals: record the start; move the task
    to the status date (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        planned = planned_start(context, dates)
        if task.actual_start is not None or is_point(task) or planned is None or finish_late(context, dates):
            continue
        late = context.late(task.uid, planned, context.as_of)
        if late > 0:
            yield _unstarted(context, dates, planned, late)


def _unstarted(context: Context, dates: TaskDates, planned: Instant, late: Minutes) -> Finding:
    uid = dates.uid
    before = waiting(context, uid)
    held = f"; it waits for {context.names(before)}" if before else ""
    who = context.who(uid)
    evidence = [
        Evidence("Planned start", context.date(planned)),
        Evidence("Owner", who or "nobody"),
        Evidence("Predecessors", f"open: {context.names(before)}" if before else "complete", before),
        float_left(context, dates),
    ]
    severity = Severity.HIGH if before else urgent(context, uid, Severity.HIGH)
    doer = f", planned for {who}," if who else ""
    return about_task(
        context,
        "SCH-02",
        uid,
        severity,
        f"{context.name(uid)}{doer} should have started on {context.date(planned)}, "
        f"{context.span(late)} ago, and has not{held}.",
        evidence,
        _start_offers(context, dates, planned, before),
        measure=late,
        stake=max(-(dates.total_float - late), 0),
        root=context.source(uid) if before else uid,
    )


def _start_offers(context: Context, dates: TaskDates, planned: Instant, before: tuple[Uid, ...]) -> Iterator[Proposal]:
    uid = dates.uid
    if dates.start < context.as_of:
        yield move_or_ask(
            context,
            uid,
            f"Plan {context.name(uid)} from the status date on.",
            "Work that has not begun cannot be done in the past.",
        )
    if before:
        last = max(before, key=lambda other: (context.dates(other).finish, -other))
        whom = context.who(last) or "its owner"
        yield offer(
            "chase",
            f"Ask {whom} when {context.name(last)} is done; {context.name(uid)} can start then.",
            f"By the plan that is {context.date(context.dates(last).finish)}.",
        )
        return
    yield offer(
        "started",
        f"Record that {context.name(uid)} started on {context.date(planned)}, if it did.",
        "A start that happened but was not recorded makes the plan look worse than it is.",
        step("record_actual_start", task=uid, at=planned),
    )


def not_finished(context: Context) -> Iterator[Finding]:
    """SCH-03 A task should have finished and has not.

    Source: review.md 4.1, SCH-03. Trigger: planned or baseline finish on or before the status date,
    no actual finish. Evidence: planned finish, remaining duration, days late, successors hit, float.
    Severity S1 without float left, else S2. Proposals: the rest moved to the
    status date, help from the same group, the finish recorded if it happened (R); the remaining
    duration from the owner (N).
    """
    for dates in context.open:
        late = finish_late(context, dates)
        if late:
            yield _unfinished(context, dates, late)


def _unfinished(context: Context, dates: TaskDates, late: Minutes) -> Finding:
    uid = dates.uid
    task, due = context.tasks[uid], planned_finish(context, dates)
    assert due is not None
    hit = tuple(link.successor for link in context.links_out.get(uid, ()) if not context.done(link.successor))
    left = remaining_duration(task)
    began = "" if task.actual_start is not None or is_point(task) else " and has not even started"
    rest = f", with {context.span(left)} still to do" if left and not began else ""
    who = context.who(uid)
    source = context.source(uid) if task.actual_start is None else uid
    return about_task(
        context,
        "SCH-03",
        uid,
        Severity.CRITICAL if dates.total_float <= 0 else urgent(context, uid, Severity.HIGH),
        f"{context.name(uid)} was due on {context.date(due)}, {context.span(late)} ago{began}{rest}."
        if late >= context.day // 8
        else f"{context.name(uid)} was due on {context.date(due)} and is not complete{rest}.",
        [
            Evidence("Planned finish", context.date(due)),
            Evidence("Forecast finish", context.date(dates.finish)),
            Evidence("Owner", who or "nobody"),
            Evidence("Waiting for it", context.names(hit) if hit else "no open task", hit),
            float_left(context, dates),
        ],
        _finish_offers(context, dates, due, left),
        measure=late,
        stake=max(late - max(dates.total_float, 0), 0),
        root=source,
    )


def _finish_offers(context: Context, dates: TaskDates, due: Instant, left: Minutes) -> Iterator[Proposal]:
    uid, task = dates.uid, context.tasks[dates.uid]
    offers = []
    if not is_point(task) and dates.remaining_start < context.as_of:
        offers.append(
            move_or_ask(
                context,
                uid,
                f"Plan what remains of {context.name(uid)}, {context.span(left)}, from the status date on.",
                "What is left cannot be done in the past; its successors then show their real dates.",
            )
        )
    if task.actual_start is not None:
        offers += [*more_people(context, (uid,)), *overtime(context, (uid,))]
    yield from offers
    nearly = share_done(task) >= context.limits.nearly_percent
    if is_point(task) or (task.actual_start is not None and (nearly or not offers)):
        yield _finished(context, uid, due)
    if not is_point(task):
        yield offer(
            "ask",
            f"Ask {context.who(uid) or 'its owner'} how much of {context.name(uid)} is really left.",
            f"The plan says {context.span(left)}; a date nobody stands for is no date.",
        )


def _finished(context: Context, uid: Uid, due: Instant) -> Proposal:
    started = {} if context.tasks[uid].actual_start is not None else {"started": due}
    return offer(
        "finished",
        f"Record that {context.name(uid)} finished on {context.date(due)}, if it did.",
        "A finish that happened but was not recorded holds back every task behind it.",
        step("record_actual_finish", task=uid, at=due, **started),
    )


def planned_start(context: Context, dates: TaskDates) -> Instant | None:
    """When a task was to start: the earlier of plan and baseline that lies in the past."""
    base = context.baseline.get(dates.uid)
    known = [dates.start, *([base.start] if base is not None and base.start is not None else [])]
    return min((at for at in known if at <= context.as_of), default=None)


def planned_finish(context: Context, dates: TaskDates) -> Instant | None:
    """When a task was to finish, where that is past: by the plan, or by the baseline if nothing holds it back.

    A task that has not begun because it waits for others is late by their fault; it belongs to SCH-02.
    """
    base = context.baseline.get(dates.uid)
    known = [dates.finish]
    if base is not None and base.finish is not None and (begun(context, dates.uid) or not waiting(context, dates.uid)):
        known.append(base.finish)
    return min((at for at in known if at <= context.as_of), default=None)


def waiting(context: Context, uid: Uid) -> tuple[Uid, ...]:
    """The open tasks a task waits for."""
    rows = (link.predecessor for link in context.links_in.get(uid, ()))
    return tuple(row for row in rows if row in context.schedule.by_uid and not context.done(row))


def begun(context: Context, uid: Uid) -> bool:
    """Tell whether a task has an actual start."""
    return context.tasks[uid].actual_start is not None


def finish_late(context: Context, dates: TaskDates) -> Minutes:
    """By how many working minutes a task's finish is past due; one due at the status date counts as one."""
    due = planned_finish(context, dates)
    if due is None:
        return 0
    late = context.late(dates.uid, due, context.as_of)
    return late if context.settings.status_date is None else max(late, 1)


RULES = (stale_status, not_started, not_finished)
