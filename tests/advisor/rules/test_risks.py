"""Risks on a two-task plan of EUR 10,000: unmanaged, triggered, overdue, opening, stale, growing, hidden, unplanned."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.advisor.context import Context
from milepost.advisor.exposure import exposure, register
from milepost.advisor.rules.risk_upkeep import exposure_jump, hidden, stale, unplanned_response
from milepost.advisor.rules.risks import action_overdue, trigger_fired, unmanaged, window_opening
from milepost.dossier.risks import RiskAction, RiskRecord, RiskState, RiskTrigger, Strategy
from milepost.engine.distributions import Distribution
from milepost.engine.resources import Skill
from milepost.engine.risk_scores import Band
from milepost.engine.risks import CostEffect, Exposure, Response, Risk, RiskKind, TaskEffect
from milepost.engine.tasks import Estimate, Task
from tests.advisor.drawn import DAY, chain, context, day, evening, found, on, person, promised, started, task


def number(low: float, likely: float, high: float, unit: int = 1) -> Distribution:
    """A triangular range."""
    return Distribution(low=Decimal(low * unit), likely=Decimal(likely * unit), high=Decimal(high * unit))


def risk(**facts: Any) -> RiskRecord:
    """A well managed risk that would delay building by three days and cost EUR 2,000, half as likely as not."""
    numbers = Risk(
        "R-1",
        "Vendor late",
        Exposure(Decimal("0.5"), (TaskEffect(1, delay=number(1, 3, 5, DAY)),), (CostEffect(number(1000, 2000, 3000)),)),
        response=Response(Exposure(Decimal("0.1"), (TaskEffect(1, delay=number(1, 3, 5, DAY)),)), Decimal(400)),
    )
    known = {name: facts.pop(name) for name in list(facts) if name in Risk.__dataclass_fields__}
    record = RiskRecord(
        replace(numbers, **known),
        cause="a",
        event="b",
        effect="c",
        owner="Ana",
        strategy=Strategy.MITIGATE,
        actions=(RiskAction("Visit the vendor", "Ana", evening(30), task=2),),
        trigger=RiskTrigger(sign="No call for a week"),
        reviewed_at=day(4),
    )
    return replace(record, **facts)


def drawn(*risks: RiskRecord, tasks: tuple[Task, ...] = (), **facts: Any) -> Context:
    """Build for ten days, then test for two; on 5 June half of the build is done."""
    rows = tasks or (started(1, "Build", 10, 50, day(1)), task(2, "Test", 2))
    base = promised((1, day(1), evening(12), 8000), (2, day(15), evening(16), 2000))
    facts = {"people": (person(1, "Ana"),), "work": (on(1, 1, 1, 10),), "baseline": base, **facts}
    return context(rows, chain(1, 2), status=evening(5), risks=risks, **facts)


def test_a_risk_is_rated_by_its_largest_impact() -> None:
    (row,) = register(drawn(risk()))
    assert (row.slip, row.cost, row.emv) == (3 * DAY, Decimal(2000), Decimal(1000))
    assert (row.score, row.band) == (Decimal("0.400"), Band.HIGH)
    (small,) = register(drawn(risk(exposure=Exposure(Decimal("0.3"), costs=(CostEffect(number(100, 200, 300)),)))))
    assert (small.score, small.band) == (Decimal("0.030"), Band.LOW)
    (medium,) = register(drawn(risk(exposure=Exposure(Decimal("0.3")), quality=3)))
    assert (medium.score, medium.band) == (Decimal("0.060"), Band.MEDIUM)
    (helped,) = register(drawn(risk(responded=True)))
    assert helped.probability == Decimal("0.1")


def test_exposure_takes_opportunities_off_and_leaves_closed_risks_out() -> None:
    chance = risk(code="R-2", kind=RiskKind.OPPORTUNITY)
    closed = risk(code="R-3", state=RiskState.CLOSED)
    assert exposure(register(drawn(risk(), chance, closed))) == 0
    assert exposure(register(drawn(risk()))) == 1000


def test_rsk_01_asks_who_manages_a_high_risk() -> None:
    assert not found(unmanaged, drawn(risk()))
    bare = risk(owner="", strategy=None, actions=(), trigger=None, response=None)
    (finding,) = unmanaged(drawn(bare))
    assert (finding.id, finding.severity.value) == ("RSK-01:risk-R-1", "S2")
    assert finding.headline == "The risk Vendor late (R-1) is high and has no owner, no response and no trigger."
    assert [[e.command for e in p.edits] for p in finding.proposals] == [
        ["set_risk_strategy", "add_risk_action", "change_risk_probability"],
        ["set_risk_owner"],
        [],
    ]
    accepted = risk(strategy=Strategy.ACCEPT, actions=(), response=None)
    assert "nobody who approved to bear it" in found(unmanaged, drawn(accepted))[0][2]
    assert not found(unmanaged, drawn(replace(accepted, approver="Eve")))
    assert not found(unmanaged, drawn(risk(owner="", exposure=Exposure(Decimal("0.1")))))


def test_rsk_02_evaluates_triggers() -> None:
    late = RiskTrigger("task_finish_days_late", 1, Decimal(2), below=False)
    tight = RiskTrigger("task_float_days", 1, Decimal(3))
    dated = RiskTrigger("date_reached", at=day(5))
    slow = RiskTrigger("spi_t", limit=Decimal("1.1"))
    spent = RiskTrigger("cpi", limit=Decimal(1))
    assert not found(trigger_fired, drawn(risk(trigger=late)))
    for trigger, said in (
        (tight, "Build (1) has 0 working days of float, below 3"),
        (dated, "Fri 5 Jun is reached"),
        (slow, "the pace SPI(t) is 1.00, below 1.1"),
    ):
        (finding,) = trigger_fired(drawn(risk(trigger=trigger)))
        assert (finding.severity.value, finding.headline) == (
            "S1",
            f"The trigger of the risk Vendor late (R-1) has fired: {said}.",
        )
    longer = (started(1, "Build", 15, 40, day(1)), task(2, "Test", 2))
    assert "finishes 4 working days after" in found(trigger_fired, drawn(risk(trigger=late), tasks=longer))[0][2]
    assert not found(trigger_fired, drawn(risk(trigger=spent)))
    assert found(trigger_fired, drawn(risk(trigger=tight, responded=True)))[0][1] == "S2"
    happened = next(trigger_fired(drawn(risk(trigger=tight, fallback="Build it ourselves.")))).proposals
    assert [p.sentence for p in happened] == [
        "Carry out the response to Vendor late (R-1) for EUR 400: Visit the vendor.",
        "Start the fallback: Build it ourselves.",
        "If it has happened, record it, with 1 task taking longer by its usual delay.",
    ]
    assert happened[2].edits[1].arguments == {"task": 1, "remaining": 8 * DAY}


def test_rsk_03_names_the_overdue_action() -> None:
    late = risk(actions=(RiskAction("Visit the vendor", "Ben", evening(2)),))
    assert found(action_overdue, drawn(late)) == [
        (
            "RSK-03:risk-R-1",
            "S2",
            "Ben's action against Vendor late (R-1) is overdue since Tue 2 Jun: Visit the vendor.",
        )
    ]
    done = risk(actions=(RiskAction("Visit the vendor", "Ben", evening(2), done_at=day(2)),))
    assert not found(action_overdue, drawn(done))


def test_rsk_04_looks_at_windows_that_open() -> None:
    soon = risk(window_start=day(10), window_end=evening(30))
    assert found(window_opening, drawn(soon)) == [
        (
            "RSK-04:risk-R-1",
            "S2",
            "The risk Vendor late (R-1) can happen from Wed 10 Jun on, with 1 action of its response open.",
        )
    ]
    early = replace(soon, actions=(RiskAction("Visit the vendor", "Ana", evening(9)),))
    assert found(window_opening, drawn(early))[0][1] == "S3"
    for quiet in (
        risk(window_start=day(29)),
        risk(window_start=day(1), window_end=day(3)),
        replace(soon, actions=(RiskAction("Visit the vendor", "Ana", evening(9), done_at=day(4)),)),
    ):
        assert not found(window_opening, drawn(quiet))


def test_rsk_05_asks_for_reviews_by_band_and_closes_what_has_passed() -> None:
    assert not found(stale, drawn(risk()))
    (finding,) = stale(drawn(risk(reviewed_at=day(1) - 7 * 1440)))
    assert finding.headline == "A risk was not reviewed in time: Vendor late (R-1)."
    assert [e.value for e in finding.evidence] == ["high, last reviewed 11 days ago"]
    low = risk(exposure=Exposure(Decimal("0.1")), reviewed_at=day(1) - 7 * 1440)
    assert not found(stale, drawn(low))
    (passed,) = stale(drawn(risk(window_end=day(2))))
    assert [e.command for p in passed.proposals for e in p.edits] == ["close_risk"]


def test_rsk_06_compares_exposures() -> None:
    likelier = risk(exposure=Exposure(Decimal("0.7"), costs=risk().risk.exposure.costs))
    assert not found(exposure_jump, drawn(likelier))
    (finding,) = exposure_jump(drawn(likelier, previous=drawn(risk())))
    assert finding.headline == (
        "The exposure to risks rose from EUR 1,000 to EUR 1,400 (40 % more), most of it by Vendor late (R-1)."
    )
    assert [e.command for p in finding.proposals for e in p.edits] == ["set_risk_response"]


def test_rsk_07_finds_what_nobody_entered() -> None:
    elsewhere = risk(exposure=Exposure(Decimal("0.2"), (TaskEffect(2, delay=number(1, 2, 3, DAY)),)))
    only = (person(1, "Ana", skills=(Skill("Signing"),)),)
    assert found(hidden, drawn(elsewhere, people=only)) == [
        (
            "RSK-07:task-1",
            "S3",
            "Build (1) is critical and only Ana has the skill Signing, but no risk in the register covers it.",
        )
    ]
    assert "RSK-07:task-1" not in {row[0] for row in found(hidden, drawn(risk(), people=only))}
    assert not found(hidden, drawn(people=only))
    vague = replace(started(1, "Build", 10, 50, day(1)), estimate=Estimate(4 * DAY, 10 * DAY, 25 * DAY))
    rows = (vague, task(2, "Test", 2))
    assert "but up to 25 working days" in found(hidden, drawn(elsewhere, tasks=rows))[0][2]


def test_x_05_asks_for_the_response_in_the_plan() -> None:
    assert not found(unplanned_response, drawn(risk()))
    loose = risk(actions=(RiskAction("Visit the vendor", "Ana", evening(30)),))
    (finding,) = unplanned_response(drawn(loose))
    assert finding.headline == (
        "The response to Vendor late (R-1) is not in the plan: Visit the vendor has neither task nor cost."
    )
    assert [e.command for e in finding.proposals[0].edits] == ["add_task", "set_deadline", "change_risk_action"]
