"""Repairing a levelled plan after a slip: what can stay stays."""

from __future__ import annotations

from dataclasses import replace

from milepost.engine.levelling import Budget, LevellingOptions, level
from milepost.engine.levelling.repair import repair
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Link, Task
from tests.engine.levelling.checker import faults
from tests.engine.levelling.test_micro_cases import DAY, at, plan
from tests.engine.levelling.test_places import chosen, person, staffed

OPTIONS = LevellingOptions(one_more=False)


def two_people() -> Plan:
    """Ten tasks of two days each for each of two people, each second after the one before."""
    tasks = tuple(Task(n, f"T{n}", duration=2 * DAY) for n in range(1, 21))
    work = tuple(Assignment(t.uid, t.uid, 1 + t.uid % 2, work=t.duration, remaining_work=t.duration) for t in tasks)
    links = tuple(Link(n, n + 1) for n in range(1, 20, 4))
    return replace(
        plan(*tasks),
        links=links,
        resources=(Resource(1, "Ada", calendar=0), Resource(2, "Bo", calendar=0)),
        assignments=work,
    )


def longer(made: Plan, uid: int, days: int) -> Plan:
    """Let one task take more days."""
    tasks = tuple(replace(t, duration=t.duration + days * DAY) if t.uid == uid else t for t in made.tasks)
    work = tuple(
        replace(a, work=a.work + days * DAY, remaining_work=a.remaining_work + days * DAY) if a.task == uid else a
        for a in made.assignments
    )
    return replace(made, tasks=tasks, assignments=work)


def test_only_what_is_pushed_moves() -> None:
    levelled = level(two_people(), options=OPTIONS, budget=Budget(schedules=20))
    last = max(levelled.announced, key=lambda uid: (levelled.announced[uid][1], uid))
    found = repair(longer(levelled.plan, last, 1), levelled.announced)
    assert [move.task for move in found.moves] == [last]
    assert found.makespan == levelled.makespan + DAY
    assert not found.residual


def test_a_slip_in_the_middle_keeps_promises_and_capacity() -> None:
    levelled = level(two_people(), options=OPTIONS, budget=Budget(schedules=20))
    slipped = longer(levelled.plan, 5, 3)
    found = repair(slipped, levelled.announced)
    assert not faults(slipped, found, OPTIONS)
    assert all(found.announced[uid][0] >= start for uid, (start, _) in levelled.announced.items())
    assert found.makespan <= levelled.makespan + 3 * DAY
    assert len(found.moves) < 20


def test_somebody_else_steps_in_where_a_place_allows() -> None:
    people = (person(1, "Ada", java=3), person(2, "Bo", java=3))
    levelled = level(staffed(people, (1, "java", 1), (2, "java", 1)), options=OPTIONS, budget=Budget(schedules=20))
    assert sorted(chosen(levelled.plan).values(), key=str) == [1, 2]
    first = next(task.uid for task in levelled.plan.tasks)
    tasks = (*levelled.plan.tasks, Task(3, "T3", duration=2 * DAY))
    more = Assignment(3, 3, chosen(levelled.plan)[first], work=2 * DAY, skill="java")
    joined = replace(levelled.plan, tasks=tasks, assignments=(*levelled.plan.assignments, more))
    found = repair(joined, levelled.announced)
    assert {uid: found.announced[uid] for uid in (1, 2)} == levelled.announced
    assert found.announced[3] == (at("06-03 08:00"), at("06-04 17:00"))
