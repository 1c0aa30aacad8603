"""Forms: every command has one, and each of its parameters a field that says what may be written."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from milepost.commands.catalogue import catalogue, find
from milepost.queries.refused import Refused
from milepost.web.forms import LARGEST_FILE, UNWRITTEN, Field, arguments_of, form_for, worded
from tests.web.visitors import browser, cast

COMMANDS = tuple(catalogue().values())


def field(command: str, name: str, **values: str) -> Field:
    """One field of a command's form."""
    return next(each for each in form_for(find(command), "", values).fields if each.name == name)


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.name)
def test_every_parameter_has_a_field_unless_only_programs_write_it(command: Any) -> None:
    shown = {each.name for each in form_for(command, "", {}).fields}
    written = {each.name for each in command.parameters if each.kind not in UNWRITTEN}
    assert written - shown <= {"file"}
    assert shown <= written


@pytest.mark.django_db
def test_every_form_opens_for_those_who_may_send_it() -> None:
    cast()
    owner, administrator = browser("owner"), browser("administrator")
    wrong = []
    for command in COMMANDS:
        address = f"/do/{command.name}" if command.site else f"/p/SMALL/do/{command.name}"
        answers = {client.get(address).status_code for client in (owner, administrator)}
        # Dangerous ones first ask who one is; what only sponsors decide is for neither of the two.
        if not answers & ({302} if command.dangerous else {200}) and not (answers == {403} and command.vital):
            wrong.append((command.name, answers))
    assert wrong == []


@pytest.mark.parametrize(
    ("command", "name", "widget", "words"),
    [
        ("change_duration", "duration", "text", "Such as 3d"),
        ("change_duration", "task", "text", ""),
        ("record_actual_start", "at", "date", ""),
        ("make_milestone", "milestone", "checkbox", ""),
        ("set_priority", "priority", "number", ""),
        ("add_link", "kind", "select", ""),
        ("import_project", "content", "file", ""),
        ("describe_project", "description", "textarea", ""),
        ("indent_tasks", "tasks", "text", "Separate several with commas"),
    ],
)
def test_a_kind_has_its_widget_and_says_what_to_write(command: str, name: str, widget: str, words: str) -> None:
    found = field(command, name)
    assert (found.widget, found.help.startswith(words)) == (widget, True)


def test_references_are_looked_up_and_choices_offered() -> None:
    assert field("change_duration", "task").table == "tasks"
    assert field("indent_tasks", "tasks").table == "tasks"
    assert field("indent_tasks", "tasks").multiple
    assert field("change_duration", "duration").table == ""
    assert field("add_link", "kind").choices == (("FS", "FS"), ("SS", "SS"), ("FF", "FF"), ("SF", "SF"))
    assert ("administrator", "Administrator") in field("create_account", "site_role").choices


def test_a_time_of_day_that_is_known_stays_in_the_field() -> None:
    assert field("record_actual_start", "at", at="2026-03-02").widget == "date"
    assert field("record_actual_start", "at", at="2026-03-02T08:00").widget == "datetime-local"


def test_what_was_refused_stands_at_its_field_or_above_all() -> None:
    at_field = form_for(find("rename_task"), "", {}, refused=Refused("Too long.", "name", "invalid"))
    assert [each.error for each in at_field.fields] == ["", "Too long."]
    assert at_field.error == ""
    hidden = form_for(find("rename_task"), "", {}, fixed=["task"], refused=Refused("Gone.", "task", "unknown"))
    assert hidden.error == "Gone."
    assert [each.name for each in hidden.shown] == ["name"]


def sent(command: str, fields: dict[str, Any], files: dict[str, Any] | None = None) -> dict[str, Any]:
    """The arguments a command gets from a form."""
    lists = {name: [value] for name, value in fields.items()}
    return arguments_of(find(command), fields, files or {}, lists)


def test_empty_fields_are_left_out_and_boxes_say_no() -> None:
    assert sent("set_deadline", {"task": "T-1", "at": ""}) == {"task": "T-1"}
    assert sent("set_deadline", {"task": "T-1", "at": "", "_empty.at": "1"}) == {"task": "T-1", "at": ""}
    assert sent("rename_task", {"task": "T-1", "name": "", "other": "x"}) == {"task": "T-1", "name": ""}
    assert sent("make_milestone", {"task": "T-1", "_flag.milestone": "1"}) == {"task": "T-1", "milestone": False}
    ticked = {"task": "T-1", "_flag.milestone": "1", "milestone": "on"}
    assert sent("make_milestone", ticked) == {"task": "T-1", "milestone": True}


def test_a_file_brings_its_name_and_one_too_large_is_refused() -> None:
    file = SimpleUploadedFile("plan.xml", b"<Project/>")
    assert sent("import_project", {"code": "A"}, {"content": file}) == {
        "code": "A",
        "content": b"<Project/>",
        "file": "plan.xml",
    }
    file.size = LARGEST_FILE + 1
    with pytest.raises(Refused, match=r"plan\.xml is too large; Milepost takes files up to 64 MiB"):
        sent("import_project", {"code": "A"}, {"content": file})


def test_arguments_are_named_as_their_fields_are() -> None:
    assert worded("`work_left` says what\n  remains.") == "“Work left” says what remains."
