"""Large files are taken in by the worker: once, as whoever uploaded them, and with nothing left when refused."""

from __future__ import annotations

from datetime import timedelta

import pytest

from milepost.commands import jobs, uploads
from milepost.commands.run import Call
from milepost.dossier.people import Role
from milepost.jobs.imports import take_in
from milepost.jobs.perform import perform
from milepost.queries.access import Actor
from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from milepost.queries.uploads import ImportProgress
from milepost.records.models import Job, JournalEntry, Project, Upload
from tests.worlds import AT, SAMPLE, join, small, user

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("milepost.jobs.perform.now", lambda: AT)


def handed_over(content: bytes, file: str = "portal.milepost", code: str = "LARGE") -> int:
    """A file on its way to become a project."""
    call = Call("import_project", {"code": code, "file": file, "content": content})
    return uploads.hand_over(call, actor=user(), door="test", at=AT)


def progress(job: int, actor: Actor | None = None) -> ImportProgress:
    """How far an import is."""
    found: ImportProgress = ask("import_progress", {"job": job}, actor=actor or user(), at=AT)
    return found


def test_a_file_becomes_a_project_and_its_progress_leads_there() -> None:
    job = handed_over(SAMPLE.read_bytes())
    assert (progress(job).state, progress(job).path) == ("waiting", "")
    perform.call(job)
    found = progress(job)
    assert (found.state, found.project, found.path, found.share) == ("done", "LARGE", "/p/LARGE/receipt", 1)
    assert not Upload.objects.exists()
    assert JournalEntry.objects.get(project__code="LARGE").door == "test"


def test_others_do_not_see_it() -> None:
    job = handed_over(SAMPLE.read_bytes())
    with pytest.raises(Refused, match="no import"):
        progress(job, user("ben"))


def test_what_is_refused_says_why_once_and_leaves_nothing() -> None:
    job = handed_over(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2048), "broken.mpp")
    perform.call(job)
    found = progress(job)
    assert found.state == "failed"
    assert "broken.mpp" in found.told
    assert not Project.objects.exists()


def test_a_worker_that_dies_at_any_step_leaves_a_job_that_is_done_once() -> None:
    job = handed_over(SAMPLE.read_bytes())
    errand = jobs.claim(job, AT, lambda: AT)
    assert errand is not None
    # It dies after the project is in the record and before the job says so.
    take_in(errand)
    later = AT + timedelta(minutes=3)
    assert jobs.revive(later) == 1
    again = jobs.claim(job, later, lambda: later)
    assert again is not None
    content = SAMPLE.read_bytes()
    assert uploads.take_in(job, again.arguments, content, again.user, later).project == "LARGE"
    assert take_in(again) == {"project": "LARGE", "revision": 1}
    assert Project.objects.count() == 1


def test_a_newer_version_is_taken_over_by_the_worker() -> None:
    project = small(user())
    sheet = b"Name,Duration\nDesign,5d\nBuild,20d\nTest,3d\n"
    call = Call("import_plan", {"file": "plan.csv", "content": sheet})
    job = uploads.hand_over(call, actor=user(), door="test", at=AT, project="SMALL")
    perform.call(job)
    assert progress(job).path == "/p/SMALL/receipt"
    assert Project.objects.get(pk=project.pk).revision == project.revision + 1


def test_nobody_hands_over_what_they_may_not_do() -> None:
    join(small(user()), user("vic"), Role.VIEWER)
    call = Call("import_plan", {"file": "plan.csv", "content": b"Name\n"})
    with pytest.raises(Refused, match="role"):
        uploads.hand_over(call, actor=user("vic"), door="test", at=AT, project="SMALL")
    with pytest.raises(Refused, match="no project"):
        uploads.hand_over(call, actor=user("stranger"), door="test", at=AT, project="SMALL")
    assert not Upload.objects.exists()
    assert not Job.objects.filter(kind="import").exists()


def test_files_nobody_came_back_for_are_removed() -> None:
    for number in range(uploads.MOST_WAITING + 2):
        uploads.upload(user(), f"{number}.csv", b"Name\n", at=AT)
    assert Upload.objects.count() == uploads.MOST_WAITING
    jobs.forget(AT + timedelta(days=3))
    assert not Upload.objects.exists()
