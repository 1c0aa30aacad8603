"""What the money chapter says agrees with the engine's numbers."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from milepost.engine.money import money
from milepost.engine.money_forecast import UNSTABLE
from milepost.engine.schedule import schedule
from milepost.exchange.read import read
from milepost.press.money import MoneyFacts, money_chapter, money_charts, outlook
from milepost.press.report import Chapter, Level, Section
from milepost.press.words import amount

SAMPLE = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost"


@pytest.fixture(scope="module")
def facts() -> MoneyFacts:
    dossier = read(SAMPLE.read_bytes(), file=SAMPLE.name).dossier
    return MoneyFacts.of(money(schedule(dossier.plan), dossier.ledger))


@pytest.fixture(scope="module")
def chapter(facts: MoneyFacts) -> Chapter:
    return money_chapter(facts)


def section(chapter: Chapter, key: str) -> Section:
    return next(each for each in chapter.sections if each.key == key)


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_says_where_the_money_stands_in_plain_words(facts: MoneyFacts, chapter: Chapter) -> None:
    said = " ".join(chapter.said)
    total = facts.money.total
    assert amount(total.at_completion, "EUR") in said
    assert f"{amount(total.exposure, 'EUR')} (5 %) over its budget" in said
    assert "In Nov 2026 more will have been spent than is released" in said
    assert "Invoice IN-2 on PO-1002 is 3,300.00 above what was received: hold it." in said


def test_every_figure_says_what_it_means(chapter: Chapter) -> None:
    names = [fact.name for fact in chapter.figures]
    assert names[:4] == ["Budget (BAC)", "Planned by now (PV)", "Earned (EV)", "Spent (AC)"]
    assert all(fact.note for fact in chapter.figures)
    estimate = next(fact for fact in chapter.figures if fact.name.startswith("At completion"))
    assert estimate.level is Level.AMBER


def test_accounts_add_up_to_the_project(chapter: Chapter) -> None:
    table = section(chapter, "accounts").table
    rows = {row[0]: row for row in table.rows}
    project = table.rows[-1]
    assert project[1] == "Project"
    for place in (3, 4, 5):
        top = number(rows["C-000"][place])
        leaves = sum(number(rows[code][place]) for code in rows if code.startswith("C-") and int(code[2:]) >= 100)
        assert abs(leaves - top) <= 5
        assert top == number(project[place])


def test_months_hold_all_planned_value_and_all_cost(facts: MoneyFacts, chapter: Chapter) -> None:
    rows = section(chapter, "months").table.rows
    spent = sum(number(row[3]) for row in rows if row[3])
    assert abs(spent - facts.money.total.value.actual) <= len(rows)
    assert rows[0][0] == "Jun 2026"
    missing = [row[0] for row in rows if row[-1].startswith("-")]
    assert missing == ["Nov 2026"]


def test_every_estimate_states_its_assumption(chapter: Chapter) -> None:
    rows = section(chapter, "estimates").table.rows
    assert [row[0] for row in rows] == ["EAC_a", "EAC_t", "EAC_c", "EAC_w", "EAC_3", "EAC_b"]
    assert len({row[1] for row in rows}) == len(rows)


def test_red_comes_before_amber(chapter: Chapter) -> None:
    levels = [row[0] for row in section(chapter, "breaches").table.rows]
    assert levels == sorted(levels, reverse=True)
    assert set(levels) == {"red", "amber"}


def test_the_band_holds_every_estimate_it_names(facts: MoneyFacts) -> None:
    band = outlook(facts)
    assert band is not None
    assert band.low <= band.expected <= band.high
    named = {each.code: each.amount for each in facts.cost.variants}
    for code in ("EAC_a", "EAC_t", "EAC_c"):
        assert band.low <= float(named[code] or 0) <= band.high
    assert facts.money.total.value.complete is not None
    assert (facts.money.total.value.complete < UNSTABLE) is facts.cost.unstable


def test_the_chart_ends_where_the_numbers_do(facts: MoneyFacts) -> None:
    (chart,) = money_charts(facts)
    layers = chart.specification["layer"]
    assert isinstance(layers, list)
    values = next(layer["data"]["values"] for layer in layers if "color" in layer["encoding"])
    last = {row["of"]: row["value"] for row in values}
    assert last["actual cost"] == pytest.approx(float(facts.money.total.value.actual))
    assert last["planned"] == pytest.approx(float(sum(month.planned for month in facts.months)))
    days = {row["day"] for row in values if row["of"] == "planned"}
    assert {"2026-10-31", "2026-11-30"} <= days
    assert max(row["day"] for row in values if row["of"] == "earned") == "2026-10-16"
    assert last["earned"] == pytest.approx(float(facts.money.total.value.earned), abs=1)
