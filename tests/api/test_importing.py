"""Plan files over HTTP: as JSON or as a form of parts, at once or taken in by the worker."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.jobs.perform import perform
from milepost.records.models import Job, Project
from tests.doors.callers import token
from tests.worlds import SAMPLE, small, user

pytestmark = pytest.mark.django_db
TOKEN = "mp_ana_who_imports"
SHEET = b"Name,Duration\nDesign,5d\nBuild,20d\nTest,3d\n"


@pytest.fixture(autouse=True)
def _token() -> None:
    token("ana", word=TOKEN)


def send(place: str, content: bytes, file: str, *, later: bool = False, **texts: str) -> Any:
    """A file as programs upload files."""
    headers = {
        "host": "localhost",
        "Authorization": f"Bearer {TOKEN}",
        **({"Prefer": "respond-async"} if later else {}),
    }
    data = {**texts, "content": SimpleUploadedFile(file, content)}
    return Client(headers=headers).post(f"/api/v1/{place}", data)


def asked(place: str) -> Any:
    """A question about it."""
    return Client(headers={"host": "localhost", "Authorization": f"Bearer {TOKEN}"}).get(place)


def test_a_form_of_parts_makes_and_changes_a_project() -> None:
    user("ana")
    answer = send("commands/import_project", SAMPLE.read_bytes(), "portal.milepost", code="FORM")
    assert answer.status_code == 200, answer.json()
    small(user("ana"))
    answer = send("projects/SMALL/commands/import_plan", SHEET, "plan.csv", keep_missing="true")
    assert answer.status_code == 200, answer.json()
    assert "3 tasks known again" in answer.json()["results"][0]
    assert "ends 10 working days later" in answer.json()["sentence"]


def test_a_preview_of_a_form_writes_nothing() -> None:
    project = small(user("ana"))
    answer = send("projects/SMALL/commands/import_plan?preview=true", SHEET, "plan.csv", later=True)
    assert answer.status_code == 200
    assert answer.json()["preview"] is True
    assert Project.objects.get(pk=project.pk).revision == project.revision


def test_who_would_rather_not_wait_gets_a_job_to_ask_about() -> None:
    user("ana")
    answer = send("commands/import_project", SAMPLE.read_bytes(), "portal.milepost", later=True, code="LATER")
    assert answer.status_code == 202
    place = answer["Location"]
    assert asked(place).json()["state"] == "waiting"
    perform.call(Job.objects.get(kind="import").pk)
    told = asked(place).json()
    assert (told["state"], told["project"]) == ("done", "LATER")


@pytest.mark.parametrize("later", [False, True])
def test_what_is_wrong_with_a_form_is_said(*, later: bool) -> None:
    small(user("ana"))
    answer = send("projects/SMALL/commands/import_plan", SHEET, "plan.csv", later=later, color="red")
    assert answer.status_code == 422
    assert "color" in answer.json()["detail"]
    answer = send("projects/OTHER/commands/import_plan", SHEET, "plan.csv", later=later)
    assert answer.status_code == 404
    assert not Job.objects.filter(kind="import").exists()
