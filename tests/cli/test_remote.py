"""The terminal speaks to a server: words from its description, tokens in a file of their owner."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from milepost.cli.main import app
from milepost.records.models import JournalEntry, Project
from tests.doors.callers import token
from tests.worlds import small, user

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.xdist_group("servers")]


@pytest.fixture
def server(live_server: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> str:
    """A server with a small project, and nothing in this terminal that knows a token."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("MILEPOST_TOKEN", raising=False)
    small(user("ana"))
    return str(live_server.url)


def milepost(*words: str, typed: str | None = None) -> Result:
    """The command line, as somebody types it."""
    return CliRunner().invoke(app, words, input=typed)


def test_a_command_and_a_question_reach_the_server(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_TOKEN", token("ana"))
    done = milepost(
        "do", "change_duration", "--server", server, "--project", "SMALL", "--task", "T-1", "--duration", "7d"
    )
    assert done.exit_code == 0, done.stderr
    assert "the project ends 2 working days later" in done.stdout
    assert JournalEntry.objects.latest("id").door == "api"
    asked = milepost("ask", "why", "--server", server, "--project", "SMALL", "--task", "T-2", "--json")
    assert json.loads(asked.stdout)["driver_refs"] == ["T-1"]


def test_refusals_of_the_server_are_words_and_the_code_2(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    nobody = milepost("ask", "portfolio", "--server", server)
    assert (nobody.exit_code, "Send a token" in nobody.stderr) == (2, True)
    monkeypatch.setenv("MILEPOST_TOKEN", token("ana", "read"))
    refused = milepost("do", "rename_task", "--server", server, "--project", "SMALL", "--task", "T-1", "--name", "Draw")
    assert (refused.exit_code, "only as far as read" in refused.stderr) == (2, True)
    without = milepost("ask", "why", "--server", server, "--task", "T-1")
    assert "Name the project with --project" in without.stderr


def test_all_pages_of_a_list_are_fetched(server: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MILEPOST_TOKEN", token("ana", "read"))
    monkeypatch.setattr("milepost.api.answers.PAGE", 2)
    asked = milepost("ask", "choices", "--server", server, "--project", "SMALL", "--table", "tasks", "--json")
    assert [each["ref"] for each in json.loads(asked.stdout)] == ["T-1", "T-2", "T-3"]


def test_login_keeps_a_token_for_its_owner_only(server: str, tmp_path: Path) -> None:
    bad = milepost("login", "--server", server, typed="mp_nothing\n")
    assert (bad.exit_code, "not known" in bad.stderr) == (2, True)
    kept = milepost("login", "--server", server, typed=token("ana", "read") + "\n")
    assert kept.exit_code == 0, kept.stderr
    file = tmp_path / "milepost" / "tokens.json"
    assert file.stat().st_mode & 0o777 == 0o600
    assert "SMALL" in milepost("ask", "portfolio", "--server", server).stdout
    file.chmod(0o644)
    assert "Others can read the tokens" in milepost("ask", "portfolio", "--server", server).stderr
    file.chmod(0o600)
    assert milepost("login", "--server", server, "--forget").exit_code == 0
    assert json.loads(file.read_text()) == {}


@pytest.mark.parametrize("address", ["http://plan.example.org", "ftp://plan.example.org", "https://"])
def test_a_token_is_sent_to_no_unsafe_address(address: str) -> None:
    result = milepost("ask", "portfolio", "--server", address)
    assert result.exit_code == 2
    assert "use https" in result.stderr or "is no address" in result.stderr


def test_an_address_where_nobody_answers_is_named() -> None:
    result = milepost("ask", "portfolio", "--server", "http://127.0.0.1:1")
    assert (result.exit_code, "does not answer" in result.stderr) == (2, True)
    assert not Project.objects.exists()
