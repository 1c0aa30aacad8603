"""Commands over HTTP."""

from __future__ import annotations

import pytest

from milepost.records.models import JournalEntry, Project
from tests.doors.callers import Program, token
from tests.worlds import small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return small(user("ana"))


@pytest.fixture
def ana(project: Project) -> Program:
    return Program(token("ana"))


def test_a_command_is_carried_out_and_says_what_moved(ana: Program, project: Project) -> None:
    answer = ana.post("projects/SMALL/commands/change_duration", {"task": "T-1", "duration": "7d"})
    told = answer.json()
    assert answer.status_code == 200, told
    assert told["revision"] == project.revision + 1
    assert answer["ETag"] == f'"{told["revision"]}"'
    assert [each["task"] for each in told["moved"]] == ["T-1", "T-2", "T-3"]
    assert "ends 2 working days later" in told["sentence"]
    entry = JournalEntry.objects.latest("id")
    assert (entry.door, entry.command, entry.number) == ("api", "change_duration", told["entry"])


def test_who_prefers_a_minimal_answer_is_not_told_what_moved(ana: Program, project: Project) -> None:
    given = {"task": "T-1", "duration": "7d"}
    answer = ana.post("projects/SMALL/commands/change_duration", given, Prefer="wait=5, return=minimal")
    told = answer.json()
    assert answer["Preference-Applied"] == "return=minimal"
    assert (told["revision"], told["sentence"], told["moved"], told["impact"]) == (
        project.revision + 1,
        "Done.",
        [],
        None,
    )
    assert JournalEntry.objects.latest("id").number == told["entry"]
    tried = ana.post("projects/SMALL/commands/change_duration?preview=true", given, Prefer="return=minimal")
    assert "Preference-Applied" not in tried


def test_a_move_beyond_all_measure_is_done_and_said(ana: Program) -> None:
    answer = ana.post("projects/SMALL/commands/set_project_start", {"at": "1970-01-02"})
    assert answer.status_code == 200, answer.json()
    assert "cannot be compared" in answer.json()["sentence"]


def test_a_token_that_falls_short_says_so_where_the_account_would_do(project: Project) -> None:
    reader = Program(token("ana", "read"))
    refused = reader.post("projects/SMALL/commands/change_duration", {"task": "T-1", "duration": "7d"}).json()
    assert refused["detail"] == "Your account may do this, but this token reaches only as far as read."
    user("ben")
    stranger = Program(token("ben", "write"))
    refused = stranger.post("commands/create_account", {"username": "x", "name": "X", "password": "secret-enough-1"})
    assert refused.json()["detail"] == "Only an administrator of the site may create account."


def test_a_misspelt_trial_is_not_done_in_earnest(ana: Program, project: Project) -> None:
    for words in ("Preview=true", "preview=true&foo=1"):
        refused = ana.post(f"projects/SMALL/commands/insert_task?{words}", {"name": "A"}).json()
        assert refused["code"] == "invalid", refused
    project.refresh_from_db()
    assert project.revision == 2


def test_a_reference_with_the_sign_of_other_records_is_none(ana: Program) -> None:
    for reference in ("R-1", "P-1", "XYZ-1", "T-\uff11"):
        refused = ana.post("projects/SMALL/commands/change_duration", {"task": reference, "duration": "7d"})
        assert (refused.status_code, refused.json()["field"]) == (404, "task")
    assert (
        ana.post("projects/SMALL/commands/change_duration?preview=true", {"task": "t-1", "duration": "7d"}).status_code
        == 200
    )


def test_a_duration_of_less_than_a_minute_is_none(ana: Program) -> None:
    refused = ana.post("projects/SMALL/commands/change_duration", {"task": "T-1", "duration": "0.0001d"}).json()
    assert (refused["code"], refused["field"]) == ("invalid", "duration")


def test_control_characters_are_refused(ana: Program) -> None:
    refused = ana.post("projects/SMALL/commands/insert_task", {"name": "\x07bell"}).json()
    assert (refused["code"], refused["field"]) == ("invalid", "name")


def test_a_body_in_pieces_without_its_length_is_refused(ana: Program) -> None:
    answer = ana.post(
        "projects/SMALL/commands/insert_task", b"", **{"Transfer-Encoding": "chunked", "Content-Length": ""}
    )
    assert (answer.status_code, answer["Content-Type"]) == (411, "application/problem+json")


def test_pages_of_what_is_no_list_are_refused(ana: Program) -> None:
    refused = ana.get("projects/SMALL/task?task=T-1&limit=5").json()
    assert (refused["code"], refused["field"]) == ("invalid", "limit")
