"""What answers look like, as JSON schema: derived from the frozen dataclasses just as `to_json` encodes them."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, NewType, Union, get_args, get_origin, get_type_hints

from milepost.queries.encoding import Encoded
from milepost.queries.query import Query

Schema = dict[str, Any]
Parts = MutableMapping[str, Schema]
_PLAIN: Mapping[Any, Schema] = {
    str: {"type": "string"},
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    float: {"type": "number"},
    Decimal: {"type": "string", "format": "decimal"},
    datetime: {"type": "string", "description": "a date and time in ISO form; without a zone by the project's clock"},
    date: {"type": "string", "format": "date"},
    NoneType: {"type": "null"},
    Encoded: {},
    Any: {},
    object: {},
}


@cache
def answer_type(query: Query) -> Any:
    """Give the type of a query's answer."""
    return get_type_hints(query.function)["return"]


def lists(query: Query) -> bool:
    """Tell whether a query's answer is a list of records."""
    return get_origin(answer_type(query)) in (tuple, list, Sequence)


def shape(annotation: Any, parts: Parts, where: str = "#/components/schemas/") -> Schema:
    """Describe an annotation; each dataclass it holds becomes a part of its own, by its name."""
    if annotation in _PLAIN:
        return dict(_PLAIN[annotation])
    origin, inner = get_origin(annotation), get_args(annotation)
    if origin is Annotated or isinstance(annotation, NewType):
        return shape(inner[0] if inner else annotation.__supertype__, parts, where)
    if origin in (Union, UnionType):
        return _either([shape(each, parts, where) for each in inner])
    if origin is Literal:
        return {"enum": list(inner)}
    if origin is tuple and inner[-1:] != (...,):
        items = [shape(each, parts, where) for each in inner]
        return {"type": "array", "prefixItems": items, "minItems": len(items), "maxItems": len(items)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": shape(inner[1], parts, where)}
    if origin is not None:
        return {"type": "array", "items": shape(inner[0], parts, where)}
    return _named(annotation, parts, where)


def _either(found: list[Schema]) -> Schema:
    kinds = [each["type"] for each in found if set(each) == {"type"}]
    return {"type": kinds} if len(kinds) == len(found) else {"anyOf": found}


def _named(kind: type, parts: Parts, where: str) -> Schema:
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [str(word) for word in kind]}
    if issubclass(kind, str):
        return {"type": "string"}
    if not is_dataclass(kind):
        raise TypeError(f"{kind} is no answer: answers are frozen dataclasses of plain values.")
    name = _name(kind, parts)
    if name not in parts:
        parts[name] = {"x-python": f"{kind.__module__}.{kind.__qualname__}"}
        hints = get_type_hints(kind, include_extras=True)
        parts[name] |= {
            "type": "object",
            "description": (inspect.getdoc(kind) or "").partition("\n\n")[0].replace("\n", " "),
            "properties": {each.name: shape(hints[each.name], parts, where) for each in fields(kind)},
            "required": [each.name for each in fields(kind)],
            "additionalProperties": False,
        }
    return {"$ref": where + name}


def _name(kind: type, parts: Parts) -> str:
    """Give a part's name: its class's, with its module's word before it where two classes have the same."""
    known = parts.get(kind.__name__)
    if known is None or known["x-python"] == f"{kind.__module__}.{kind.__qualname__}":
        return kind.__name__
    return f"{kind.__module__.rsplit('.', 1)[-1].capitalize()}{kind.__name__}"
