"""The JSON Schema of the archive, derived from the dataclasses it is made of."""

from __future__ import annotations

from dataclasses import MISSING, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, get_args, get_origin

from milepost.dossier.dossier import Dossier
from milepost.exchange.archive import FORMAT, VERSION
from milepost.exchange.archive_codec import TAGS, Moment, alternatives, columns, default_of

_SCALARS: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    bool: {"type": "boolean"},
    Decimal: {"type": "string", "pattern": r"^-?\d+(\.\d+)?$", "description": "a decimal number"},
    Moment: {
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d",
        "description": "to the minute, 2026-03-02T08:00; UTC where the settings name a zone, else wall-clock time",
    },
    datetime: {
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d",
        "description": "wall-clock time in the project's zone, 2026-03-02T08:00:00",
    },
    date: {"type": "string", "format": "date"},
}


def schema() -> dict[str, Any]:
    """Give the schema of an archive document."""
    definitions: dict[str, Any] = {}
    body = _of(Dossier, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"Milepost archive, version {VERSION}",
        "type": "object",
        "required": ["format", "version", "dossier"],
        "additionalProperties": False,
        "properties": {"format": {"const": FORMAT}, "version": {"const": VERSION}, "dossier": body},
        "$defs": dict(sorted(definitions.items())),
    }


def _of(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    options = alternatives(hint)
    if len(options) > 1:
        return {
            "type": "object",
            "minProperties": 1,
            "maxProperties": 1,
            "additionalProperties": False,
            "properties": {tag: _SCALARS[kind] for tag, kind in TAGS.items()},
        }
    if options[0] is not hint:
        return {"anyOf": [_of(options[0], definitions), {"type": "null"}]}
    if hint in _SCALARS:
        return _SCALARS[hint]
    if get_origin(hint) is tuple:
        return _of_tuple(get_args(hint), definitions)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return {"enum": [str(word) for word in hint]}
    return _of_record(hint, definitions)


def _of_tuple(kinds: tuple[Any, ...], definitions: dict[str, Any]) -> dict[str, Any]:
    if len(kinds) == 2 and kinds[1] is Ellipsis:
        return {"type": "array", "items": _of(kinds[0], definitions)}
    return {
        "type": "array",
        "prefixItems": [_of(kind, definitions) for kind in kinds],
        "minItems": len(kinds),
        "maxItems": len(kinds),
    }


def _of_record(cls: type, definitions: dict[str, Any]) -> dict[str, Any]:
    assert is_dataclass(cls)
    if cls.__name__ not in definitions:
        definitions[cls.__name__] = {}
        definitions[cls.__name__] = {
            "type": "object",
            "description": (cls.__doc__ or "").split("\n", maxsplit=1)[0],
            "additionalProperties": False,
            "required": [one.name for one, _ in columns(cls) if default_of(one) is MISSING],
            "properties": {one.name: _of(kind, definitions) for one, kind in columns(cls)},
        }
    return {"$ref": f"#/$defs/{cls.__name__}"}
