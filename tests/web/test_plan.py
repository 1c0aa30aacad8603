"""The plan page: its answer in one trip, what one sees as a file, the paper, and who may."""

from __future__ import annotations

import csv
import io
import json

import pytest
from openpyxl import load_workbook

from milepost.records.models import JournalEntry
from tests.web.visitors import ROLES, browser, cast

pytestmark = pytest.mark.django_db


def test_a_change_is_answered_with_what_moved_and_the_rows_that_differ() -> None:
    project = cast()
    manager = browser("manager")
    body = {
        "calls": [{"command": "change_duration", "arguments": {"task": "T-2", "duration": "12d"}}],
        "revision": project.revision,
        "ask": {"query": "plan_since", "arguments": {"revision": project.revision}},
    }
    answer = manager.post("/p/SMALL/do", json.dumps(body), content_type="application/json").json()
    assert answer["sentence"] == "2 tasks moved; the project ends 2 working days later (Fri 27 Mar 2026)."
    assert [each[0] for each in answer["moved"]] == ["T-2", "T-3"]
    patch = answer["answer"]["patch"]
    assert set(patch["rows"]["ref"]) >= {"T-2", "T-3"}
    assert patch["project"]["revision"] == answer["revision"] == project.revision + 1
    assert answer["undo"] == {"entry": JournalEntry.objects.get(project=project, number=answer["revision"]).number}


def test_the_plan_is_not_sent_twice() -> None:
    cast()
    member = browser("member")
    first = member.get("/p/SMALL/plan.json")
    assert first.json()["project"]["read_only"] is True
    again = member.get("/p/SMALL/plan.json", headers={"if-none-match": first.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_what_one_sees_becomes_a_file() -> None:
    cast()
    viewer = browser("viewer")
    body = json.dumps({"columns": ["Name", "Finish"], "rows": [["=1+1", "9 Mar 2026"], ["Build", ""]]})
    written = viewer.post("/p/SMALL/plan/export.csv", body, content_type="application/json")
    rows = list(csv.reader(io.StringIO(written.content.decode("utf-8-sig"))))
    assert rows == [["Name", "Finish"], ["'=1+1", "9 Mar 2026"], ["Build", ""]]
    book = viewer.post("/p/SMALL/plan/export.xlsx", body, content_type="application/json")
    sheet = load_workbook(io.BytesIO(book.content)).active
    assert (sheet["A2"].value, sheet["A2"].data_type, sheet["B2"].value) == ("=1+1", "s", "9 Mar 2026")


@pytest.mark.parametrize(
    "body", ["{", "[]", '{"columns": ["A"], "rows": [["1", "2"]]}', '{"columns": [], "rows": []}', '{"columns": [1]}']
)
def test_what_is_no_table_becomes_no_file(body: str) -> None:
    cast()
    refused = browser("viewer").post("/p/SMALL/plan/export.csv", body, content_type="application/json")
    assert refused.status_code == 422
    assert browser("viewer").post("/p/SMALL/plan/export.exe", "{}", content_type="application/json").status_code == 404


@pytest.mark.parametrize("role", ROLES)
def test_the_plan_on_paper_is_for_those_who_see_the_record(role: str) -> None:
    cast()
    answer = browser(role).get("/p/SMALL/plan/print")
    expected = {"vendor": 403, "stranger": 404}.get(role, 200)
    assert answer.status_code == expected
    assert (b'class="gantt"' in answer.content) == (expected == 200)


def test_the_board_offers_moves_to_those_who_report_progress() -> None:
    cast()
    assert b"data-movable" in browser("member").get("/p/SMALL/board").content
    assert b"data-movable" not in browser("viewer").get("/p/SMALL/board").content
    assert b'data-task="T-1"' in browser("viewer").get("/p/SMALL/board").content


def test_a_task_is_a_page_and_a_piece_of_one() -> None:
    cast()
    manager = browser("manager")
    page, piece = manager.get("/p/SMALL/tasks/T-2"), manager.get("/p/SMALL/tasks/T-2", headers={"hx-request": "true"})
    assert b"<html" in page.content
    assert b"<html" not in piece.content
    for each in (page, piece):
        assert b"Build" in each.content
        assert b"do/change_duration?task=T-2" in each.content
    assert b"do/change_duration" not in browser("viewer").get("/p/SMALL/tasks/T-2").content
    assert manager.get("/p/SMALL/tasks/T-99").status_code == 404
