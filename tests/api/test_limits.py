"""How often and how much: requests a minute for all processes, sizes of bodies, and what is no JSON."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from milepost.commands import allowances
from milepost.queries.access import Actor
from milepost.queries.refused import Refused
from milepost.records.models import Allowance, JournalEntry, Project
from tests.doors.callers import Program, token
from tests.worlds import AT, small, user

pytestmark = pytest.mark.django_db


@pytest.fixture
def project() -> Project:
    return small(user("ana"))


@pytest.fixture
def ana(project: Project) -> Program:
    return Program(token("ana"))


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process that has taken nothing yet."""
    monkeypatch.setattr(allowances, "_TAKEN", {})


def test_a_token_is_refused_when_its_minute_is_used_up(ana: Program, settings: Any) -> None:
    settings.REQUESTS_A_MINUTE = 3
    assert [ana.get("portfolio").status_code for _ in range(3)] == [200, 200, 200]
    answer = ana.get("portfolio")
    assert (answer.status_code, answer.json()["code"]) == (429, "too_many")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_processes_share_what_a_token_may(project: Project, settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.REQUESTS_A_MINUTE = 50
    token("ana")
    ana = Actor(user("ana").user, "ana", token=Allowance._meta.get_field("token").related_model.objects.get().pk)
    done = 0
    for process in ({}, {}, {}):
        monkeypatch.setattr(allowances, "_TAKEN", process)
        for _ in range(20):
            with suppress(Refused):
                allowances.use(ana, AT)
                done += 1
    assert done == 50
    with pytest.raises(Refused, match="wait 60 seconds"):
        allowances.use(ana, AT)
    allowances.use(ana, AT + timedelta(minutes=1))
    assert Allowance.objects.get().used == 20


def test_most_requests_write_nothing(ana: Program, django_assert_max_num_queries: Any) -> None:
    ana.get("portfolio?archived=true")
    with django_assert_max_num_queries(2):
        ana.get("portfolio?archived=true")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"{", 400, "no JSON"),
        (b'{"task": NaN}', 400, "NaN is no number"),
        (b"[" * 100_000, 400, "no JSON"),
        (b'{"a":' * 60 + b"1" + b"}" * 60, 422, "nested too deeply"),
        (b'["T-1"]', 422, "is a JSON object"),
        (b'{"task": "T-1", "name": "\\ud800"}', 422, "half a character"),
        (b'{"task": "T-1", "name": "a\\u0000"}', 422, "NUL"),
        (b"\xff\xfe", 400, "no JSON"),
        (b'{"name": "' + b"x" * 3_000_000 + b'"}', 413, "2 MiB"),
        (b'{"task": ' + b"9" * 5000 + b"}", 400, "no JSON"),
    ],
)
def test_bodies_that_cannot_be_are_refused(ana: Program, body: bytes, status: int, words: str) -> None:
    before = JournalEntry.objects.count()
    answer = ana.post("projects/SMALL/commands/rename_task", body)
    assert (answer.status_code, answer["Content-Type"]) == (status, "application/problem+json")
    assert words in answer.json()["detail"]
    assert JournalEntry.objects.count() == before


def test_only_json_is_read(project: Project) -> None:
    client = Client(headers={"host": "localhost", "authorization": f"Bearer {token('ana')}"})
    answer = client.post("/api/v1/projects/SMALL/commands/rename_task", {"task": "T-1", "name": "x"})
    assert (answer.status_code, answer.json()["code"]) == (415, "not_json")


def test_browsers_need_more_than_a_cookie(project: Project, settings: Any) -> None:
    client = Client(headers={"host": "localhost"}, enforce_csrf_checks=True)
    client.force_login(Project.objects.get().memberships.get().user)
    path, body = "/api/v1/projects/SMALL/commands/rename_task", {"task": "T-1", "name": "Draw"}
    forged = client.post(path, body, content_type="application/json")
    assert (forged.status_code, forged.json()["code"]) == (403, "forbidden")
    assert client.get("/api/v1/projects/SMALL/why?task=T-1").status_code == 200
    word = "a" * 32
    client.cookies[settings.CSRF_COOKIE_NAME] = word
    own = client.post(path, body, content_type="application/json", headers={"X-CSRFToken": word})
    assert own.status_code == 200, own.content


def test_a_browser_proves_itself_again_for_what_is_dangerous(project: Project) -> None:
    client = Client(headers={"host": "localhost"})
    client.force_login(Project.objects.get().memberships.get().user)
    answer = client.post("/api/v1/projects/SMALL/commands/archive_project", {}, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (401, "reauthenticate")


def test_what_is_shown_once_is_never_kept(project: Project) -> None:
    admin = Program(token("ana", "admin"))
    kept = admin.post("commands/create_token", {"name": "Night job"}, idempotency_key="one")
    assert (kept.status_code, kept.json()["field"]) == (422, "key")
    made = admin.post("commands/create_token", {"name": "Night job"})
    secret = made.json()["results"][0]
    assert Program(secret).get("portfolio").status_code == 200
    assert not any(secret in f"{entry.calls}{entry.changes}" for entry in JournalEntry.objects.all())
