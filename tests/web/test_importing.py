"""A file becomes a project on the import page, and its receipt says what became of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.dossier.people import Role
from milepost.records.models import Project
from tests.web.visitors import browser, cast
from tests.worlds import SAMPLE, join, user

pytestmark = pytest.mark.django_db


def upload(client: Client, content: bytes, file: str, code: str = "PORTAL") -> tuple[int, str]:
    """Send a file as the form of the import page does; gives the last status and page."""
    sent = {"_command": "import_project", "_next": "/p/{result}/receipt", "code": code, "name": ""}
    answer = client.post("/do", {**sent, "content": SimpleUploadedFile(file, content)}, follow=True)
    return answer.status_code, answer.content.decode()


def test_what_is_no_plan_is_refused_in_words_and_nothing_is_made() -> None:
    cast()
    before = Project.objects.count()
    status, page = upload(browser("manager"), b"\x89PNG\r\n\x1a\n" + bytes(64), "cat.png")
    assert status == 422
    assert "cat.png" in page
    assert "mp-error" in page or "mp-alert-danger" in page
    assert Project.objects.count() == before


def test_a_file_leads_to_its_receipt_and_strangers_do_not_see_it() -> None:
    cast()
    form = browser("manager").get("/import").content.decode()
    assert 'name="content"' in form
    assert ".mpp" in form
    status, page = upload(browser("manager"), SAMPLE.read_bytes(), "portal.milepost")
    assert status == 200
    assert "Everything was taken over as it was" in page
    assert browser("stranger").get("/p/PORTAL/receipt").status_code == 404
    join(Project.objects.get(code="PORTAL"), user("viewer"), Role.VIEWER)
    assert browser("viewer").get("/p/PORTAL/receipt").status_code == 200


def test_the_receipt_says_how_values_were_changed_to_those_who_may_see_all_of_them() -> None:
    cast()
    sheet = b"Level,Name,Duration,Start\n1,Dig,3d,2026-03-02\n1,Fill,2d,2026-03-05\n"
    status, page = upload(browser("manager"), sheet, "garden.csv", "GARDEN")
    assert status == 200
    assert page.index("CSV") < page.index("Approximated") < page.index("Kept as it was")
    said = "start no earlier than"
    assert said in page
    join(Project.objects.get(code="GARDEN"), user("viewer"), Role.VIEWER)
    discreet = browser("viewer").get("/p/GARDEN/receipt").content.decode()
    assert "Approximated" in discreet
    assert said not in discreet


def test_a_project_begun_here_has_no_receipt() -> None:
    cast()
    assert "came from no file" in browser("manager").get("/p/SMALL/receipt").content.decode()
