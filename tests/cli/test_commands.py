"""The commands as scripts use them: output, exit codes, plainness."""

from __future__ import annotations

import csv
import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from milepost import __version__
from milepost.cli.main import app

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = str(ROOT / "src" / "milepost" / "sample" / "portal.xml")


def run(*arguments: str, stdin: bytes | None = None) -> Result:
    """Run milepost in this process."""
    return CliRunner().invoke(app, list(arguments), input=stdin)


def test_help_names_every_command_and_the_exit_codes() -> None:
    shown = run("--help")
    assert shown.exit_code == 0
    for word in ("milepost review plan.mpp", "schedule", "receipt", "convert", "Exit codes", "--install-completion"):
        assert word in shown.output


def test_version() -> None:
    assert run("--version").output == f"milepost {__version__}\n"


class TestSchedule:
    def test_json_has_the_published_shape(self) -> None:
        document = json.loads(run("schedule", SAMPLE, "--json").output)
        assert list(document) == ["project", "tasks", "warnings"]
        assert document["project"]["name"] == "Customer portal migration"
        assert document["project"]["status_date"] == "2026-10-16T17:00:00"
        first = document["tasks"][0]
        types: dict[str, Any] = dict.fromkeys(first, str)
        types |= {"uid": int, "total_float_minutes": int, "free_float_minutes": int, "critical": bool}
        assert {name: type(value) for name, value in first.items()} == types
        assert list(first)[:6] == ["id", "uid", "wbs", "name", "start", "finish"]
        assert (first["id"], first["uid"], first["wbs"]) == ("2", 2, "1.1")
        assert first["start"] == "2026-06-01T08:00:00"
        for warning in document["warnings"]:
            assert set(warning) == {"code", "message", "tasks"}

    def test_only_leaf_tasks_that_are_scheduled(self) -> None:
        document = json.loads(run("schedule", SAMPLE, "--json").output)
        names = [task["name"] for task in document["tasks"]]
        assert "Identity provider" not in names
        assert "Move the legacy knowledge base" not in names
        assert 60 <= len(names) <= 120

    def test_csv_parses_back(self) -> None:
        rows = list(csv.DictReader(io.StringIO(run("schedule", SAMPLE, "--csv").output)))
        assert rows[0]["name"] == "Project kick-off"
        assert {row["critical"] for row in rows} == {"true", "false"}

    def test_reads_standard_input(self) -> None:
        piped = run("schedule", "-", stdin=Path(SAMPLE).read_bytes())
        assert piped.exit_code == 0
        assert "Go-live" in piped.output

    def test_another_status_date(self) -> None:
        document = json.loads(run("schedule", SAMPLE, "--json", "--status-date", "2026-10-30").output)
        assert document["project"]["status_date"] == "2026-10-30T17:00:00"


def test_formulas_do_not_reach_a_spreadsheet() -> None:
    from milepost.cli.schedule import inert

    assert [inert(text) for text in ("=1+1", "+1", "-1", "@a", "plain", -5)] == [
        "'=1+1", "'+1", "'-1", "'@a", "plain", -5,
    ]  # fmt: skip


class TestRefusals:
    @pytest.mark.parametrize(
        ("arguments", "code", "words"),
        [
            (["schedule", "no-such-file.xml"], 2, "There is no file no-such-file.xml"),
            (["schedule", str(ROOT)], 2, "is a folder"),
            (["schedule", SAMPLE, "--status-date", "tomorrowish"], 2, "write it as 2026-10-16"),
            (["schedule", SAMPLE, "--map", "start"], 2, "write it as --map start='Begin date'"),
            (["convert", SAMPLE, "plan.docx"], 2, "cannot write this format"),
            (["schedule"], 2, "Missing argument"),
            (["fly"], 2, "No such command"),
        ],
    )
    def test_one_clear_sentence_and_a_code(self, arguments: list[str], code: int, words: str) -> None:
        refused = run(*arguments)
        assert refused.exit_code == code
        assert words in refused.stderr
        assert refused.stdout == ""
        assert "Traceback" not in refused.output

    def test_a_plan_that_cannot_be_scheduled_names_the_loop(self) -> None:
        plan = b"ID,Name,Duration,Predecessors,Start\n1,Build,5d,2,2026-06-01\n2,Test,5d,1,2026-06-01\n"
        refused = run("schedule", "-", stdin=plan)
        assert refused.exit_code == 3
        assert "E-CYCLE: " in refused.stderr
        assert "Build -FS-> " in refused.stderr

    def test_garbage_is_refused(self) -> None:
        refused = run("schedule", "-", stdin=b"")
        assert refused.exit_code == 2
        assert "empty" in refused.stderr

    def test_the_unexpected_is_words_too(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(*_: object, **__: object) -> None:
            raise RuntimeError("boom")

        monkeypatch.setattr("milepost.exchange.read.read", broken)
        refused = run("schedule", SAMPLE)
        assert refused.exit_code == 4
        assert "RuntimeError: boom" in refused.stderr
        assert "Traceback" not in refused.output


class TestReceipt:
    def test_counts_fields(self) -> None:
        document = json.loads(run("receipt", SAMPLE, "--json").output)
        fates = {row["fate"] for row in document["fields"]}
        assert "kept" in fates
        assert all(row["count"] > 0 for row in document["fields"])

    def test_plain_lists_every_field(self) -> None:
        lines = run("receipt", SAMPLE).output.splitlines()
        assert lines[0] == "Field\tFate\tCount\tExamples"
        assert any(line.startswith("Task.Name\tkept\t") for line in lines)


class TestQuality:
    def test_fourteen_points_with_the_tasks_behind_them(self) -> None:
        points = json.loads(run("quality", SAMPLE, "--json").output)["dcma"]
        assert [point["number"] for point in points] == list(range(1, 15))
        negative = points[6]
        assert negative["passed"] is False
        assert negative["numerator"] == len(negative["tasks"]) > 0

    def test_plain_table(self) -> None:
        lines = run("quality", SAMPLE).output.splitlines()
        assert lines[0] == "#\tPoint\tValue\tPass at\tResult\tTasks behind it"
        assert lines[5].endswith("pass\t53 Penetration test")
        assert lines[15:17] == ["", "#\tPractice\tScore\tEvidence"]
        assert len(lines) == 27

    def test_ten_practices_with_their_evidence(self) -> None:
        practices = json.loads(run("quality", SAMPLE, "--json").output)["gao"]
        assert [practice["number"] for practice in practices] == list(range(1, 11))
        assert practices[7]["score"] is None
        assert all(part["said"] for practice in practices for part in practice["evidence"])


def test_convert_writes_what_it_reads_back(tmp_path: Path) -> None:
    target = str(tmp_path / "copy.xml")
    assert run("convert", SAMPLE, target).exit_code == 0
    assert (
        run("schedule", target, "--json").output.replace("copy.xml", "portal.xml")
        == run("schedule", SAMPLE, "--json").output
    )


def test_convert_says_what_the_format_cannot_hold(tmp_path: Path) -> None:
    whole = SAMPLE.replace("portal.xml", "portal.milepost")
    done = run("convert", whole, str(tmp_path / "copy.xml"))
    assert done.exit_code == 0
    assert "Microsoft Project XML cannot hold and leaves out: 12 risks" in done.stderr
    assert run("convert", whole, str(tmp_path / "copy.milepost")).stderr == ""


def test_piped_output_is_plain_and_quiet() -> None:
    """A real process: no colour, no boxes, no progress; only warnings on the standard error."""
    environment = {**os.environ, "FORCE_COLOR": "", "COLUMNS": "40"}
    done = subprocess.run(
        [sys.executable, "-m", "milepost.cli.main", "schedule", SAMPLE],
        capture_output=True,
        check=True,
        env=environment,
    )
    text = done.stdout.decode("utf-8")
    assert all(line.startswith("W-") for line in done.stderr.decode("utf-8").splitlines())
    assert len({line.count("\t") for line in text.splitlines()}) == 1
    assert "\x1b" not in text
    assert not set("│─┃━╭╮") & set(text)
    assert "Build token exchange for partner portals" in text
