"""Every chart compiles; what it says is in its data."""

from __future__ import annotations

from typing import Any

import pytest
import vl_convert

from milepost.charts.earned_value import ValuePoint, earned_value
from milepost.charts.floats import floats
from milepost.charts.milestones import MilestoneDates, milestones
from milepost.charts.palette import ROLES
from milepost.charts.workload import WeekLoad, workload

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
