"""What reading a file needs to know, and what it gives."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from milepost.dossier.dossier import Dossier
from milepost.engine.plan import Settings
from milepost.exchange.receipt import Receipt


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """Choices for files that leave one: which project, which sheet, which column holds what.

    `columns` maps Milepost's field names (name, duration, predecessors ...) to the file's headings;
    `dates` says whether 03/04/2026 has the day (dmy) or the month (mdy) first. `plan` is how the plan is scheduled
    that the file is a version of: its lengths of days and its start are a sheet's that tells none.
    """

    project: str = ""
    sheet: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)
    dates: str = ""
    plan: Settings | None = None


@dataclass(frozen=True, slots=True)
class Imported:
    """A file, read: the project and the receipt."""

    dossier: Dossier
    receipt: Receipt
