"""The rows behind the worker: which jobs are due, who has one, how far it is, how it ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q

from milepost.records.models import Job, Upload

#: A job whose worker has not been heard of for so long is given to another.
SILENT = timedelta(minutes=2)
#: So often a job that fails or loses its worker is begun.
ATTEMPTS = 4

#: A file that was uploaded waits so long for a decision.
UPLOADS_WAIT = timedelta(days=2)


def _silent(share: float, words: str) -> None:
    """Tell nobody how far a job is."""
    del share, words


@dataclass(frozen=True, slots=True)
class Errand:
    """A job as a worker has it: what, for which project, for whom; `progress(share, words)` tells how far it is."""

    id: int
    kind: str
    project: int | None
    user: int | None
    arguments: Mapping[str, Any]
    at: datetime
    progress: Callable[[float, str], None] = _silent


def due(at: datetime, most: int = 50) -> list[int]:
    """List the jobs that wait and are due, the oldest first."""
    found = Job.objects.filter(state="waiting", due_at__lte=at).order_by("due_at", "id")
    return list(found.values_list("id", flat=True)[:most])


def claim(job: int, at: datetime, clock: Callable[[], datetime]) -> Errand | None:
    """Take a job that waits; None where somebody else has it. Of several who try, one gets it."""
    taken = Job.objects.filter(pk=job, state="waiting").update(
        state="running", heartbeat_at=at, attempts=F("attempts") + 1, progress=0
    )
    if not taken:
        return None
    row = Job.objects.get(pk=job)

    def progress(share: float, words: str) -> None:
        Job.objects.filter(pk=job, state="running").update(progress=share, told=words[:500], heartbeat_at=clock())

    return Errand(row.pk, row.kind, row.project_id, row.user_id, row.arguments, at, progress)


def beat(job: int, at: datetime) -> None:
    """Show that somebody still works on a job."""
    Job.objects.filter(pk=job, state="running").update(heartbeat_at=at)


def finish(job: int, at: datetime, result: Mapping[str, Any] | None) -> None:
    """Note that a job is done, and what came of it."""
    Job.objects.filter(pk=job).update(state="done", progress=1, ended_at=at, result=dict(result or {}))


def fail(job: int, at: datetime, words: str, *, final: bool = False) -> None:
    """Note that a job failed; it waits for another attempt, longer each time, until it has had enough of them."""
    row = Job.objects.get(pk=job)
    row.told = words[:2000]
    if final or row.attempts >= ATTEMPTS or _is_waiting_again(row):
        row.state, row.ended_at = "failed", at
    else:
        row.state, row.due_at = "waiting", at + timedelta(seconds=10 * 4**row.attempts)
    row.save(update_fields=["told", "state", "ended_at", "due_at"])


def _is_waiting_again(row: Job) -> bool:
    """Whether the same was asked for anew meanwhile, which makes another attempt needless."""
    return bool(row.key) and Job.objects.filter(kind=row.kind, key=row.key, state="waiting").exists()


def revive(at: datetime) -> int:
    """Give jobs whose worker went silent back to the queue; tells how many."""
    silent = Job.objects.filter(state="running").filter(Q(heartbeat_at__lt=at - SILENT) | Q(heartbeat_at=None))
    found = list(silent.values_list("id", flat=True))
    for job in found:
        fail(job, at, "Its worker was not heard of any more.")
    return len(found)


def forget(at: datetime, days: int = 30) -> int:
    """Remove jobs that ended long ago, and files nobody came back for; tells how many jobs."""
    Upload.objects.filter(created_at__lt=at - UPLOADS_WAIT).delete()
    gone, _ = Job.objects.filter(ended_at__lt=at - timedelta(days=days)).delete()
    return gone
