"""The same numbers on any number of threads, compiled or not, whatever else is in the plan (domain/risk.md 3, 9)."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from milepost.engine.answers import Computed
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from milepost.engine.simulation.inputs import (
    Correlation,
    CostItem,
    Effect,
    EffectKind,
    Fork,
    Inputs,
    Law,
    Occurrence,
    Variable,
)
from milepost.engine.simulation.machine import Sampled, machine, simulated
from milepost.engine.tasks import Link
from tests.engine.networks import CALENDARS, START
from tests.engine.stored_plans import files, load

UNIT = (Law.UNIFORM, 0.0, 1.0)


def sampled(plan: Plan, inputs: Inputs, **options: object) -> Sampled:
    """Simulate with every task tracked."""
    told = schedule(plan)
    assert isinstance(told.answers, Computed)
    made = machine(told.answers, inputs, **{"runs": 300, "seed": 5, "fast": True, **options})  # type: ignore[arg-type]
    return simulated(made, tuple(made.grounded.place))


def everything(plan: Plan) -> Inputs:
    """Every law, effect, correlation, branch and cost on the tasks of a plan."""
    leaves = [d for d in schedule(plan).tasks if not d.summary and d.remaining_duration]
    laws = (Law.TRIANGULAR, Law.PERT, Law.UNIFORM)
    variables = [
        Variable(f"task:{d.uid}", laws[n % 3], 0.8 * m, m if n % 3 < 2 else 1.5 * m, 1.6 * m, 4.0)
        for n, d in enumerate(leaves)
        for m in [d.remaining_duration]
    ]
    first = len(variables)
    variables += [
        Variable("risk:1:occurs", *UNIT),
        Variable("risk:1:factor", Law.TRIANGULAR, 0.9, 1.2, 1.8),
        Variable("risk:2:occurs", *UNIT),
        Variable("risk:2:delay", Law.LOGNORMAL, 6.0, 0.5),
        Variable("fork", *UNIT),
        Variable("cost", Law.NORMAL, 1000.0, 300.0, 0.0),
        Variable("steps", Law.DISCRETE, values=(0.0, 480.0, 960.0), chances=(0.5, 0.3, 0.2)),
        Variable("bars", Law.HISTOGRAM, values=(0.5, 1.0, 1.5, 3.0), chances=(0.2, 0.6, 0.2)),
    ]
    uids = [d.uid for d in leaves]
    return Inputs(
        tuple(variables),
        (Occurrence(first, 0.0, 0.4, 0), Occurrence(first + 2, 0.0, 0.5, 1, 0, 0.0, 0.1)),
        {uid: n for n, uid in enumerate(uids)},
        (
            *(Effect(uid, EffectKind.SERIES, first + 1, 0) for uid in uids[::3]),
            *(Effect(uid, EffectKind.PARALLEL, first + 7, 1) for uid in uids[1::3]),
            Effect(uids[0], EffectKind.DELAY, first + 3, 1),
            Effect(uids[-1], EffectKind.DELAY, first + 6, -1, START, START + 60 * 1440),
        ),
        (Correlation("team", tuple(range(0, first, 2)), (0.5,) * len(range(0, first, 2))),),
        (Fork(((uids[-1],), (uids[-2],)), first + 4, (0.7, 0.3)),) if len(uids) > 3 else (),
        dict.fromkeys(uids[::2], 1.5),
        (CostItem(first + 5), CostItem(first + 5, 0, uids[-1])),
    )


def rich() -> Plan:
    """A stored plan with several calendars, people, progress and links of all types."""
    plans = (load(path).plan for path in files("msproject/json/aspose-net", "msproject/json/aspose-java"))
    return max((p for p in plans if 20 < len(p.tasks) < 80 and p.assignments), key=lambda p: len(p.links))


def assert_equal(one: Sampled, other: Sampled) -> None:
    """Compare everything two simulations kept, to the bit."""
    for name in ("finish", "cost", "critical", "total", "square", "product", "path", "occurred"):
        assert np.array_equal(getattr(one, name), getattr(other, name)), name
    for name in ("spans", "starts", "finishes"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert all(np.array_equal(mine[uid], theirs[uid]) for uid in mine), name


@pytest.mark.parametrize("stratified", [True, False])
def test_threads_change_no_bit(stratified: bool) -> None:
    plan = rich()
    inputs = everything(plan)
    runs = {"runs": 1_111, "stratified": stratified}
    alone = sampled(plan, inputs, threads=1, **runs)
    for threads in (2, 3):
        assert_equal(alone, sampled(plan, inputs, threads=threads, **runs))


def test_compiled_kernels_give_the_bits_of_plain_python() -> None:
    plan = rich()
    inputs = everything(plan)
    assert_equal(sampled(plan, inputs, runs=24, fast=False), sampled(plan, inputs, runs=24))


def test_what_is_added_elsewhere_leaves_draws_alone() -> None:
    plan = rich()
    inputs = everything(plan)
    before = sampled(plan, inputs)
    extra = replace(plan.tasks[-1], uid=99_999, parent=None, summary=False, constraints=(), actual_start=None)
    more = replace(
        inputs,
        variables=(*inputs.variables, Variable("task:99999", Law.PERT, 100, 200, 900)),
        durations={**inputs.durations, 99_999: len(inputs.variables)},
    )
    after = sampled(replace(plan, tasks=(*plan.tasks, extra)), more)
    for uid, spans in before.spans.items():
        assert np.array_equal(spans, after.spans[uid]), uid


def test_regenerated_draws_are_the_draws() -> None:
    plan = rich()
    told = schedule(plan)
    assert isinstance(told.answers, Computed)
    made = machine(told.answers, everything(plan), runs=300, seed=5, fast=True)
    uid = next(iter(made.grounded.place))
    assert_equal(simulated(made, (uid,)), simulated(made, (uid,)))
    assert np.array_equal(simulated(made, (uid,), traced=False).spans[uid], simulated(made, (uid,)).spans[uid])


def test_another_seed_gives_other_numbers() -> None:
    plan = rich()
    inputs = everything(plan)
    assert not np.array_equal(sampled(plan, inputs).finish, sampled(plan, inputs, seed=6).finish)


def test_switching_a_threat_on_lowers_no_percentile_and_moves_nothing_else() -> None:
    plan = rich()
    uids = [d.uid for d in schedule(plan).tasks if not d.summary and d.remaining_duration]
    inputs = everything(plan)
    delay = replace(inputs, effects=tuple(e for e in inputs.effects if e.kind is EffectKind.DELAY), forks=())
    off = sampled(plan, replace(delay, enabled=(True, False)))
    on = sampled(plan, delay)
    assert (np.sort(on.finish) >= np.sort(off.finish)).all()
    assert not off.occurred[1].any()
    assert np.array_equal(on.spans[uids[1]], off.spans[uids[1]])


def test_leaving_out_one_risk_on_a_chain_gives_its_exact_effect() -> None:
    settings = replace(load(files("p6")[0]).plan.settings, start=START, status_date=None, calendar=1)
    base = next(task for task in rich().tasks if not task.summary)
    chain = tuple(
        replace(base, uid=n, parent=None, duration=480, constraints=(), actual_start=None, calendar=None)
        for n in (1, 2, 3)
    )
    plan = Plan(settings, CALENDARS, chain, (Link(1, 2), Link(2, 3)))
    inputs = Inputs(
        (Variable("o", *UNIT), Variable("d", Law.FIXED, 960.0)),
        (Occurrence(0, 0.0, 0.25, 0),),
        effects=(Effect(2, EffectKind.DELAY, 1, 0),),
    )
    on, off = sampled(plan, inputs, runs=400), sampled(plan, replace(inputs, enabled=(False,)), runs=400)
    later = on.spans[2] - off.spans[2]
    assert sorted(set(later)) == [0, 960]
    assert later.mean() == 240
    assert np.array_equal(on.finish != off.finish, later > 0)
