"""The review through its door: the sample, reviewed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from milepost.cli.main import app

SAMPLES = Path(__file__).resolve().parents[2] / "src" / "milepost" / "sample"
SAMPLE, BEFORE = str(SAMPLES / "portal.xml"), str(SAMPLES / "portal-two-weeks-ago.xml")


def run(*arguments: str) -> Result:
    """Review the sample as of its status date."""
    return CliRunner().invoke(app, ["review", SAMPLE, "--today", "2026-10-16", *arguments])


@pytest.fixture(scope="module")
def document() -> dict[str, object]:
    answer = run("--json", "--previous", BEFORE)
    assert answer.exit_code == 0, answer.output
    found: dict[str, object] = json.loads(answer.stdout)
    return found


def test_json_says_everything(document: dict[str, object]) -> None:
    assert list(document) == [
        "project", "as_of", "health", "ratings", "key_dates", "changes_since", "changes", "findings", "resolved",
        "look_ahead", "gaps", "metrics", "quality", "briefing",
    ]  # fmt: skip
    assert document["as_of"] == "2026-10-16T17:00:00"
    assert document["changes_since"] == "2026-10-02T17:00:00"
    assert document["changes"]


def test_findings_are_ranked_and_priced(document: dict[str, object]) -> None:
    findings = document["findings"]
    assert isinstance(findings, list)
    assert findings[0]["severity"] == "S1"
    assert len({finding["id"] for finding in findings}) == len(findings)
    priced = [offer for finding in findings for offer in finding["proposals"] if offer["effects"]]
    assert priced
    assert all(edit["command"] for offer in priced for edit in offer["edits"])


@pytest.fixture(scope="module")
def sampled(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, Path]:
    """What `milepost sample` prints, and the page it writes."""
    out = tmp_path_factory.mktemp("sample") / "page.html"
    done = CliRunner().invoke(app, ["sample", "--html", str(out)])
    assert done.exit_code == 0, done.output
    return done.output, out


def test_plain_review_is_markdown_for_two_minutes(sampled: tuple[str, Path]) -> None:
    text = sampled[0]
    assert len(text.split()) < 1300
    assert text.startswith("# Customer portal migration\n")
    for heading in ("## What changed since 2 Oct 2026", "## What needs you", "Proposal: "):
        assert heading in text
    assert "\x1b" not in text


def test_fail_on_tells_scripts_after_writing_the_page(tmp_path: Path) -> None:
    out = tmp_path / "review.html"
    assert run("--fail-on", "s1", "--html", str(out)).exit_code == 1
    assert [path.name for path in tmp_path.iterdir()] == ["review.html"]


def test_the_sample_writes_its_page(sampled: tuple[str, Path]) -> None:
    text, out = sampled
    assert f"The page to send: {out}" in text
    page = out.read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "Build token exchange for partner portals" in page


def test_a_page_that_cannot_be_written_is_said_and_leaves_nothing(tmp_path: Path) -> None:
    refused = run("--html", str(tmp_path / "missing" / "review.html"))
    assert refused.exit_code == 2
    assert "missing" in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_the_sample_can_be_copied(tmp_path: Path) -> None:
    done = CliRunner().invoke(app, ["sample", "--copy-to", str(tmp_path / "here")])
    assert done.exit_code == 0
    assert sorted(path.name for path in (tmp_path / "here").iterdir()) == [
        "portal-two-weeks-ago.milepost",
        "portal-two-weeks-ago.xml",
        "portal.milepost",
        "portal.xml",
    ]


def test_an_earlier_file_of_another_plan_is_refused(tmp_path: Path) -> None:
    other = tmp_path / "other.csv"
    other.write_text("Name,Duration,Start\nDig,2d,2026-03-02\n", encoding="utf-8")
    result = run("--previous", str(other))
    assert result.exit_code == 2
    assert "not an earlier state" in result.stderr
