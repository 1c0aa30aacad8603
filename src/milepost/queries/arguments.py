"""The arguments of commands and queries: the annotation of a parameter is its only definition."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Annotated, Any, get_args, get_origin, get_type_hints

from milepost.exchange.archive_codec import alternatives
from milepost.queries.kinds import FIRST_YEAR, LAST_YEAR, Reading
from milepost.queries.refused import Refused

#: Longer texts are refused: they are no names, reasons or notes.
LONGEST = 10_000
#: What no XML and no spreadsheet can hold; tabs and ends of lines are fine.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Parameter:
    """One argument of a command or query: name, kind, whether it must be given, and what stands for it otherwise."""

    name: str
    annotation: Any
    required: bool = True
    default: Any = None
    help: str = ""

    @property
    def kind(self) -> str:
        """Name the kind: text, whole, number, flag, day, date, duration, choice, list, calls, object or a table."""
        return kind_of(self.annotation)

    @property
    def optional(self) -> bool:
        """Whether nothing may be given for it."""
        return _optional(self.annotation)

    @property
    def choices(self) -> tuple[str, ...]:
        """List the words that may be given, where only some may."""
        inner = _inner(self.annotation)
        return tuple(str(word) for word in inner) if isinstance(inner, type) and issubclass(inner, StrEnum) else ()

    def schema(self) -> dict[str, Any]:
        """Describe it as JSON schema."""
        found = schema_of(self.annotation)
        if self.help:
            found = {**found, "description": self.help}
        if not self.required and self.default is not None:
            shown = self.default
            found = {**found, "default": str(shown) if isinstance(shown, Decimal | StrEnum | date) else shown}
        return found

    def read(self, value: Any, reading: Reading) -> Any:
        """Read a value as JSON or text has it. Refuses what does not fit, naming the argument."""
        return read(self.annotation, value, self.name, reading)


def _optional(annotation: Any) -> bool:
    return type(None) in get_args(annotation) and get_origin(annotation) is not Annotated


def _inner(annotation: Any) -> Any:
    kinds = alternatives(annotation)
    return kinds[0] if len(kinds) == 1 else annotation


def _marker(annotation: Any) -> Any:
    return annotation.__metadata__[0] if get_origin(annotation) is Annotated else None


_PLAIN: dict[type, tuple[str, dict[str, Any]]] = {
    str: ("text", {"type": "string"}),
    bool: ("flag", {"type": "boolean"}),
    int: ("whole", {"type": "integer"}),
    Decimal: ("number", {"type": ["number", "string"]}),
    date: ("day", {"type": "string", "format": "date"}),
}


def kind_of(annotation: Any) -> str:
    """Name the kind of an annotation."""
    inner = _inner(annotation)
    marker = _marker(inner)
    if marker is not None:
        return str(marker.schema()["x-kind"])
    if get_origin(inner) in (list, tuple, Sequence):
        return "list"
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return "choice"
    return _PLAIN[inner][0]


def schema_of(annotation: Any) -> dict[str, Any]:
    """Describe an annotation as JSON schema."""
    inner = _inner(annotation)
    marker = _marker(inner)
    if marker is not None:
        found: dict[str, Any] = marker.schema()
    elif get_origin(inner) in (list, tuple, Sequence):
        found = {"type": "array", "items": schema_of(get_args(inner)[0])}
    elif isinstance(inner, type) and issubclass(inner, StrEnum):
        found = {"type": "string", "enum": [str(word) for word in inner]}
    else:
        found = dict(_PLAIN[inner][1])
    if _optional(annotation):
        known = found.get("type")
        if isinstance(known, list):
            found["type"] = [*known, "null"]
        elif known is not None and "enum" not in found:
            found["type"] = [known, "null"]
        elif "enum" in found:
            found = {"type": ["string", "null"], "enum": [*found["enum"], None]}
    return found


def read(annotation: Any, value: Any, name: str, reading: Reading) -> Any:
    """Read a value of an annotation; an empty text stands for nothing where nothing is allowed."""
    if _optional(annotation) and (value is None or value == ""):
        return None
    inner = _inner(annotation)
    marker = _marker(inner)
    if marker is not None:
        return marker.read(value, name, reading)
    if get_origin(inner) in (list, tuple, Sequence):
        return _list(get_args(inner)[0], value, name, reading)
    if isinstance(inner, type) and issubclass(inner, StrEnum):
        return _word(inner, value, name)
    return _READERS[inner](value, name)


def _list(kind: Any, value: Any, name: str, reading: Reading) -> list[Any]:
    if isinstance(value, str):
        value = [part.strip() for part in re.split(r"[,;\n]", value) if part.strip()]
    if not isinstance(value, list | tuple):
        raise Refused(f"{name} is a list, not {_shown(value)}.", name, "invalid")
    return [read(kind, each, name, reading) for each in value]


def _word(kind: type[StrEnum], value: Any, name: str) -> StrEnum:
    try:
        return kind(str(value))
    except ValueError:
        raise Refused(f"{_shown(value)} is not one of {', '.join(kind)}.", name, "invalid") from None


def _shown(value: Any) -> str:
    """Write what was given as its sender wrote it."""
    return value if isinstance(value, str) and value.isdigit() else json.dumps(value, ensure_ascii=False, default=repr)


def _text(value: Any, name: str) -> str:
    if not isinstance(value, str):
        raise Refused(f"{name} is a text, not {_shown(value)}.", name, "invalid")
    if _CONTROL.search(value):
        raise Refused(f"{name} has a control character, which no file and no page can show.", name, "invalid")
    if len(value) > LONGEST:
        raise Refused(f"{name} is too long; write at most {LONGEST:,} characters.", name, "invalid")
    return value.strip()


def _flag(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return value
    words = {
        "true": True,
        "on": True,
        "1": True,
        "yes": True,
        "false": False,
        "off": False,
        "0": False,
        "no": False,
        "": False,
    }
    if str(value).lower() not in words:
        raise Refused(f"{name} is true or false, not {_shown(value)}.", name, "invalid")
    return words[str(value).lower()]


def _whole(value: Any, name: str) -> int:
    try:
        number = int(str(value))
    except ValueError:
        raise Refused(f"{name} is a whole number, not {_shown(value)}.", name, "invalid") from None
    if isinstance(value, bool) or abs(number) > 2**53:
        raise Refused(f"{name} is a whole number, not {_shown(value)}.", name, "invalid")
    return number


def _decimal(value: Any, name: str) -> Decimal:
    try:
        number = Decimal(str(value).removesuffix("%").strip())
    except InvalidOperation:
        number = Decimal("NaN")
    if isinstance(value, bool) or not number.is_finite() or abs(number) > Decimal(10) ** 18:
        raise Refused(f"{name} is a number such as 12.5, not {_shown(value)}.", name, "invalid")
    return number


def _day(value: Any, name: str) -> date:
    try:
        found = date.fromisoformat(str(value))
    except ValueError:
        raise Refused(f"{_shown(value)} is not a day; write 2026-03-02.", name, "invalid") from None
    if not FIRST_YEAR <= found.year <= LAST_YEAR:
        raise Refused(
            f"{_shown(value)} is no day of a project; those are from {FIRST_YEAR} to {LAST_YEAR}.", name, "invalid"
        )
    return found


_READERS: dict[Any, Callable[[Any, str], Any]] = {
    str: _text,
    bool: _flag,
    int: _whole,
    Decimal: _decimal,
    date: _day,
}


def schema_for(parameters: Sequence[Parameter]) -> dict[str, Any]:
    """Describe parameters as one JSON schema."""
    return {
        "type": "object",
        "properties": {each.name: each.schema() for each in parameters},
        "required": [each.name for each in parameters if each.required],
        "additionalProperties": False,
    }


def read_all(
    word: str, parameters: Sequence[Parameter], arguments: Mapping[str, Any], reading: Reading
) -> dict[str, Any]:
    """Read the arguments of a command or query. Refuses unknown, missing and wrong ones by name."""
    names = [each.name for each in parameters]
    unknown = [name for name in arguments if name not in names]
    if unknown:
        known = ", ".join(names) or "none"
        raise Refused(f"{word} does not know {unknown[0]}; its arguments are {known}.", str(unknown[0]), "invalid")
    found = {}
    for each in parameters:
        if each.name in arguments:
            found[each.name] = each.read(arguments[each.name], reading)
        elif each.required:
            raise Refused(f"{word} needs {each.name}.", each.name, "invalid")
    return found


def parameters_of(function: Callable[..., Any], help_of: Mapping[str, str] | None = None) -> tuple[Parameter, ...]:
    """Read the parameters of a function after the first from its signature."""
    hints = get_type_hints(function, include_extras=True)
    told = help_of or {}
    found = []
    for each in list(inspect.signature(function).parameters.values())[1:]:
        required = each.default is inspect.Parameter.empty
        default = None if required else each.default
        found.append(Parameter(each.name, hints[each.name], required, default, told.get(each.name, "")))
    return tuple(found)
