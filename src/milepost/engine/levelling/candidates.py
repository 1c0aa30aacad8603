"""Who could do a task: everybody able, ranked by what the task and the project would finish at and cost with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_costs
from milepost.engine.rates import rate_at
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.words import days, label
from milepost.engine.worktime import WorkTimes
from milepost.engine.worktime_intervals import intersect

#: Shared working time is measured over so many days from the task's start.
_OVERLAP_DAYS = 14
_WHOLE = 100
#: Without search: who is free when is a question of one schedule.
_ONE = Budget(schedules=1)


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody who could fill a place, and what follows from choosing them.

    `level` is theirs in the skill asked for (0 where no skill is). `start` and `finish` are the task's with their
    other work kept, `project_finish` the project's, `cost` the task's. `continuity` counts neighbouring
    tasks they work on, `overlap_percent` is the working time they share with the others there, None without others.
    `score` is what ranks them, in working minutes, lower is better; `reasons` say it in words.
    """

    resource: Uid
    level: int
    start: Instant
    finish: Instant
    project_finish: Instant
    cost: Decimal
    rate: Decimal
    continuity: int
    overlap_percent: int | None
    score: Decimal
    reasons: tuple[str, ...]


def rank_candidates(
    plan: Plan,
    task: Uid,
    *,
    assignment: Uid | None = None,
    options: LevellingOptions | None = None,
) -> tuple[Candidate, ...]:
    """Rank the people who could do a task, best first.

    The place is `assignment`, else the task's first without a person (or with a generic resource), else its first.
    Able is who has the skill at the level asked for; a place that names no skill asks for what its generic
    resource or present holder has, or for their group. Every candidate is tried: they get the place, the task is
    moved to where they are free, all else stays. Ranked by lateness, rate, level above need and change of
    context (`options.weights`), then shared working time, then plan order. Raises PlanRefusedError with
    E-CANDIDATE-PLACE for a task without a place, E-CANDIDATE-NONE when nobody is able.
    """
    options = options or LevellingOptions()
    place = _place(plan, task, assignment)
    able = _able(plan, place)
    if not able:
        raise PlanRefusedError((_nobody(plan, place),))
    ranking = _Ranking(plan, place, options)
    found = [ranking.candidate(person) for person in able]
    first = min(each.finish for each in found)
    line = WorkTimes(plan).of_calendar(None)
    scored = [_scored(each, line.working(first, each.finish), ranking, plan) for each in found]
    order = {resource.uid: n for n, resource in enumerate(plan.resources)}
    return tuple(sorted(scored, key=lambda each: (each.score, -(each.overlap_percent or 0), order[each.resource])))


def _place(plan: Plan, uid: Uid, assignment: Uid | None) -> Assignment:
    task = next((one for one in plan.tasks if one.uid == uid), None)
    crew = [one for one in plan.assignments if one.task == uid and assignment in (None, one.uid)]
    people = {r.uid: r for r in plan.resources if r.kind is ResourceKind.WORK}
    places = [one for one in crew if one.resource is None or one.resource in people]
    if task is None or not places:
        name = f"task {uid}" if task is None else label(task)
        message = f"{name} has no place for a person: assign somebody, or a skill, to it first."
        raise PlanRefusedError((Notice("E-CANDIDATE-PLACE", message, (uid,)),))
    empty = [one for one in places if one.resource is None or people[one.resource].generic]
    return (empty or places)[0]


def _able(plan: Plan, place: Assignment) -> list[Resource]:
    people = [r for r in plan.resources if r.kind is ResourceKind.WORK and not r.generic and not r.inactive]
    holder = next((r for r in plan.resources if r.uid == place.resource), None)
    busy = {one.resource for one in plan.assignments if one.task == place.task and one.uid != place.uid}
    free = [person for person in people if person.uid not in busy]
    if place.skill:
        return [person for person in free if level_in(person, place.skill) >= place.level]
    if holder is not None and holder.skills:
        wanted = [(skill.name, skill.level if holder.generic else 1) for skill in holder.skills]
        return [person for person in free if any(level_in(person, name) >= least for name, least in wanted)]
    if holder is not None and (holder.group or holder.generic):
        group = holder.group or holder.name
        return [person for person in free if person.group == group or person is holder]
    return free


def level_in(person: Resource, skill: str) -> int:
    """Give a person's level in a skill, 0 for none; letter case does not count."""
    wanted = skill.casefold()
    return max((known.level for known in person.skills if known.name.casefold() == wanted), default=0)


def _nobody(plan: Plan, place: Assignment) -> Notice:
    task = next(one for one in plan.tasks if one.uid == place.task)
    if not place.skill:
        message = f"{label(task)}: nobody in the plan could take the place of its present resource."
        return Notice("E-CANDIDATE-NONE", message, (place.task,))
    best = max((level_in(person, place.skill) for person in plan.resources), default=0)
    short = f"the highest there is {best}" if best else "nobody has that skill"
    message = f"{label(task)} asks for {place.skill} at level {place.level}: {short}."
    return Notice("E-CANDIDATE-NONE", message, (place.task,))


class _Ranking:
    """What is the same for all candidates of a place."""

    def __init__(self, plan: Plan, place: Assignment, options: LevellingOptions) -> None:
        self.plan, self.place = plan, place
        self.weights = options.weights
        self.options = replace(options, tasks=frozenset({place.task}), fill_places=False, one_more=False, splits=False)
        self.neighbours = _neighbours(plan, place.task)

    def candidate(self, person: Resource) -> Candidate:
        """Try a person: give them the place and find when they can do it."""
        chosen = replace(self.place, resource=person.uid)
        crew = tuple(chosen if one.uid == chosen.uid else one for one in self.plan.assignments)
        answer = level(replace(self.plan, assignments=crew), options=self.options, budget=_ONE)
        schedule = answer.schedule
        dates = schedule.by_uid[self.place.task]
        rate = rate_at(person, self.place.rate_table, dates.start)
        return Candidate(
            resource=person.uid,
            level=level_in(person, self.place.skill),
            start=dates.start,
            finish=dates.finish,
            project_finish=schedule.finish,
            cost=task_costs(schedule)[self.place.task],
            rate=Decimal(0) if rate is None else rate.standard,
            continuity=sum(person.uid in crew for crew in self.neighbours.values()),
            overlap_percent=self._overlap(person, dates.start, WorkTimes(answer.plan)),
            score=Decimal(0),
            reasons=(),
        )

    def _overlap(self, person: Resource, start: Instant, times: WorkTimes) -> int | None:
        others = {uid for crew in self.neighbours.values() for uid in crew} - {person.uid}
        if not others:
            return None
        end = start + _OVERLAP_DAYS * 1440
        own = times.of_resource(person.uid).spans(start, end)
        all_own = int((own[1] - own[0]).sum())
        shared = 0
        for uid in others:
            both = intersect(own, times.of_resource(uid).spans(start, end))
            shared += int((both[1] - both[0]).sum())
        return _WHOLE * shared // (len(others) * all_own) if all_own else 0


def _neighbours(plan: Plan, task: Uid) -> dict[Uid, set[Uid]]:
    """List who works on the task itself, on those linked to it and on those beside it in the outline."""
    parents = {one.uid: one.parent for one in plan.tasks}
    near = {task} | {link.predecessor for link in plan.links if link.successor == task}
    near |= {link.successor for link in plan.links if link.predecessor == task}
    if parents[task] is not None:
        near |= {uid for uid, parent in parents.items() if parent == parents[task]}
    people = {r.uid for r in plan.resources if r.kind is ResourceKind.WORK and not r.generic}
    crews: dict[Uid, set[Uid]] = {}
    for one in plan.assignments:
        if one.task in near and one.resource in people and one.resource is not None:
            crews.setdefault(one.task, set()).add(one.resource)
    return crews


def _scored(each: Candidate, late: Minutes, ranking: _Ranking, plan: Plan) -> Candidate:
    weights, place = ranking.weights, ranking.place
    surplus = max(0, each.level - place.level) if place.skill else 0
    switch = 0 if each.continuity else weights.switch
    score = Decimal(weights.lateness * late + weights.surplus * surplus + switch)
    score += weights.rate * each.rate
    return replace(each, score=score, reasons=tuple(_reasons(each, late, surplus, ranking, plan)))


def _reasons(each: Candidate, late: Minutes, surplus: int, ranking: _Ranking, plan: Plan) -> Iterable[str]:
    if ranking.place.resource == each.resource:
        yield "does it today"
    if ranking.place.skill:
        above = f", {surplus} above what is asked for" if surplus else ""
        yield f"{ranking.place.skill} level {each.level}{above}"
    yield f"finishes {days(late, plan.settings)} after the earliest" if late else "nobody finishes it earlier"
    if each.continuity:
        yield f"works on {each.continuity} neighbouring task{'' if each.continuity == 1 else 's'}"
    if each.overlap_percent is not None and each.overlap_percent < _WHOLE:
        yield f"shares {each.overlap_percent} % of the team's working time"
