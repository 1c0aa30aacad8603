"""Every P6 file of the shared data, against what another reader found in it."""

from __future__ import annotations

import gzip
import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from milepost.dossier import Dossier
from milepost.engine import clock
from milepost.engine.plan import LagCalendar
from milepost.exchange.imported import ReadOptions
from milepost.exchange.read import read

P6 = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "p6"
FILES = [
    "aspose-net/PrimaveraProject.xml",
    "aspose-net/ScheduleOptions.xer",
    "aspose-net/encoding1251.xer",
    "aspose-net/test.xer",
    "mpxj-junit/PredecessorCalendar.xer",
    "mpxj-junit/PredecessorCalendar.xml",
    "mpxj-junit/SuccessorCalendar.xer",
    "mpxj-junit/SuccessorCalendar.xml",
]
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
KINDS = {"work": "work", "non_labor": "equipment", "material": "material"}


def facts(name: str) -> dict[str, Any]:
    with gzip.open(P6 / "json" / f"{name}.json.gz") as packed:
        return json.load(packed)


def dossier(name: str) -> Dossier:
    return read((P6 / name).read_bytes(), file=name).dossier


def minutes(hours: list[list[str]]) -> tuple[tuple[int, int], ...]:
    def minute(text: str) -> int:
        return int(text[:2]) * 60 + int(text[3:])

    return tuple((minute(start), minute(finish) or 1440) for start, finish in hours)


def at(text: str | None) -> int | None:
    return None if text is None else clock.instant(datetime.fromisoformat(text))


@pytest.mark.parametrize("name", FILES)
def test_calendars_are_the_same(name: str) -> None:
    calendars = {calendar.uid: calendar for calendar in dossier(name).plan.calendars}
    for fact in facts(name)["calendars"]:
        calendar = calendars[fact["uid"]]
        assert calendar.name == fact["name"]
        assert calendar.week == tuple(minutes(fact["week"][day]["hours"]) for day in DAYS)
        expected = {entry["from"]: minutes(entry["hours"]) for entry in fact["exceptions"]}
        assert {exception.start.isoformat(): exception.intervals for exception in calendar.exceptions} == expected


@pytest.mark.parametrize("name", FILES)
def test_tasks_are_the_same(name: str) -> None:
    tasks = {task.uid: task for task in dossier(name).plan.tasks}
    for fact in facts(name)["tasks"]:
        task = tasks[fact["uid"]]
        assert task.parent == fact.get("parent")
        assert task.summary is fact.get("summary", False)
        assert task.milestone is fact.get("milestone", False)
        if name != "aspose-net/encoding1251.xer":
            # The other reader takes this file's Cyrillic for Western European.
            assert task.name == fact["name"]
        if not task.summary:
            assert task.calendar == fact.get("calendar")
            assert task.actual_start == at(fact.get("actual_start"))
            assert task.actual_finish == at(fact.get("actual_finish"))
            if "remaining_duration" in fact:
                assert task.remaining_duration == fact["remaining_duration"]


@pytest.mark.parametrize("name", FILES)
def test_stored_dates_are_the_same(name: str) -> None:
    stored = {one.task: one for one in dossier(name).stored}
    for fact in facts(name)["tasks"]:
        if fact.get("summary"):
            continue
        one, other = stored[fact["uid"]], fact["stored"]
        assert (one.start, one.finish) == (at(other["start"]), at(other["finish"]))
        for key, value in (("es", one.early_start), ("ef", one.early_finish), ("ls", one.late_start)):
            if key in other:
                assert value == at(other[key])


@pytest.mark.parametrize("name", FILES)
def test_links_resources_and_assignments_are_the_same(name: str) -> None:
    plan, fact = dossier(name).plan, facts(name)
    inside = {task["uid"] for task in fact["tasks"]}
    links = {(link.predecessor, link.successor, str(link.type), float(link.lag)) for link in plan.links}
    assert {link for link in links if {link[0], link[1]} <= inside} == {tuple(link) for link in fact["links"]}
    assert {one.uid: (one.name, str(one.kind), one.calendar) for one in plan.resources} == {
        one["uid"]: (one["name"], KINDS[one["type"]], one["calendar"]) for one in fact["resources"]
    }
    ours = sorted(
        (one.task, one.resource or 0, one.stored_start or 0, one.stored_finish or 0) for one in plan.assignments
    )
    theirs = sorted((one["task"], one["resource"], at(one["start"]), at(one["finish"])) for one in fact["assignments"])
    assert ours == theirs


def test_decimal_commas_are_read_where_the_other_reader_loses_them() -> None:
    plan = dossier("aspose-net/PrimaveraProject.xml").plan
    design = next(task for task in plan.tasks if task.code == "PD1030")
    assert design.duration == 4235
    assert {float(one.units) for one in plan.assignments if one.task == 91926} == {0.25, 0.5, 0.75}


@pytest.mark.parametrize(
    ("name", "calendar"),
    [("PredecessorCalendar", LagCalendar.PREDECESSOR), ("SuccessorCalendar", LagCalendar.SUCCESSOR)],
)
@pytest.mark.parametrize("ending", ["xer", "xml"])
def test_the_lag_calendar_comes_from_the_file(name: str, ending: str, calendar: LagCalendar) -> None:
    assert dossier(f"mpxj-junit/{name}.{ending}").plan.settings.lag_calendar is calendar


@pytest.mark.parametrize(
    ("project", "calendar"),
    [
        ("NEWPROJ", LagCalendar.ELAPSED),
        ("newproj-1", LagCalendar.PROJECT),
        ("ProjectWithSuccessor", LagCalendar.SUCCESSOR),
        ("4864", LagCalendar.PREDECESSOR),
    ],
)
def test_a_project_is_picked_by_id_name_or_number(project: str, calendar: LagCalendar) -> None:
    data = (P6 / "aspose-net/ScheduleOptions.xer").read_bytes()
    plan = read(data, file="options.xer", options=ReadOptions(project=project)).dossier.plan
    assert plan.settings.lag_calendar is calendar


def test_cyrillic_is_recognised() -> None:
    assert [task.name for task in dossier("aspose-net/encoding1251.xer").plan.tasks][1:] == ["Задача 1", "Тест2"]
