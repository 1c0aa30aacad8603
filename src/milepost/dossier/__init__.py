"""A whole project as plain frozen data: the type that crosses rooms."""

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import FieldDefinition, FieldValue, Note, RecordKind
from milepost.dossier.projects import Project, Source
from milepost.dossier.schedule import StoredTask

__all__ = [
    "Dossier",
    "FieldDefinition",
    "FieldValue",
    "Note",
    "Project",
    "RecordKind",
    "Source",
    "StoredTask",
]
