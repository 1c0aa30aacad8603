"""What the forecast chapter says is what was simulated."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import numpy as np
import pytest

from milepost.dossier import Dossier, Project
from milepost.dossier.risks import RiskRecord
from milepost.engine.distributions import Distribution
from milepost.engine.plan import Plan, Settings
from milepost.engine.risks import CostEffect, Exposure, Risk, RiskKind, TaskEffect
from milepost.engine.schedule import schedule
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.simulate import simulate
from milepost.engine.simulation.tornado import tornado
from milepost.engine.tasks import Estimate, Link, Task
from milepost.press.facts import PlanFacts
from milepost.press.forecast import ForecastFacts, forecast_chapter, likely, often
from milepost.press.report import Chapter, Level, Section
from tests.press.reports import DAY, MONDAY, OFFICE

WORK = 480


def spread(low: int, likeliest: int, high: int) -> Distribution:
    """A triangular range."""
    return Distribution(low=Decimal(low), likely=Decimal(likeliest), high=Decimal(high))


THREAT = Risk(
    "R-1",
    "The vendor is late",
    Exposure(
        Decimal("0.5"), (TaskEffect(1, delay=spread(WORK, 3 * WORK, 5 * WORK)),), (CostEffect(spread(100, 200, 300)),)
    ),
)
CHANCE = Risk(
    "R-2",
    "Reuse works",
    Exposure(Decimal("0.5"), (TaskEffect(2, delay=spread(-480, -480, -240)),)),
    RiskKind.OPPORTUNITY,
)


def facts(*, estimates: bool = True, risks: tuple[Risk, ...] = (THREAT, CHANCE)) -> ForecastFacts:
    """Two uncertain tasks, a deadline, a threat and an opportunity."""

    def task(uid: int, name: str, deadline: int | None = None) -> Task:
        known = Estimate(4 * WORK, 5 * WORK, 9 * WORK) if estimates else None
        return Task(uid, name, duration=5 * WORK, estimate=known, deadline=deadline)

    plan = Plan(
        Settings(start=MONDAY, calendar=1),
        calendars=(OFFICE,),
        tasks=(task(1, "Build"), task(2, "Test", MONDAY + 14 * DAY + 540)),
        links=(Link(1, 2),),
    )
    records = {risk.code: RiskRecord(risk, owner="Ana") for risk in risks}
    whole = PlanFacts.of(Dossier(Project("Portal", currency="EUR"), plan), schedule(plan))
    run = simulate(plan, risks, options=SimulationOptions(runs=600, tracked=(2,)))
    return ForecastFacts(whole, run, tornado(run, run.risks), budget=Decimal(150), risks=records)


@pytest.fixture(scope="module")
def known() -> ForecastFacts:
    return facts()


@pytest.fixture(scope="module")
def chapter(known: ForecastFacts) -> Chapter:
    return forecast_chapter(known)


def section(chapter: Chapter, key: str) -> Section:
    return next(each for each in chapter.sections if each.key == key)


def test_says_p50_p80_the_deadline_and_the_budget(known: ForecastFacts, chapter: Chapter) -> None:
    run, day = known.simulation, known.plan.day
    assert day(run.finish(0.5)) in chapter.said[0]
    assert f"80 % sure by {day(run.finish(0.8))} (P80)" in chapter.said[0]
    kept = float(np.mean(run.sampled.finishes[2] <= MONDAY + 14 * DAY + 540))
    assert chapter.said[1] == f"Test meets its deadline, 15 Jun 2026, in {often(kept)} of the runs."
    assert "the budget of EUR 150 is kept in" in chapter.said[2]


def test_an_unlikely_deadline_is_red(chapter: Chapter) -> None:
    figure = next(fact for fact in chapter.figures if fact.name == "Test in time")
    assert figure.level is Level.RED


def test_risks_say_what_they_add_and_who_owns_them(chapter: Chapter) -> None:
    rows = {row[0]: row for row in section(chapter, "risk-effects").table.rows}
    assert rows["R-1"][3].startswith("+")
    assert rows["R-2"][4].startswith("-")
    assert rows["R-1"][-1] == "Ana"


def test_criticality_of_a_chain_is_certain(chapter: Chapter) -> None:
    assert {row[2] for row in section(chapter, "deciding").table.rows} == {"100 %"}


def test_curves_and_bars_are_drawn_for_dates_and_cost(chapter: Chapter) -> None:
    assert [chart.key for chart in chapter.charts] == [
        "finish-curve",
        "tornado-chart",
        "cost-curve",
        "cost-tornado-chart",
    ]
    layers = chapter.charts[0].specification["layer"]
    assert isinstance(layers, list)
    shares = [row["share"] for row in layers[0]["data"]["values"]]
    assert shares == sorted(shares)
    assert shares[-1] >= 0.99


def test_without_uncertain_cost_nothing_is_said_of_it() -> None:
    free = replace(THREAT, exposure=replace(THREAT.exposure, costs=()))
    chapter = forecast_chapter(facts(risks=(free,)))
    assert [chart.key for chart in chapter.charts] == ["finish-curve", "tornado-chart"]
    assert not any("cost" in sentence.lower() for sentence in chapter.said)


def test_a_certain_plan_says_what_would_help() -> None:
    chapter = forecast_chapter(facts(estimates=False, risks=()))
    assert chapter.said[0].startswith("Nothing in the plan is uncertain")
    assert not chapter.charts


@pytest.mark.parametrize(
    ("share", "words", "number"),
    [
        (0.0, "none", "0 %"),
        (0.004, "< 1 %", "< 1 %"),
        (0.41, "41 %", "41 %"),
        (0.997, "> 99 %", "> 99 %"),
        (1.0, "all", "100 %"),
    ],
)
def test_chances_in_words(share: float, words: str, number: str) -> None:
    assert (often(share), likely(share)) == (words, number)
