"""Working time of a plan: effective calendars and the primitive operations on them."""

from __future__ import annotations

from datetime import datetime

from milepost.engine.clock import instant, moment
from milepost.engine.plan import Plan, Settings
from milepost.engine.worktime import WorkTimes


def at(text: str) -> int:
    return instant(datetime.fromisoformat(text))


def shown(t: int) -> str:
    return moment(t).isoformat(sep=" ", timespec="minutes")


STANDARD_PLAN = Plan(Settings(start=at("2026-03-02 08:00")))


def test_a_plan_without_calendars_works_monday_to_friday() -> None:
    line = WorkTimes(STANDARD_PLAN).of_calendar(None)
    assert line.working(at("2026-03-02 00:00"), at("2026-03-09 00:00")) == 5 * 480
    assert shown(line.next(at("2026-03-06 17:00"))) == "2026-03-09 08:00"
    assert shown(line.prev(at("2026-03-09 08:00"))) == "2026-03-06 17:00"
    assert shown(line.add(at("2026-03-02 08:00"), 3 * 480)) == "2026-03-04 17:00"
    assert shown(line.add(at("2026-03-04 17:00"), -3 * 480)) == "2026-03-02 08:00"
