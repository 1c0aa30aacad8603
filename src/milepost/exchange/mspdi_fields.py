"""Custom fields, outline codes and notes of Microsoft Project XML."""

from __future__ import annotations

import re
from datetime import datetime
from decimal import Decimal

from milepost.dossier.fields import FieldDefinition, FieldValue, Note, RecordKind
from milepost.engine.units import Uid
from milepost.exchange.mspdi_rows import Row
from milepost.exchange.receipt import ReceiptBook

#: The high 16 bits of a field number say whose field it is.
OWNERS = {0x0B40: RecordKind.TASK, 0x0C40: RecordKind.RESOURCE, 0x0F40: RecordKind.ASSIGNMENT}
_TYPES = {
    "text": "text",
    "number": "number",
    "date": "date",
    "start": "date",
    "finish": "date",
    "flag": "flag",
    "cost": "cost",
    "duration": "duration",
}
_NAME = re.compile(r"(?:Enterprise )?(?:Task |Resource |Assignment )?([A-Za-z]+)(?: Code)?\d*$")
#: Longer notes are cut; nobody reads them and they would crowd out the plan.
LONGEST_NOTE = 1_000_000


class FieldReader:
    """Collects the values of custom fields first and gives them their definitions, which stand before them, last."""

    def __init__(self, book: ReceiptBook) -> None:
        """Begin with no field."""
        self.notes: list[Note] = []
        self._raw: list[tuple[RecordKind, Uid, Row, str]] = []
        self._book = book

    def add(self, row: Row, kind: RecordKind, uid: Uid) -> None:
        """Remember the fields, codes and notes of a record."""
        for group in ("ExtendedAttribute", "OutlineCode"):
            self._raw.extend((kind, uid, value, group) for value in row.nested.get(group, ()))
        text = row.text("Notes")
        if text:
            if len(text) > LONGEST_NOTE:
                self._book.approximated("note", f"{row.place}: {len(text)} characters, cut to {LONGEST_NOTE}")
            self.notes.append(Note(kind, uid, text[:LONGEST_NOTE]))

    def close(self, project: Row) -> tuple[tuple[FieldDefinition, ...], tuple[FieldValue, ...]]:
        """Give the definitions and the values."""
        known = _definitions(project)
        codes = _code_values(project)
        values: dict[tuple[RecordKind, Uid, str], FieldValue] = {}
        for kind, uid, row, group in self._raw:
            number = row.text("FieldID")
            definition = known.get(number)
            if definition is None:
                owner = (
                    OWNERS.get(int(number) >> 16, kind)
                    if number.isascii() and number.isdigit() and len(number) < 16
                    else kind
                )
                definition = FieldDefinition(owner, f"Field {number}", "", "text", number)
                known[number] = definition
            value = codes.get(row.text("ValueID")) if group == "OutlineCode" else _value(row, definition)
            if value is None:
                self._book.dropped(f"{kind} custom field", f"{row.place}: {definition.key} has no usable value")
                continue
            values[kind, uid, definition.key] = FieldValue(kind, uid, definition.key, value)
        return tuple(known.values()), tuple(values.values())


def _definitions(project: Row) -> dict[str, FieldDefinition]:
    found: dict[str, FieldDefinition] = {}
    for group, one in (("ExtendedAttributes", "ExtendedAttribute"), ("OutlineCodes", "OutlineCode")):
        for holder in project.nested.get(group, ()):
            for row in holder.nested.get(one, ()):
                number = row.text("FieldID")
                found.setdefault(number, _definition(row, number, one))
    return found


def _definition(row: Row, number: str, group: str) -> FieldDefinition:
    owner = (
        OWNERS.get(int(number) >> 16, RecordKind.TASK)
        if number.isascii() and number.isdigit() and len(number) < 16
        else RecordKind.TASK
    )
    key = row.text("FieldName") or f"Field {number}"
    match = _NAME.match(key)
    kind = _TYPES.get(match.group(1).lower(), "text") if match else "text"
    return FieldDefinition(owner, key, row.text("Alias"), "code" if group == "OutlineCode" else kind, number)


def _code_values(project: Row) -> dict[str, str]:
    found: dict[str, str] = {}
    for holder in project.nested.get("OutlineCodes", ()):
        for code in holder.nested.get("OutlineCode", ()):
            for values in code.nested.get("Values", ()):
                for value in values.nested.get("Value", ()):
                    found[value.text("ValueID")] = value.text("Value")
    return found


def _value(row: Row, definition: FieldDefinition) -> str | Decimal | bool | datetime | int | None:
    match definition.type:
        case "number":
            return row.decimal("Value")
        case "cost":
            return row.money("Value")
        case "flag":
            return row.flag("Value")
        case "duration":
            return row.minutes("Value")
        case "date":
            try:
                return datetime.fromisoformat(row.text("Value"))
            except ValueError:
                return None
    return row.text("Value") or None
