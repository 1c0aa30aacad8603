"""Red, amber, green beyond dates: how sure a deadline is, reserves and funds, skills, and the risk register."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.lights import overall, ratings
from milepost.advisor.summary import Light, Rating
from milepost.dossier import Dossier
from milepost.dossier.risks import RiskTrigger
from milepost.engine.accounts import FundingRelease, Pool, ReserveMovement
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Estimate
from tests.advisor.clean_registers import LEDGER, PROJECT, RISK
from tests.advisor.drawn import DAY, day, evening


def rated(dossier: Dossier) -> dict[str, Rating]:
    """The ratings of a project by dimension."""
    context = Context(dossier, schedule(dossier.plan), evening(12))
    return {row.dimension: row for row in ratings(context)}


def test_without_a_register_risk_is_not_rated() -> None:
    assert set(rated(replace(PROJECT, risks=()))) == {"schedule", "cost", "resources"}


def test_a_deadline_that_is_kept_by_luck_is_no_green() -> None:
    def wide(days: int) -> Rating:
        tasks = tuple(
            replace(t, deadline=evening(9, 7), estimate=None)
            if t.uid == 9
            else replace(t, estimate=Estimate(t.duration, t.duration, t.duration + days * DAY))
            if t.uid == 8
            else t
            for t in PROJECT.plan.tasks
        )
        return rated(replace(PROJECT, plan=replace(PROJECT.plan, tasks=tasks)))["schedule"]

    assert wide(2).light is Light.GREEN
    assert wide(10).light is Light.AMBER
    assert "sure of Release's deadline" in wide(10).values
    assert wide(60).light is Light.RED


def test_reserves_and_funds_colour_the_cost() -> None:
    def drawn(amount: int, funds: int = 40000) -> Rating:
        ledger = replace(
            LEDGER,
            reserve_movements=(ReserveMovement("1", Pool.CONTINGENCY, "B", Decimal(amount), day(9), "R-1"),),
            funding=(FundingRelease(day(1), Decimal(funds)),),
        )
        return rated(replace(PROJECT, ledger=ledger))["cost"]

    assert drawn(100).light is Light.GREEN
    assert drawn(100, 9000).light is Light.RED
    assert "funds end before" in drawn(100, 9000).values


def test_an_unhandled_trigger_or_too_much_exposure_is_red() -> None:
    def risky(**facts: object) -> dict[str, Rating]:
        return rated(replace(PROJECT, risks=(replace(RISK, **facts),)))  # type: ignore[arg-type]

    assert risky()["risk"].light is Light.GREEN
    fired = risky(trigger=RiskTrigger("date_reached", at=day(12)))
    assert fired["risk"].light is Light.RED
    assert fired["risk"].values.startswith("trigger fired: Design system comes late (R-1)")
    assert overall(tuple(fired.values())) is Light.AMBER
    poor = replace(PROJECT, ledger=replace(LEDGER, contingency_reserve=Decimal(160)))
    assert rated(poor)["risk"].light is Light.AMBER
    assert (
        rated(replace(poor, ledger=replace(poor.ledger, contingency_reserve=Decimal(100))))["risk"].light is Light.RED
    )


def test_a_skill_nobody_has_is_amber() -> None:
    rows = tuple(
        replace(row, resource=None, skill="Rust") if row.task == 8 else row for row in PROJECT.plan.assignments
    )
    said = rated(replace(PROJECT, plan=replace(PROJECT.plan, assignments=rows)))["resources"]
    assert (said.light, "not enough rust" in said.values) == (Light.AMBER, True)
