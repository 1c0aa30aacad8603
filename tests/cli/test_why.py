"""`milepost why` names the cause and the chain behind it."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner, Result

from milepost.cli.main import app

SAMPLE = str(Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.xml")


def run(*arguments: str) -> Result:
    """Ask why."""
    return CliRunner().invoke(app, ["why", SAMPLE, *arguments])


def test_says_the_cause_and_the_chain() -> None:
    said = run("9.5").output
    assert said.startswith("Go-live starts Mon 25 Jan 2027 08:00 because Cutover weekend finishes")
    assert "The chain back:" in said
    assert "It decides the start of" in said


def test_json_follows_the_chain_to_its_end() -> None:
    answer = json.loads(run("Go-live", "--json").output)
    assert (answer["uid"], answer["driver"]) == (78, "link")
    assert answer["chain"][0]["uid"] == 78
    assert answer["chain"][0]["link"] == {"predecessor": 77, "successor": 78, "type": "FS"}
    assert answer["chain"][-1]["link"] is None


def test_asks_back_when_several_tasks_are_meant() -> None:
    refused = run("portal")
    assert refused.exit_code == 2
    assert "can mean" in refused.stderr


def test_an_inactive_task_has_no_dates() -> None:
    refused = run("4.9")
    assert refused.exit_code == 2
    assert "is inactive and has no dates to explain" in refused.stderr
