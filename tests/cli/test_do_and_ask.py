"""The record from the terminal: every word, what comes of it, and refusals in words."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner, Result

from milepost.cli.main import app
from milepost.records.models import JournalEntry, User
from tests.worlds import SAMPLE, small, user

pytestmark = pytest.mark.django_db


def milepost(*words: str, typed: str | None = None) -> Result:
    """The command line, as somebody types it."""
    return CliRunner().invoke(app, words, input=typed)


@pytest.fixture
def project() -> None:
    small(user("ana", "administrator"))


def test_a_command_says_what_it_did(project: None) -> None:
    result = milepost(
        "do", "change_duration", "--project", "SMALL", "--task", "T-1", "--duration=7d", "--reason", "late"
    )
    assert result.exit_code == 0, result.stderr
    assert "the project ends 2 working days later" in result.stdout
    assert "T-3\t2026-03-25 08:00\t2026-03-23 08:00" in result.stdout
    entry = JournalEntry.objects.latest("id")
    assert (entry.door, entry.command, entry.actor_name, entry.reason) == ("cli", "change_duration", "ana", "late")


def test_a_preview_changes_nothing(project: None) -> None:
    before = JournalEntry.objects.count()
    result = milepost("do", "change_duration", "--project", "SMALL", "--task", "T-1", "--duration", "7d", "--preview")
    assert result.stdout.startswith("It would do this: 3 tasks moved")
    assert JournalEntry.objects.count() == before


def test_answers_are_for_people_or_for_programs(project: None) -> None:
    assert "Code\tName" in milepost("ask", "portfolio").stdout
    assert json.loads(milepost("ask", "portfolio", "--json").stdout)[0]["code"] == "SMALL"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (
            "do change_duration --project SMALL --task T-9 --duration 7d",
            "There is no task T-9 in this project. (--task)",
        ),
        ("do change_duration --project SMALL --task T-1", "change_duration needs duration"),
        ("do change_duration --task T-1 --duration 1d", "Name the project."),
        ("do change_duration --project SMALL --task T-1 --colour red", "Unrecognized arguments: --colour red"),
        ("do chang_duration", "Did you mean change_duration"),
        ("ask why --project OTHER --task T-1", "There is no project OTHER"),
        ("ask portfolios", "There is no query 'portfolios'. Did you mean portfolio?"),
        ("ask portfolio --as", "--as needs a value"),
        ("ask portfolio --as nobody", "Nobody signs in as nobody"),
    ],
)
def test_refusals_are_words_and_the_code_2(project: None, typed: str, words: str) -> None:
    result = milepost(*typed.split())
    assert (result.exit_code, result.stdout) == (2, "")
    assert words in result.stderr


def test_somebody_else_acts_where_named(project: None) -> None:
    user("ben")
    result = milepost("ask", "why", "--as", "ben", "--project", "SMALL", "--task", "T-1")
    assert "There is no project SMALL" in result.stderr


def test_several_administrators_have_to_say_who_they_are(project: None) -> None:
    user("cleo", "administrator")
    assert "several administrators" in milepost("ask", "portfolio").stderr


def test_the_first_account_is_made_by_whoever_has_the_database() -> None:
    made = ("do", "create_account", "--username", "ana", "--name", "Ana Lind", "--site-role", "administrator")
    result = milepost(*made, typed="river-stone-42\n")
    assert result.exit_code == 0, result.stderr
    assert User.objects.get(username="ana").check_password("river-stone-42")
    again = milepost(
        "do", "create_account", "--username", "eve", "--name", "Eve", "--as", "eve", typed="river-stone-43\n"
    )
    assert "Nobody signs in as eve" in again.stderr


def test_a_file_is_named_and_its_content_sent() -> None:
    user("ana", "administrator")
    result = milepost("do", "import_project", "--code", "PORTAL", "--content", str(SAMPLE))
    assert result.exit_code == 0, result.stderr
    assert "PORTAL is at revision 1" in result.stdout


def test_lists_are_repeated_or_separated_by_commas(project: None) -> None:
    result = milepost("do", "remove_tasks", "--project", "SMALL", "--tasks", "T-2", "--tasks", "T-3")
    assert result.exit_code == 0, result.stderr
    plan = json.loads(milepost("ask", "plan", "--project", "SMALL", "--json").stdout)
    assert plan["rows"]["ref"] == ["T-1"]
    assert milepost("do", "undo", "--project", "SMALL").exit_code == 0
    result = milepost("do", "remove_tasks", "--project", "SMALL", "--tasks", "T-1,T-2")
    assert result.exit_code == 0, result.stderr
    plan = json.loads(milepost("ask", "plan", "--project", "SMALL", "--json").stdout)
    assert plan["rows"]["ref"] == ["T-3"]


def test_every_word_has_help(project: None) -> None:
    told = milepost("do", "change_duration", "--help").stdout
    assert "--task" in told
    assert "3d, 4h, 2w" in " ".join(told.split())
    for verb in ("do", "ask"):
        assert f"milepost {verb} WORD --help" in milepost(verb, "--help").stdout


def test_the_journal_is_verified(project: None) -> None:
    assert "The journal is whole" in milepost("verify-journal").stdout
    JournalEntry.objects.filter(command="several").update(reason="another one")
    result = milepost("verify-journal")
    assert result.exit_code == 1
    assert "its content is not what was written" in result.stdout
