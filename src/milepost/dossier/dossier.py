"""The dossier: one project, its plan and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.dossier.fields import FieldDefinition, FieldValue, Note
from milepost.dossier.projects import Project, Source
from milepost.dossier.schedule import StoredTask
from milepost.engine.plan import Plan


@dataclass(frozen=True, slots=True)
class Dossier:
    """A project as frozen data: its facts, its plan, notes, custom fields, and the dates its source had stored."""

    project: Project
    plan: Plan
    notes: tuple[Note, ...] = ()
    fields: tuple[FieldDefinition, ...] = ()
    values: tuple[FieldValue, ...] = ()
    stored: tuple[StoredTask, ...] = ()
    source: Source | None = None
