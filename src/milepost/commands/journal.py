"""The journal: one entry for each action, chained by hashes, so that nothing can be changed afterwards unnoticed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from milepost.forecasting.rows import canonical
from milepost.records.models import JournalEntry, Project


@dataclass(frozen=True, slots=True)
class Fault:
    """An entry of the journal that is not as it was written."""

    project: str
    number: int
    sentence: str


def sealed(entry: JournalEntry) -> str:
    """Compute the hash of an entry from everything it says and the hash before it."""
    said = [
        entry.project_id,
        entry.number,
        entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
        entry.actor_id,
        entry.actor_name,
        entry.door,
        entry.command,
        entry.calls,
        entry.reason,
        entry.changes,
        entry.about,
        entry.undoes_id,
        entry.previous,
    ]
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def append(
    project: Project | None,
    *,
    at: datetime,
    actor: int | None,
    actor_name: str,
    door: str,
    calls: Sequence[Any],
    changes: Sequence[Any],
    reason: str = "",
    about: Sequence[str] = (),
    undoes: int | None = None,
) -> JournalEntry:
    """Write the next entry of a project's journal, or of the site's. The caller holds the chain's lock."""
    last = _last(project)
    entry = JournalEntry(
        project=project,
        number=1 if last is None else last[0] + 1,
        at=at,
        actor_id=actor,
        actor_name=actor_name,
        door=door,
        command=calls[0]["command"] if len(calls) == 1 else "several",
        calls=canonical(list(calls)),
        reason=reason,
        changes=canonical(list(changes)),
        about=" ".join(about),
        undoes_id=undoes,
        previous="" if last is None else last[1],
    )
    entry.hash = sealed(entry)
    entry.save(force_insert=True)
    return entry


def _last(project: Project | None) -> tuple[int, str] | None:
    if project is not None:
        return (project.revision, project.head) if project.revision else None
    return JournalEntry.objects.filter(project=None).order_by("-number").values_list("number", "hash").first()


def verify() -> Iterator[Fault]:
    """Check every chain from its first entry on: numbers, hashes, and that each project's head is its last entry."""
    ends: dict[int | None, tuple[int, str]] = {}
    for entry in JournalEntry.objects.order_by("id").iterator(chunk_size=500):
        number, before = ends.get(entry.project_id, (0, ""))
        name = str(entry.project_id or "site")
        if entry.number != number + 1:
            yield Fault(name, entry.number, f"entry {number + 1} is missing before it")
        elif entry.previous != before:
            yield Fault(name, entry.number, "it does not follow the entry before it")
        if entry.hash != sealed(entry):
            yield Fault(name, entry.number, "its content is not what was written")
        ends[entry.project_id] = (entry.number, entry.hash)
    for project in Project.objects.all():
        number, head = ends.get(project.pk, (0, ""))
        if (project.revision, project.head) != (number, head):
            yield Fault(project.code, project.revision, f"the journal ends with entry {number}")
