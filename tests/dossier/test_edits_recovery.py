"""What recovery proposes is what the edits of a project do, word for word."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import Edit, EditRefusedError, apply, carry_out
from milepost.engine.plan import Plan
from milepost.engine.plan_cost import planned_cost
from milepost.engine.recovery import Case, Recovery, RecoveryOptions, options
from milepost.engine.recovery import carry_out as carry_out_changes
from milepost.engine.resources import Assignment, Rate, Resource
from milepost.engine.schedule import schedule
from milepost.exchange.read import read
from tests.engine.drawn import D, at, days, link, plan

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


def small() -> Plan:
    """One task of four days for one person."""
    people = (Resource(1, "Ada", rates=(Rate("A", None, Decimal(60)),)),)
    crew = (Assignment(1, 1, 1, work=4 * D, remaining_work=4 * D),)
    return plan(days(1, 4, work=4 * D), resources=people, assignments=crew)


def sample() -> Dossier:
    """The project that ships with Milepost."""
    return read(SAMPLE.read_bytes(), file=SAMPLE.name).dossier


def check(dossier: Dossier, found: Recovery) -> None:
    """Carry every way found out through the edits, and through the engine: one and the same plan, and its dates."""
    risks = tuple(record.risk for record in dossier.risks)
    for row in (*found.front, found.renegotiate):
        edits = [Edit(each.command, dict(each.arguments)) for each in row.outcome.changes]
        after = carry_out(dossier, edits)
        assert after.plan == row.outcome.case.plan
        assert tuple(record.risk for record in after.risks) == row.outcome.case.risks
        dates = schedule(after.plan)
        target = found.target
        assert (dates.finish if target is None else dates.by_uid[target].finish) == row.outcome.effect.finish
        assert carry_out_changes(Case(dossier.plan, risks), row.outcome.changes).plan == after.plan


def test_every_way_found_for_the_sample_comes_true_through_the_edits() -> None:
    dossier = sample()
    late = next(task for task in dossier.plan.tasks if task.name == "Go-live")
    assert late.deadline is not None
    found = options(
        dossier.plan,
        target=late.deadline,
        task=late.uid,
        risks=tuple(record.risk for record in dossier.risks),
        uncertainty=dossier.uncertainty,
        ledger=dossier.ledger,
        settings=RecoveryOptions(levelled=False, evaluations=30),
    )
    assert len(found.front) > 3
    check(dossier, found)


def test_levelled_ways_come_true_through_the_edits_too() -> None:
    people = tuple(Resource(n, name, group="Build") for n, name in ((1, "Ada"), (2, "Bo")))
    crew = tuple(Assignment(n, n, who, work=4 * D, remaining_work=4 * D) for n, who in ((1, 1), (2, 2), (3, 1)))
    tasks = [days(n, 4, work=4 * D) for n in (1, 2, 3)]
    dossier = replace(sample(), plan=plan(*tasks, link(1, 2), resources=people, assignments=crew), risks=())
    found = options(dossier.plan, target=at("08 17:00"), settings=RecoveryOptions(evaluations=10, schedules=2))
    assert found.levelled
    assert any(each.command == "set_levelling" for each in found.nothing.outcome.changes)
    check(dossier, found)


def test_a_crash_costs_what_it_costs_and_keeps_the_work() -> None:
    before, after = small(), apply(small(), [Edit("crash_task", {"task": 1, "duration": 3 * D, "cost": "250"})])
    assert after.tasks[0].duration == 3 * D
    assert after.assignments[0].work == 4 * D
    was, now = planned_cost(schedule(before)), planned_cost(schedule(after))
    assert was is not None
    assert now is not None
    assert now - was == 250


def test_a_crash_makes_a_task_shorter() -> None:
    with pytest.raises(EditRefusedError, match="a crash makes it shorter"):
        apply(small(), [Edit("crash_task", {"task": 1, "duration": 5 * D, "cost": "250"})])


def test_a_fixed_cost_is_added() -> None:
    after = apply(small(), [Edit("add_fixed_cost", {"task": 1, "cost": "99.50"})])
    assert after.tasks[0].fixed_cost == Decimal("99.50")


def test_rework_is_entered_once_with_cause_event_and_effect() -> None:
    dossier = replace(sample(), plan=small(), risks=())
    edit = Edit("add_rework_risk", {"code": "RW", "title": "Rework", "probability": "0.25", "task": 1, "delay": 120})
    after = carry_out(dossier, [edit, edit])
    (record,) = after.risks
    assert record.cause
    assert record.event
    assert record.effect
    assert record.risk.exposure.tasks[0].task == 1


@pytest.mark.parametrize(("probability", "delay"), [("0", 60), ("1", 60), ("0.5", 0)])
def test_rework_that_cannot_be_is_refused(probability: str, delay: int) -> None:
    arguments = {"code": "RW", "title": "Rework", "probability": probability, "task": 1, "delay": delay}
    with pytest.raises(EditRefusedError, match="risk of rework needs a probability"):
        carry_out(replace(sample(), plan=small(), risks=()), [Edit("add_rework_risk", arguments)])


def test_the_plan_before_is_as_it_was() -> None:
    before = small()
    apply(before, [Edit("crash_task", {"task": 1, "duration": 3 * D, "cost": "250"})])
    assert before == small()
    assert schedule(before).finish == at("04 17:00")
