"""The project itself and the file it came from."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.units import Uid


class Phase(StrEnum):
    """Where a project is in its life (domain/governance.md 1)."""

    IDEA = "idea"
    INITIATION = "initiation"
    PLANNING = "planning"
    EXECUTION = "execution"
    ON_HOLD = "on_hold"
    CLOSING = "closing"
    CLOSED = "closed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Project:
    """What a project is called, who runs and sponsors it, its phase, and in which currency it counts."""

    name: str
    title: str = ""
    code: str = ""
    manager: str = ""
    organisation: str = ""
    subject: str = ""
    description: str = ""
    currency: str = ""
    currency_digits: int = 2
    guid: str = ""
    sponsor: str = ""
    phase: Phase | None = None
    archived: bool = False


@dataclass(frozen=True, slots=True)
class Threshold:
    """A number of the review or of change control that this project has otherwise than usual, by its name."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dossier was read from: file name, format id (`mspdi`, `xer` ...), writing application, SHA-256.

    `numbers` pairs the number a task has in the file with the one it has in the plan, where they differ.
    """

    file: str
    format: str
    application: str = ""
    digest: str = ""
    numbers: tuple[tuple[Uid, Uid], ...] = ()
