"""Every chart compiles; what it says is in its data."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert

from milepost.charts.earned_value import Outlook, ValuePoint, earned_value
from milepost.charts.floats import floats
from milepost.charts.milestones import MilestoneDates, milestones
from milepost.charts.palette import INK, ROLES
from milepost.charts.s_curve import Chance, Mark, s_curve
from milepost.charts.tornado import ESTIMATE, OPPORTUNITY, Cause, tornado
from milepost.charts.workload import WeekLoad, workload

CURVE = [Chance("2027-01-20", 0.05), Chance("2027-02-01", 0.5), Chance("2027-02-20", 0.8), Chance("2027-03-10", 1.0)]
MARKS = [
    Mark("2027-02-01", 0.5, "50 % by 1 Feb"),
    Mark("2027-02-20", 0.8, "80 % by 20 Feb"),
    Mark("2027-01-28", 0.3, "deadline 28 Jan: 30 %", limit=True),
]
CAUSES = [
    Cause("R-10", -1.5, "-1.5 d", OPPORTUNITY),
    Cause("Build", 1.0, "+1 d", ESTIMATE),
    Cause("R-01", 4.0, "+4 d"),
]
OUTLOOK = Outlook("2026-06-30", 11, "2026-12-31", 60, 70, 85, "60 to 85 at completion", 65)

CHARTS = {
    "milestones": milestones(
        [
            MilestoneDates("Go-live", "2027-01-25", "2027-01-18", "2027-01-20", "2027-01-18"),
            MilestoneDates("Closed", "2027-02-17"),
        ]
    ),
    "floats": floats([-5, 0, 0.5, 12, 80]),
    "workload": workload([WeekLoad("Mei", "19 Oct", 60, 40), WeekLoad("Mei", "26 Oct", 8, 0)]),
    "earned value": earned_value(
        [ValuePoint("2026-06-30", 10, 9, 11), ValuePoint("2026-07-31", 20, None, None)], status="2026-07-01"
    ),
    "earned value with outlook": earned_value([ValuePoint("2026-06-30", 10, 9, 11)], outlook=OUTLOOK),
    "chance of dates": s_curve(CURVE, MARKS),
    "chance of amounts": s_curve([Chance(1.0, 0.1), Chance(2.0, 1.0)], [Mark(2.0, 1.0, "all")], currency="EUR"),
    "causes": tornado(CAUSES, unit="days at P80"),
}


@pytest.mark.parametrize("name", CHARTS)
def test_compiles_to_svg_in_the_palette(name: str) -> None:
    svg = vl_convert.vegalite_to_svg(CHARTS[name])
    assert svg.startswith("<svg")
    assert any(colour in svg for colour in ROLES)


def values(chart: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = chart["data"]["values"]
    return found


def test_float_classes_hold_their_upper_bound() -> None:
    counts = {row["class"]: row["tasks"] for row in values(floats([-1, 0, 5, 5.1, 44, 44.1]))}
    assert counts == {"late": 1, "none": 1, "to 5 d": 1, "to 10 d": 1, "to 20 d": 0, "to 44 d": 1, "more": 1}


def test_work_of_an_absent_person_stands_out() -> None:
    (row,) = values(workload([WeekLoad("Mei", "19 Oct", 8, 0)]))
    assert (row["class"], row["text"]) == ("more", "!")


def test_exactly_full_is_not_overloaded() -> None:
    (row,) = values(workload([WeekLoad("Mei", "19 Oct", 40, 40)]))
    assert (row["class"], row["text"]) == ("to 100 %", "100")


def spoken(chart: dict[str, Any]) -> str:
    """Every word of a drawn chart."""
    return vl_convert.vegalite_to_svg(chart)


@pytest.mark.parametrize("words", ["50 % by 1 Feb", "80 % by 20 Feb", "deadline 28 Jan: 30 %"])
def test_s_curve_names_its_percentiles_and_limits(words: str) -> None:
    assert words in spoken(s_curve(CURVE, MARKS))


def test_s_curve_draws_every_chance_it_is_given() -> None:
    drawn = s_curve(CURVE)["layer"][0]["data"]["values"]
    assert drawn == [{"value": one.value, "share": one.share} for one in CURVE]


def test_tornado_has_the_largest_cause_on_top_whatever_its_direction() -> None:
    chart = tornado(CAUSES, unit="days")
    assert [row["cause"] for row in values(chart)] == ["R-01", "R-10", "Build"]
    words = spoken(chart)
    assert all(text in words for text in ("+4 d", "-1.5 d", "threat", "opportunity", "uncertain estimate"))


def test_tornado_names_only_the_kinds_it_has() -> None:
    assert "opportunity" not in spoken(tornado([Cause("R-01", 4.0, "+4 d")], unit="days"))


def test_outlook_is_said_in_words_and_spans_its_band() -> None:
    chart = earned_value([ValuePoint("2026-06-30", 10, 9, 11)], outlook=OUTLOOK)
    assert OUTLOOK.said in spoken(chart)
    ends = chart["layer"][0]["data"]["values"]
    assert [(row["value"], row["high"]) for row in ends] == [(11, 11), (60, 85)]


def test_too_much_work_is_framed_and_not_only_coloured() -> None:
    calm = spoken(workload([WeekLoad("Mei", "19 Oct", 40, 40)]))
    busy = spoken(workload([WeekLoad("Mei", "19 Oct", 44, 40)]))
    frame = f'stroke="{INK}"'
    assert frame in busy
    assert frame not in calm


def test_words_lie_on_a_halo() -> None:
    svg = spoken(s_curve(CURVE, MARKS))
    assert svg.count("50 % by 1 Feb</text>") == 2
