"""How sure a deadline is: a build of ten days that may take twenty, a risk on top, a deadline in between."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

from milepost.advisor.briefing import certainty
from milepost.advisor.context import Context
from milepost.advisor.foresight import foresee
from milepost.advisor.gaps import gaps
from milepost.advisor.key_dates import key_dates
from milepost.advisor.likelihood import live
from milepost.advisor.pricing import outcome
from milepost.advisor.rules.confidence import deadline_confidence
from milepost.advisor.rules.forecasts import forecasts_disagree
from milepost.advisor.thresholds import inside
from milepost.dossier.risks import RiskRecord, RiskState
from milepost.engine.distributions import Distribution, Shape
from milepost.engine.risks import Exposure, Response, Risk, TaskEffect
from milepost.engine.tasks import Estimate, Task
from tests.advisor.drawn import DAY, chain, context, day, evening, found, task

WEEK = (TaskEffect(1, delay=Distribution(Shape.FIXED, likely=Decimal(5 * DAY))),)
LATE = RiskRecord(
    Risk("R-1", "Vendor late", Exposure(Decimal("0.5"), WEEK), response=Response(Exposure(Decimal("0.05"), WEEK)))
)


def build(*points: int) -> Task:
    """A build of ten days with a range in days."""
    return replace(task(1, "Build", 10), estimate=Estimate(*(each * DAY for each in points)))


def drawn(*risks: RiskRecord, rows: tuple[Task, ...] = (), deadline: int = 16, **facts: Any) -> Context:
    """The build, then a release with a deadline in June."""
    made = rows or (task(1, "Build", 10),)
    return context(
        (*made, task(9, "Release", 0, deadline=evening(deadline))), chain(1, 9), status=day(1), risks=risks, **facts
    )


def test_without_uncertainty_nothing_is_simulated() -> None:
    plain = drawn()
    assert plain.likelihood is None
    assert not found(deadline_confidence, plain)
    assert certainty(plain) == ""
    assert foresee(plain).finish_p80 is None


def test_sch_07_tells_kept_on_paper_from_kept() -> None:
    (finding,) = deadline_confidence(drawn(LATE))
    assert (finding.id, finding.severity.value) == ("SCH-07:task-9", "S1")
    assert finding.headline == (
        "Release (9) keeps its deadline, Tue 16 Jun, in only 50 % of all outcomes; 80 % sure is Fri 19 Jun."
    )
    assert {each.name: each.value for each in finding.evidence}["Without it, 80 % sure so much earlier"] == (
        "Vendor late (R-1) 5 working days"
    )
    assert [[e.command for e in p.edits] for p in finding.proposals] == [["set_risk_response"], ["set_deadline"]]
    assert not found(deadline_confidence, drawn(LATE, deadline=19))
    assert not found(deadline_confidence, drawn(LATE, deadline=10))
    assert not found(deadline_confidence, drawn(replace(LATE, state=RiskState.CLOSED)))


def test_sch_07_clears_only_well_above_its_target() -> None:
    edge = replace(LATE, risk=replace(LATE.risk, exposure=Exposure(Decimal("0.19"), WEEK)))
    assert not found(deadline_confidence, drawn(edge))
    kept = drawn(edge)
    assert found(deadline_confidence, kept.judged_by(inside(kept.limits)))


def test_a_response_is_priced_with_the_same_random_numbers() -> None:
    before = drawn(LATE)
    respond, promise = next(deadline_confidence(before)).proposals
    priced = outcome(before, respond.edits)
    assert priced is not None
    assert priced.shift.before.finish_p80 == evening(19)
    assert priced.shift.after.finish_p80 == evening(12)
    assert priced.shift.after.promises == ((9, evening(16), Decimal("0.95")),)
    promised = outcome(before, promise.edits)
    assert promised is not None
    assert promised.shift.after.promises == ((9, evening(19), Decimal(1)),)


def test_ranges_spread_the_finish_and_the_briefing_says_so() -> None:
    wide = drawn(rows=(build(8, 10, 30),))
    assert wide.likelihood is not None
    assert wide.likelihood.driving(3) == (1,)
    assert certainty(wide).startswith("50 % sure to finish by ")
    said = found(forecasts_disagree, wide)
    assert said[0][2].startswith(
        "By its links the project finishes on Fri 12 Jun; half of all simulated outcomes end by "
    )


def test_key_dates_show_what_is_80_percent_sure() -> None:
    assert [(row.now, row.sure) for row in key_dates(drawn(LATE))] == [(evening(12), evening(19))] * 2
    assert [row.sure for row in key_dates(drawn())] == [None, None]


def test_what_cannot_be_simulated_is_said_in_words() -> None:
    wrong = drawn(rows=(build(12, 10, 30),))
    assert wrong.likelihood is None
    assert any(each.startswith("The project cannot be simulated: ") for each in gaps(wrong))


def test_a_risk_that_hung_on_a_settled_one_keeps_its_probability() -> None:
    second = replace(LATE, risk=replace(LATE.risk, code="R-2", given="R-1", otherwise=Decimal("0.2")))
    occurred, closed = (replace(LATE, state=state) for state in (RiskState.OCCURRED, RiskState.CLOSED))
    assert [(each.given, each.exposure.probability) for each in live((occurred, second))] == [("", Decimal("0.5"))]
    assert [(each.given, each.exposure.probability) for each in live((closed, second))] == [("", Decimal("0.2"))]
    assert [each.given for each in live((LATE, second))] == ["", "R-1"]
