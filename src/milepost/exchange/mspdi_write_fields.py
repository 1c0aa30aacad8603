"""Writing custom fields, outline codes and notes of Microsoft Project XML."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import datetime
from decimal import Decimal

from milepost.dossier.dossier import Dossier
from milepost.dossier.fields import FieldDefinition, FieldValue, RecordKind
from milepost.engine.units import Uid
from milepost.exchange.mspdi_elements import Element, plain

#: The numbers of the task fields Text1 to Text30, where fields of other formats find a place.
_TEXT_FIELDS = (
    *(188743731, 188743734, 188743737, 188743740, 188743743),
    *range(188743746, 188743751),
    *range(188743997, 188744017),
)
_OWN_NUMBERS = range(188743680, 1 << 32)


class FieldWriter:
    """Knows which field of the format each custom field goes to; what has no place is left out.

    Fields that came from this format keep their number. Task fields of other formats become Text1 to
    Text30 as far as these are free; other fields of other formats have no place.
    """

    def __init__(self, dossier: Dossier) -> None:
        """Place the dossier's fields."""
        self.definitions = _placed(dossier.fields)
        known = {(one.kind, one.key): one for one in self.definitions}
        self._values: dict[tuple[RecordKind, Uid], list[tuple[FieldDefinition, FieldValue]]] = defaultdict(list)
        for value in dossier.values:
            definition = known.get((value.kind, value.field))
            if definition is not None:
                self._values[value.kind, value.record].append((definition, value))
        self._notes = {(note.kind, note.record): note.text for note in dossier.notes}
        self._codes: dict[tuple[str, str], int] = {}
        for definition, value in (pair for pairs in self._values.values() for pair in pairs):
            if definition.type == "code":
                self._codes.setdefault((definition.source_id, str(value.value)), len(self._codes) + 1)

    def note(self, kind: RecordKind, uid: Uid) -> str:
        """Give the note of a record."""
        return self._notes.get((kind, uid), "")

    def write_definitions(self, project: Element) -> None:
        """Write outline codes with their values, then the custom fields."""
        codes = project.child("OutlineCodes")
        for definition in self.definitions:
            if definition.type == "code":
                self._code(codes.child("OutlineCode"), definition)
        fields = project.child("ExtendedAttributes")
        for definition in self.definitions:
            if definition.type != "code":
                row = fields.child("ExtendedAttribute")
                row.put("FieldID", definition.source_id)
                row.put("FieldName", definition.key)
                row.put("Alias", definition.name)

    def _code(self, row: Element, definition: FieldDefinition) -> None:
        row.put("FieldID", definition.source_id)
        row.put("FieldName", definition.key)
        row.put("Alias", definition.name)
        values = row.child("Values")
        for (number, text), code in self._codes.items():
            if number == definition.source_id:
                value = values.child("Value")
                value.put("ValueID", code)
                value.put("Value", text)

    def write_values(self, row: Element, kind: RecordKind, uid: Uid) -> None:
        """Write a record's custom fields."""
        for definition, value in self._values.get((kind, uid), ()):
            if definition.type != "code":
                field = row.child("ExtendedAttribute")
                field.put("FieldID", definition.source_id)
                _put(field, value.value, definition.type)

    def write_codes(self, row: Element, kind: RecordKind, uid: Uid) -> None:
        """Write a record's outline codes."""
        for definition, value in self._values.get((kind, uid), ()):
            if definition.type == "code":
                code = row.child("OutlineCode")
                code.put("FieldID", definition.source_id)
                code.put("ValueID", self._codes[definition.source_id, str(value.value)])


def _placed(definitions: tuple[FieldDefinition, ...]) -> tuple[FieldDefinition, ...]:
    own = [
        one
        for one in definitions
        if one.source_id.isascii()
        and one.source_id.isdigit()
        and len(one.source_id) < 16
        and int(one.source_id) in _OWN_NUMBERS
    ]
    taken = {int(one.source_id) for one in own}
    free = [number for number in _TEXT_FIELDS if number not in taken]
    foreign = [one for one in definitions if one not in own and one.kind is RecordKind.TASK]
    moved = [
        replace(one, source_id=str(number), type="text", name=one.name or one.key)
        for one, number in zip(foreign, free, strict=False)
    ]
    return (*own, *moved)


def _put(row: Element, value: object, kind: str) -> None:
    if isinstance(value, bool):
        row.put("Value", value)
    elif isinstance(value, datetime):
        row.put("Value", value.isoformat())
    elif isinstance(value, Decimal):
        row.put("Value", plain(value * 100) if kind == "cost" else value)
    elif isinstance(value, int) and kind == "duration":
        row.span("Value", value)
    else:
        row.put("Value", str(value))
