"""The record of a project as its dossier."""

from __future__ import annotations

import json
from typing import Any

from django.db import transaction

from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Project as ProjectFacts
from milepost.engine.plan import Plan, Settings
from milepost.exchange.archive_codec import decode
from milepost.forecasting.difference import applied, read_changes
from milepost.forecasting.held import SHELF, Held
from milepost.forecasting.rows import read_rows
from milepost.forecasting.tables import FACT_BY_NAME, TABLES, Key, placed
from milepost.records.models import Fact, JournalEntry, Project

#: A state further behind than this is read anew.
MOST_BEHIND = 50
#: So often rows are read anew because somebody wrote meanwhile, before writers are made to wait.
_TRIES = 3
#: What a project is before anything is known of it.
EMPTY = Dossier(ProjectFacts(""), Plan(Settings(0)))


def load(project: Project) -> Held:
    """Give a project's state: from memory, brought up to date by what others journaled since, else from its rows."""
    known = SHELF.get(project.pk)
    held = None if known is None else _followed(project, known)
    if held is None:
        held = read(project)
    if held is not known:
        SHELF.put(held)
    return held


def _followed(project: Project, known: Held) -> Held | None:
    """Carry out what was journaled since a state; None where that is no way to the project's head."""
    if known.head == project.head:
        return known
    if not 0 < project.revision - known.revision <= MOST_BEHIND:
        return None
    later = JournalEntry.objects.filter(project=project, number__gt=known.revision, number__lte=project.revision)
    head, changes = known.head, []
    for previous, own, text in later.order_by("number").values_list("previous", "hash", "changes"):
        if previous != head:
            return None
        head = own
        changes += read_changes(json.loads(text))
    if head != project.head:
        return None
    dossier, places = applied(known, changes)
    return Held(project.pk, project.code, project.revision, project.head, dossier, places)


def read(project: Project) -> Held:
    """Read a project's state from its rows: the newest there is, which may be newer than what the caller knows of.

    Rows come by several questions. Where somebody wrote in between they are read again, at last with the project
    locked, so that a state is never mixed of two.
    """
    for _ in range(_TRIES):
        stand = _stand(project.pk)
        held = _read(project, *stand)
        if _stand(project.pk) == stand:
            return held
    with transaction.atomic():
        Project.objects.select_for_update(of=("self",)).get(pk=project.pk)
        return _read(project, *_stand(project.pk))


def _stand(project: int) -> tuple[int, str]:
    """Give the revision and head of a project as the database has them now."""
    revision, head = Project.objects.values_list("revision", "head").get(pk=project)
    return revision, head


def _read(project: Project, revision: int, head: str) -> Held:
    rows: dict[tuple[str, ...], Any] = {}
    ranks: dict[str, dict[Key, int]] = {}
    for table in TABLES:
        if not table.place:
            continue
        own = ranks[table.name] = {}
        found = []
        for key, rank, record in read_rows(table, project.pk):
            own[key] = rank
            found.append(record)
        rows[table.place] = tuple(found)
    dossier = placed(with_facts(EMPTY, facts_of(project.pk)), rows)
    return Held(project.pk, project.code, revision, head, dossier, ranks)


def facts_of(project: int) -> dict[str, Any]:
    """Read the facts of a project as JSON."""
    found = Fact.objects.filter(project_id=project).values_list("name", "extra")
    return {name: json.loads(text) for name, text in found}


def with_facts(dossier: Dossier, facts: dict[str, Any]) -> Dossier:
    """Give a dossier with facts read from their JSON."""
    values = {}
    for name, document in facts.items():
        kind = FACT_BY_NAME[name]
        stored = document["items"] if set(document) == {"items"} else document
        values[kind.path] = None if stored == {"none": True} else decode(stored, kind.hint, name)
    return placed(dossier, values)
