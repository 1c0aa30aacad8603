"""Open places of a plan and who can take them: skill, level, cost and how well people fit (domain/schedule.md 14)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.engine.levelling.options import Aim, LevellingOptions
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.rates import rate_at
from milepost.engine.resources import Assignment, Resource, ResourceKind, Skill
from milepost.engine.tasks import Task
from milepost.engine.units import Minutes, Uid
from milepost.engine.words import called

#: Minutes of lateness that a difference of rates outweighs when people are chosen by their rate.
RATE_FIRST = 10_000
_WORKERS = (ResourceKind.WORK, ResourceKind.EQUIPMENT)


@dataclass(frozen=True, slots=True)
class Requirement:
    """The skills an open place asks for, with the least level of each, and who fills it now."""

    skills: tuple[Skill, ...]
    current: Uid | None = None

    def __str__(self) -> str:
        """Say the skills: `Java at level 3`."""
        return " and ".join(f"{skill.name} at level {skill.level}" for skill in self.skills)

    def met_by(self, resource: Resource) -> bool:
        """Tell whether somebody has every skill at its level."""
        known = {skill.name: skill.level for skill in resource.skills}
        return all(known.get(skill.name, -1) >= skill.level for skill in self.skills)

    def surplus(self, resource: Resource) -> int:
        """Count the levels somebody has above those asked for."""
        known = {skill.name: skill.level for skill in resource.skills}
        return sum(known[skill.name] - skill.level for skill in self.skills)


def requirements(plan: Plan, options: LevellingOptions) -> dict[Uid, Requirement]:
    """Find the open places of tasks that have not begun: assignments that name a skill and no person, generic roles.

    Where people may be substituted, so are places that name a skill and have somebody.
    """
    if not options.fill_places:
        return {}
    roles = {r.uid: r for r in plan.resources if r.generic and r.skills and r.kind in _WORKERS}
    waiting = {task.uid for task in plan.tasks if task.actual_start is None and task.actual_finish is None}
    found = {}
    for each in plan.assignments:
        if each.task not in waiting or (options.tasks is not None and each.task not in options.tasks):
            continue
        if each.resource in roles:
            asked = (Skill(each.skill, each.level),) if each.skill else roles[each.resource].skills
            found[each.uid] = Requirement(asked)
        elif each.skill and (each.resource is None or options.substitute):
            found[each.uid] = Requirement((Skill(each.skill, each.level),), each.resource)
    return found


def able(plan: Plan) -> list[Resource]:
    """List the people who can be chosen: not roles, not inactive."""
    return [r for r in plan.resources if r.kind in _WORKERS and not r.generic and not r.inactive]


def opened(plan: Plan, asked: Mapping[Uid, Requirement]) -> Plan:
    """Take roles off the places to be filled."""
    if all(each.resource is None for each in plan.assignments if each.uid in asked):
        return plan
    rows = (replace(each, resource=None) if each.uid in asked else each for each in plan.assignments)
    return replace(plan, assignments=tuple(rows))


def filled_with(plan: Plan, people: Mapping[Uid, Uid]) -> Plan:
    """Put people on assignments."""
    rows = (replace(each, resource=people[each.uid]) if each.uid in people else each for each in plan.assignments)
    return replace(plan, assignments=tuple(rows))


def candidates_by_requirement(
    plan: Plan, asked: Mapping[Uid, Requirement], options: LevellingOptions
) -> dict[Requirement, list[tuple[Resource, Minutes]]]:
    """List who meets each requirement with their penalty in minutes, best first; refuses skills nobody has."""
    people = able(plan)
    found: dict[Requirement, list[tuple[Resource, Minutes]]] = {}
    for requirement in dict.fromkeys(asked.values()):
        fit = [(r, _penalty(r, requirement, options, plan)) for r in people if requirement.met_by(r)]
        found[requirement] = sorted(fit, key=lambda pair: (pair[1], len(pair[0].skills)))
    wrong = tuple(_missing(plan, asked, [requirement for requirement, fit in found.items() if not fit]))
    if not wrong:
        wrong = tuple(_too_few(plan, asked, found))
    if wrong:
        raise PlanRefusedError(wrong)
    return found


def _penalty(resource: Resource, requirement: Requirement, options: LevellingOptions, plan: Plan) -> Minutes:
    weights, rate = options.weights, rate_at(resource, "A", plan.settings.start)
    price = Decimal(0) if rate is None else rate.standard * weights.rate
    found = int(price * (RATE_FIRST if options.aim is Aim.COST else 1)) + weights.surplus * requirement.surplus(
        resource
    )
    if requirement.current not in (None, resource.uid):
        found += int(options.reassigned * plan.settings.minutes_per_day)
    return found


def _missing(plan: Plan, asked: Mapping[Uid, Requirement], missing: list[Requirement]) -> Iterator[Notice]:
    """Say which skills nobody has, who comes closest, and which tasks ask for them."""
    tasks = {task.uid: task for task in plan.tasks}
    for requirement in missing:
        wanting = dict.fromkeys(each.task for each in plan.assignments if asked.get(each.uid) == requirement)
        lacking = [s for s in requirement.skills if not any(Requirement((s,)).met_by(r) for r in able(plan))]
        words = " and ".join(_closest(plan, skill) for skill in lacking) or "one person has all of it, only several do"
        first = called(tasks[next(iter(wanting))])
        others = f" and {len(wanting) - 1} more" if len(wanting) > 1 else ""
        yield Notice(
            "E-SKILL-NOBODY",
            f"Nobody has {requirement}, which {first}{others} asks for: {words}. "
            "Add the skill to somebody, lower the level, or name a person.",
            tuple(wanting),
        )


def _closest(plan: Plan, skill: Skill) -> str:
    known = [(own.level, r.name) for r in able(plan) for own in r.skills if own.name == skill.name]
    if not known:
        return f"nobody has {skill.name} at all"
    best, name = max(known)
    return f"the best in {skill.name} is {name} with level {best}"


def _too_few(
    plan: Plan, asked: Mapping[Uid, Requirement], found: Mapping[Requirement, list[tuple[Resource, Minutes]]]
) -> Iterator[Notice]:
    """Find tasks whose places cannot be filled at once: one person fills at most one of them."""
    tasks = {task.uid: task for task in plan.tasks}
    for uid, wanted in _wanted(plan.assignments, asked).items():
        if len(wanted) > 1:
            short = _unmatched([{r.uid for r, _ in found[requirement]} for requirement in wanted])
            if short:
                needs = ", ".join(str(wanted[n]) for n in sorted(short[0]))
                yield Notice(
                    "E-SKILL-FEW",
                    f"{called(tasks[uid])} asks for {len(short[0])} people at once ({needs}), and only {short[1]} "
                    "can fill these places. Add people or skills, or ask for fewer.",
                    (uid,),
                )


def _wanted(assignments: Iterable[Assignment], asked: Mapping[Uid, Requirement]) -> dict[Uid, list[Requirement]]:
    wanted: dict[Uid, list[Requirement]] = {}
    for each in assignments:
        if each.uid in asked:
            wanted.setdefault(each.task, []).append(asked[each.uid])
    return wanted


def _unmatched(options: list[set[Uid]]) -> tuple[set[int], int] | None:
    """Find places that too few people share (Hall's condition) and how many those are; None where all can be filled."""
    holder: dict[Uid, int] = {}

    def place(n: int, seen: set[Uid]) -> bool:
        for person in sorted(options[n] - seen):
            seen.add(person)
            if person not in holder or place(holder[person], seen):
                holder[person] = n
                return True
        return False

    for n in range(len(options)):
        seen: set[Uid] = set()
        if not place(n, seen):
            return {n} | {holder[person] for person in seen}, len(seen)
    return None


def part_of(task: Task) -> int:
    """Tell in which part of the plan a task lies: the summary above it."""
    return -2 if task.parent is None else task.parent
