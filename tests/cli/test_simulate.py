"""`milepost simulate`: percentiles in plain words, JSON for programs, the same answer for the same seed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from milepost.cli.main import app

SAMPLE = str(Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample" / "portal.milepost")
FEW = ("--runs", "400")
PLAN = """ID,Task Name,Start,Duration,Predecessors,Optimistic,Most Likely,Pessimistic,Deadline
1,Build,2026-06-01,10d,,8d,10d,16d,
2,Test,2026-06-15,20d,1,16d,20d,30d,2026-07-10
"""


def run(*arguments: str) -> Result:
    """Run the command line."""
    return CliRunner().invoke(app, ["simulate", *arguments])


def document(*arguments: str) -> dict[str, Any]:
    """What --json gives."""
    done = run(*arguments, "--json")
    assert done.exit_code == 0, done.stderr
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@pytest.fixture(scope="module")
def sample() -> dict[str, Any]:
    return document(SAMPLE, *FEW)


def test_says_how_sure_the_finish_is_in_plain_words(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(PLAN, encoding="utf-8")
    text = run(str(plan), *FEW).stdout
    first, second = text.splitlines()[:2]
    assert first.startswith("The project is 50 % sure to finish by ")
    assert "80 % sure by" in first
    assert "(P80)" in first
    assert second.startswith("Test meets its deadline, 10 Jul 2026, in ")
    assert "Which tasks decide the finish" in text


def test_percentiles_never_fall_and_lie_between_best_and_worst(tmp_path: Path) -> None:
    plan = tmp_path / "plan.csv"
    plan.write_text(PLAN, encoding="utf-8")
    finish = list(document(str(plan), *FEW)["finish"].values())
    assert finish == sorted(finish)
    # 24 and 46 working days after 1 June.
    assert "2026-07-02" <= finish[0] < finish[-1] <= "2026-08-03T17:00:00"


def test_the_seed_decides(sample: dict[str, Any]) -> None:
    assert document(SAMPLE, *FEW) == sample
    assert document(SAMPLE, *FEW, "--seed", "7")["finish"] != sample["finish"]


def test_json_holds_dates_money_risks_and_responses(sample: dict[str, Any]) -> None:
    assert (sample["runs"], sample["seed"], sample["levelled"]) == (400, 1, False)
    assert sample["cost"]["P50"] < sample["cost"]["P80"]
    assert 0 <= sample["chance_of_budget"] <= 1
    assert sample["precision"]["standard_error_minutes"] > 0
    assert {row["name"] for row in sample["deadlines"]} >= {"Go-live", "Switch off the old identity provider"}
    first = sample["risks"][0]
    assert first["risk"] == "R-01"
    assert first["finish_p80_minutes"] > 0
    assert {row["risk"] for row in sample["responses"]} >= {"R-01", "R-03", "R-10"}
    assert all(0 <= row["criticality"] <= 1 for row in sample["tasks"])


def test_nobody_in_two_places_takes_longer(sample: dict[str, Any]) -> None:
    levelled = document(SAMPLE, *FEW, "--levelled")
    assert levelled["levelled"] is True
    assert levelled["finish_levelled"] is None
    assert levelled["finish"]["P80"] > sample["finish"]["P80"]
    assert sample["finish_levelled"]["P80"] == levelled["finish"]["P80"]


def test_opportunities_pull_forward(sample: dict[str, Any]) -> None:
    effects = {row["risk"]: row["finish_mean_minutes"] for row in sample["risks"]}
    assert effects["R-10"] < 0 < effects["R-01"]


def test_risks_that_happened_are_not_drawn_again(sample: dict[str, Any]) -> None:
    assert "R-05" not in {row["risk"] for row in sample["risks"]}


def test_a_certain_plan_says_what_would_make_it_worth_simulating(tmp_path: Path) -> None:
    plan = tmp_path / "certain.csv"
    plan.write_text("Task Name,Start,Duration\nBuild,2026-06-01,5d\n", encoding="utf-8")
    done = run(str(plan), *FEW)
    assert done.exit_code == 0
    assert done.stdout.startswith("Nothing in the plan is uncertain")


def test_a_range_the_wrong_way_round_is_refused_by_the_task(tmp_path: Path) -> None:
    whole = json.loads(Path(SAMPLE).read_text(encoding="utf-8"))
    task = next(row for row in whole["dossier"]["plan"]["tasks"] if row["name"] == "User acceptance test")
    task["estimate"]["optimistic"] = 100_000
    file = tmp_path / "wrong.milepost"
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = run(str(file), *FEW)
    assert done.exit_code == 3
    assert "User acceptance test" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_risk_on_a_task_that_is_not_there_is_refused(tmp_path: Path) -> None:
    whole = json.loads(Path(SAMPLE).read_text(encoding="utf-8"))
    whole["dossier"]["risks"][0]["risk"]["exposure"]["tasks"][0]["task"] = 9999
    file = tmp_path / "lost.milepost"
    file.write_text(json.dumps(whole), encoding="utf-8")
    done = run(str(file), *FEW)
    assert done.exit_code == 3
    assert "The project cannot be simulated until this is mended:" in done.stderr
    assert "E-RISK-TASK: Risk R-01 acts on task 9999, which is not in the plan." in done.stderr


@pytest.mark.parametrize("arguments", [("--runs", "5"), ("--seed", "-1"), ("--runs", "many")])
def test_numbers_out_of_range_are_refused(arguments: tuple[str, ...]) -> None:
    assert run(SAMPLE, *arguments).exit_code == 2


def test_ctrl_c_gives_no_answer_and_exit_code_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("milepost.forecasting.foreseen.foreseen", interrupted)
    stopped = run(SAMPLE, *FEW)
    assert stopped.exit_code == 130
    assert stopped.stdout == ""
    assert "Stopped by Ctrl-C" in stopped.stderr


@pytest.mark.parametrize("asked", [("schedule", SAMPLE, "--json", "--csv"), ("review", SAMPLE, "--json", "--markdown")])
def test_contradicting_forms_are_refused(asked: tuple[str, ...]) -> None:
    refused = CliRunner().invoke(app, list(asked))
    assert refused.exit_code == 2
    assert "contradict" in refused.stderr


def test_the_schedule_of_an_archive_names_its_file() -> None:
    facts = json.loads(CliRunner().invoke(app, ["schedule", SAMPLE, "--json"]).stdout)["project"]
    assert facts["file"]
    assert facts["format"]
