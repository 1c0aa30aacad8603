"""Dates, spans and money as people write them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from milepost.press.words import amount, day, days_of, percent
from tests.press.reports import MONDAY


def test_a_date() -> None:
    assert day(MONDAY) == "1 Jun 2026"
    assert day(MONDAY, year=False) == "1 Jun"


@pytest.mark.parametrize(("minutes", "text"), [(480, "1 d"), (1200, "2.5 d"), (-720, "-1.5 d"), (0, "0 d"), (1, "0 d")])
def test_a_span_of_working_time(minutes: int, text: str) -> None:
    assert days_of(minutes) == text


def test_signs_say_the_direction() -> None:
    assert [days_of(m, signed=True) for m in (480, -480, 0)] == ["+1 d", "-1 d", "0 d"]
    assert amount(Decimal("1234.5"), "EUR", signed=True) == "EUR +1,235"


def test_money_and_shares() -> None:
    assert amount(Decimal("-12400"), "EUR") == "EUR -12,400"
    assert amount(Decimal(5)) == "5"
    assert percent(Decimal("0.415")) == "42 %"
