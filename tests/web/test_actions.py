"""Acting through the web door: forms and JSON become commands; refusals come back in words at their field."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.test import Client

from milepost.records.models import JournalEntry, Project
from tests.web.visitors import PASSWORD, ROLES, browser, cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def small() -> Project:
    """A project and everybody in it."""
    return cast()


def send(client: Client, *calls: tuple[str, dict[str, Any]], **more: Any) -> Any:
    """Send commands as a script of a page does."""
    body = {"calls": [{"command": word, "arguments": arguments} for word, arguments in calls], **more}
    return client.post("/p/SMALL/do", body, content_type="application/json")


def entries() -> int:
    """How many journal entries there are."""
    return JournalEntry.objects.count()


def test_a_command_is_carried_out_and_says_what_moved() -> None:
    answer = send(browser("manager"), ("change_duration", {"task": "T-1", "duration": "8d"})).json()
    assert answer["revision"] == 3
    assert answer["undo"] == {"entry": answer["entry"]}
    assert [each[0] for each in answer["moved"]] == ["T-1", "T-2", "T-3"]
    assert answer["sentence"] == "3 tasks moved; the project ends 3 working days later (Mon 30 Mar 2026)."
    assert answer["impact"]["finish_delta"] == 3 * 480


def test_several_commands_are_one_action_and_can_be_undone() -> None:
    manager = browser("manager")
    before = entries()
    answer = send(
        manager,
        ("rename_task", {"task": "T-1", "name": "Sketch"}),
        ("change_duration", {"task": "T-1", "duration": "2d"}),
    ).json()
    assert entries() == before + 1
    undone = send(manager, ("undo", {"entry": answer["undo"]["entry"]})).json()
    assert undone["sentence"].startswith("3 tasks moved; the project ends 3 working days later")


def test_what_follows_can_be_asked_in_the_same_trip() -> None:
    asked = {"query": "choices", "arguments": {"table": "tasks"}}
    answer = send(browser("manager"), ("rename_task", {"task": "T-1", "name": "Sketch"}), ask=asked).json()
    assert answer["answer"][0] == {"ref": "T-1", "name": "Sketch"}


def test_a_preview_writes_nothing() -> None:
    before = entries()
    answer = send(browser("manager"), ("change_duration", {"task": "T-2", "duration": "12d"}), preview=True).json()
    assert answer["sentence"].startswith("2 tasks moved")
    assert (entries(), Project.objects.get(code="SMALL").revision) == (before, 2)


def test_somebody_else_was_faster() -> None:
    send(browser("owner"), ("change_duration", {"task": "T-1", "duration": "8d"}))
    answer = send(browser("manager"), ("change_duration", {"task": "T-1", "duration": "2d"}), revision=2)
    problem = answer.json()
    assert answer.status_code == 409
    assert answer.headers["Content-Type"] == "application/problem+json"
    assert (problem["code"], problem["field"], problem["record"]) == ("conflict", "duration", "T-1")
    assert (problem["was"], problem["theirs"], problem["yours"]) == (5 * 480, 8 * 480, 2 * 480)


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("{", 422, "no JSON"),
        ("[]", 422, '"calls"'),
        ('{"calls": [1]}', 422, "Each call"),
        ('{"calls": [{"command": "x", "arguments": []}]}', 422, "object"),
        ('{"calls": [], "revision": 1}', 422, "1 to"),
        ('{"calls": [{"command": "rename_tsk"}]}', 404, "Did you mean rename_task"),
        ('{"calls": [{"command": "rename_task", "arguments": {"task": "T-9", "name": "x"}}]}', 404, "no task T-9"),
        ('{"calls": [{"command": "rename_task", "arguments": {"task": "T-1"}}]}', 422, "needs name"),
        ('{"calls": [{"command": "undo"}], "revision": "two"}', 422, "whole number"),
    ],
)
def test_bad_input_is_refused_in_words(body: str, status: int, words: str) -> None:
    before = entries()
    answer = browser("manager").post("/p/SMALL/do", body, content_type="application/json")
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert entries() == before


@pytest.mark.parametrize("role", ROLES)
def test_only_those_who_plan_may_change_the_plan(role: str) -> None:
    status = {"owner": 200, "manager": 200, "stranger": 404}.get(role, 403)
    answer = send(browser(role), ("rename_task", {"task": "T-1", "name": "Sketch"}))
    assert answer.status_code == status


def test_nobody_acts_without_signing_in() -> None:
    answer = send(Client(headers={"host": "localhost"}), ("rename_task", {"task": "T-1", "name": "x"}))
    assert (answer.status_code, answer.json()["code"]) == (401, "signed_out")


def test_a_forged_request_is_refused() -> None:
    strict = Client(enforce_csrf_checks=True, headers={"host": "localhost"})
    strict.cookies = browser("manager").cookies
    answer = send(strict, ("rename_task", {"task": "T-1", "name": "x"}))
    assert (answer.status_code, answer.json()["title"]) == (403, "Please load the page again")


def form(client: Client, base: str = "/p/SMALL", **fields: Any) -> Any:
    """Send a form as a page does; two underscores stand for the one that forms' own fields begin with."""
    return client.post(f"{base}/do", {name.replace("__", "_"): value for name, value in fields.items()})


def test_a_form_leads_on_and_the_next_page_says_what_moved() -> None:
    manager = browser("manager")
    fields = {"__command": "change_duration", "task": "T-1", "duration": "8d", "__next": "/portfolio"}
    answer = form(manager, **fields)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/portfolio")
    text = manager.get("/portfolio").content.decode()
    assert "Change duration: done. 3 tasks moved; the project ends 3 working days later" in text
    assert '<input type="hidden" name="_command" value="undo">' in text


def test_a_new_project_opens_on_its_plan_wherever_it_was_made() -> None:
    fields = {
        "__command": "create_project",
        "code": "FRESH",
        "name": "Fresh",
        "start": "2026-03-02",
        "__next": "/today",
    }
    assert form(browser("manager"), "", **fields).headers["Location"] == "/p/FRESH/plan"


def test_a_form_never_leads_to_another_site() -> None:
    fields = {"__command": "rename_task", "task": "T-1", "name": "x", "__next": "https://evil.example/"}
    assert form(browser("manager"), **fields).headers["Location"] == "/p/SMALL/"


def test_a_refused_form_comes_back_with_the_sentence_at_its_field() -> None:
    fields = {"__command": "change_duration", "task": "T-1", "duration": "soon"}
    answer = form(browser("manager"), **fields)
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "is not a duration; write 3d" in text
    assert 'value="soon"' in text
    assert 'aria-invalid="true"' in text


def test_a_form_in_a_dialog_answers_with_a_piece_and_leads_on_by_header() -> None:
    manager = browser("manager", **{"hx-request": "true"})
    wrong = form(manager, __command="change_duration", task="T-1", duration="soon")
    assert b"<html" not in wrong.content
    right = form(manager, __command="change_duration", task="T-1", duration="8d", __next="/portfolio")
    assert (right.status_code, right.headers["HX-Redirect"]) == (204, "/portfolio")


def test_one_form_does_something_to_each_of_several() -> None:
    before = entries()
    form(browser("manager"), __command="set_priority", __each="task", __keys="T-1,T-3", priority="700")
    assert entries() == before + 1
    said = json.loads(JournalEntry.objects.latest("pk").calls)
    assert [each["arguments"] for each in said] == [
        {"priority": "700", "task": "T-1"},
        {"priority": "700", "task": "T-3"},
    ]


def test_a_form_can_be_tried() -> None:
    before = entries()
    answer = form(browser("manager"), __command="change_duration", task="T-1", duration="8d", __preview="1")
    assert "the project ends 3 working days later" in answer.content.decode()
    assert entries() == before


def test_an_uploaded_plan_becomes_a_project() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from tests.worlds import SAMPLE

    file = SimpleUploadedFile("portal.milepost", SAMPLE.read_bytes())
    answer = form(browser("manager"), "", __command="import_project", code="portal", content=file)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/p/PORTAL/plan")


def test_a_file_that_is_no_plan_is_refused_at_its_field() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    file = SimpleUploadedFile("holiday.jpg", b"\xff\xd8\xff\xe0 no plan")
    answer = form(browser("manager"), "", __command="import_project", code="PORTAL", content=file)
    assert answer.status_code == 422
    assert "mp-error" in answer.content.decode()
    assert not Project.objects.filter(code="PORTAL").exists()


def test_a_dangerous_command_asks_who_one_is_once_more() -> None:
    owner = Client(headers={"host": "localhost", "accept": "text/html"})
    from tests.web.visitors import account

    account("owner")
    owner.post("/accounts/login/", {"login": "owner", "password": PASSWORD})
    told = send(owner, ("archive_project", {}))
    assert (told.status_code, told.json()["code"]) == (401, "reauthenticate")
    led = owner.get("/p/SMALL/do/archive_project")
    assert led.headers["Location"] == "/accounts/reauthenticate/?next=%2Fp%2FSMALL%2Fdo%2Farchive_project"
    back = owner.post(led.headers["Location"], {"password": PASSWORD})
    assert back.headers["Location"] == "/p/SMALL/do/archive_project"
    assert send(owner, ("archive_project", {})).status_code == 200
    assert Project.objects.get(code="SMALL").archived


@pytest.mark.parametrize("role", ROLES)
def test_forms_are_shown_to_those_who_may_send_them_or_ask_for_it(role: str) -> None:
    known = {"stranger": 404, "vendor": 403, "viewer": 403, "administrator": 403, "auditor": 403}
    status = known.get(role, 200)
    assert browser(role).get("/p/SMALL/do/rename_task?task=T-1").status_code == status


def test_the_palette_offers_what_one_may_do_and_see() -> None:
    manager = {each["address"] for each in browser("manager").get("/p/SMALL/palette.json").json()}
    viewer = {each["address"] for each in browser("viewer").get("/p/SMALL/palette.json").json()}
    assert {"/portfolio", "/p/SMALL/", "/p/SMALL/do/rename_task", "/do/create_project"} <= manager
    assert "/p/SMALL/do/rename_task" not in viewer
    assert "/p/SMALL/do/archive_project" not in manager


def test_queries_answer_scripts_as_json_for_those_who_may_ask() -> None:
    manager = browser("manager")
    answer = manager.get("/p/SMALL/choices.json?table=tasks&text=bui")
    assert answer.json() == [{"ref": "T-2", "name": "Build"}]
    assert manager.get("/p/SMALL/choices.json", headers={"if-none-match": answer.headers["ETag"]}).status_code == 422
    assert browser("stranger").get("/p/SMALL/choices.json?table=tasks").status_code == 404
