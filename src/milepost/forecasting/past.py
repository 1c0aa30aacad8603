"""A project as it was at any of its revisions, rebuilt exactly from the journal."""

from __future__ import annotations

import hashlib
import json

from milepost.dossier.dossier import Dossier
from milepost.exchange.archive import write
from milepost.forecasting.difference import applied, read_changes
from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.records.models import JournalEntry, Project


def as_of(project: Project, revision: int) -> Held:
    """Give the state a project had at a revision, by taking back everything since, the newest first."""
    held = load(project)
    since = JournalEntry.objects.filter(project=project, number__gt=revision, number__lte=held.revision)
    later = since.order_by("-number")
    for number, previous, text in later.values_list("number", "previous", "changes").iterator(chunk_size=200):
        back = [change.back() for change in reversed(read_changes(json.loads(text)))]
        dossier, places = applied(held, back)
        held = Held(held.project, held.code, number - 1, previous, dossier, places)
    return held


def digest(dossier: Dossier) -> str:
    """Give the one hash of a dossier's content (SHA-256 of its archive)."""
    return hashlib.sha256(write(dossier)).hexdigest()
