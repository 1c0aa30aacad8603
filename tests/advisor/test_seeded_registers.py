"""One defect at a time in risks, skills or money that are in perfect order: it is found, and its proposals hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Severity
from milepost.advisor.foresight import foresee
from milepost.advisor.review import Review, review
from milepost.advisor.summary import Light
from milepost.dossier import Dossier
from milepost.dossier.edits import carry_out
from milepost.dossier.risks import RiskAction, RiskRecord, RiskTrigger, Strategy
from milepost.engine.accounts import (
    Accrual,
    Actual,
    Commitment,
    CommitmentLine,
    ExchangeRate,
    Forecast,
    FundingRelease,
    Pool,
    RateUse,
    Receipt,
    ReserveMovement,
    Treatment,
)
from milepost.engine.distributions import Distribution, Shape
from milepost.engine.impact import impact
from milepost.engine.resources import AvailabilityStep, Skill
from milepost.engine.risks import CostEffect, Exposure
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Moscow
from tests.advisor.clean import STATUS_DAY
from tests.advisor.clean_registers import LEDGER, PROJECT, RISK
from tests.advisor.drawn import day, evening

ORDER = LEDGER.commitments[0]


def of(dossier: Dossier, before: Dossier | None = None) -> Review:
    """The review of a project on the day of its status date."""
    earlier = None if before is None else (before, schedule(before.plan))
    return review(dossier, schedule(dossier.plan), previous=earlier, today=STATUS_DAY)


def risk(**facts: Any) -> Dossier:
    """The project with its risk changed: words, or numbers."""
    known = {name: facts.pop(name) for name in list(facts) if name in type(RISK.risk).__dataclass_fields__}
    record: RiskRecord = replace(RISK, risk=replace(RISK.risk, **known), **facts)
    return replace(PROJECT, risks=(record,))


def ledger(**tables: Any) -> Dossier:
    """The project with some tables of its ledger changed."""
    return replace(PROJECT, ledger=replace(LEDGER, **tables))


def booked(*more: Actual) -> Dossier:
    """The project with further costs booked."""
    return ledger(actuals=(*LEDGER.actuals, *more))


def ordered(amount: int, **facts: Any) -> tuple[Commitment, ...]:
    """The order over another amount."""
    line: CommitmentLine = replace(ORDER.lines[0], amount=Decimal(amount))
    return (replace(ORDER, lines=(line,), **facts),)


def plan(**facts: Any) -> Dossier:
    """The project with its plan changed."""
    return replace(PROJECT, plan=replace(PROJECT.plan, **facts))


def unstaffed(skill: str) -> Dossier:
    """Nobody is named for the test yet; it asks for a skill."""
    rows = tuple(replace(row, resource=None, skill=skill) if row.task == 7 else row for row in PROJECT.plan.assignments)
    return plan(assignments=rows)


def alone() -> Dossier:
    """Only Dan can test."""
    people = tuple(replace(p, skills=(Skill("Filing"),)) if p.uid == 5 else p for p in PROJECT.plan.resources)
    crew = tuple(replace(row, resource=4) if row.task in (7, 8) else row for row in PROJECT.plan.assignments)
    return plan(resources=people, assignments=crew)


def going() -> Dossier:
    """Eve leaves on 19 June, before the test that is planned for her."""
    step = AvailabilityStep(None, day(20, hour=0), Decimal(1))
    people = tuple(replace(p, availability=(step,)) if p.uid == 5 else p for p in PROJECT.plan.resources)
    crew = tuple(replace(row, resource=5) if row.task == 7 else row for row in PROJECT.plan.assignments)
    return plan(resources=people, assignments=crew)


def musts() -> Dossier:
    """Whatever is not done yet is a must, but for the last test."""
    tasks = tuple(
        replace(t, moscow=Moscow.MUST if t.uid in (6, 7) else Moscow.COULD if t.uid == 8 else None)
        for t in PROJECT.plan.tasks
    )
    return plan(tasks=tasks)


RATES = tuple(
    ExchangeRate("USD", use, Decimal(value))
    for use, value in ((RateUse.BUDGET, "1.00"), (RateUse.ACTUAL, "1.00"), (RateUse.FORECAST, "1.50"))
)
CAPITAL = tuple(replace(each, treatment=Treatment.CAPEX) if each.account == "D" else each for each in LEDGER.budget)
LOW = tuple(Forecast("B", Decimal(n), day(k), author="Ben") for k, n in enumerate((5000, 5000, 5000, 9000), start=3))
FEES = Actual("K8", "B", day(9), Decimal(600), category="hardware", document="Bill 8", task=7)
LIKELY = Exposure(Decimal("0.5"), RISK.risk.exposure.tasks, RISK.risk.exposure.costs)
#: The project with the defect, the one before, the finding, its severity, what else follows.
DEFECTS: dict[str, tuple[Dossier, Dossier | None, str, str, set[str]]] = {
    "RSK-01": (
        risk(exposure=Exposure(Decimal("0.8")), quality=5, owner="", actions=(), strategy=None, response=None),
        None,
        "RSK-01:risk-R-1",
        "S2",
        {"RSK-05"},
    ),
    "RSK-02": (risk(trigger=RiskTrigger("date_reached", at=day(12))), None, "RSK-02:risk-R-1", "S1", set()),
    "RSK-03": (
        risk(actions=(RiskAction("Agree on a checkpoint", "Ben", evening(9), cost=Decimal(100)),)),
        None,
        "RSK-03:risk-R-1",
        "S2",
        set(),
    ),
    "RSK-04": (risk(window_start=day(15), window_end=day(30)), None, "RSK-04:risk-R-1", "S2", set()),
    "RSK-05": (risk(reviewed_at=day(1) - 20 * 1440), None, "RSK-05:register", "S3", set()),
    "RSK-06": (risk(exposure=LIKELY), PROJECT, "RSK-06:exposure", "S2", set()),
    "RSK-07": (alone(), None, "RSK-07:task-7", "S3", {"RES-05", "RES-06"}),
    "X-05": (
        risk(actions=(RiskAction("Agree on a checkpoint", "Cleo", evening(10, 7)),)),
        None,
        "X-05:risk-R-1",
        "S3",
        set(),
    ),
    "MON-04": (ledger(commitments=ordered(20000)), None, "MON-04:account-B", "S1", {"MON-05"}),
    "MON-05": (ledger(funding=(FundingRelease(day(1), Decimal(9500)),)), None, "MON-05:funding", "S1", set()),
    "MON-06": (
        ledger(reserve_movements=(ReserveMovement("1", Pool.CONTINGENCY, "B", Decimal(2500), day(9), "R-1"),)),
        None,
        "MON-06:contingency",
        "S2",
        set(),
    ),
    "MON-07": (
        ledger(accruals=(Accrual("A1", "B", day(1) - 20 * 1440, Decimal(10)),)),
        None,
        "MON-07:accruals",
        "S3",
        set(),
    ),
    "MON-08": (booked(FEES), None, "MON-08:unmatched", "S2", {"MON-01", "MON-02"}),
    "MON-09": (
        ledger(
            receipts=(Receipt("R1", "PO-1", "1", day(9), Decimal(1000)),),
            actuals=(*LEDGER.actuals, Actual("K9", "B", day(10), Decimal(1300), commitment="PO-1", line="1")),
        ),
        None,
        "MON-09:invoice-K9",
        "S2",
        {"MON-01", "MON-02", "MON-03"},
    ),
    "MON-10": (
        ledger(commitments=ordered(1000, currency="USD"), rates=RATES),
        None,
        "MON-10:exchange",
        "S3",
        set(),
    ),
    "MON-11": (ledger(budget=CAPITAL), None, "MON-11:capital", "S3", set()),
    "MON-12": (ledger(forecasts=LOW), None, "MON-12:account-B", "S3", set()),
    "GOV-02": (ledger(funding_limit=Decimal(20000)), None, "GOV-02:funding-limit", "S1", set()),
    "RES-03": (unstaffed("Testing"), None, "RES-03:task-7", "S1", {"SCH-13"}),
    "RES-04": (unstaffed("Rust"), None, "RES-04:skill-rust-2", "S1", {"RES-03", "SCH-13"}),
    "RES-05": (alone(), None, "RES-05:resource-4-testing", "S2", {"RSK-07", "RES-06"}),
    "RES-11": (going(), None, "RES-11:resource-5", "S1", {"RES-01", "RES-06"}),
    "SCP-04": (musts(), None, "SCP-04:musts", "S3", set()),
}


def test_a_clean_project_has_nothing_to_say() -> None:
    said = of(PROJECT)
    assert [f.id for f in said.findings if f.severity is not Severity.INFO] == []
    assert {row.dimension: row.light for row in said.ratings} == dict.fromkeys(
        ("schedule", "cost", "resources", "risk"), Light.GREEN
    )


@pytest.mark.parametrize("name", DEFECTS)
def test_the_defect_is_found_with_what_follows_from_it(name: str) -> None:
    dossier, before, found, severity, follows = DEFECTS[name]
    known = {each.id: each for each in of(dossier, before).findings}
    assert found in known, f"only {sorted(known)}"
    assert known[found].severity.value == severity
    assert known[found].evidence
    assert known[found].proposals
    others = {each.check for each in known.values() if each.id != found and each.severity is not Severity.INFO}
    assert others - {known[found].check} <= follows


def later(dossier: Dossier, finding: Finding) -> Callable[[int], Context]:
    """The project after each of a finding's proposals, as somebody who accepts it would see it."""

    def after(number: int) -> Context:
        changed = carry_out(dossier, finding.proposals[number].edits)
        status = dossier.plan.settings.status_date
        assert status is not None
        return Context(changed, schedule(changed.plan), status)

    return after


@pytest.mark.parametrize("name", DEFECTS)
def test_the_predicted_effect_is_the_effect_after_applying(name: str) -> None:
    dossier, before, found, _, _ = DEFECTS[name]
    finding = next(each for each in of(dossier, before).findings if each.id == found)
    after, was = later(dossier, finding), schedule(dossier.plan)
    for number, proposal in enumerate(finding.proposals):
        if proposal.edits and proposal.impact is not None:
            then = after(number)
            assert impact(was, then.schedule) == proposal.impact, proposal.sentence
            assert proposal.shift is not None
            drawn = proposal.shift.after.finish_p80 is not None
            assert foresee(then, simulate=drawn) == proposal.shift.after, proposal.sentence


def test_late_dates_are_answered_with_ways_back_that_do_what_they_say() -> None:
    """The release is due three days early; searched options come before the single ones they beat."""
    tasks = tuple(replace(t, deadline=evening(1, 7)) if t.uid == 9 else t for t in PROJECT.plan.tasks)
    late = plan(tasks=tasks)
    finding = next(each for each in of(late).findings if each.id == "SCH-06:task-9")
    searched = [each for each in finding.proposals if "/recover-" in each.id]
    assert searched
    was = schedule(late.plan)
    for proposal in searched:
        then = schedule(carry_out(late, proposal.edits).plan)
        assert proposal.impact == impact(was, then)
        assert then.finish < was.finish


def test_a_reserve_that_does_not_cover_its_risks_is_too_small() -> None:
    """A EUR 9,000 loss, half as likely as not, against EUR 3,000 of contingency."""
    loss = Distribution(Shape.FIXED, likely=Decimal(9000))
    dear = risk(exposure=Exposure(Decimal("0.5"), costs=(CostEffect(loss, "B"),)), window_start=day(20, 7))
    said = of(dear)
    finding = next(each for each in said.findings if each.id == "MON-06:contingency")
    assert "the EUR 3,000 left are less than the EUR 9,000 needed to be 80 % sure of the cost" in finding.headline
    assert next(row for row in said.ratings if row.dimension == "cost").light is Light.RED
    respond = finding.proposals[0]
    assert [each.command for each in respond.edits] == ["set_risk_response"]
    assert respond.shift is not None
    assert respond.shift.before.cost_p80 is not None
    assert respond.shift.after.cost_p80 is not None
    assert respond.shift.before.cost_p80 - respond.shift.after.cost_p80 == 9000 - 100


def test_what_changed_names_the_dates_that_are_sure() -> None:
    said = of(risk(exposure=Exposure(Decimal("0.9"), RISK.risk.exposure.tasks)), PROJECT)
    assert said.metrics
    keys = {each.key: each.value for each in said.metrics}
    assert keys["finish_p80"] is not None
    assert keys["exposure"] == 0
    assert keys["contingency_left"] == 3000
    assert "80 % sure by" in said.briefing


def test_a_risk_that_is_answered_is_resolved() -> None:
    said = of(PROJECT, DEFECTS["RSK-03"][0])
    assert {each.id for each in said.resolved} == {"RSK-03:risk-R-1"}
    accepted = risk(strategy=Strategy.ACCEPT, approver="Eve", actions=(), window_start=day(15), window_end=day(30))
    assert not [f.id for f in of(accepted).findings if f.check == "RSK-04"]
