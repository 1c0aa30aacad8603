"""`milepost level` and `milepost assign`: nobody in two places, and who could do a task."""

from __future__ import annotations

import json
import os
import signal
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from milepost.cli.main import app
from milepost.cli.opening import opened
from milepost.cli.progress import watched
from milepost.exchange.write import write

SAMPLE = str(Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost")
#: Ana is asked for two tasks at once; Bo could do the second.
PLAN = """ID,Task Name,Start,Duration,Predecessors,Resource Names
1,Design,2026-06-01,5d,,Ana
2,Review,2026-06-01,3d,,Ana
3,Build,2026-06-08,5d,"1,2",Bo
"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, [*arguments])


def document(*arguments: str) -> dict[str, Any]:
    """What --json gives."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_says_finish_bound_and_why_each_task_moves(plan: str) -> None:
    text = run("level", plan, "--schedules", "20").stdout
    first, second = text.splitlines()[:2]
    assert "over-allocated hours 0 (were 24)" in first
    assert "13 working days long: proven" in second
    assert "waits for Ana held by" in text
    assert "Nothing has changed yet: --out FILE writes this plan." in text


def test_the_same_number_of_schedules_gives_the_same_plan() -> None:
    first = document("level", SAMPLE, "--schedules", "30")
    assert document("level", SAMPLE, "--schedules", "30") == first
    assert first["lower_bound_minutes"] <= first["makespan_minutes"]
    assert all(move["reason"] for move in first["moves"])


def test_the_written_plan_has_the_dates_that_were_announced(plan: str, tmp_path: Path) -> None:
    out = tmp_path / "levelled.milepost"
    told = json.loads(run("level", plan, "--schedules", "20", "--json", "--out", str(out)).stdout)
    rows = {row["uid"]: row for row in json.loads(run("schedule", str(out), "--json").stdout)["tasks"]}
    assert told["moves"]
    for move in told["moves"]:
        assert (rows[move["uid"]]["start"], rows[move["uid"]]["finish"]) == (move["start"], move["finish"])
    assert document("level", str(out), "--schedules", "20")["moves"] == []


def test_microsoft_project_gets_the_levelled_plan_with_a_word_on_what_it_lacks(tmp_path: Path) -> None:
    out = tmp_path / "levelled.xml"
    done = run("level", SAMPLE, "--schedules", "1", "--out", str(out))
    assert done.exit_code == 0
    assert "cannot hold and leaves out: 12 risks" in done.stderr
    assert out.read_bytes().startswith(b"<?xml")


def test_a_plan_that_is_level_already_stays(tmp_path: Path) -> None:
    calm = tmp_path / "calm.csv"
    calm.write_text(PLAN.replace("Review,2026-06-01,3d,,Ana", "Review,2026-06-01,3d,,Cy"), encoding="utf-8")
    assert "No task has to move." in run("level", str(calm)).stdout


def test_candidates_are_those_with_the_skill_best_first() -> None:
    found = document("assign", SAMPLE, "Adopt the new sign-in")
    assert [row["name"] for row in found["candidates"]] == ["Amara Okafor", "Sofia Marino"]
    assert all(row["finish"] and row["project_finish"] and row["reasons"] for row in found["candidates"])
    assert "Mobile development level 3" in run("assign", SAMPLE, "36").stdout


def test_a_first_ctrl_c_asks_for_the_best_so_far_and_a_second_breaks_off() -> None:
    before = signal.getsignal(signal.SIGINT)
    with watched("Levelling") as told:
        assert told(0.1, "search")
        os.kill(os.getpid(), signal.SIGINT)
        assert not told(0.2, "search")
        with pytest.raises(KeyboardInterrupt):
            os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_who_has_no_capacity_is_said_first_and_once(tmp_path: Path) -> None:
    dossier = opened(SAMPLE).dossier
    idle = tuple(replace(each, max_units=Decimal(0), availability=()) for each in dossier.plan.resources)
    file = tmp_path / "idle.milepost"
    file.write_bytes(write(replace(dossier, plan=replace(dossier.plan, resources=idle)), "archive"))
    lines = run("level", str(file), "--schedules", "2").stdout.splitlines()
    assert lines[0].startswith("W-CAPACITY-ZERO: Nobody who is asked for has any capacity (max units 0 %): ")
    assert lines[1].startswith("Finish ")
    assert not [line for line in lines[1:] if line.startswith(("W-CAPACITY", "W-OVERALLOC"))]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("level", "no.mpp"), "There is no file no.mpp"),
        (("level", SAMPLE, "--out", "/no/such/folder/x.xml"), "There is no folder"),
        (("level", SAMPLE, "--out", "plan.docx"), "cannot write this format"),
        (("level", SAMPLE, "--freeze-until", "soon"), "'soon' is not a date"),
        (("level", SAMPLE, "--status-date", "2999-01-01"), "--status-date 2999-01-01 lies more than 50 years from"),
        (("level", SAMPLE, "--status-date", "1900-01-01"), "the project's start, Mon 1 Jun 08:00."),
        (("assign", SAMPLE, "nothing like it"), "No task is called"),
    ],
)
def test_what_is_wrong_is_said_in_a_sentence(arguments: tuple[str, ...], said: str) -> None:
    done = run(*arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
