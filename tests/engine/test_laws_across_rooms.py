"""Laws between the engine's rooms: levelling, simulation, money, recovery and calibration agree with each other."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calibration import Measured, Outcome, recalibrated, with_estimates
from milepost.engine.cost import cost_of, sums
from milepost.engine.distributions import Distribution, Shape
from milepost.engine.levelling import Budget, LevellingOptions, level
from milepost.engine.plan import Plan
from milepost.engine.recovery import Case, RecoveryOptions, carry_out, options
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.results import Schedule
from milepost.engine.risks import Exposure, Response, Risk, TaskEffect
from milepost.engine.schedule import schedule
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.simulate import simulate
from milepost.engine.tasks import Estimate
from milepost.engine.workload import capacity, demand, open_assignments
from milepost.engine.worktime import WorkTimes
from tests.engine.drawn import D, days, link, plan

QUICK = SimulationOptions(runs=16, threads=1)


@st.composite
def staffed(draw: st.DrawFn) -> Plan:
    """Three to six tasks of whole days in a network, each for one of two people with their own rates."""
    count = draw(st.integers(3, 6))
    lengths = [draw(st.integers(1, 5)) for _ in range(count)]
    rows = [
        days(n + 1, length, work=length * D, priority=draw(st.integers(1, 9)) * 100) for n, length in enumerate(lengths)
    ]
    links = [link(i, j) for j in range(2, count + 1) for i in range(1, j) if draw(st.integers(0, 3)) == 0]
    people = tuple(
        Resource(n, f"P{n}", group="Build", rates=(Rate("A", None, Decimal(draw(st.integers(30, 99)))),))
        for n in (1, 2)
    )
    crew = tuple(
        Assignment(n, n, draw(st.integers(1, 2)), work=length * D, remaining_work=length * D)
        for n, length in enumerate(lengths, start=1)
    )
    return plan(*rows, *links, resources=people, assignments=crew)


def levelled(whole: Plan) -> Plan:
    """The plan with nobody in two places."""
    return level(whole, options=LevellingOptions(one_more=False), budget=Budget(schedules=20)).plan


def total(dates: Schedule) -> Decimal:
    """What a schedule costs in all."""
    return sum((item.amount for item in cost_of(dates)), Decimal(0))


@settings(max_examples=20, deadline=None)
@given(staffed())
def test_simulating_a_levelled_plan_without_ranges_gives_its_dates(whole: Plan) -> None:
    after = levelled(whole)
    ends = tuple(task.uid for task in after.tasks)
    told = schedule(after)
    for people in (False, True):
        found = simulate(after, options=replace(QUICK, levelled=people, tracked=ends))
        assert set(found.finishes.tolist()) == {told.finish}
        for uid in ends:
            assert set(found.sampled.finishes[uid].tolist()) == {told.by_uid[uid].finish}


@settings(max_examples=20, deadline=None)
@given(staffed())
def test_levelling_moves_work_and_no_money(whole: Plan) -> None:
    before, after = schedule(whole), schedule(levelled(whole))
    assert total(before) == total(after)
    for by in (lambda item: item.task, lambda item: item.resource, lambda item: item.kind, lambda item: item.account):
        one, other = sums(cost_of(before), by), sums(cost_of(after), by)
        assert one == other
        assert sum(other.values(), Decimal(0)) == total(after)


@settings(max_examples=20, deadline=None)
@given(staffed())
def test_nobody_does_more_than_a_day_s_work_in_a_day_once_levelled(whole: Plan) -> None:
    after = schedule(levelled(whole))
    times = WorkTimes(after.plan)
    edges = list(range(after.plan.settings.start - 480, after.finish + 1440, 1440))
    for person in after.plan.resources:
        asked = np.zeros(len(edges) - 1, dtype=int)
        for one, task, dates in open_assignments(after):
            if one.resource == person.uid:
                asked += np.array(demand(one, task, dates, edges, times))
        there = [capacity(person, first, last, times) for first, last in pairwise(edges)]
        assert (asked <= np.array(there)).all()


@settings(max_examples=6, deadline=None)
@given(staffed(), st.integers(1, 4))
def test_recovery_predicts_what_carrying_it_out_gives_in_dates_money_and_chances(whole: Plan, early: int) -> None:
    delay = Distribution(Shape.TRIANGULAR, Decimal(0), Decimal(D), Decimal(3 * D))
    first = Exposure(Decimal("0.4"), (TaskEffect(1, delay),))
    risks = (Risk("R-1", "Late", first, response=Response(replace(first, probability=Decimal("0.1")), Decimal(500))),)
    tasks = tuple(
        replace(
            t,
            estimate=Estimate(t.duration - D // 2, t.duration, t.duration + D),
            crash_duration=t.duration - D // 2,
            crash_cost=Decimal(300),
        )
        for t in whole.tasks
    )
    whole = replace(whole, tasks=tasks)
    due = schedule(levelled(whole)).finish - early * 1440
    found = options(
        whole, target=due, risks=risks, settings=RecoveryOptions(evaluations=8, schedules=4), simulation=QUICK
    )
    base = found.nothing.outcome
    for row in found.front:
        effect = row.outcome.effect
        after = carry_out(Case(whole, risks), row.outcome.changes)
        dates = schedule(after.plan)
        paid = 500 if after.risks[0].responded else 0
        seen = simulate(after.plan, after.risks, options=QUICK)
        assert dates.finish == effect.finish
        assert total(dates) + paid - total(base.schedule) == effect.cost
        assert float(np.mean(seen.finishes > due)) == effect.risk
        assert seen.finish(0.8) == effect.p80


@settings(max_examples=10, deadline=None)
@given(staffed(), st.integers(5, 25))
def test_recalibrated_estimates_change_how_sure_dates_are_and_no_date_or_cost(whole: Plan, tenths: int) -> None:
    done = [Outcome(f"T{n}", duration=Measured(10 * D, (tenths + n % 3) * D)) for n in range(12)]
    after = with_estimates(whole, recalibrated(whole, done))
    before = schedule(whole)
    told = schedule(after)
    assert [(d.start, d.finish) for d in told.tasks] == [(d.start, d.finish) for d in before.tasks]
    assert total(told) == total(before)
    sure = simulate(after, options=replace(QUICK, runs=200))
    if tenths >= 12:
        assert sure.finish(0.5) > told.finish
    if tenths <= 6:
        assert sure.finish(0.5) < told.finish


@settings(max_examples=15, deadline=None)
@given(staffed())
def test_a_threat_never_helps_and_a_levelled_simulation_is_never_earlier(whole: Plan) -> None:
    after = levelled(whole)
    delay = Distribution(Shape.FIXED, likely=Decimal(D))
    risk = Risk("R-1", "Late", Exposure(Decimal("0.5"), (TaskEffect(1, delay),)))
    plain, hit = simulate(after, options=QUICK), simulate(after, (risk,), options=QUICK)
    assert (hit.finishes >= plain.finishes).all()
    people = simulate(whole, (risk,), options=replace(QUICK, levelled=True))
    assert (people.finishes >= simulate(whole, (risk,), options=QUICK).finishes).all()
