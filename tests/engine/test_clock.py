"""Wall clock and instants: daylight saving both ways, in both hemispheres, by whole and half hours."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

from milepost.engine.clock import instant, instants, moment, offsets
from milepost.engine.notices import PlanRefusedError
from tests.engine.calendar_drawings import at, shown


def test_without_a_zone_the_wall_clock_counts_as_utc() -> None:
    assert at("1970-01-01 00:00") == 0
    assert at("1970-01-02 01:01") == 1440 + 61
    assert at("1899-12-31 23:59") < 0
    assert moment(at("2150-06-01 08:00")) == datetime.fromisoformat("2150-06-01 08:00")


def test_seconds_are_cut_off() -> None:
    assert instant(datetime.fromisoformat("2026-03-02 08:00:59")) == at("2026-03-02 08:00")


@pytest.mark.parametrize(
    ("zone", "local", "utc"),
    [
        ("Europe/Berlin", "2026-01-15 08:00", "2026-01-15 07:00"),
        ("Europe/Berlin", "2026-07-15 08:00", "2026-07-15 06:00"),
        ("Europe/Berlin", "2026-03-29 02:00", "2026-03-29 01:00"),  # skipped: the first valid instant is 03:00
        ("Europe/Berlin", "2026-03-29 02:59", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-03-29 03:00", "2026-03-29 01:00"),
        ("Europe/Berlin", "2026-10-25 02:30", "2026-10-25 00:30"),  # twice: the first one
        ("Europe/Berlin", "2026-10-25 03:00", "2026-10-25 02:00"),
        ("America/New_York", "2026-03-08 02:30", "2026-03-08 07:00"),
        ("America/New_York", "2026-11-01 01:30", "2026-11-01 05:30"),
        ("Australia/Sydney", "2026-10-04 02:15", "2026-10-03 16:00"),
        ("Australia/Sydney", "2026-04-05 02:30", "2026-04-04 15:30"),
        ("Australia/Lord_Howe", "2026-10-04 02:10", "2026-10-03 15:30"),  # half an hour is skipped
        ("Australia/Lord_Howe", "2026-04-05 01:45", "2026-04-04 14:45"),  # half an hour comes twice
        ("Asia/Kolkata", "2026-03-02 09:30", "2026-03-02 04:00"),
        ("America/Santiago", "2026-09-06 00:30", "2026-09-06 04:00"),  # midnight itself is skipped
        ("Pacific/Apia", "2011-12-30 12:00", "2011-12-30 10:00"),  # a whole day is skipped
    ],
)
def test_local_times_become_instants(zone: str, local: str, utc: str) -> None:
    assert shown(at(local, zone)) == utc
    one = np.array([at(local)], dtype=np.int64)
    assert instants(one, zone).tolist() == [at(utc)]


@pytest.mark.parametrize("zone", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Casablanca", ""])
def test_many_local_times_become_the_instants_each_would_become(zone: str) -> None:
    local = np.arange(at("2026-01-01 00:00"), at("2026-12-31 00:00"), 15, dtype=np.int64)
    # Every quarter of an hour near a change, and every seventh hour in between.
    changing = np.isin(np.arange(len(local)) % 28, [0]) | (np.abs(np.diff(instants(local, zone), append=0)) != 15)
    chosen = np.flatnonzero(changing)
    one_by_one = [instant(moment(t), zone) for t in local[chosen].tolist()]
    assert instants(local, zone)[chosen].tolist() == one_by_one


@pytest.mark.parametrize("zone", ["Europe/Berlin", "Australia/Lord_Howe", "Asia/Kolkata"])
def test_instants_show_the_wall_clock_they_came_from(zone: str) -> None:
    for hour in range(0, 24 * 365, 7):
        t = at("2026-01-01 00:00") + hour * 60
        assert abs(instant(moment(t, zone), zone) - t) in (0, 30, 60)
    noon = datetime.fromisoformat("2026-05-05 12:00")
    assert moment(instant(noon, zone), zone) == noon


def test_offsets_begin_before_any_instant() -> None:
    begins, minutes = offsets("Europe/Berlin", at("2026-01-01 00:00"), at("2026-12-31 00:00"))
    assert minutes.tolist() == [60, 120, 60]
    assert [shown(t) for t in begins.tolist()[1:]] == ["2026-03-29 01:00", "2026-10-25 01:00"]
    assert begins[0] < at("0001-01-02 00:00")


def test_the_edges_of_the_calendar_hold() -> None:
    first, last = at("0002-01-01 00:00"), at("9999-12-31 23:00")
    assert len(offsets("Europe/Berlin", last - 10, last)[0]) == 1
    assert len(offsets("Europe/Berlin", first, first + 10)[0]) == 1


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc", "Europe/Berlin\0", "x" * 400])
def test_an_unknown_zone_is_refused_by_name(zone: str) -> None:
    with pytest.raises(PlanRefusedError) as refused:
        instant(datetime.fromisoformat("2026-03-02 08:00"), zone)
    assert refused.value.notices[0].code == "E-ZONE"
    assert "Europe/Berlin" in refused.value.notices[0].message
