"""Worked cases of critical path, earned value and earned schedule that nobody here wrote (shared data, evm)."""

from __future__ import annotations

import json
from decimal import Decimal
from math import sqrt
from pathlib import Path
from typing import Any

import pytest

from milepost.engine.calendars import Calendar
from milepost.engine.earned_value import EarnedValue, earned_schedule
from milepost.engine.estimates import pert_view
from milepost.engine.plan import Plan, Settings
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Link, Task

FILE = Path(__file__).resolve().parents[2].parent / "shared" / "data" / "evm" / "pmcontrols_cases.json"
CASES = json.loads(FILE.read_text(encoding="utf-8"))["cases"]
ALWAYS = Calendar(1, "Around the clock", week=(((0, 1440),),) * 7)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case["id"])
def test_case(case: dict[str, Any]) -> None:
    methods = {"cpm": critical_path, "evm": earned, "earned_schedule": in_time, "pert": estimated}
    found = methods[case["method"]](case["inputs"])
    for name, wanted in case["expected"].items():
        if isinstance(wanted, float | int):
            assert abs(float(found[name]) - wanted) <= case["tol"], name
        else:
            assert found[name] == wanted


def critical_path(inputs: dict[str, Any]) -> dict[str, Any]:
    rows = inputs["activities"]
    uids = {row["id"]: n for n, row in enumerate(rows, 1)}
    tasks = tuple(Task(uids[row["id"]], row["id"], duration=round(60 * row["duration"])) for row in rows)
    links = tuple(Link(uids[before], uids[row["id"]]) for row in rows for before in row["predecessors"])
    answer = schedule(Plan(Settings(start=0, calendar=1), (ALWAYS,), tasks, links))
    dates = {row["id"]: answer.by_uid[uids[row["id"]]] for row in rows}
    return {
        "project_duration": answer.finish // 60,
        "critical_path": [name for name, each in dates.items() if each.critical],
        "schedule": {
            name: {
                "es": each.early_start // 60,
                "ef": each.early_finish // 60,
                "ls": each.late_start // 60,
                "lf": each.late_finish // 60,
                "slack": each.total_float // 60,
            }
            for name, each in dates.items()
        },
    }


def earned(inputs: dict[str, Any]) -> dict[str, Any]:
    curve = [Decimal(str(value)) for value in inputs["pv"]]
    at, value, cost = inputs["at"], Decimal(str(inputs["ev"])), Decimal(str(inputs["ac"]))
    found = EarnedValue(curve[-1], curve[inputs["periods"].index(at)], value, cost)
    time = earned_schedule(curve[1:], value, Decimal(at))
    return {
        "pv": found.planned,
        "cv": found.cost_variance,
        "sv": found.schedule_variance,
        "cpi": found.cost_index,
        "spi": found.schedule_index,
        "eac_cpi": found.at_completion,
        "eac_typical": found.at_completion_atypical,
        "vac": found.variance_at_completion,
        "es": time.earned,
        "sv_t": time.variance,
        "spi_t": time.index,
        "ieac_t": time.at_completion,
    }


def in_time(inputs: dict[str, Any]) -> dict[str, Any]:
    curve = [Decimal(str(value)) for value in inputs["pv"]]
    return {"es": earned_schedule(curve[1:], Decimal(str(inputs["ev"])), Decimal(1)).earned}


def estimated(inputs: dict[str, Any]) -> dict[str, Any]:
    """The critical path by expected durations, and its three-point sums; a unit of time is an hour here."""
    rows = inputs["activities"]
    means = [{**row, "duration": round(60 * (row["a"] + 4 * row["m"] + row["b"]) / 6) / 60} for row in rows]
    path = critical_path({"activities": means})["critical_path"]
    view = pert_view((row["a"], row["m"], row["b"]) for row in rows if row["id"] in path)
    return {"expected_duration": view.expected, "sigma_critical_path": sqrt(view.variance)}
