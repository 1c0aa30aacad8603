"""The sample is a realistic project with the troubles it tells of."""

from __future__ import annotations

from decimal import Decimal

from milepost.cli.sample import BEFORE, NOW, PLANS, sample_bytes
from milepost.dossier import Dossier
from milepost.dossier.risks import RiskState
from milepost.engine.accounts import CommitmentState, Pool, RateUse
from milepost.engine.results import Schedule
from milepost.engine.risks import RiskKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import ConstraintKind
from milepost.exchange.read import read


def opened(name: str) -> tuple[Dossier, Schedule]:
    """A file of the sample, scheduled."""
    dossier = read(sample_bytes(name), file=name).dossier
    return dossier, schedule(dossier.plan)


def test_has_people_calendars_costs_progress_and_a_baseline() -> None:
    dossier, dates = opened(NOW)
    plan = dossier.plan
    assert 60 <= sum(not row.summary for row in dates.tasks) <= 120
    assert len(plan.resources) >= 10
    assert all(resource.rates for resource in plan.resources)
    assert any(calendar.exceptions for calendar in plan.calendars)
    assert plan.settings.status_date is not None
    assert plan.baselines
    assert any(task.actual_finish for task in plan.tasks)
    assert dossier.notes


def test_has_its_troubles() -> None:
    dossier, dates = opened(NOW)
    constraints = {constraint.kind for task in dossier.plan.tasks for constraint in task.constraints}
    assert ConstraintKind.MSO in constraints
    assert min(row.total_float for row in dates.tasks) < 0
    late = [t for t in dossier.plan.tasks if t.deadline is not None and dates.by_uid[t.uid].finish > t.deadline]
    assert [task.name for task in late] == ["Go-live"]
    linked = {link.predecessor for link in dossier.plan.links}
    assert any(task.name == "Renew the privacy notice" and task.uid not in linked for task in dossier.plan.tasks)


def test_slipped_since_two_weeks_ago() -> None:
    (_, now), (_, before) = opened(NOW), opened(BEFORE)
    assert now.finish > before.finish


def test_register_has_threats_and_an_opportunity_managed_well_and_badly() -> None:
    dossier, dates = opened(NOW)
    risks = {record.risk.code: record for record in dossier.risks}
    assert 8 <= len(risks) <= 15
    assert {record.risk.kind for record in risks.values()} == set(RiskKind)
    assert any(record.risk.responded for record in risks.values())
    assert any(record.state is RiskState.OCCURRED for record in risks.values())
    assert any(not record.owner and record.risk.response is None for record in risks.values())
    status = dossier.plan.settings.status_date or 0
    actions = [action for record in risks.values() for action in record.actions]
    assert any(action.due is not None and action.due < status and action.done_at is None for action in actions)
    named = {effect.task for record in risks.values() for effect in record.risk.exposure.tasks}
    assert named <= set(dates.by_uid)
    assert all(record.risk.given in {"", *risks} and record.arises_from in {"", *risks} for record in risks.values())


def test_estimates_hold_what_is_left_of_each_task() -> None:
    dossier, dates = opened(NOW)
    ranged = [
        task for task in dossier.plan.tasks if task.estimate and task.estimate.optimistic < task.estimate.pessimistic
    ]
    assert len(ranged) >= 20
    for task in ranged:
        assert task.estimate is not None
        assert task.actual_finish is None
        assert task.estimate.optimistic <= task.duration <= task.estimate.pessimistic
        assert task.estimate.optimistic >= (task.actual_duration or 0)
        assert dates.by_uid[task.uid].finish


def test_people_have_skills_and_rates_that_change_and_one_place_is_open() -> None:
    dossier, _ = opened(NOW)
    assert all(person.skills for person in dossier.plan.resources)
    assert sum(len(person.rates) > 1 for person in dossier.plan.resources) >= 10
    places = [one for one in dossier.plan.assignments if one.resource is None]
    assert [place.skill for place in places] == ["Mobile development"]
    able = [
        p.name
        for p in dossier.plan.resources
        for s in p.skills
        if s.name == places[0].skill and s.level >= places[0].level
    ]
    assert able == ["Amara Okafor", "Sofia Marino"]


def test_money_adds_up_with_the_plan() -> None:
    for name in (NOW, BEFORE):
        dossier, dates = opened(name)
        ledger, plan = dossier.ledger, dossier.plan
        dollar = {rate.use: rate.rate for rate in ledger.rates}
        agreed = {row.task: row.cost for row in plan.baselines[0].tasks}
        for account in {line.account for line in ledger.budget}:
            lines = sum(
                line.amount * (dollar[RateUse.BUDGET] if line.currency else 1)
                for line in ledger.budget
                if line.account == account
            )
            assert lines == sum(agreed.get(t.uid) or 0 for t in plan.tasks if t.cost_account == account)
        working = sum(
            row.amount
            for row in (*ledger.actuals, *ledger.accruals)
            if not row.currency and row.code[:2] in {"TS", "AC"}
        )
        booked = sum((a.actual_cost or Decimal(0) for a in plan.assignments), Decimal(0))
        assert working - Decimal(2400) == booked
        assert all(row.at < (ledger.closed_until or 0) for row in ledger.actuals if row.code.startswith("TS"))
        assert dates.finish


def test_money_has_its_troubles() -> None:
    dossier, _ = opened(NOW)
    ledger = dossier.ledger
    assert {order.state for order in ledger.commitments} >= {CommitmentState.REQUESTED, CommitmentState.PART_RECEIVED}
    assert [order.vendor for order in ledger.commitments if order.currency == "USD"] == ["Keystone Identity"]
    above = {(o.code, line.code): line.amount for o in ledger.commitments for line in o.lines}
    assert any(row.amount > above.get((row.commitment, row.line), row.amount) for row in ledger.actuals)
    assert any(not row.commitment and row.category == "vendor-service" for row in ledger.actuals)
    assert {move.pool for move in ledger.reserve_movements} == set(Pool)
    assert len(ledger.funding) >= 3


def test_plan_is_the_same_in_both_formats() -> None:
    for whole, plan in zip((NOW, BEFORE), PLANS, strict=True):
        (_, ours), (_, theirs) = opened(whole), opened(plan)
        assert {d.uid: (d.start, d.finish) for d in ours.tasks} == {d.uid: (d.start, d.finish) for d in theirs.tasks}
