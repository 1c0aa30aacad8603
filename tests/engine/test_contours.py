"""Contours: the shapes of the trade, spread over working time to the minute."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milepost.engine.contours import (
    TENTHS,
    Spread,
    duration_needed,
    mean_fraction,
    peak_units,
    rounded,
    spread,
    spread_assignment,
)
from milepost.engine.resources import Assignment, Contour, WorkPiece
from milepost.engine.worktime import WorkTimes
from tests.engine.calendar_drawings import at, line, plan, shown

STD = line()
START = at("2026-03-02 08:00")


def drawn(found: Spread) -> list[tuple[str, str, int]]:
    rows = zip(found.starts.tolist(), found.ends.tolist(), found.minutes.tolist(), strict=True)
    return [(shown(s)[8:], shown(e)[8:], n) for s, e, n in rows]


def test_the_means_of_the_trade() -> None:
    means = {c: float(mean_fraction(c)) for c in Contour if c not in (Contour.FLAT, Contour.MANUAL)}
    assert means == {
        Contour.BACK_LOADED: 0.6,
        Contour.FRONT_LOADED: 0.6,
        Contour.DOUBLE_PEAK: 0.5,
        Contour.EARLY_PEAK: 0.5,
        Contour.LATE_PEAK: 0.5,
        Contour.BELL: 0.5,
        Contour.TURTLE: 0.7,
    }
    assert mean_fraction(Contour.FLAT) == 1


@pytest.mark.parametrize(
    ("work", "units", "contour", "duration"),
    [
        (2400, "1", Contour.FLAT, 2400),
        (2400, "1", Contour.BELL, 4800),
        (2400, "0.5", Contour.BACK_LOADED, 8000),
        (2400, "1", Contour.TURTLE, 3429),
        (0, "1", Contour.FLAT, 0),
    ],
)
def test_contoured_work_takes_longer(work: int, units: str, contour: Contour, duration: int) -> None:
    assert duration_needed(work, Decimal(units), contour) == duration


def test_a_fixed_duration_raises_the_peak() -> None:
    assert peak_units(2400, 2400, Contour.BELL) == 2
    assert peak_units(480, 700) == Decimal(480) / Decimal(700)
    for ask in (lambda: peak_units(1, 0), lambda: duration_needed(1, Decimal(0))):
        with pytest.raises(ZeroDivisionError):
            ask()


def test_halves_are_rounded_away_from_zero() -> None:
    halves = [Fraction(1, 2), Fraction(3, 2), Fraction(-1, 2), Fraction(-5, 2), Fraction(7, 3)]
    assert [rounded(x) for x in halves] == [1, 2, -1, -3, 2]


def test_flat_work_follows_working_time() -> None:
    assert drawn(spread(720, STD, START, at("2026-03-03 12:00"))) == [
        ("02 08:00", "02 12:00", 240),
        ("02 13:00", "02 17:00", 240),
        ("03 08:00", "03 12:00", 240),
    ]


def test_a_bell_over_ten_days() -> None:
    found = spread(2400, STD, START, at("2026-03-13 17:00"), Contour.BELL)
    days: dict[str, int] = {}
    for begin, _, minutes in drawn(found):
        days[begin[:2]] = days.get(begin[:2], 0) + minutes
    assert list(days.values()) == [48, 96, 192, 384, 480, 480, 384, 192, 96, 48]


def test_pieces_end_where_a_tenth_ends() -> None:
    found = spread(100, STD, START, at("2026-03-02 09:40"), Contour.BACK_LOADED)
    assert [n for *_, n in drawn(found)] == [2, 2, 4, 9, 8, 13, 12, 17, 16, 17]
    assert drawn(found)[1][:2] == ("02 08:10", "02 08:20")


def test_without_working_time_nothing_is_spread() -> None:
    assert drawn(spread(60, STD, at("2026-03-07 08:00"), at("2026-03-08 08:00"))) == []
    assert drawn(spread(60, STD, START, START, Contour.BELL)) == []


def test_absurd_numbers_stay_exact() -> None:
    elapsed = WorkTimes(plan()).elapsed
    found = spread(10**15, elapsed, START, START + 20_000_000, Contour.BELL)
    assert int(found.minutes.sum()) == 10**15


@settings(max_examples=150, deadline=None)
@given(
    st.integers(0, 100_000),
    st.integers(0, 40 * 1440),
    st.integers(0, 20 * 1440),
    st.sampled_from(list(Contour)),
)
def test_pieces_add_up_and_follow_the_shape(work: int, offset: int, length: int, contour: Contour) -> None:
    start, finish = START + offset, START + offset + length
    found = spread(work, STD, start, finish, contour)
    available = STD.working(start, finish)
    assert int(found.minutes.sum()) == (work if available else 0)
    assert int((found.ends - found.starts).sum()) == available
    assert (found.ends[:-1] <= found.starts[1:]).all()
    done = position = 0
    for begin, end, minutes in zip(found.starts.tolist(), found.ends.tolist(), found.minutes.tolist(), strict=True):
        position, done = position + end - begin, done + minutes
        tenth, rest = divmod(Fraction(10 * position, available), 1)
        share = sum(TENTHS[contour][:tenth]) + (TENTHS[contour][tenth] * rest if tenth < 10 else 0)
        assert done == rounded(Fraction(work) * share / sum(TENTHS[contour]))


def test_a_manual_contour_keeps_its_pieces_and_moves_with_its_task() -> None:
    pieces = (
        WorkPiece(START, at("2026-03-02 17:00"), 120),
        WorkPiece(at("2026-03-06 08:00"), at("2026-03-06 12:00"), 240),
    )
    manual = Assignment(1, 1, 1, work=360, contour=Contour.MANUAL, planned=pieces)
    finish = at("2026-03-06 12:00")
    assert [n for *_, n in drawn(spread_assignment(manual, STD, START, finish))] == [120, 240]
    moved = spread_assignment(manual, STD, at("2026-03-05 13:00"), at("2026-03-11 17:00"))
    assert drawn(moved) == [("05 13:00", "06 12:00", 120), ("11 13:00", "11 17:00", 240)]
    flat = Assignment(1, 1, 1, work=240)
    assert drawn(spread_assignment(flat, STD, START, at("2026-03-02 12:00"))) == [("02 08:00", "02 12:00", 240)]
