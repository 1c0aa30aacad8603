"""The project itself and the file it came from."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Project:
    """What a project is called, who runs it and in which currency it counts."""

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


@dataclass(frozen=True, slots=True)
class Source:
    """Where a dossier was read from: file name, format id (`mspdi`, `xer` ...), writing application, SHA-256."""

    file: str
    format: str
    application: str = ""
    digest: str = ""
