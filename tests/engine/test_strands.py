"""Assignments on working times of their own (domain/schedule.md 2.2)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.engine.calendars import Calendar, CalendarException
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Contour, Resource, ResourceKind
from milepost.engine.results import DriverKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Task, TaskType
from tests.engine.drawn import STD, D, dates, days, plan

LEAVE = Calendar(9, "On leave", parent=1, exceptions=(CalendarException("Leave", date(2026, 6, 1), date(2026, 6, 2)),))
ADA = Resource(1, "Ada", calendar=1)
BO = Resource(2, "Bo", calendar=9)
EVE = Resource(3, "Eve", calendar=2)


def _staffed(task: Task, *assignments: Assignment, **more: Any) -> Plan:
    source = plan(
        task, resources=(ADA, BO, EVE, Resource(4, "Sand", kind=ResourceKind.MATERIAL)), assignments=assignments, **more
    )
    return replace(source, calendars=(*source.calendars, LEAVE))


def _on(resource: int, work: float, uid: int = 1, **more: Any) -> Assignment:
    return Assignment(uid, 1, resource, work=round(work * D), **more)


def test_one_person_works_in_their_own_time() -> None:
    result = schedule(_staffed(days(1, 2), _on(2, 2)))
    assert dates(result, 1) == "03 08:00 | 04 17:00"
    assert result.by_uid[1].driver.kind is DriverKind.RESOURCE
    assert result.by_uid[1].driver.resource == 2


def test_two_people_start_with_the_first_and_finish_with_the_last() -> None:
    assert dates(_staffed(days(1, 4), _on(1, 1), _on(2, 2, 2)), 1) == "01 08:00 | 04 17:00"


def test_units_stretch_a_strand_and_contours_too() -> None:
    half = _on(2, 1, 2, units=Decimal("0.5"))
    assert dates(_staffed(days(1, 4), _on(1, 1), half), 1, "finish") == "04 17:00"
    bell = _on(2, 1, 2, contour=Contour.BELL)
    assert dates(_staffed(days(1, 4), _on(1, 1), bell), 1, "finish") == "04 17:00"


def test_a_delayed_assignment_starts_later() -> None:
    assert dates(_staffed(days(1, 2), _on(1, 2, delay=D)), 1) == "02 08:00 | 03 17:00"
    assert dates(_staffed(days(1, 2), _on(1, 1), _on(2, 1, 2, delay=D)), 1) == "01 08:00 | 04 17:00"


def test_task_calendars_intersect_unless_resources_are_ignored() -> None:
    assert dates(_staffed(days(1, 2, calendar=1), _on(3, 2)), 1) == "01 08:00 | 02 17:00"
    ignoring = days(1, 2, calendar=1, ignore_resource_calendars=True)
    assert dates(_staffed(ignoring, _on(2, 2)), 1) == "01 08:00 | 02 17:00"


def test_fixed_duration_and_material_follow_the_task() -> None:
    assert dates(_staffed(days(1, 2, type=TaskType.FIXED_DURATION), _on(2, 2)), 1) == "01 08:00 | 02 17:00"
    assert dates(_staffed(days(1, 2), _on(4, 2)), 1) == "01 08:00 | 02 17:00"


def test_people_with_the_same_hours_are_one_strand() -> None:
    twin = Resource(1, "Ada", calendar=1), Resource(2, "Bo", calendar=10)
    source = plan(days(1, 3), resources=twin, assignments=(_on(1, 1), _on(2, 1, 2)))
    source = replace(source, calendars=(*source.calendars, replace(STD, uid=10, name="Same")))
    assert dates(source, 1) == "01 08:00 | 03 17:00"
