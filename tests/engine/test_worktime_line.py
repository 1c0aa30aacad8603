"""The primitive operations on working time against a walk from minute to minute, and their laws."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from milepost.engine.calendars import Calendar
from milepost.engine.notices import PlanRefusedError
from milepost.engine.worktime import HORIZON, WORK_SHIFT, WorkTimes
from milepost.engine.worktime_days import expand
from milepost.engine.worktime_line import WorkTime
from tests.engine.calendar_drawings import Reference, at, calendar, line, plan, shown
from tests.engine.test_worktime_days import FIRST, LAST, ZONES, chains

STD = line()


@pytest.mark.parametrize(
    ("t", "start_side", "finish_side"),
    [
        ("2026-03-02 08:00", "2026-03-02 08:00", "2026-02-27 17:00"),
        ("2026-03-02 08:01", "2026-03-02 08:01", "2026-03-02 08:01"),
        ("2026-03-02 12:00", "2026-03-02 13:00", "2026-03-02 12:00"),
        ("2026-03-02 12:30", "2026-03-02 13:00", "2026-03-02 12:00"),
        ("2026-03-06 17:00", "2026-03-09 08:00", "2026-03-06 17:00"),
        ("2026-03-08 03:00", "2026-03-09 08:00", "2026-03-06 17:00"),
    ],
)
def test_the_two_sides_of_a_gap(t: str, start_side: str, finish_side: str) -> None:
    assert shown(STD.next(at(t))) == start_side
    assert shown(STD.prev(at(t))) == finish_side


@pytest.mark.parametrize(
    ("t", "n", "reached"),
    [
        ("2026-03-02 08:00", 480, "2026-03-02 17:00"),
        ("2026-03-02 08:00", 481, "2026-03-03 08:01"),
        ("2026-03-02 08:00", 240, "2026-03-02 12:00"),
        ("2026-03-06 17:00", 480, "2026-03-09 17:00"),
        ("2026-03-09 17:00", -480, "2026-03-09 08:00"),
        ("2026-03-09 08:00", -480, "2026-03-06 08:00"),
        ("2026-03-09 17:00", -240, "2026-03-09 13:00"),
        ("2026-03-07 10:00", 0, "2026-03-07 10:00"),
    ],
)
def test_going_on_and_back(t: str, n: int, reached: str) -> None:
    assert shown(STD.add(at(t), n)) == reached


def test_working_time_is_signed_and_says_what_is_the_same() -> None:
    friday, monday = at("2026-03-06 17:00"), at("2026-03-09 08:00")
    assert STD.working(friday, monday) == 0
    assert STD.same(friday, monday)
    assert not STD.same(friday, monday + 1)
    assert STD.working(monday + 60, friday) == -60


SPACE = st.integers(0, (LAST - FIRST).days * 1440 - 1)
LENGTHS = st.integers(-3000, 3000)


@settings(max_examples=50, deadline=None)
@given(chains(), st.sampled_from(ZONES), SPACE, SPACE, LENGTHS)
def test_every_operation_agrees_with_a_walk_by_minutes(
    chain: tuple[Calendar, ...], zone: str, left: int, right: int, n: int
) -> None:
    reference = Reference(chain, zone, FIRST, LAST)
    a, b = reference.begin + left, reference.begin + right
    assume(a < reference.end and b < reference.end)
    # A window of one day must widen on its own; it may not look beyond what the reference knows.
    limits = (reference.begin, reference.end)
    worktime = WorkTime(lambda first, last: expand(chain, zone, first, last), (a, a + 1440), limits)
    assert worktime.working(a, b) == reference.working(a, b)
    for found, wanted in (
        (worktime.next, reference.next(a)),
        (worktime.prev, reference.prev(a)),
        (lambda t: worktime.add(t, n), reference.add(a, n)),
    ):
        if wanted is None:
            with pytest.raises(PlanRefusedError):
                found(a)
        else:
            assert found(a) == wanted


INSTANTS = st.integers(at("2020-01-01 00:00"), at("2034-01-01 00:00"))
LINES = st.sampled_from(
    [
        line(),
        line(zone="Europe/Berlin"),
        line(calendar(week=(((0, 1440),),) * 7, zone="America/New_York")),
        line(calendar(week=(((0, 360), (1320, 1440)),) * 7, zone="Australia/Lord_Howe")),
        WorkTimes(plan()).elapsed,
    ]
)


@settings(max_examples=300, deadline=None)
@given(LINES, INSTANTS, INSTANTS, INSTANTS, st.integers(-200_000, 200_000))
def test_laws(worktime: WorkTime, a: int, b: int, c: int, n: int) -> None:
    assert worktime.working(a, b) + worktime.working(b, c) == worktime.working(a, c)
    assert worktime.working(a, b) == -worktime.working(b, a)
    assert worktime.prev(a) <= a <= worktime.next(a)
    assert worktime.same(worktime.prev(a), a)
    assert worktime.same(worktime.next(a), a)
    reached = worktime.add(a, n)
    assert worktime.working(a, reached) == n
    assert worktime.same(worktime.add(reached, -n), a)
    if n > 0:
        assert worktime.prev(reached) == reached
    if n < 0:
        assert worktime.next(reached) == reached
    assert worktime.add(a, 0) == a


@settings(max_examples=100, deadline=None)
@given(LINES, INSTANTS)
def test_the_arrays_and_their_indexes_say_the_same(worktime: WorkTime, t: int) -> None:
    worktime.cover(t, t)
    starts, ends, before = worktime.starts, worktime.ends, worktime.before
    assert starts.dtype == ends.dtype == before.dtype == np.int64
    assert (ends > starts).all()
    assert (starts[1:] > ends[:-1]).all()
    assert (before == np.concatenate(([0], np.cumsum(ends - starts)[:-1]))).all()
    position = int(worktime.day_index[(t - worktime.window[0]) // 1440])
    while position < len(ends) and ends[position] <= t:
        position += 1
    assert position == int(np.searchsorted(ends, t, side="right"))
    minutes = int(before[position]) if position < len(ends) else worktime.total
    place = int(worktime.work_index[minutes >> WORK_SHIFT])
    assert before[place] <= (minutes >> WORK_SHIFT) << WORK_SHIFT
    while place + 1 < len(before) and before[place + 1] <= minutes:
        place += 1
    assert place == int(np.searchsorted(before, minutes, side="right")) - 1


def test_a_line_grows_when_asked_and_answers_as_a_long_one() -> None:
    grown, long = line(), line()
    long.cover(at("1990-01-01 00:00"), at("2060-01-01 00:00"))
    for t in range(at("1991-01-01 00:00"), at("2059-01-01 00:00"), 1440 * 97 + 333):
        assert grown.next(t) == long.next(t)
        assert grown.add(t, 123_456) == long.add(t, 123_456)
        assert grown.add(t, -123_456) == long.add(t, -123_456)


def test_covering_reaches_to_the_limits_and_no_further() -> None:
    worktime = line()
    first, last = worktime.limits
    worktime.cover(first, last - 1)
    assert worktime.window == (first, last)
    assert last - first == 2 * HORIZON
    for beyond in (first - 1, last):
        with pytest.raises(PlanRefusedError) as refused:
            worktime.cover(beyond, beyond)
        assert refused.value.notices[0].code == "E-HORIZON"
        assert "'Standard'" in refused.value.notices[0].message


def test_what_lies_beyond_the_horizon_is_refused() -> None:
    worktime = line()
    for ask in (
        lambda: worktime.add(at("2026-03-02 08:00"), 480 * 261 * 60),
        lambda: worktime.add(at("2026-03-02 08:00"), -480 * 261 * 60),
        lambda: worktime.next(at("2149-12-31 08:00")),
        lambda: worktime.prev(at("1900-12-31 08:00")),
        lambda: worktime.working(at("2026-03-02 08:00"), at("2149-12-31 08:00")),
    ):
        with pytest.raises(PlanRefusedError) as refused:
            ask()
        assert refused.value.notices[0].code == "E-HORIZON"


def test_elapsed_time_is_one_stretch_over_the_whole_horizon() -> None:
    elapsed = WorkTimes(plan()).elapsed
    assert elapsed.elapsed
    assert elapsed.window == elapsed.limits
    assert len(elapsed.starts) == 1
    t = at("2026-03-07 03:33")
    assert elapsed.next(t) == elapsed.prev(t) == t
    assert elapsed.add(t, -77) == t - 77


def test_spans_are_cut_to_what_is_asked() -> None:
    spans = STD.spans(at("2026-03-02 11:00"), at("2026-03-02 14:00"))
    assert [(shown(s), shown(e)) for s, e in zip(*map(np.ndarray.tolist, spans), strict=True)] == [
        ("2026-03-02 11:00", "2026-03-02 12:00"),
        ("2026-03-02 13:00", "2026-03-02 14:00"),
    ]
    assert len(STD.spans(at("2026-03-02 14:00"), at("2026-03-02 14:00")).starts) == 0
    assert date(2026, 3, 2).weekday() == 0
