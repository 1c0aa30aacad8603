"""Notes and custom fields of any record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from milepost.engine.units import Uid


class RecordKind(StrEnum):
    """Which table of the plan a record is in."""

    PROJECT = "project"
    TASK = "task"
    LINK = "link"
    RESOURCE = "resource"
    ASSIGNMENT = "assignment"
    CALENDAR = "calendar"


@dataclass(frozen=True, slots=True)
class Note:
    """A note on a record, plain text."""

    kind: RecordKind
    record: Uid
    text: str


@dataclass(frozen=True, slots=True)
class FieldDefinition:
    """A custom field: its key (`Text1`, `Number3` ...), what people call it, and its type.

    `type` is text, number, date, flag, cost or duration (minutes). `source_id` is the field's own
    number in the source format.
    """

    kind: RecordKind
    key: str
    name: str
    type: str = "text"
    source_id: str = ""


@dataclass(frozen=True, slots=True)
class FieldValue:
    """The value a record has in a custom field; a date is a wall-clock time in the project's zone."""

    kind: RecordKind
    record: Uid
    field: str
    value: str | Decimal | bool | datetime | int
