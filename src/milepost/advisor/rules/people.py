"""Rules on people: too much, too little, away, unnamed (review.md 4.2, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_person, about_task, offer, step, urgent
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import agree, float_left, free_minutes, relief, stand_ins
from milepost.advisor.words import counted
from milepost.engine.overload import DayLoad
from milepost.engine.results import TaskDates
from milepost.engine.units import Minutes, Uid


def over_allocated(context: Context) -> Iterator[Finding]:
    """RES-01 Somebody is asked for more than they have.

    Source: review.md 4.2, RES-01; schedule.md 13.3. Trigger: demand above capacity, day by day, over
    the next 20 working days, by more than 4 hours in all (`overload_hours`). Evidence: hours, worst
    day, tasks. Severity S2, S1 with a critical task among them. Proposals: hand one task to a
    colleague of the same group who is free; move the task with most float behind the others (R).
    """
    known = {} if context.previous is None else _excesses(context.previous)
    limit = context.limits.overload_hours * 60
    for uid, loads in context.daily.items():
        excess = sum(load.over for load in loads)
        least = limit * (1 - context.limits.easing) if known.get(uid, 0) > limit else limit
        if excess > least:
            yield _overload(context, uid, [load for load in loads if load.over], excess)


def _excesses(context: Context) -> dict[Uid, Minutes]:
    return {uid: sum(load.over for load in loads) for uid, loads in context.daily.items()}


def _overload(context: Context, uid: Uid, days: Sequence[DayLoad], excess: Minutes) -> Finding:
    person = context.resources[uid]
    worst = max(days, key=lambda load: (load.over, -load.start))
    tasks = tuple(dict.fromkeys(task for load in days for task, _ in load.tasks))
    critical = any(context.dates(task).critical for task in tasks)
    return about_person(
        "RES-01",
        uid,
        Severity.CRITICAL if critical else Severity.HIGH,
        f"{person.name} is asked for {context.hours(excess)} more than available "
        f"{context.period(days[0].start, days[-1].start)}, by {context.names(tasks)}.",
        [
            Evidence("Too much", f"{context.hours(excess)} on {counted(len(days), 'day')}"),
            Evidence(
                "Worst day",
                f"{context.date(worst.start)}: {context.hours(worst.demand)} asked, "
                f"{context.hours(worst.capacity)} available",
            ),
            Evidence("Tasks", context.names(tasks, 5), tasks),
        ],
        [*relief(context, uid, tasks), agree(context, uid)],
        tasks=tasks,
        measure=excess,
        due=days[0].start,
    )


def leave_conflict(context: Context) -> Iterator[Finding]:
    """RES-02 Somebody is away in the middle of work that cannot wait.

    Source: review.md 4.2, RES-02. Trigger: within the next 20 working days an exception of the
    person's own calendar, on days the project works, overlaps an open task of theirs whose total
    float is shorter. Evidence: leave, task, float. Proposals: cover by a colleague of the same group;
    accept the slip that is already in the dates (R).
    """
    window = context.ahead(2 * context.limits.workload_days)
    for dates in context.open:
        if dates.finish <= context.as_of or dates.remaining_start >= window or not context.tasks[dates.uid].duration:
            continue
        for person in context.people(dates.uid):
            away = _away(context, person.uid, dates)
            if away is not None and max(dates.total_float, 0) < away[0]:
                yield _conflict(context, dates, person.uid, *away)


def _conflict(context: Context, dates: TaskDates, uid: Uid, minutes: Minutes, when: str) -> Finding:
    person, task = context.resources[uid], dates.uid
    left = context.span(dates.total_float)
    room = f"can slip only {left}" if dates.total_float > 0 else "cannot slip at all"
    offers = []
    for other in stand_ins(context, task, person)[:1]:
        offers.append(
            offer(
                f"cover-{other.uid}",
                f"Let {other.name} do the rest of {context.name(task)} instead of {person.name}.",
                f"{other.name} is of the same group ({other.group}) and is there.",
                step("reassign", task=task, resource=uid, to=other.uid),
            )
        )
    offers.append(offer("accept", "Accept the dates as they are.", "They already wait for the leave.", do_nothing=True))
    return about_person(
        "RES-02",
        uid,
        urgent(context, task, Severity.HIGH),
        f"{person.name} is away {when}, {context.span(minutes)} in the middle of {context.name(task)}, which {room}.",
        [
            Evidence("Away", when),
            Evidence("Task ends", context.date(dates.finish), (task,)),
            float_left(context, dates),
        ],
        offers,
        tasks=(task,),
        measure=minutes,
        due=dates.finish,
        scope=f"resource-{uid}-task-{task}",
        root=f"task-{task}",
    )


def _away(context: Context, uid: Uid, dates: TaskDates) -> tuple[Minutes, str] | None:
    """The longest absence of a person within a task: project working minutes lost, and when."""
    own, project = context.times.of_resource(uid), context.times.of_calendar(None)
    begin = max(dates.remaining_start, context.as_of)
    if own is project:
        return None
    best = None
    for first, last in context.absences(uid):
        start, end = max(first, begin), min(last, dates.finish)
        if start < end and own.working(start, end) == 0 and (lost := project.working(start, end)) > 0:
            shown = f"from {context.date(first)} to {context.date(last - 1)}"
            shown = f"on {context.date(first)}" if context.date(first) == context.date(last - 1) else shown
            best = max(best or (0, ""), (lost, shown))
    return best


def unassigned(context: Context) -> Iterator[Finding]:
    """RES-03 Work starts soon and nobody is named for it.

    Source: review.md 4.2, RES-03. Trigger: an open task of at least a day starts within 10 working
    days (or should have started) and has no person, or only a generic resource; plans without people
    are a data gap instead. Evidence: start, float, group of its neighbours. Proposals: candidates
    with free time, those of the neighbours' group first (R).
    """
    if not context.crew:
        return
    soon = context.ahead(context.limits.look_ahead_days)
    for dates in context.open:
        task = context.tasks[dates.uid]
        named = [person for person in context.people(task.uid) if not person.generic]
        if named or task.owner or task.duration < context.day or dates.start > soon or task.summary:
            continue
        group = neighbours_group(context, task.uid)
        yield about_task(
            context,
            "RES-03",
            task.uid,
            urgent(context, task.uid, Severity.HIGH),
            f"Nobody is named for {context.name(task.uid)}, which starts on {context.date(dates.start)}."
            if dates.start > context.as_of
            else f"Nobody is named for {context.name(task.uid)}, which was to start on {context.date(dates.start)}.",
            [
                Evidence("Start", context.date(dates.start)),
                Evidence("Length", context.span(task.duration)),
                Evidence("Done beside it by", group or "no group known"),
                float_left(context, dates),
            ],
            list(_candidates(context, dates, group))
            or [offer("name", f"Find somebody for {context.name(task.uid)}.", "Nobody in the plan is free then.")],
            measure=task.duration,
            due=dates.start,
        )


def _candidates(context: Context, dates: TaskDates, group: str) -> Iterator[Proposal]:
    people = [p for p in context.resources.values() if p.uid in context.working_people and not p.generic]
    ranked = sorted(people, key=lambda p: (p.group != group, -free_minutes(context, p.uid, dates), p.uid))
    for person in ranked[:2]:
        free = free_minutes(context, person.uid, dates)
        if free <= 0:
            continue
        yield offer(
            f"assign-{person.uid}",
            f"Assign {person.name} to {context.name(dates.uid)}.",
            f"{person.name}{f' ({person.group})' if person.group else ''} has {context.hours(free)} free in the first "
            f"four weeks of it.",
            step("assign", task=dates.uid, resource=person.uid, units=f"{min(person.max_units, 1):f}"),
        )


def neighbours_group(context: Context, uid: Uid) -> str:
    """The group most of the people come from who work beside a task, or on what it waits for."""
    parent = context.tasks[uid].parent
    before = {link.predecessor for link in context.links_in.get(uid, ())}
    counts: dict[str, int] = {}
    for other in context.tasks.values():
        near = (other.parent == parent) + (other.uid in before)
        for person in context.people(other.uid) if near else ():
            counts[person.group] = counts.get(person.group, 0) + near
    return max(counts, key=lambda group: (counts[group], group), default="")


RULES = (over_allocated, leave_conflict, unassigned)
