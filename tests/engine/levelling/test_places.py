"""Places to be filled: who is chosen, and what is said when nobody can be."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from milepost.engine.levelling import LevellingOptions
from milepost.engine.levelling.options import Aim
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Rate, Resource, Skill
from milepost.engine.tasks import Task
from tests.engine.levelling.test_micro_cases import DAY, dates, level, plan


def staffed(people: tuple[Resource, ...], *places: tuple[int, str, int]) -> Plan:
    """Tasks T1, T2 ... of two days, with places for a skill at a level each."""
    count = max(task for task, _, _ in places)
    tasks = tuple(Task(n, f"T{n}", duration=2 * DAY) for n in range(1, count + 1))
    rows = tuple(
        Assignment(n, task, None, work=2 * DAY, skill=skill, level=level)
        for n, (task, skill, level) in enumerate(places, 1)
    )
    return replace(plan(*tasks), resources=people, assignments=rows)


def person(uid: int, name: str, rate: int = 0, **skills: int) -> Resource:
    """Somebody with skills and an hourly rate."""
    rates = (Rate("A", None, Decimal(rate)),) if rate else ()
    return Resource(uid, name, calendar=0, rates=rates, skills=tuple(Skill(n, at) for n, at in skills.items()))


def chosen(found: Plan) -> dict[int, int | None]:
    """Who does which assignment."""
    return {each.uid: each.resource for each in found.assignments}


def test_two_people_with_the_skill_work_side_by_side() -> None:
    people = (person(1, "Ada", java=3), person(2, "Bo", java=4), person(3, "Cy", sql=5))
    found = level(staffed(people, (1, "java", 3), (2, "java", 3)))
    assert sorted(chosen(found.plan).values(), key=str) == [1, 2]
    assert dates(found) == {"T1": "06-01 06-02 17:00", "T2": "06-01 06-02 17:00"}
    assert {move.task: move.people for move in found.moves} == {1: ((1, 1),), 2: ((2, 2),)}


def test_the_cheaper_of_two_who_are_free_is_chosen() -> None:
    people = (person(1, "Dear", 500, java=3), person(2, "Fair", 50, java=3))
    assert chosen(level(staffed(people, (1, "java", 1))).plan) == {1: 2}


def test_whether_a_cheaper_person_is_worth_a_wait_is_what_people_are_chosen_for() -> None:
    people = (person(1, "Dear", 500, java=3), person(2, "Fair", 50, java=3))
    two = staffed(people, (1, "java", 1), (2, "java", 1))
    assert sorted(chosen(level(two).plan).values(), key=str) == [1, 2]
    cheap = level(two, options=LevellingOptions(aim=Aim.COST))
    assert set(chosen(cheap.plan).values()) == {2}
    assert dates(cheap) == {"T1": "06-01 06-02 17:00", "T2": "06-03 06-04 17:00"}


def test_somebody_equally_able_takes_over_only_where_that_is_allowed_and_worth_it() -> None:
    people = (person(1, "Ada", java=3), person(2, "Bo", java=3))
    both = staffed(people, (1, "java", 1), (2, "java", 1))
    busy = replace(both, assignments=tuple(replace(each, resource=1) for each in both.assignments))
    assert set(chosen(level(busy).plan).values()) == {1}
    assert sorted(chosen(level(busy, options=LevellingOptions(substitute=True)).plan).values(), key=str) == [1, 2]
    dear = LevellingOptions(substitute=True, reassigned=Decimal(5))
    assert set(chosen(level(busy, options=dear).plan).values()) == {1}


def test_a_team_is_matched_so_that_everybody_fits() -> None:
    people = (person(1, "Both", java=3, sql=3), person(2, "One", java=3))
    found = level(staffed(people, (1, "java", 1), (1, "sql", 1)))
    assert chosen(found.plan) == {1: 2, 2: 1}
    swapped = level(staffed(people[::-1], (1, "sql", 1), (1, "java", 1)))
    assert chosen(swapped.plan) == {1: 1, 2: 2}


def test_a_role_is_filled_by_somebody_with_its_skills() -> None:
    role = Resource(9, "Developer", generic=True, skills=(Skill("java", 2),))
    open_role = staffed((person(1, "Ada", java=1), person(2, "Bo", java=2), role), (1, "java", 1))
    named = replace(open_role, assignments=(replace(open_role.assignments[0], resource=9, skill=""),))
    assert chosen(level(named).plan) == {1: 2}
    assert chosen(level(named, options=LevellingOptions(fill_places=False)).plan) == {1: 9}


def test_a_skill_nobody_has_is_refused_with_who_comes_closest() -> None:
    people = (person(1, "Ada", java=2), person(2, "Bo", sql=5))
    with pytest.raises(PlanRefusedError) as refusal:
        level(staffed(people, (1, "java", 4), (2, "go", 1), (2, "sql", 5)))
    assert [notice.code for notice in refusal.value.notices] == ["E-SKILL-NOBODY"] * 2
    assert "the best in java is Ada with level 2" in str(refusal.value)
    assert "nobody has go at all" in str(refusal.value)


def test_a_task_that_wants_the_same_person_twice_is_refused() -> None:
    people = (person(1, "Ada", java=2, sql=2), person(2, "Bo", go=5))
    with pytest.raises(PlanRefusedError, match=r"E-SKILL-FEW: T1 asks for 2 people at once .* only 1 can fill"):
        level(staffed(people, (1, "java", 1), (1, "sql", 1), (1, "go", 1)))


def test_an_inactive_task_asks_for_nobody() -> None:
    idle = staffed((person(1, "Ada", java=3),), (1, "java", 1), (2, "go", 9))
    idle = replace(idle, tasks=(idle.tasks[0], replace(idle.tasks[1], inactive=True)))
    found = level(idle)
    assert chosen(found.plan) == {1: 1, 2: None}
    assert [more.skill for more in found.one_more] == ["java at level 1"]
    nothing = replace(idle, tasks=tuple(replace(task, inactive=True) for task in idle.tasks))
    assert level(nothing).one_more == ()
