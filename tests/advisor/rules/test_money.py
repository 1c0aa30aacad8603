"""Planned and actual cost: one task of 4,000 half done for 3,000, and plans that keep to their budget."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.rules.money import budget_out_of_reach, cost_index, cost_of_delay, over_budget
from tests.advisor.drawn import chain, context, day, evening, found, promised, started, task


def spent(cost: int, *, longer: float = 0) -> Context:
    """Half of a ten-day task of EUR 4,000 is done for so much; a second task costs EUR 1,000."""
    half = replace(
        started(1, "Build", 10 + longer, 50, day(1)), actual_cost=Decimal(cost), percent_complete=Decimal(50)
    )
    base = promised((1, day(1), evening(12), 4000), (2, day(15), evening(16), 1000))
    return context((half, task(2, "Test", 2)), chain(1, 2), status=evening(5), baseline=base)


def test_mon_01_compares_worth_with_cost() -> None:
    assert found(cost_index, spent(3000)) == [
        ("MON-01:cost", "S1", "Work worth EUR 2,000 has cost EUR 3,000: EUR 1,000 more, most of it on Build (1).")
    ]
    assert [severity for _, severity, _ in found(cost_index, spent(2120))] == ["S2"]
    assert not found(cost_index, spent(2000))


def test_mon_01_stays_until_it_is_clearly_better() -> None:
    better = spent(2095)
    assert not found(cost_index, better)
    assert found(cost_index, replace_previous(better, spent(2500)))


def replace_previous(now: Context, before: Context) -> Context:
    """The same plan, reviewed after another one."""
    return Context(now.dossier, now.schedule, now.as_of, previous=before)


def test_mon_02_says_what_the_project_costs_at_this_rate() -> None:
    assert found(over_budget, spent(3000)) == [
        (
            "MON-02:cost-at-completion",
            "S1",
            "If the rest goes as the work so far, the project costs EUR 7,500, EUR 2,500 (50 %) over its budget.",
        )
    ]
    assert not found(over_budget, spent(2000))


def test_mon_03_says_how_much_better_the_rest_must_go() -> None:
    assert found(budget_out_of_reach, spent(3000)) == [
        (
            "MON-03:to-complete-index",
            "S2",
            "To stay within budget, each EUR must now buy 1.50 of work; so far it bought 0.67.",
        )
    ]
    assert found(budget_out_of_reach, spent(5000))[0][2] == "The budget is spent, yet work worth EUR 3,000 remains."
    assert not found(budget_out_of_reach, spent(2000))


def test_mon_13_prices_the_slip_of_the_finish() -> None:
    (finding,) = cost_of_delay(spent(3000, longer=4))
    assert finding.cost == Decimal(1200)
    assert finding.headline == (
        "The finish is 2 working days after its baseline; at the EUR 600 a working day has cost so far, that is "
        "EUR 1,200."
    )
    assert not found(cost_of_delay, spent(3000))
