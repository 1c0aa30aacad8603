"""Recurrences, counted as Microsoft Project counts them."""

from __future__ import annotations

from datetime import date
from itertools import islice

import pytest

from milepost.engine.calendars import Frequency, Recurrence
from milepost.engine.recurrence import occurrences

DAILY, WEEKLY, MONTHLY, YEARLY = Frequency.DAILY, Frequency.WEEKLY, Frequency.MONTHLY, Frequency.YEARLY
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)


def dates(recurrence: Recurrence, start: str, end: str | None = None) -> list[str]:
    limit = None if end is None else date.fromisoformat(end)
    found = occurrences(recurrence, date.fromisoformat(start), limit)
    return [day.isoformat() for day in islice(found, 50)]


# Start, last date and count as a file saved by Microsoft Project 2007 states them.
@pytest.mark.parametrize(
    ("recurrence", "start", "last"),
    [
        (Recurrence(DAILY, 3, count=4), "2000-02-01", "2000-02-10"),
        (Recurrence(DAILY, 7, count=6), "2000-04-01", "2000-05-06"),
        (Recurrence(WEEKLY, 1, (MON,), count=3), "2001-01-01", "2001-01-15"),
        (Recurrence(WEEKLY, 2, (TUE,), count=4), "2001-01-01", "2001-02-13"),
        (Recurrence(WEEKLY, 6, (SAT,), count=8), "2001-01-01", "2001-10-27"),
        (Recurrence(WEEKLY, 7, (SUN,), count=9), "2001-01-01", "2002-03-17"),
        (Recurrence(MONTHLY, 7, (SAT,), nth=1, count=8), "2002-01-01", "2006-02-04"),
        (Recurrence(MONTHLY, 3, (TUE,), nth=2, count=4), "2002-01-01", "2002-10-08"),
        (Recurrence(MONTHLY, 6, (FRI,), nth=5, count=7), "2002-01-01", "2005-01-28"),
        (Recurrence(MONTHLY, 5, day=4, count=6), "2003-01-01", "2005-02-04"),
        (Recurrence(YEARLY, 1, (WED,), nth=2, month=4, count=5), "2004-01-01", "2008-04-09"),
        (Recurrence(YEARLY, 1, day=3, month=4, count=5), "2005-01-01", "2009-04-03"),
    ],
)
def test_counted_recurrences_end_where_microsoft_project_ends_them(
    recurrence: Recurrence, start: str, last: str
) -> None:
    found = dates(recurrence, start)
    assert len(found) == recurrence.count
    assert found[-1] == last


def test_weeks_run_from_sunday_whatever_day_the_recurrence_starts_on() -> None:
    every_other = Recurrence(WEEKLY, 2, (MON, WED, SUN), count=6)
    assert dates(every_other, "2002-01-02") == [
        "2002-01-02",
        "2002-01-13",
        "2002-01-14",
        "2002-01-16",
        "2002-01-27",
        "2002-01-28",
    ]


def test_without_a_weekday_the_start_gives_it() -> None:
    assert dates(Recurrence(WEEKLY, count=2), "2026-03-04") == ["2026-03-04", "2026-03-11"]
    assert dates(Recurrence(MONTHLY, nth=1, count=1), "2026-03-04") == ["2026-03-04"]


def test_an_end_date_is_inclusive() -> None:
    assert dates(Recurrence(DAILY, 2), "2026-03-01", "2026-03-05") == ["2026-03-01", "2026-03-03", "2026-03-05"]


def test_a_month_without_the_day_uses_its_last() -> None:
    assert dates(Recurrence(MONTHLY, day=31, count=4), "2026-01-10") == [
        "2026-01-31",
        "2026-02-28",
        "2026-03-31",
        "2026-04-30",
    ]
    assert dates(Recurrence(YEARLY, day=29, month=2, count=2), "2027-01-01") == ["2027-02-28", "2028-02-29"]


def test_periods_are_counted_from_the_one_that_holds_the_start() -> None:
    assert dates(Recurrence(MONTHLY, 3, (MON,), nth=1, count=2), "2002-01-20") == ["2002-04-01", "2002-07-01"]
    assert dates(Recurrence(MONTHLY, 3, day=5, count=2), "2002-01-20") == ["2002-04-05", "2002-07-05"]
    assert dates(Recurrence(YEARLY, 2, day=5, month=3, count=2), "2002-05-20") == ["2004-03-05", "2006-03-05"]


def test_the_last_weekday_of_a_month() -> None:
    assert dates(Recurrence(MONTHLY, weekdays=(FRI,), nth=5, count=2), "2026-03-01") == ["2026-03-27", "2026-04-24"]


def test_the_nth_of_several_weekdays() -> None:
    first_workday = Recurrence(MONTHLY, weekdays=(MON, TUE, WED, THU, FRI), nth=1, count=2)
    assert dates(first_workday, "2026-08-01") == ["2026-08-03", "2026-09-01"]


def test_a_count_of_zero_is_no_date() -> None:
    assert dates(Recurrence(DAILY, count=0), "2026-03-01") == []


@pytest.mark.parametrize("frequency", list(Frequency))
def test_recurrences_without_an_end_stop_at_the_end_of_the_calendar(frequency: Frequency) -> None:
    assert dates(Recurrence(frequency), "9999-12-25")[0] == ("9999-12-25")
