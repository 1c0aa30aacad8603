"""The worked examples of the trade: fence, design/build/test, early-finishing project, six-month project."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.engine.earned_value import EarnedValue, at_completion_recent, earned_schedule


def d(value: object) -> Decimal:
    """A decimal of a literal."""
    return Decimal(str(value))


def near(value: Decimal | None, expected: str) -> bool:
    """Whether a value rounds to what is printed."""
    assert value is not None
    return value.quantize(d(expected)) == d(expected)


def test_fence() -> None:
    """Four sides of 1 000, one a day; end of day 3: one done for 1 000, one for 1 200, one half done for 600."""
    fence = EarnedValue(d(4000), d(3000), d(2500), d(2800))
    assert (fence.cost_variance, fence.schedule_variance) == (-300, -500)
    assert fence.cost_variance_share == d("-0.12")
    assert near(fence.schedule_variance_share, "-0.1667")
    assert near(fence.cost_index, "0.892857")
    assert near(fence.schedule_index, "0.833333")
    assert near(fence.at_completion, "4480.00")
    assert near(fence.to_complete, "1680.00")
    assert near(fence.variance_at_completion, "-480.00")
    assert fence.at_completion_atypical == 4300
    assert near(fence.at_completion_composite, "4816.00")
    assert near(fence.at_completion_weighted, "4502.70")
    assert fence.index_to_budget == d("1.25")
    assert near(fence.index_to_estimate, "0.892857")
    assert (fence.complete, fence.spent) == (d("0.625"), d("0.7"))


def test_fence_in_time() -> None:
    """The fence has earned 2.5 of 3 days."""
    days = earned_schedule([d(1000), d(2000), d(3000), d(4000)], d(2500), d(3))
    assert (days.earned, days.variance) == (d("2.5"), d("-0.5"))
    assert near(days.index, "0.8333")
    assert near(days.at_completion, "4.80")
    assert days.at_completion_atypical == d("4.5")
    assert days.index_to_plan == d("1.5")


def test_design_build_test() -> None:
    """A budget of 500 with 200 earned for 250, 300 planned."""
    value = EarnedValue(d(500), d(300), d(200), d(250))
    assert (value.cost_variance, value.schedule_variance, value.cost_index) == (-50, -100, d("0.8"))
    assert near(value.schedule_index, "0.6667")
    assert (value.at_completion, value.to_complete, value.variance_at_completion) == (625, 375, -125)
    assert (value.at_completion_atypical, value.at_completion_composite) == (550, d("812.5"))
    assert (value.index_to_budget, value.index_to_estimate) == (d("1.2"), d("0.8"))


def test_an_exhausted_budget_has_no_index_to_it() -> None:
    """11 000 spent of 10 000: no efficiency meets the budget."""
    late = EarnedValue(d(10000), d(10000), d("9166.67"), d(11000))
    assert late.index_to_budget is None


def test_nothing_spent_has_no_index() -> None:
    """Before the first cost there is no efficiency to speak of."""
    fresh = EarnedValue(d(100), d(0), d(0), d(0))
    assert (fresh.cost_index, fresh.schedule_index, fresh.at_completion) == (None, None, None)


PLANNED = [105, 200, 515, 845, 1175, 1475, 1805, 2135, 2435, 2665, 2760, 2823]
EARNED = [115, 220, 530, 870, 1215, 1525, 1860, 2190, 2500, 2740, 2823]


@pytest.mark.parametrize(
    ("month", "earned", "variance", "index", "completion"),
    [
        (1, "1.105", "0.105", "1.105", "10.857"),
        (3, "3.045", "0.045", "1.015", "11.821"),
        (6, "6.152", "0.152", "1.025", "11.704"),
        (9, "9.283", "0.283", "1.031", "11.635"),
        (10, "10.789", "0.789", "1.079", "11.122"),
        (11, "12.000", "1.000", "1.091", "11.000"),
    ],
)
def test_early_finish_data_set(month: int, earned: str, variance: str, index: str, completion: str) -> None:
    """Earned schedule of the published early-finishing project."""
    at = earned_schedule([d(value) for value in PLANNED], d(EARNED[month - 1]), d(month))
    assert near(at.earned, earned)
    assert near(at.variance, variance)
    assert near(at.index, index)
    assert near(at.at_completion, completion)


def test_six_months_at_month_three() -> None:
    """The constructed project: cost and schedule both red."""
    now, before = EarnedValue(d(240), d(120), d(95), d(118)), EarnedValue(d(240), d(60), d(50), d(62))
    assert (now.cost_variance, now.schedule_variance, now.at_completion_atypical) == (-23, -25, 263)
    assert near(now.cost_index, "0.8051")
    assert near(now.schedule_index, "0.7917")
    assert near(now.at_completion, "298.105")
    assert near(now.at_completion_composite, "345.501")
    assert near(now.at_completion_weighted, "298.708")
    assert near(now.index_to_budget, "1.1885")
    recent = at_completion_recent(now, before)
    assert recent is not None
    assert near(recent, "298.444")
    at = earned_schedule([d(v) for v in (20, 60, 120, 180, 220, 240)], d(95), d(3))
    assert near(at.earned, "2.5833")
    assert near(at.index, "0.8611")
    assert near(at.at_completion, "6.968")
    assert near(at.at_completion_atypical, "6.417")
    assert near(at.index_to_plan, "1.1389")
