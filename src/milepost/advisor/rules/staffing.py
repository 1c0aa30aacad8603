"""Rules on skills and leavers: too little of one, only one who has it, who goes with work left (review.md 4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_person, about_plan, offer, step
from milepost.advisor.finding import Evidence, Finding, Proposal, Severity
from milepost.advisor.reading import stand_ins
from milepost.advisor.skills import Holder, able, level, sole_holders
from milepost.advisor.words import counted, listed
from milepost.engine.overload import Days, daily_loads
from milepost.engine.resources import Assignment, Resource
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.workload import capacity

#: A skill is looked at over the next eight weeks.
_WEEKS_DAYS = 40
#: Teaching somebody enough to stand in takes so many days together.
_PAIRING_DAYS = 3
_NAMED = 5


def skill_gap(context: Context) -> Iterator[Finding]:
    """RES-04 The next eight weeks ask for more of a skill than there is.

    Source: review.md 4.2, RES-04; schedule.md 13.1. Trigger: the work of places nobody fills yet, at or above a
    level, exceeds the free time of those who have the skill at that level. Evidence: person-days asked and free, the
    people, the tasks. Severity S2, S1 with a critical task among them. Proposals: train who is one level short, hire
    or contract, do it later (R).
    """
    places = _places(context)
    if not places:
        return
    end = context.ahead(_WEEKS_DAYS)
    busy = _busy(context, end)
    for skill, least in sorted({(row.skill, row.level) for row in places}):
        rows = [row for row in places if row.skill == skill and row.level >= least]
        asked = sum(_within(context, row, end) for row in rows)
        people = able(context, skill, least)
        free = sum(max(capacity(p, context.as_of, end, context.times) - busy.get(p.uid, 0), 0) for p in people)
        if asked > free and not _told_higher(places, skill, least, asked, context, end):
            yield _gap(context, skill, least, asked, free, rows)


def _places(context: Context) -> list[Assignment]:
    """The places of open work that ask for a skill and have nobody (or only a role)."""
    open_tasks = {dates.uid for dates in context.open}
    found = []
    for row in context.schedule.plan.assignments:
        person = context.resources.get(row.resource) if row.resource is not None else None
        if row.task in open_tasks and row.skill and (person is None or person.generic):
            found.append(row)
    return found


def _busy(context: Context, end: Instant) -> dict[Uid, Minutes]:
    """The work people have already, until an instant."""
    found: dict[Uid, Minutes] = {}
    for load in daily_loads(context.schedule, context.as_of, end, Days(context.schedule, context.times)):
        found[load.resource] = found.get(load.resource, 0) + load.demand
    return found


def _within(context: Context, row: Assignment, end: Instant) -> Minutes:
    """The work of a place that falls before an instant, evenly over its task."""
    dates = context.dates(row.task)
    work = row.remaining_work or row.work or int(row.units * dates.remaining_duration)
    begin = max(dates.remaining_start, context.as_of)
    if begin >= end:
        return 0
    whole = max(context.late(row.task, begin, dates.finish), 1)
    return work * min(context.late(row.task, begin, min(end, dates.finish)), whole) // whole


def _told_higher(
    places: list[Assignment], skill: str, least: int, asked: Minutes, context: Context, end: Instant
) -> bool:
    """Whether a higher level of the skill has the same work and is told already."""
    above = {row.level for row in places if row.skill == skill and row.level > least}
    return any(
        sum(_within(context, row, end) for row in places if row.skill == skill and row.level >= other) == asked
        for other in above
    )


def _gap(context: Context, skill: str, least: int, asked: Minutes, free: Minutes, rows: list[Assignment]) -> Finding:
    tasks = tuple(dict.fromkeys(row.task for row in rows))
    critical = any(context.dates(uid).critical for uid in tasks)
    who = able(context, skill, least)
    need = f"{skill} at level {least}" if least > 1 else skill
    return about_plan(
        "RES-04",
        f"skill-{skill.casefold()}-{least}",
        Severity.CRITICAL if critical else Severity.HIGH,
        f"The next eight weeks ask for {_days(context, asked)} of {need}; "
        f"{f'only {_days(context, free)} are free' if who else 'nobody has it'}.",
        [
            Evidence("Asked for", f"{_days(context, asked)} for {context.names(tasks)}", tasks),
            Evidence("Free", _days(context, free)),
            Evidence("Have it", listed([p.name for p in who], _NAMED) or "nobody"),
        ],
        list(_closing(context, skill, least, rows)),
        tasks=tasks,
        measure=asked - free,
        due=min(context.dates(uid).start for uid in tasks),
        root=f"skill-{skill.casefold()}",
    )


def _closing(context: Context, skill: str, least: int, rows: list[Assignment]) -> Iterator[Proposal]:
    people = [context.resources[uid] for uid in sorted(context.working_people)]
    near = [p for p in people if not p.generic and 0 < level(p, skill) < least]
    if near:
        best = max(near, key=lambda p: (level(p, skill), -p.uid))
        yield offer(
            "train",
            f"Bring {best.name} from level {level(best, skill)} to {least} in {skill}: {_PAIRING_DAYS} working days.",
            f"{best.name} comes closest; the days are a guess, ask for the real ones.",
            step("add_task", name=f"Learn {skill}", duration=_PAIRING_DAYS * context.day, resource=best.uid),
            step("set_skill", resource=best.uid, skill=skill, level=least),
        )
    yield offer(
        "hire",
        f"Hire or contract somebody with {skill}, lead time counted.",
        "Whoever is to start in time must be asked now.",
    )
    late = [row.task for row in rows if context.tasks[row.task].actual_start is None]
    spare = max(late, key=lambda uid: (context.dates(uid).total_float, -uid), default=None)
    if spare is not None and context.dates(spare).total_float >= context.day:
        at = context.times.of_task(spare).add(context.dates(spare).start, context.dates(spare).total_float)
        yield offer(
            "later",
            f"Start {context.name(spare)} on {context.date(at)}, as late as its float allows.",
            "It moves nothing else, and wins time to find somebody.",
            step("set_constraint", task=spare, kind="SNET", at=context.times.of_task(spare).next(at)),
        )


def _days(context: Context, minutes: Minutes) -> str:
    days = round(minutes / context.day, 1)
    return f"{days:g} person-day{'' if days == 1 else 's'}"


def one_holder(context: Context) -> Iterator[Finding]:
    """RES-05 Critical work rests on the only person who knows how.

    Source: review.md 4.2, RES-05. Trigger: an open task on the critical or longest path asks for a skill (or its
    person has just one) that a single person of the plan has at that level. Evidence: the holder, the tasks, leave
    within them. Severity S2; S1 where the holder is away before they end. Proposals: days together with somebody
    who could stand in (R, S); enter it as a risk (S).
    """
    for holder in sole_holders(context):
        ends = max(context.dates(uid).finish for uid in holder.tasks)
        away = [first for first, _ in context.absences(holder.resource) if first < ends]
        yield about_person(
            "RES-05",
            holder.resource,
            Severity.CRITICAL if away else Severity.HIGH,
            f"Only {holder.name} has the skill {holder.skill}, and {context.names(holder.tasks)} on the critical path "
            f"{'needs' if len(holder.tasks) == 1 else 'need'} it{_absent(context, away)}.",
            [
                Evidence("Holder", f"{holder.name}, level {level(context.resources[holder.resource], holder.skill)}"),
                Evidence("Critical work", counted(len(holder.tasks), "task"), holder.tasks),
                Evidence("Away", context.date(max(away[0], context.as_of)) if away else "no leave known until then"),
            ],
            list(_covered(context, holder)),
            tasks=holder.tasks,
            measure=len(holder.tasks),
            due=min(context.dates(uid).start for uid in holder.tasks),
            scope=f"resource-{holder.resource}-{holder.skill.casefold()}",
            root=f"resource-{holder.resource}",
        )


def _absent(context: Context, away: list[Instant]) -> str:
    return f"; {context.date(max(away[0], context.as_of))} is the first day away" if away else ""


def _covered(context: Context, holder: Holder) -> Iterator[Proposal]:
    person = context.resources[holder.resource]
    learner = _learner(context, person)
    if learner is not None:
        yield offer(
            f"pair-{learner.uid}",
            f"Let {learner.name} work {_PAIRING_DAYS} working days beside {holder.name} on {holder.skill}.",
            f"{learner.name} is the closest colleague with time; after that the work no longer rests on one person.",
            step(
                "add_task",
                name=f"Learn {holder.skill} from {holder.name}",
                duration=_PAIRING_DAYS * context.day,
                resource=learner.uid,
            ),
            step("set_skill", resource=learner.uid, skill=holder.skill, level=holder.level),
        )
    if context.dossier.risks and all(each.risk.code != f"R-P{holder.resource}" for each in context.dossier.risks):
        yield offer(
            "enter",
            f"Enter it as a risk: {holder.name} may not be available.",
            "Entered with 10 % and a delay of 10 working days; ask for better numbers.",
            step(
                "add_risk",
                code=f"R-P{holder.resource}",
                title=f"{holder.name} is not available",
                cause=f"only {holder.name} has the skill {holder.skill}",
                event=f"{holder.name} may not be available",
                effect=f"{context.names(holder.tasks)} would wait",
                probability="0.1",
                tasks=list(holder.tasks[:1]),
                delay=[0, 10 * context.day, 20 * context.day],
                raised_at=context.now,
            ),
            method="S",
        )
    yield offer("notes", f"Ask {holder.name} to write down what somebody else would need.", "It costs least.")


def _learner(context: Context, holder: Resource) -> Resource | None:
    """The colleague with the least to do, of the same group or team first."""
    people = [context.resources[uid] for uid in context.working_people if uid != holder.uid]
    people = [p for p in people if not p.generic and not (p.group and holder.group and p.group != holder.group)]

    def rank(person: Resource) -> tuple[bool, int, Uid]:
        near = (person.group, person.team) == (holder.group, holder.team)
        return not near, sum(load.demand for load in context.daily.get(person.uid, ())), person.uid

    return min(people, key=rank, default=None)


def leaver(context: Context) -> Iterator[Finding]:
    """RES-11 Somebody leaves and still has work after that.

    Source: review.md 4.2, RES-11. Trigger: the availability of a person ends within 10 working days (`look_ahead_days`)
    or has ended, and open tasks of theirs go on beyond it; onboarding and handover packs are in no record yet.
    Evidence: the last day, the tasks. Severity S2, S1 with a critical task among them. Proposals: hand what remains
    to a colleague of the same group (R); plan the handover (N).
    """
    soon = context.ahead(context.limits.look_ahead_days)
    for uid in sorted(context.working_people):
        person = context.resources[uid]
        until = _last_day(person)
        if until is None or until > soon or person.generic:
            continue
        tasks = tuple(d.uid for d in context.open if d.finish > until and person in context.people(d.uid))
        if tasks:
            yield _leaving(context, person, until, tasks)


def _last_day(person: Resource) -> Instant | None:
    """When a person's availability ends for good; None where it does not."""
    there = [row for row in person.availability if row.units > 0]
    if not there or any(row.end is None for row in there):
        return None
    return max(row.end for row in there if row.end is not None)


def _leaving(context: Context, person: Resource, until: Instant, tasks: tuple[Uid, ...]) -> Finding:
    critical = any(context.dates(uid).critical for uid in tasks)
    offers = []
    for task in tasks:
        for other in stand_ins(context, task, person)[:1]:
            offers.append(
                offer(
                    f"hand-{task}",
                    f"Hand the rest of {context.name(task)} to {other.name}, while {person.name} can still explain it.",
                    f"{other.name} is of the same group ({other.group}).",
                    step("reassign", task=task, resource=person.uid, to=other.uid),
                )
            )
    leaves = "leaves" if until > context.as_of else "left"
    return about_person(
        "RES-11",
        person.uid,
        Severity.CRITICAL if critical else Severity.HIGH,
        f"{person.name} {leaves} on {context.date(until - 1)} and is planned on {context.names(tasks)} after that.",
        [
            Evidence("Last day", context.date(until - 1)),
            Evidence("Work beyond it", context.names(tasks, _NAMED), tasks),
        ],
        [
            *offers,
            offer("handover", f"Plan a handover with {person.name} before the last day.", "Knowledge leaves too."),
        ],
        tasks=tasks,
        measure=len(tasks),
        due=until,
    )


RULES = (skill_gap, one_holder, leaver)
