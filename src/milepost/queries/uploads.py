"""Files that were uploaded and wait, and the jobs that take them in; everybody sees their own."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.queries.access import Actor, Permission, projects_of
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import Job, Upload


@dataclass(frozen=True, slots=True)
class Waiting:
    """A file that waits to be imported."""

    file: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ImportProgress:
    """How far an import is: `state` is waiting, running, done or failed; `share` 0..1; `told` says what is being done.

    `project` and `path` lead to what came of it once it is done; `back` to where another file can be given.
    """

    job: int
    file: str
    state: str
    share: float
    told: str
    project: str = ""
    path: str = ""
    back: str = "/import"

    @property
    def percent(self) -> int:
        """Give how far it is in whole percent."""
        return round(self.share * 100)


def upload_of(actor: Actor, number: int, project: str | None = None) -> Waiting:
    """Find a file somebody uploaded. Refuses one that is gone or somebody else's."""
    rows = Upload.objects.filter(pk=number, user_id=actor.user)
    row = (rows.filter(project=None) if project is None else rows.filter(project__code=project)).first()
    if row is None:
        raise Refused("That file does not wait any more; upload it again.", "upload", "unknown")
    return Waiting(row.file, bytes(row.content))


@query(site=True, permission=Permission.AMONG)
def import_progress(question: Question, *, job: int) -> ImportProgress:
    """Tell how far the import of a large file is, and what came of it; everybody may ask for their own."""
    row = Job.objects.filter(pk=job, kind="import", user_id=question.actor.user).first()
    if row is None or question.actor.only not in (None, row.project_id):
        raise Refused(f"You have no import {job}.", "job", "unknown")
    asked = str(row.arguments.get("project") or "")
    made = str(row.result.get("project") or asked)
    seen = projects_of(question.actor).filter(code=made).exists()
    return ImportProgress(
        row.pk,
        str(row.arguments.get("file", "")),
        row.state,
        row.progress,
        row.told,
        made if seen else "",
        f"/p/{made}/receipt" if row.state == "done" and seen else "",
        f"/p/{asked}/import" if asked else "/import",
    )
