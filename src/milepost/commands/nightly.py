"""What happens every night: each project that lives is looked at again."""

from __future__ import annotations

from datetime import datetime, time

from milepost.commands.run import queue
from milepost.records.models import Job, Project

#: The hour (UTC) from which on the night's work is done.
HOUR = 3


def queue_nightly(at: datetime) -> int:
    """Queue the nightly review of every project that is not archived, once a day; tells how many."""
    if at.hour < HOUR:
        return 0
    since = datetime.combine(at.date(), time(HOUR), tzinfo=at.tzinfo)
    done = set(
        Job.objects.filter(kind="review", key__startswith="nightly:", created_at__gte=since).values_list(
            "project_id", flat=True
        )
    )
    found = [pk for pk in Project.objects.filter(archived=False).values_list("id", flat=True) if pk not in done]
    for pk in found:
        queue("review", at=at, project=pk, key=f"nightly:{pk}")
    return len(found)
