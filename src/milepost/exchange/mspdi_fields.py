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
_LONGEST_NUMBER, _DEEPEST = 16, 20


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
        codes = _Codes(project)
        values: dict[tuple[RecordKind, Uid, str], FieldValue] = {}
        for kind, uid, row, group in self._raw:
            number = row.text("FieldID")
            definition = known.get(number)
            if definition is None:
                definition = FieldDefinition(owner_of(number, kind), f"Field {number}", "", "text", number)
                known[number] = definition
            value = codes.value(number, row.text("ValueID")) if group == "OutlineCode" else _value(row, definition)
            if value is None:
                self._book.dropped(f"{kind} custom field", f"{row.place}: {definition.key} has no usable value")
                continue
            values[kind, uid, definition.key] = FieldValue(kind, uid, definition.key, value)
        used = {number for _, _, row, _ in self._raw if (number := row.text("FieldID"))}
        fields = (one for number, one in known.items() if one.kind is not RecordKind.ASSIGNMENT or number in used)
        return tuple(fields), tuple(values.values())


def owner_of(number: str, otherwise: RecordKind) -> RecordKind:
    """Tell whose field a number is."""
    plain = number.isascii() and number.isdigit() and len(number) < _LONGEST_NUMBER
    return OWNERS.get(int(number) >> 16, otherwise) if plain else otherwise


def _definitions(project: Row) -> dict[str, FieldDefinition]:
    found: dict[str, FieldDefinition] = {}
    for group, one in (("ExtendedAttributes", "ExtendedAttribute"), ("OutlineCodes", "OutlineCode")):
        for holder in project.nested.get(group, ()):
            for row in holder.nested.get(one, ()):
                # A field of tasks or resources has a second number, under which assignments have it too.
                for number in (row.text("FieldID"), row.text("SecondaryPID")):
                    if number:
                        found.setdefault(number, _definition(row, number, one))
    return found


def _definition(row: Row, number: str, group: str) -> FieldDefinition:
    key = row.text("FieldName") or f"Field {number}"
    match = _NAME.match(key)
    kind = _TYPES.get(match.group(1).lower(), "text") if match else "text"
    kind = "code" if group == "OutlineCode" else kind
    return FieldDefinition(owner_of(number, RecordKind.TASK), key, row.text("Alias"), kind, number)


class _Codes:
    """The values of outline codes by the number of their table and their own; `A.B` where B stands below A."""

    def __init__(self, project: Row) -> None:
        self._rows: dict[tuple[str, str], Row] = {}
        self._anywhere: dict[str, str] = {}
        for holder in project.nested.get("OutlineCodes", ()):
            for code in holder.nested.get("OutlineCode", ()):
                for values in code.nested.get("Values", ()):
                    for value in values.nested.get("Value", ()):
                        self._rows.setdefault((code.text("FieldID"), value.text("ValueID")), value)
                        self._anywhere.setdefault(value.text("ValueID"), code.text("FieldID"))

    def value(self, table: str, number: str) -> str | None:
        """Give a value with those above it."""
        home = table if (table, number) in self._rows else self._anywhere.get(number, "")
        words: list[str] = []
        while (row := self._rows.get((home, number))) is not None and len(words) < _DEEPEST:
            words.append(row.text("Value"))
            number = row.text("ParentValueID")
        return ".".join(reversed(words)) or None


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
