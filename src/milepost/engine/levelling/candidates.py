"""Who could do a task: everybody able, ranked by what the task and the project would finish at and cost with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.levelling.answer import answer
from milepost.engine.levelling.board import Board, lay_out
from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.demand import WHOLE, numbered
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.meter import Meter
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.levelling.ranks import by_option
from milepost.engine.levelling.residual import shortages
from milepost.engine.levelling.trials import Search
from milepost.engine.network import outline
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import task_cost
from milepost.engine.rates import rate_at
from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.results import TaskDates
from milepost.engine.schedule import schedule
from milepost.engine.tasks import TaskKind
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.words import days, label
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
    `score` is what ranks them, in working minutes, lower is better; `reasons` say it in words. `overload_percent` is
    what the task and their other work ask of them then above the units they have, at worst.
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
    overload_percent: int


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
    moved to where they are free, all else stays. Who would be overloaded comes last; ranked by lateness, rate, level
    above need and change of context (`options.weights`), then shared working time, then plan order. Raises
    PlanRefusedError with E-CANDIDATE-PLACE for a task without a place or with nothing left to do,
    E-CANDIDATE-NONE when nobody is able.
    """
    options = options or LevellingOptions()
    place = _place(plan, task, assignment)
    able = _able(plan, place)
    if not able:
        raise PlanRefusedError((_nobody(plan, place),))
    ranking = _Ranking(plan, place, options)
    found = [ranking.candidate(person) for person in able]
    free = [each for each in found if not each.overload_percent]
    first = min(each.finish for each in free or found)
    line = ranking.times.of_calendar(None)
    scored = [_scored(each, max(0, line.working(first, each.finish)), ranking, plan) for each in found]
    order = {resource.uid: n for n, resource in enumerate(plan.resources)}

    def rank(each: Candidate) -> tuple[bool, Decimal, int, int]:
        return each.overload_percent > 0, each.score, -(each.overlap_percent or 0), order[each.resource]

    return tuple(sorted(scored, key=rank))


def _place(plan: Plan, uid: Uid, assignment: Uid | None) -> Assignment:
    wrong = _without_place(plan, uid)
    crew = [one for one in plan.assignments if one.task == uid and assignment in (None, one.uid)]
    people = {r.uid: r for r in plan.resources if r.kind is ResourceKind.WORK}
    places = [one for one in crew if one.resource is None or one.resource in people]
    if wrong or not places:
        wrong = wrong or f"{_name(plan, uid)} has no place for a person: assign somebody, or a skill, to it first."
        raise PlanRefusedError((Notice("E-CANDIDATE-PLACE", wrong, (uid,)),))
    empty = [one for one in places if one.resource is None or people[one.resource].generic]
    return (empty or places)[0]


def _without_place(plan: Plan, uid: Uid) -> str:
    """Say why nobody can be sought for a task, nothing where somebody can."""
    task = next((one for one in plan.tasks if one.uid == uid), None)
    if task is None:
        return f"The plan has no task {uid}."
    below = next((one for one in plan.tasks if one.parent == uid), None)
    if below is not None:
        return f"{label(task)} is a summary: seek people for a task below it, such as {label(below)}."
    if task.actual_finish is not None:
        return f"{label(task)} is finished: nothing of it is left for anybody to do."
    if task.kind is TaskKind.EXTERNAL:
        return f"{label(task)} belongs to another project: seek people for it there."
    shape = outline(plan)
    if shape.place[uid] not in {*shape.leaves, *shape.efforts}:
        return f"{label(task)} is inactive, or under an inactive summary: activate it first."
    return ""


def _name(plan: Plan, uid: Uid) -> str:
    return next(label(one) for one in plan.tasks if one.uid == uid)


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
    """What is the same for all candidates of a place: above all the plan laid out, which each changes by one row."""

    def __init__(self, plan: Plan, place: Assignment, options: LevellingOptions) -> None:
        self.plan, self.place = plan, place
        self.weights = options.weights
        self.options = replace(options, tasks=frozenset({place.task}), fill_places=False, one_more=False, splits=False)
        self.neighbours = _neighbours(plan, place)
        self.board = lay_out(plan, self.options)
        self.times = self.board.compiled.frame.times
        self.today = schedule(plan).by_uid[place.task]
        # Level of effort has no place on the board: it lasts as long as what it serves.
        leaves = self.board.compiled.frame.leaves
        self.position = next((p for p, task in enumerate(leaves) if task.uid == place.task), None)

    def candidate(self, person: Resource) -> Candidate:
        """Try a person: give them the place and find when they can do it."""
        search = self._search(replace(self.place, resource=person.uid))
        tried = answer(search, search.attempt(by_option(search.board, self.options.order)), search.board.plan)
        dates = self._dates(search.board, tried)
        rate = rate_at(person, self.place.rate_table, dates.start)
        return Candidate(
            resource=person.uid,
            level=level_in(person, self.place.skill),
            start=dates.start,
            finish=dates.finish,
            project_finish=tried.finish,
            cost=task_cost(tried.plan, dates, times=search.board.compiled.frame.times),
            rate=Decimal(0) if rate is None else rate.standard,
            continuity=sum(person.uid in crew for crew in self.neighbours.values()),
            overlap_percent=self._overlap(person, dates.start),
            score=Decimal(0),
            reasons=(),
            overload_percent=self._overload(search.board, person),
        )

    def _search(self, chosen: Assignment) -> Search:
        crew = tuple(chosen if one.uid == chosen.uid else one for one in self.plan.assignments)
        board = lay_out(replace(self.plan, assignments=crew), self.options, like=self.board)
        return Search(board, Meter.start(_ONE))

    def _dates(self, board: Board, tried: Levelled) -> TaskDates:
        """Give the dates of the task without making those of all others: only these three differ from today's."""
        p, dates = self.position, board.passes.dates
        if p is None or board.compiled.frame.leaves[p].expected_finish is not None:
            return tried.schedule.by_uid[self.place.task]
        start, finish, rest = dates.early_start[p], dates.early_finish[p], dates.remaining[p]
        return replace(self.today, start=start, finish=finish, remaining_start=rest)

    def _overload(self, board: Board, person: Resource) -> int:
        """Give the percent asked of somebody above what they have while they do the task, where they cannot wait."""
        needs, r, p = board.needs, numbered(board.plan.resources, board.resources).get(person.uid), self.position
        if r is None or p is None:
            return 0
        rows, worst = range(needs.first[p], needs.first[p + 1]), 0
        for begin, end, least in shortages(board, r):
            if any(needs.resource[n] == r and needs.since[n] < end and begin < needs.until[n] for n in rows):
                worst = min(worst, least)
        return -worst * _WHOLE // WHOLE

    def _overlap(self, person: Resource, start: Instant) -> int | None:
        others = {uid for crew in self.neighbours.values() for uid in crew} - {person.uid}
        if not others:
            return None
        end = start + _OVERLAP_DAYS * 1440
        own = self.times.of_resource(person.uid).spans(start, end)
        all_own = int((own[1] - own[0]).sum())
        shared = 0
        for uid in others:
            both = intersect(own, self.times.of_resource(uid).spans(start, end))
            shared += int((both[1] - both[0]).sum())
        return _WHOLE * shared // (len(others) * all_own) if all_own else 0


def _neighbours(plan: Plan, place: Assignment) -> dict[Uid, set[Uid]]:
    """List who else works on the task itself, on those linked to it and on those beside it in the outline."""
    task = place.task
    parents = {one.uid: one.parent for one in plan.tasks}
    near = {task} | {link.predecessor for link in plan.links if link.successor == task}
    near |= {link.successor for link in plan.links if link.predecessor == task}
    if parents[task] is not None:
        near |= {uid for uid, parent in parents.items() if parent == parents[task]}
    people = {r.uid for r in plan.resources if r.kind is ResourceKind.WORK and not r.generic}
    crews: dict[Uid, set[Uid]] = {}
    for one in plan.assignments:
        if one.task in near and one.uid != place.uid and one.resource in people and one.resource is not None:
            crews.setdefault(one.task, set()).add(one.resource)
    return crews


def _scored(each: Candidate, late: Minutes, ranking: _Ranking, plan: Plan) -> Candidate:
    weights, place = ranking.weights, ranking.place
    surplus = max(0, each.level - place.level) if place.skill else 0
    switch = 0 if each.continuity or each.resource == place.resource else weights.switch
    score = Decimal(weights.lateness * late + weights.surplus * surplus + switch)
    score += weights.rate * each.rate
    return replace(each, score=score, reasons=tuple(_reasons(each, late, surplus, ranking, plan)))


def _reasons(each: Candidate, late: Minutes, surplus: int, ranking: _Ranking, plan: Plan) -> Iterable[str]:
    if ranking.place.resource == each.resource:
        yield "does it today"
    if ranking.place.skill:
        above = f", {surplus} above what is asked for" if surplus else ""
        yield f"{ranking.place.skill} level {each.level}{above}"
    if each.overload_percent:
        yield f"would be overloaded by {each.overload_percent} % of full time"
    yield f"finishes {days(late, plan.settings)} after the earliest" if late else "nobody finishes it earlier"
    if each.continuity:
        yield f"works on {each.continuity} neighbouring task{'' if each.continuity == 1 else 's'}"
    if each.overlap_percent is not None and each.overlap_percent < _WHOLE:
        yield f"shares {each.overlap_percent} % of the team's working time"
