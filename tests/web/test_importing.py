"""A file becomes a project on the import page, and its receipt says what became of it."""

from __future__ import annotations

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from milepost.commands import uploads
from milepost.dossier.people import Role
from milepost.exchange.read import read
from milepost.jobs.perform import perform
from milepost.records.models import Job, Project, Upload
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
    assert "Import a newer version" in page
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


def newer(client: Client, content: bytes, file: str) -> tuple[int, str, str]:
    """Look at a newer version of SMALL as its page does; gives the last status, page and address."""
    sent = {"content": SimpleUploadedFile(file, content)}
    answer = client.post("/p/SMALL/import/look", sent, follow=True)
    return answer.status_code, answer.content.decode(), str(answer.request["PATH_INFO"])


LONGER = b"Name,Duration\nDesign,5d\nBuild,20d\nTest,3d\nShip,1d\n"


def test_a_newer_version_is_looked_at_first_then_taken_over_and_undone() -> None:
    cast()
    before = Project.objects.get(code="SMALL").revision
    status, page, address = newer(browser("manager"), LONGER, "plan.csv")
    assert status == 200
    assert "3 tasks known again" in page
    assert "The project ends" in page
    assert Project.objects.get(code="SMALL").revision == before
    taken = browser("manager").post("/p/SMALL/import/take", {"upload": address.rsplit("/", 1)[-1]}, follow=True)
    assert "plan.csv" in taken.content.decode()
    assert Project.objects.get(code="SMALL").revision == before + 1
    assert not Upload.objects.exists()
    # The same page once more, as by going back: the file is gone and nothing happens twice.
    again = browser("manager").post("/p/SMALL/import/take", {"upload": address.rsplit("/", 1)[-1]})
    assert "upload it again" in again.content.decode()
    assert Project.objects.get(code="SMALL").revision == before + 1


def test_a_newer_version_can_be_discarded() -> None:
    cast()
    _, _, address = newer(browser("manager"), LONGER, "plan.csv")
    answer = browser("manager").post("/p/SMALL/import/take", {"upload": address.rsplit("/", 1)[-1], "discard": "1"})
    assert answer.headers["Location"] == "/p/SMALL/import"
    assert not Upload.objects.exists()


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"Name,Duration\nPaint,5d\n", "none of its 1 tasks"), (b"\x89PNG\r\n" + bytes(64), "plan.csv")],
)
def test_what_is_no_newer_version_is_said_on_the_page(content: bytes, said: str) -> None:
    cast()
    status, page, _ = newer(browser("manager"), content, "plan.csv")
    assert status == 422
    assert said in page
    assert 'aria-invalid="true"' in page
    assert not Upload.objects.exists()


def test_only_those_who_plan_import_a_newer_version() -> None:
    cast()
    for who, status in (("viewer", 403), ("stranger", 404)):
        assert newer(browser(who), LONGER, "plan.csv")[0] == status
        assert browser(who).get("/p/SMALL/import").status_code == status
    _, _, address = newer(browser("manager"), LONGER, "plan.csv")
    assert browser("owner").get(address).status_code == 404


def test_a_large_file_goes_to_the_worker_and_its_page_shows_how_far_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    cast()
    monkeypatch.setattr(uploads, "LARGE", 1000)
    status, page = upload(browser("manager"), SAMPLE.read_bytes(), "portal.milepost")
    assert status == 200
    assert "It waits for its turn" in page
    job = Job.objects.get(kind="import")
    assert browser("owner").get(f"/imports/{job.pk}").status_code == 404
    perform.call(job.pk)
    found = browser("manager").get(f"/imports/{job.pk}.json").json()
    assert (found["state"], found["path"]) == ("done", "/p/PORTAL/receipt")
    assert "See the receipt" in browser("manager").get(f"/imports/{job.pk}").content.decode()


def test_the_worker_says_on_the_page_why_a_file_was_not_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    cast()
    monkeypatch.setattr(uploads, "LARGE", 10)
    upload(browser("manager"), b"\x89PNG\r\n\x1a\n" + bytes(64), "cat.png")
    job = Job.objects.get(kind="import")
    perform.call(job.pk)
    page = browser("manager").get(f"/imports/{job.pk}").content.decode()
    assert "nothing was written" in page
    assert "cat.png" in page
    assert "Choose another file" in page


@pytest.mark.parametrize("ending", ["milepost", "xml", "xlsx", "csv"])
def test_the_whole_project_is_handed_out_and_reads_back(ending: str) -> None:
    cast()
    answer = browser("owner").get(f"/p/SMALL/export.{ending}")
    assert answer.status_code == 200
    assert "attachment" in answer["Content-Disposition"]
    found = read(answer.content, file=f"SMALL.{ending}").dossier.plan.tasks
    assert [row.name for row in found] == ["Design", "Build", "Test"]
    assert browser("viewer").get(f"/p/SMALL/export.{ending}").status_code == 403
    assert browser("stranger").get(f"/p/SMALL/export.{ending}").status_code == 404
    assert browser("owner").get("/p/SMALL/export.docx").status_code == 404
