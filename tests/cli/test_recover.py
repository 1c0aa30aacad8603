"""`milepost recover`: ways that work, priced, and one clear sentence where there is nothing to do."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from milepost.cli.main import app

SAMPLE = str(Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost")
PLAN = """ID,Task Name,Start,Duration,Predecessors,Resource Names,Deadline,Cost
1,Design,2026-06-01,5d,,Ana,,0
2,Build,2026-06-08,10d,1,Bo,,0
3,Test,2026-06-22,5d,2,Ana,2026-06-24,0
4,Manual,2026-06-08,2d,1,Cy,,0
"""


@pytest.fixture
def plan(tmp_path: Path) -> str:
    file = tmp_path / "plan.csv"
    file.write_text(PLAN, encoding="utf-8")
    return str(file)


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, ["recover", *arguments])


def document(*arguments: str) -> dict[str, Any]:
    """What --json gives."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def test_takes_the_missed_deadline_and_says_what_wins_it_back(plan: str) -> None:
    text = run(plan).stdout
    assert text.startswith("Test ends on 26 Jun 2026 with nobody in two places, 2 d after 24 Jun 2026.")
    assert "Ways to recover" in text
    assert "Do nothing\t26 Jun 2026\t0 d\t0\t" in text


def test_every_way_says_days_cost_risk_and_its_changes(plan: str) -> None:
    found = document(plan)
    assert (found["task"], found["target"], found["need_minutes"]) == (3, "2026-06-24T17:00:00", 960)
    assert found["front"]
    keys = {option["key"] for option in found["options"]}
    for way in found["front"]:
        assert set(way["options"]) <= keys
        assert way["changes"]
        assert way["met"] is (way["recovered_minutes"] >= found["need_minutes"])
    assert found["nothing"]["recovered_minutes"] == 0


def test_no_way_combines_what_excludes_each_other(plan: str) -> None:
    found = document(plan)
    apart = {option["key"]: set(option["excludes"]) for option in found["options"]}
    assert all(option["changes"] for option in found["options"])
    for way in found["front"]:
        assert not any(one in apart[other] for one in way["options"] for other in way["options"])


def test_nothing_shown_is_beaten_by_another(plan: str) -> None:
    rows = [(-w["recovered_minutes"], float(w["cost"]), w["risk"], w["tasks_changed"]) for w in document(plan)["front"]]
    for one in rows:
        assert not any(other != one and all(a <= b for a, b in zip(other, one, strict=True)) for other in rows)


def test_the_same_call_gives_the_same_ways(plan: str) -> None:
    assert document(plan, "--tries", "20") == document(plan, "--tries", "20")


def test_a_date_that_is_kept_needs_nothing(plan: str) -> None:
    done = run(plan, "--target", "2026-07-31")
    assert done.stdout.strip().endswith("31 Jul 2026 is kept without doing anything.")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("--target", "soon"), "'soon' is not a date"),
        (("--target", "none"), "--target needs a day"),
        (("--target", "2020-01-01"), "--target 2020-01-01 lies before the project's start, Mon 1 Jun 08:00"),
        (("--target", "2026-06-15", "--status-date", "2026-06-16"), "lies before the status date, Tue 16 Jun 17:00"),
        (("--target", "9999-12-31"), "lies more than 50 years after the project's start"),
        (("--task", "nobody knows"), "No task is called 'nobody knows'"),
        (("--task", "Design"), "No deadline is missed; name the day"),
    ],
)
def test_what_is_missing_is_said_in_a_sentence(plan: str, arguments: tuple[str, ...], said: str) -> None:
    done = run(plan, *arguments)
    assert done.exit_code == 2
    assert said in done.stderr
    assert done.stdout == ""


def test_a_finished_task_is_refused_as_such() -> None:
    done = run(SAMPLE, "--task", "2", "--target", "2026-12-24")
    assert done.exit_code == 3
    assert "The date cannot be recovered until this is mended" in done.stderr
    assert "E-RECOVERY: Project kick-off finished Mon 1 Jun 08:00: there is nothing left to recover." in done.stderr
