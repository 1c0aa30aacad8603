"""Rules on workload over time: idle, scattered, exhausting, more effort than progress (review.md 4.2, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_person, about_task, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import agree, float_left, relief, share_done, stand_ins
from milepost.engine.overload import DayLoad
from milepost.engine.results import TaskDates
from milepost.engine.units import Minutes, Uid
from milepost.engine.workload import capacity


def under_used(context: Context) -> Iterator[Finding]:
    """RES-06 Somebody has time while colleagues have too much.

    Source: review.md 4.2, RES-06. Trigger: load below 60 % (`under_used`) over the next 10 working
    days while a colleague of the same group is over-allocated. Evidence: hours asked and available,
    the colleague. Proposals: hand over an unstarted task of the colleague's (R).
    """
    end = context.ahead(context.limits.look_ahead_days)
    for uid in sorted(context.working_people):
        person = context.resources[uid]
        if not person.group or person.generic:
            continue
        able = capacity(person, context.as_of, end, context.times)
        asked = sum(load.demand for load in context.daily.get(uid, ()) if load.start < end)
        if able <= 0 or asked >= context.limits.under_used * able:
            continue
        busy = _busiest(context, uid, person.group)
        if busy is not None:
            yield _idle(context, uid, asked, able, busy)


def _busiest(context: Context, uid: Uid, group: str) -> Uid | None:
    """The colleague of a group who is asked for most beyond what they have."""
    excess = {
        other: sum(load.over for load in loads)
        for other, loads in context.daily.items()
        if other != uid and context.resources[other].group == group
    }
    most = max(excess, key=lambda other: (excess[other], -other), default=None)
    return most if most is not None and excess[most] > context.limits.overload_hours * 60 else None


def _idle(context: Context, uid: Uid, asked: Minutes, able: Minutes, busy: Uid) -> Finding:
    person, colleague = context.resources[uid], context.resources[busy]
    asking = dict.fromkeys(task for load in context.daily[busy] if load.over for task, _ in load.tasks)
    tasks = [task for task in asking if context.tasks[task].actual_start is None]
    offers = [
        offer(
            f"hand-{task}",
            f"Hand {context.name(task)} from {colleague.name} to {person.name}.",
            f"Both are of the same group ({person.group}).",
            step("reassign", task=task, resource=busy, to=uid),
        )
        for task in tasks[:1]
        if person not in context.people(task)
    ]
    share = round(100 * asked / able)
    return about_person(
        "RES-06",
        uid,
        Severity.MEDIUM,
        f"{person.name} is planned at {share} % for the next {context.limits.look_ahead_days} working days while "
        f"{colleague.name} has too much.",
        [
            Evidence("Asked for", context.hours(asked)),
            Evidence("Available", context.hours(able)),
            Evidence("Too much for", colleague.name, tuple(tasks)),
        ],
        [*offers, agree(context, busy)],
        tasks=tuple(tasks),
        measure=able - asked,
        root=f"resource-{busy}",
    )


def multitasking(context: Context) -> Iterator[Finding]:
    """RES-07 Somebody works on too many tasks at once.

    Source: review.md 4.2, RES-07. Trigger: more than 3 tasks (`concurrent_tasks`) on one day within
    the next 20 working days. Evidence: the fullest day, its tasks. Proposals: start the task with
    most float after the others (R).
    """
    for uid, loads in context.daily.items():
        full = [load for load in loads if len(load.tasks) > context.limits.concurrent_tasks]
        if not full:
            continue
        worst = max(full, key=lambda load: (len(load.tasks), -load.start))
        tasks = tuple(task for task, _ in worst.tasks)
        person = context.resources[uid]
        offers = list(relief(context, uid, tasks))
        yield about_person(
            "RES-07",
            uid,
            Severity.MEDIUM,
            f"{person.name} works on {len(tasks)} tasks at once on {context.date(worst.start)}: "
            f"{context.names(tasks, 4)}.",
            [
                Evidence("Days with more than three", str(len(full))),
                Evidence("Fullest day", context.date(worst.start), tasks),
            ],
            [*offers, agree(context, uid)],
            tasks=tasks,
            measure=len(tasks),
            due=worst.start,
        )


def burn_out(context: Context) -> Iterator[Finding]:
    """RES-08 Somebody is overloaded for two weeks on end.

    Source: review.md 4.2, RES-08. Trigger: above 110 % (`burn_out`) on 10 working days in a row
    (`burn_out_days`). Evidence: the days, the average load. Proposals: hand work over or start it
    later (R).
    """
    for uid, loads in context.daily.items():
        run = _longest_run(context, loads)
        if len(run) < context.limits.burn_out_days:
            continue
        person = context.resources[uid]
        tasks = tuple(dict.fromkeys(task for load in run for task, _ in load.tasks))
        share = round(100 * sum(load.demand for load in run) / max(sum(load.capacity for load in run), 1))
        offers = list(relief(context, uid, tasks))
        yield about_person(
            "RES-08",
            uid,
            Severity.HIGH,
            f"{person.name} is planned at {share} % for {len(run)} working days without a break, from "
            f"{context.date(run[0].start)} to {context.date(run[-1].start)}.",
            [Evidence("Average load", f"{share} %"), Evidence("Tasks", context.names(tasks, 5), tasks)],
            [*offers, agree(context, uid)],
            tasks=tasks,
            measure=len(run),
            due=run[0].start,
        )


def _longest_run(context: Context, loads: tuple[DayLoad, ...]) -> list[DayLoad]:
    best: list[DayLoad] = []
    run: list[DayLoad] = []
    for load in (row for row in loads if row.capacity):
        heavy = load.demand > context.limits.burn_out * load.capacity
        follows = run and context.working(run[-1].end, load.start) == 0
        run = [*run, load] if heavy and follows else [load] if heavy else []
        best = run if len(run) > len(best) else best
    return best


def effort_over_progress(context: Context) -> Iterator[Finding]:
    """RES-10 A task has taken more effort than its progress shows.

    Source: review.md 4.2, RES-10. Trigger: actual work over planned work (of the baseline, else the
    plan) exceeds 1.2 times the percentage complete (`effort_over_progress`), and the plan does not
    hold within 10 % (`estimate_room`) what this implies. Evidence: hours worked,
    hours planned, percent. Proposals: re-estimate the work at the rate it has taken so far (R).
    """
    for dates in context.open:
        task = context.tasks[dates.uid]
        crew = context.crew.get(task.uid, ())
        actual = sum(row.actual_work for row in crew) or task.actual_work or 0
        base = context.baseline.get(task.uid)
        whole = sum(row.work for row in crew) or task.work or 0
        planned = base.work if base is not None and base.work else whole
        share = share_done(task) / 100
        if not actual or not planned or not share:
            continue
        known = whole * (1 + context.limits.estimate_room) >= actual / share
        if not known and Decimal(actual) / planned > context.limits.effort_over_progress * share:
            yield _costly(context, dates, actual, planned, whole, share)


def _costly(
    context: Context, dates: TaskDates, actual: Minutes, planned: Minutes, whole: Minutes, share: Decimal
) -> Finding:
    uid = dates.uid
    implied = int(actual / share) // 60 * 60
    offers = []
    if implied > whole and context.crew.get(uid):
        offers.append(
            offer(
                "estimate",
                f"Plan {context.hours(implied)} of work for {context.name(uid)} instead of {context.hours(whole)}.",
                "That is what it takes at the rate so far; ask the owner for a better number.",
                step("change_work", task=uid, work=implied),
            )
        )
    return about_task(
        context,
        "RES-10",
        uid,
        urgent(context, uid, Severity.HIGH),
        f"{context.name(uid)} has taken {context.hours(actual)} of {context.hours(planned)} planned and is "
        f"{share * 100:.0f} % complete; at this rate it takes {context.hours(implied)}.",
        [
            Evidence("Worked", context.hours(actual)),
            Evidence("Planned", context.hours(planned)),
            Evidence("Complete", f"{share * 100:.0f} %"),
            float_left(context, dates),
        ],
        offers or [offer("ask", f"Ask for a new estimate of what remains of {context.name(uid)}.", "It runs over.")],
        measure=actual - int(planned * share),
    )


def critical_hands(context: Context) -> Iterator[Finding]:
    """X-02 A critical task rests on somebody who is overloaded and will be away.

    Source: review.md 4.8, X-02. Trigger: an open critical task whose person is over-allocated within
    the next 20 working days and has leave before the task ends. Evidence: load, leave, float.
    Proposals: a substitute of the same group, or help (R).
    """
    soon = context.ahead(context.limits.workload_days)
    for dates in context.open:
        if not dates.critical or dates.start > soon:
            continue
        for person in context.people(dates.uid):
            excess = sum(load.over for load in context.daily.get(person.uid, ()))
            away = [first for first, _ in context.absences(person.uid) if first < dates.finish]
            if excess > context.limits.overload_hours * 60 and away:
                yield _fragile(context, dates, person.uid, excess, max(away[0], context.as_of))


def _fragile(context: Context, dates: TaskDates, uid: Uid, excess: Minutes, away: int) -> Finding:
    person, task = context.resources[uid], dates.uid
    return about_person(
        "X-02",
        uid,
        Severity.CRITICAL,
        f"{context.name(task)} is critical and rests on {person.name}, who has {context.hours(excess)} too much to do "
        f"and is away from {context.date(away)}.",
        [
            Evidence("Too much", context.hours(excess)),
            Evidence("Away from", context.date(away)),
            float_left(context, dates),
        ],
        _substitutes(context, task, uid),
        tasks=(task,),
        measure=excess,
        due=away,
        scope=f"resource-{uid}-task-{task}",
    )


def _substitutes(context: Context, task: Uid, uid: Uid) -> Iterator[Proposal]:
    name = context.resources[uid].name
    for other in stand_ins(context, task, context.resources[uid])[:1]:
        yield offer(
            f"substitute-{other.uid}",
            f"Let {other.name} take {context.name(task)} over from {name}.",
            f"{other.name} is of the same group ({other.group}).",
            step("reassign", task=task, resource=uid, to=other.uid),
        )
    yield offer("free", f"Free {name} from everything else until it is done.", "Nobody else can do it now.")


RULES = (under_used, multitasking, burn_out, effort_over_progress, critical_hands)
