"""Which rule decides a day, drawn as the working intervals that follow."""

from __future__ import annotations

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.calendars import Calendar, CalendarException, DatedWeek, Frequency, Recurrence, Week
from milepost.engine.worktime_days import expand
from tests.engine.calendar_drawings import (
    DAY,
    FREE_WEEK,
    Reference,
    at,
    calendar,
    dated,
    drawn,
    holiday,
    line,
    span,
)

MORNING = ((480, 720),)
NIGHT: Week = (
    ((1320, 1440),),
    ((0, 360), (1320, 1440)),
    ((0, 360), (1320, 1440)),
    ((0, 360),),
    (),
    (),
    (),
)


def test_a_plain_week() -> None:
    assert drawn(line(), "2026-03-06", "2026-03-09") == [
        "Fri 06 08:00-12:00",
        "Fri 06 13:00-17:00",
        "Mon 09 08:00-12:00",
        "Mon 09 13:00-17:00",
    ]


def test_a_holiday_and_a_half_day() -> None:
    std = calendar(exceptions=(holiday("2026-03-13"), holiday("2026-03-19", (480, 720))))
    assert drawn(line(std), "2026-03-12", "2026-03-13") == ["Thu 12 08:00-12:00", "Thu 12 13:00-17:00"]
    assert drawn(line(std), "2026-03-19", "2026-03-19") == ["Thu 19 08:00-12:00"]


def test_night_shifts_join_at_midnight() -> None:
    assert drawn(line(calendar(week=NIGHT)), "2026-03-02", "2026-03-05") == [
        "Mon 02 22:00-06:00",
        "Tue 03 22:00-06:00",
        "Wed 04 22:00-06:00",
    ]


def test_full_days_join_into_one_stretch() -> None:
    always = calendar(week=(((0, 1440),),) * 7)
    worktime = line(always)
    assert len(worktime.starts) == 1
    assert worktime.total == worktime.window[1] - worktime.window[0]


def test_the_narrowest_exception_wins_then_the_latest() -> None:
    shutdown, one_day = span("2026-03-02", "2026-03-06"), holiday("2026-03-04", (480, 720))
    for exceptions in ((shutdown, one_day), (one_day, shutdown)):
        assert drawn(line(calendar(exceptions=exceptions)), "2026-03-02", "2026-03-06") == ["Wed 04 08:00-12:00"]
    twice = calendar(exceptions=(holiday("2026-03-04", (480, 540)), holiday("2026-03-04", (600, 660))))
    assert drawn(line(twice), "2026-03-04", "2026-03-04") == ["Wed 04 10:00-11:00"]


def test_a_parents_holiday_beats_a_childs_ordinary_weekday() -> None:
    child = calendar(1, parent=2)
    parent = calendar(2, week=FREE_WEEK, exceptions=(holiday("2026-03-04"),))
    assert drawn(line(child, parent), "2026-03-04", "2026-03-05") == ["Thu 05 08:00-12:00", "Thu 05 13:00-17:00"]


def test_a_childs_own_exception_beats_everything_even_a_narrower_one_of_its_parent() -> None:
    child = calendar(1, parent=2, exceptions=(span("2026-03-02", "2026-03-06", (480, 720)),))
    parent = calendar(2, exceptions=(holiday("2026-03-04"),))
    assert drawn(line(child, parent), "2026-03-04", "2026-03-04") == ["Wed 04 08:00-12:00"]


def test_days_are_inherited_one_by_one_through_the_chain() -> None:
    child = calendar(1, parent=2, week=(MORNING, None, None, (), None, None, None))
    parent = calendar(2, parent=3, week=(DAY, MORNING, None, DAY, None, None, None))
    assert drawn(line(child, parent, calendar(3)), "2026-03-02", "2026-03-08") == [
        "Mon 02 08:00-12:00",
        "Tue 03 08:00-12:00",
        "Wed 04 08:00-12:00",
        "Wed 04 13:00-17:00",
        "Fri 06 08:00-12:00",
        "Fri 06 13:00-17:00",
    ]


def test_a_root_without_data_does_not_work() -> None:
    root = calendar(week=(None, MORNING, None, None, None, None, None))
    assert drawn(line(root), "2026-03-02", "2026-03-08") == ["Tue 03 08:00-12:00"]


def test_dated_weeks_stand_between_the_exceptions_and_the_week() -> None:
    summer = dated("2026-06-03", "2026-06-16", (MORNING, MORNING, None, None, MORNING, (), ()))
    std = calendar(dated_weeks=(summer,), exceptions=(holiday("2026-06-09", (600, 660)),))
    assert drawn(line(std), "2026-06-01", "2026-06-03")[:2] == ["Mon 01 08:00-12:00", "Mon 01 13:00-17:00"]
    assert drawn(line(std), "2026-06-08", "2026-06-10") == [
        "Mon 08 08:00-12:00",
        "Tue 09 10:00-11:00",
        "Wed 10 08:00-12:00",
        "Wed 10 13:00-17:00",
    ]


def test_a_childs_own_week_beats_its_parents_dated_week() -> None:
    child = calendar(1, parent=2, week=(MORNING, None, None, None, None, None, None))
    parent = calendar(2, dated_weeks=(dated("2026-03-01", "2026-03-31", FREE_WEEK),))
    assert drawn(line(child, parent), "2026-03-02", "2026-03-08") == ["Mon 02 08:00-12:00"]


def test_recurring_exceptions() -> None:
    every_other_friday = CalendarException(
        "Fridays off",
        date(2026, 3, 6),
        date(2026, 12, 31),
        recurrence=Recurrence(Frequency.WEEKLY, 2, weekdays=(4,)),
    )
    worktime = line(calendar(exceptions=(every_other_friday,)))
    assert [d for d in drawn(worktime, "2026-03-02", "2026-03-22") if d.startswith("Fri")] == [
        "Fri 13 08:00-12:00",
        "Fri 13 13:00-17:00",
    ]


def test_a_single_exception_beats_a_recurring_one_on_its_day() -> None:
    fridays = CalendarException(
        "off", date(2026, 3, 6), date(2026, 12, 31), recurrence=Recurrence(Frequency.WEEKLY, weekdays=(4,))
    )
    for exceptions in ((fridays, holiday("2026-03-13", (480, 720))), (holiday("2026-03-13", (480, 720)), fridays)):
        assert drawn(line(calendar(exceptions=exceptions)), "2026-03-13", "2026-03-13") == ["Fri 13 08:00-12:00"]


def test_in_microsoft_project_a_range_beats_what_recurs_inside_it() -> None:
    on_first = CalendarException(
        "count", date(2026, 1, 1), date(2026, 12, 31), MORNING, Recurrence(Frequency.MONTHLY, day=4)
    )
    chain = (calendar(exceptions=(on_first, span("2026-03-02", "2026-03-06"))),)
    day = (date(2026, 3, 4) - date(1970, 1, 1)).days * 1440
    assert len(expand(chain, "", day, day + 1440).starts) == 1
    assert len(expand(chain, "", day, day + 1440, rare_first=True).starts) == 0


def test_a_day_with_a_change_of_clocks_is_23_or_25_hours_long() -> None:
    always = calendar(week=(((0, 1440),),) * 7, zone="Europe/Berlin")
    sunday_only = calendar(week=((), (), (), (), (), (), ((0, 1440),)))
    for zone, short, long in (
        ("Europe/Berlin", "2026-03-29", "2026-10-25"),
        ("America/New_York", "2026-03-08", "2026-11-01"),
        ("Australia/Sydney", "2026-10-04", "2026-04-05"),
    ):
        worktime = line(sunday_only, zone=zone)
        for day, hours in ((short, 23), (long, 25), ("2026-06-14", 24)):
            midnight = worktime.next(_midnight(day, zone))
            assert worktime.add(midnight, hours * 60) == _midnight(day, zone) + hours * 60
            assert worktime.working(midnight, midnight + 2 * 1440) == hours * 60
    assert len(line(always).starts) == 1
    lord_howe = line(sunday_only, zone="Australia/Lord_Howe")
    assert lord_howe.working(*_day("2026-10-04", "Australia/Lord_Howe")) == 23 * 60 + 30
    assert lord_howe.working(*_day("2026-04-05", "Australia/Lord_Howe")) == 24 * 60 + 30


def _midnight(day: str, zone: str) -> int:
    return at(f"{day} 00:00", zone)


def _day(day: str, zone: str) -> tuple[int, int]:
    return _midnight(day, zone), _midnight(day, zone) + 2 * 1440


def test_office_hours_keep_their_wall_clock_through_a_change_of_clocks() -> None:
    berlin = line(calendar(zone="Europe/Berlin"))
    assert drawn(berlin, "2026-03-27", "2026-03-27", "Europe/Berlin")[0] == "Fri 27 08:00-12:00"
    assert drawn(berlin, "2026-03-30", "2026-03-30", "Europe/Berlin")[0] == "Mon 30 08:00-12:00"
    assert drawn(berlin, "2026-03-30", "2026-03-30")[0] == "Mon 30 06:00-10:00"


def test_an_interval_inside_the_skipped_hour_is_gone() -> None:
    gap = calendar(week=((),) * 6 + (((130, 170), (600, 660)),), zone="Europe/Berlin")
    assert drawn(line(gap), "2026-03-29", "2026-03-29", "Europe/Berlin") == ["Sun 29 10:00-11:00"]


# --- against the specification, minute by minute ---------------------------------------------------------------------

PATTERNS = st.sampled_from(
    [(), DAY, MORNING, ((0, 1440),), ((1320, 1440),), ((0, 360), (1320, 1440)), ((120, 180),), ((90, 150), (170, 200))]
)
DAY_OR_INHERIT = st.one_of(st.none(), PATTERNS)
WEEKS = st.tuples(*[DAY_OR_INHERIT] * 7)
FIRST, LAST = date(2026, 3, 20), date(2026, 4, 7)
DATES = st.dates(date(2026, 3, 15), date(2026, 4, 10))
RECURRENCES = st.one_of(
    st.none(),
    st.builds(Recurrence, st.just(Frequency.WEEKLY), st.integers(1, 3), st.tuples(st.integers(0, 6))),
    st.builds(Recurrence, st.just(Frequency.DAILY), st.integers(2, 4), count=st.integers(1, 5)),
    st.builds(Recurrence, st.just(Frequency.MONTHLY), day=st.integers(1, 31)),
)


@st.composite
def _exceptions(draw: st.DrawFn) -> CalendarException:
    start, end = sorted((draw(DATES), draw(DATES)))
    return CalendarException("e", start, end, draw(PATTERNS), draw(RECURRENCES))


@st.composite
def _dated_weeks(draw: st.DrawFn) -> DatedWeek:
    start, end = sorted((draw(DATES), draw(DATES)))
    return DatedWeek("w", start, end, draw(WEEKS))


@st.composite
def chains(draw: st.DrawFn) -> tuple[Calendar, ...]:
    """Draw a calendar with up to two ancestors."""
    length = draw(st.integers(1, 3))
    return tuple(
        Calendar(
            uid=n,
            name=f"C{n}",
            parent=n + 1 if n + 1 < length else None,
            week=draw(WEEKS),
            dated_weeks=tuple(draw(st.lists(_dated_weeks(), max_size=2))),
            exceptions=tuple(draw(st.lists(_exceptions(), max_size=4))),
        )
        for n in range(length)
    )


ZONES = ["", "", "Europe/Berlin", "America/New_York", "Australia/Sydney", "Australia/Lord_Howe", "Asia/Kolkata"]


@settings(max_examples=60, deadline=None)
@given(chains(), st.sampled_from(ZONES))
def test_every_minute_is_what_the_specification_says(chain: tuple[Calendar, ...], zone: str) -> None:
    reference = Reference(chain, zone, FIRST, LAST)
    spans = expand(chain, zone, reference.begin, reference.end)
    works = bytearray(len(reference.works))
    for start, end in zip(spans.starts.tolist(), spans.ends.tolist(), strict=True):
        assert start < end
        works[start - reference.begin : end - reference.begin] = b"\1" * (end - start)
    assert works == reference.works
    assert all(e < s for e, s in zip(spans.ends.tolist(), spans.starts.tolist()[1:], strict=False))
