"""The dossier: one project, its plan and what belongs to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from milepost.dossier.advice import AdviceRecord
from milepost.dossier.changes import ChangeRecord
from milepost.dossier.fields import FieldDefinition, FieldValue, Note
from milepost.dossier.projects import Project, Source, Threshold
from milepost.dossier.risks import RiskRecord
from milepost.dossier.schedule import StoredTask
from milepost.engine.accounts import Ledger
from milepost.engine.plan import Plan
from milepost.engine.risks import Uncertainty


@dataclass(frozen=True, slots=True)
class Dossier:
    """A project as frozen data: facts, plan, risks, money, changes, notes, custom fields, dates its source stored."""

    project: Project
    plan: Plan
    notes: tuple[Note, ...] = ()
    fields: tuple[FieldDefinition, ...] = ()
    values: tuple[FieldValue, ...] = ()
    stored: tuple[StoredTask, ...] = ()
    source: Source | None = None
    risks: tuple[RiskRecord, ...] = ()
    uncertainty: Uncertainty = field(default_factory=Uncertainty)
    ledger: Ledger = field(default_factory=Ledger)
    changes: tuple[ChangeRecord, ...] = ()
    advice: tuple[AdviceRecord, ...] = ()
    thresholds: tuple[Threshold, ...] = ()
