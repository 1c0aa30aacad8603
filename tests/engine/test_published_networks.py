"""Published CPM networks with every early and late date, read from the shared worked cases."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, Task
from milepost.engine.worktime import WorkTimes
from tests.engine.networks import CALENDARS, DAY, START

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "evm" / "pmcontrols_cases.json"
CASES: list[dict[str, Any]] = [
    case for case in json.loads(FILE.read_text(encoding="utf-8"))["cases"] if case["method"] == "cpm"
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_a_published_network_comes_out_day_by_day(case: dict[str, Any]) -> None:
    activities = case["inputs"]["activities"]
    number = {row["id"]: n for n, row in enumerate(activities, 1)}
    links = tuple(Link(number[before], number[row["id"]]) for row in activities for before in row["predecessors"])
    tasks = tuple(Task(number[row["id"]], row["id"], duration=row["duration"] * DAY) for row in activities)
    plan = Plan(Settings(START, calendar=1), CALENDARS, tasks, links)
    answer, line = schedule(plan), WorkTimes(plan).of_calendar(None)

    def day(at: int) -> float:
        return line.working(START, at) / DAY

    for name, told in case["expected"]["schedule"].items():
        dates = answer.by_uid[number[name]]
        mine = {"es": day(dates.early_start), "ef": day(dates.early_finish)}
        mine |= {"ls": day(dates.late_start), "lf": day(dates.late_finish), "slack": dates.total_float / DAY}
        assert {key: mine[key] for key in told if key in mine} == {key: told[key] for key in told if key in mine}
    assert day(answer.finish) == case["expected"]["project_duration"]
    critical = [task.name for task in plan.tasks if answer.by_uid[task.uid].critical]
    assert critical == case["expected"]["critical_path"]


def test_there_are_published_networks() -> None:
    assert len(CASES) == 2
