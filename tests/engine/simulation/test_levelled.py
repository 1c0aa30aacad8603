"""Nobody is in two places in any iteration (domain/risk.md 3.4): against a plain serial generation of its own."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from random import Random

import numpy as np
import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Assignment, AvailabilityStep, Resource
from milepost.engine.simulation import Simulation, SimulationOptions, simulate
from milepost.engine.simulation.machine import simulated
from milepost.engine.tasks import Estimate, Link, Task
from milepost.engine.worktime import WorkTimes
from tests.engine.networks import CALENDARS, PEOPLE, START

ALWAYS = Calendar(1, "24x7", week=(((0, 1440),),) * 7)
DAY = 1440
LEVELLED = SimulationOptions(runs=300, seed=4, levelled=True)


def shared(seed: int, tasks: int = 25) -> Plan:
    """A random plan around the clock: three pools of up to five, tasks that need one to three of them at once."""
    dice = Random(seed)
    rows = tuple(
        Task(n, f"T{n}", duration=m * 60, estimate=Estimate(m * 40, m * 60, m * 100))
        for n in range(1, tasks + 1)
        for m in [dice.randint(2, 60)]
    )
    links = tuple(Link(dice.randint(max(1, n - 6), n - 1), n) for n in range(4, tasks + 1) if dice.random() < 0.6)
    pools = tuple(Resource(n, f"R{n}", max_units=Decimal(n + 2), calendar=1) for n in (1, 2, 3))
    work = [(n, pool, dice.randint(1, pool + 1)) for n in range(1, tasks + 1) for pool in dice.sample((1, 2, 3), 2)]
    assigned = tuple(
        Assignment(i, n, pool, units=Decimal(units), work=rows[n - 1].duration * units)
        for i, (n, pool, units) in enumerate(work, 1)
    )
    return Plan(Settings(0, calendar=1), (ALWAYS,), rows, links, pools, assigned)


def run(plan: Plan, **changes: object) -> Simulation:
    return simulate(plan, options=replace(LEVELLED, tracked=tuple(t.uid for t in plan.tasks), **changes))  # type: ignore[arg-type]


def generated(plan: Plan, found: Simulation, n: int) -> dict[int, tuple[int, int]]:
    """Place the tasks of one iteration minute by minute of change, in the order the simulation says."""
    leaves = found.machine.grounded.computed.passes.plan.frame.leaves
    assert found.machine.seated is not None
    placed: dict[int, tuple[int, int]] = {}
    needs = {t.uid: [(a.resource, a.units) for a in plan.assignments if a.task == t.uid] for t in plan.tasks}
    room = {r.uid: r.max_units for r in plan.resources}
    for p in found.machine.seated.order:
        uid = leaves[p].uid
        span = int(found.sampled.spans[uid][n])
        start = max([0, *(placed[link.predecessor][1] for link in plan.links if link.successor == uid)])
        for at in sorted({start, *(end for _, end in placed.values() if end > start)}):
            marks = [at, *(s for s, _ in placed.values() if at < s < at + span)]
            fits = all(
                units
                + sum(u for other, (s, f) in placed.items() for r, u in needs[other] if r == pool and s <= mark < f)
                <= room[pool]
                for pool, units in needs[uid]
                for mark in marks
            )
            if fits:
                placed[uid] = (at, at + span)
                break
    return placed


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_every_iteration_is_a_serial_generation_in_the_plans_order(seed: int) -> None:
    plan = shared(seed)
    found = run(plan)
    for n in range(0, 300, 60):
        mine = {t.uid: (int(found.sampled.starts[t.uid][n]), int(found.sampled.finishes[t.uid][n])) for t in plan.tasks}
        assert mine == generated(plan, found, n)
        assert found.finishes[n] == max(end for _, end in mine.values())


def test_two_tasks_of_one_person_take_turns_and_both_are_critical() -> None:
    tasks = tuple(Task(n, f"T{n}", duration=DAY, estimate=Estimate(DAY // 2, DAY, 2 * DAY)) for n in (1, 2))
    person = Resource(1, "Ada", calendar=1)
    both = tuple(Assignment(n, n, 1, work=DAY) for n in (1, 2))
    plan = Plan(Settings(0, calendar=1), (ALWAYS,), tasks, (), (person,), both)
    found, plain = run(plan), run(plan, levelled=False)
    spans = found.sampled.spans
    assert np.array_equal(found.finishes, spans[1] + spans[2])
    assert np.array_equal(plain.finishes, np.maximum(spans[1], spans[2]))
    assert [found.tasks[n].criticality for n in (1, 2)] == [1.0, 1.0]


def test_people_keep_their_own_calendars_and_absences() -> None:
    away = (AvailabilityStep(None, START + 3 * DAY, Decimal(1)), AvailabilityStep(START + 10 * DAY, None, Decimal(1)))
    people = (replace(PEOPLE[0], availability=away), *PEOPLE[1:])
    dice = Random(8)
    tasks = tuple(
        Task(n, f"T{n}", duration=m, estimate=Estimate(m // 2, m, 2 * m)) for n in range(1, 13) for m in [600]
    )
    assigned = tuple(Assignment(n, n, dice.randint(1, 3), work=600) for n in range(1, 13))
    plan = Plan(Settings(START, calendar=1), CALENDARS, tasks, (Link(1, 5), Link(2, 6)), people, assigned)
    found = run(plan, runs=40)
    times = WorkTimes(plan)
    for n in range(40):
        for person in people:
            mine = [a.task for a in assigned if a.resource == person.uid]
            booked = sorted((int(found.sampled.starts[t][n]), int(found.sampled.finishes[t][n]), t) for t in mine)
            assert all(before[1] <= after[0] for before, after in pairwise(booked))
            for start, finish, task in booked:
                assert times.of_resource(person.uid).working(start, finish) == found.sampled.spans[task][n]
                assert person.uid != 1 or not (start < START + 10 * DAY and finish > START + 3 * DAY)


def test_levelled_bits_are_those_of_plain_python_and_of_any_number_of_threads() -> None:
    plan = shared(5, tasks=12)
    one, two = run(plan, threads=1, runs=300), run(plan, threads=2, runs=300)
    assert np.array_equal(one.finishes, two.finishes)
    assert np.array_equal(one.sampled.critical, two.sampled.critical)
    few = run(plan, runs=8)
    plain = replace(few.machine, fast=False)
    again = simulated(plain, tuple(few.sampled.spans))
    assert np.array_equal(again.finish, few.finishes)
    assert np.array_equal(again.critical, few.sampled.critical)
