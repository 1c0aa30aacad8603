"""Rules on pace: work that has begun and does not get on (review.md 4.1)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_task, move_or_ask, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import float_left, share_done, stand_ins
from milepost.engine.effort import remaining_duration
from milepost.engine.results import TaskDates
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes


def stalled(context: Context) -> Iterator[Finding]:
    """SCH-04 A started task has not moved since the last review.

    Source: review.md 4.1, SCH-04. Trigger: started, percent complete and remaining duration as in the
    previous file, and at least 3 working days (`stalled_days`) between the two status dates.
    Evidence: percent and remainder in both files, days between. Proposals: plan the rest from today;
    hand the rest to somebody else of the same group (R).
    """
    before = context.previous
    if before is None or context.working(before.as_of, context.as_of) < context.limits.stalled_days * context.day:
        return
    gap = context.working(before.as_of, context.as_of)
    for dates in context.open:
        task, old = context.tasks[dates.uid], before.tasks.get(dates.uid)
        if old is None or task.actual_start is None or old.actual_start is None or _progress(task) != _progress(old):
            continue
        who = context.who(task.uid)
        yield about_task(
            context,
            "SCH-04",
            task.uid,
            urgent(context, task.uid, Severity.HIGH),
            f"{context.name(task.uid)}{f', with {who},' if who else ''} has stood at {_percent(task)} "
            f"since {context.date(before.as_of)}, {context.span(gap)} ago.",
            [
                Evidence("Progress then and now", _percent(task)),
                Evidence("Remaining then and now", context.span(remaining_duration(task))),
                float_left(context, dates),
            ],
            _stalled_offers(context, task),
            measure=gap,
            stake=max(gap - max(dates.total_float, 0), 0),
        )


def _stalled_offers(context: Context, task: Task) -> Iterator[Proposal]:
    for person in stand_ins(context, task.uid)[:1]:
        own = context.people(task.uid)[0]
        yield offer(
            "hand-over",
            f"Hand the rest of {context.name(task.uid)} from {own.name} to {person.name}.",
            f"{person.name} is of the same group ({person.group}) and has the most free time.",
            step("reassign", task=task.uid, resource=own.uid, to=person.uid),
        )
    if context.dates(task.uid).remaining_start < context.as_of:
        yield move_or_ask(
            context,
            task.uid,
            f"Plan the rest of {context.name(task.uid)} from the status date on.",
            "The dates after it stay wrong until its remaining work is where it can be done.",
        )
    yield offer(
        "ask",
        f"Ask {context.who(task.uid) or 'its owner'} what blocks {context.name(task.uid)}.",
        "Work that stands still for days waits for somebody.",
    )


def slow(context: Context) -> Iterator[Finding]:
    """SCH-17 A task has used most of its time and shows too little for it.

    Source: review.md 4.1, SCH-17. Trigger: more than 80 % (`used_share`) of the planned duration
    worked and less than 60 % (`behind_percent`) complete. Planned is the baseline duration, the
    current one without a baseline. Work that has gone on for more than three times as long
    (`stopped_times`) has stopped rather than slowed: SCH-03 speaks of it. Evidence: days worked,
    percent, the duration this pace implies. Proposals: set the remaining duration to what the pace
    implies, and see its effect (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        if task.actual_start is None or task.elapsed or not task.duration:
            continue
        base = context.baseline.get(task.uid)
        planned = base.duration if base and base.duration and not base.elapsed else task.duration
        worked = max(context.late(task.uid, task.actual_start, context.as_of), 0)
        percent = int(share_done(task))
        if worked <= context.limits.used_share * planned or percent >= context.limits.behind_percent:
            continue
        if worked > context.limits.stopped_times * planned:
            continue
        yield _behind(context, dates, planned, worked, percent)


def _behind(context: Context, dates: TaskDates, planned: Minutes, worked: Minutes, percent: int) -> Finding:
    uid, day = dates.uid, context.day
    rest = worked * (100 - percent) // percent if percent else planned
    rest = -(-rest // day) * day
    known = remaining_duration(context.tasks[uid])
    offers = []
    if rest > known:
        offers.append(
            offer(
                "pace",
                f"Plan another {context.span(rest)} for {context.name(uid)} instead of {context.span(known)}.",
                "That is what is left if the pace stays as it was; ask the owner for a better number.",
                step("change_remaining", task=uid, remaining=rest),
            )
        )
    implied = f"at this pace it takes {context.span(worked + rest)}" if percent else "no pace can be told yet"
    return about_task(
        context,
        "SCH-17",
        uid,
        urgent(context, uid, Severity.HIGH),
        f"{context.name(uid)} has used {context.span(worked)}, was planned for {context.span(planned)} and is "
        f"{percent} % complete; {implied}.",
        [
            Evidence("Worked", context.span(worked)),
            Evidence("Planned", context.span(planned)),
            Evidence("Complete", f"{percent} %"),
            Evidence("Remaining in the plan", context.span(known)),
            float_left(context, dates),
        ],
        offers,
        measure=rest - known,
        stake=max(rest - known - max(dates.total_float, 0), 0),
    )


def nearly_done(context: Context) -> Iterator[Finding]:
    """SCH-18 A task has been nearly done for too long.

    Source: review.md 4.1, SCH-18. Trigger: 85 to 99 % complete in this and the previous file, with
    more than 5 working days or a quarter of its duration between them. Evidence: both percentages,
    days between. Proposals: split what remains into a checklist of acceptance steps (N), or double
    the remaining duration (R).
    """
    before = context.previous
    if before is None:
        return
    limits = context.limits
    gap = context.working(before.as_of, context.as_of)
    for dates in context.open:
        task, old = context.tasks[dates.uid], before.tasks.get(dates.uid)
        if old is None or min(share_done(task), share_done(old)) < limits.nearly_percent:
            continue
        if gap <= limits.nearly_days * context.day and gap <= limits.nearly_share * task.duration:
            continue
        yield _lingering(context, before, dates, gap)


def _lingering(context: Context, before: Context, dates: TaskDates, gap: Minutes) -> Finding:
    task, old = context.tasks[dates.uid], before.tasks[dates.uid]
    left = max(remaining_duration(task), context.day // 2)
    return about_task(
        context,
        "SCH-18",
        task.uid,
        urgent(context, task.uid, Severity.HIGH),
        f"{context.name(task.uid)} was {_percent(old)} complete on {context.date(before.as_of)} and is "
        f"{_percent(task)} now, {context.span(gap)} later.",
        [
            Evidence("Then", f"{_percent(old)} on {context.date(before.as_of)}"),
            Evidence("Now", _percent(task)),
            Evidence("Remaining in the plan", context.span(remaining_duration(task))),
            float_left(context, dates),
        ],
        [
            offer(
                "longer",
                f"Plan {context.span(2 * left)} for the rest and list what acceptance still needs.",
                "A percentage hides what is open; a checklist with dates does not.",
                step("change_remaining", task=task.uid, remaining=2 * left),
            )
        ],
        measure=gap,
    )


def _progress(task: Task) -> tuple[object, ...]:
    return task.percent_complete, task.physical_percent, remaining_duration(task), task.actual_work


def _percent(task: Task) -> str:
    return f"{int(share_done(task))} %"


RULES = (stalled, slow, nearly_done)
