"""Questions over HTTP: tags, pages, texts in addresses."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from milepost.records.models import Project
from tests.doors.callers import Program, token
from tests.worlds import do, small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return small(user("ana"))


@pytest.fixture
def ana(project: Project) -> Program:
    return Program(token("ana", "read"))


def test_a_question_is_answered_with_the_revision_as_its_tag(ana: Program, project: Project) -> None:
    answer = ana.get("projects/SMALL/why?task=T-2")
    assert answer.status_code == 200
    assert answer.json()["driver_refs"] == ["T-1"]
    assert answer["ETag"].startswith(f'"{project.revision}-')
    assert "Authorization" in answer["Vary"]


def test_who_has_the_answer_is_not_sent_it_again(ana: Program) -> None:
    tag = ana.get("projects/SMALL/plan")["ETag"]
    again = ana.get("projects/SMALL/plan", if_none_match=f'"other", {tag}')
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", tag)
    do(user("ana"), "SMALL", "rename_task", task="T-1", name="Draw")
    assert ana.get("projects/SMALL/plan", if_none_match=tag).status_code == 200


def test_lists_come_page_by_page(ana: Program) -> None:
    first = ana.get("projects/SMALL/choices?table=tasks&limit=2")
    assert [each["ref"] for each in first.json()] == ["T-1", "T-2"]
    assert first["Total-Count"] == "3"
    assert '<?table=tasks&limit=2&offset=2>; rel="next"' in first["Link"].replace("/api/v1/projects/SMALL/choices", "")
    last = ana.get("projects/SMALL/choices?table=tasks&limit=2&offset=2")
    assert [each["ref"] for each in last.json()] == ["T-3"]
    assert 'rel="prev"' in last["Link"]
    assert 'rel="next"' not in last["Link"]


@pytest.mark.parametrize("page", ["limit=0", "limit=-1", "limit=x", "limit=1001", "offset=-1", "offset=²"])
def test_a_page_that_cannot_be_is_refused(ana: Program, page: str) -> None:
    answer = ana.get(f"projects/SMALL/choices?table=tasks&{page}")
    assert answer.status_code == 422
    assert answer.json()["field"] in ("limit", "offset")


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("projects/SMALL/why", 422, "why needs task"),
        ("projects/SMALL/why?task=T-99", 404, "There is no task T-99"),
        ("projects/SMALL/why?task=T-1&colour=red", 422, "does not know colour"),
        ("projects/SMALL/wy?task=T-1", 404, "Did you mean why"),
        ("projects/OTHER/why?task=T-1", 404, "There is no project OTHER"),
        ("projects/SMALL/portfolio", 404, "belongs to no project"),
        ("why?task=T-1", 404, "needs a project"),
        ("projects/SM%00ALL/why", 422, "NUL"),
        ("nothing/at/all/here", 404, "There is nothing at"),
    ],
)
def test_what_cannot_be_answered_is_a_problem(ana: Program, path: str, status: int, words: str) -> None:
    answer = ana.get(path)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert answer.json()["status"] == status


def test_a_question_is_not_posted(ana: Program) -> None:
    answer = ana.post("projects/SMALL/why", {"task": "T-1"})
    assert (answer.status_code, answer["Allow"]) == (405, "GET, HEAD")


def test_who_sends_no_token_or_no_good_one_is_told_how(project: Project) -> None:
    ended = token("ana", "read", ends=datetime(2020, 1, 1, tzinfo=UTC), word="mp_ended")
    for bad in ("mp_nobody", ended, ""):
        answer = Program(bad).get("portfolio")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="milepost"')


def test_a_token_for_one_project_shows_no_other(project: Project) -> None:
    small(user("ana"), "OTHER")
    only = Program(token("ana", "read", project))
    assert only.get("projects/SMALL/why?task=T-2").status_code == 200
    assert only.get("projects/OTHER/why?task=T-2").status_code == 404
    assert [each["code"] for each in only.get("portfolio").json()] == ["SMALL"]
