"""Frozen dataclasses to JSON and back, by their own type hints: the one description of the archive."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from milepost.engine.clock import instant, moment

Json = Any


class Moment:
    """Stands for an instant in type hints, so that instants show as dates and spans as minutes."""


class WrongValueError(Exception):
    """A value in the document is not what belongs there; `path` leads to it."""

    def __init__(self, path: str, message: str) -> None:
        """Keep the path and the sentence."""
        super().__init__(message)
        self.path = path


@cache
def hints(cls: type) -> dict[str, Any]:
    """Give the field types of a dataclass, with instants marked."""
    return get_type_hints(cls, localns={"Instant": Moment})


@cache
def columns(cls: type) -> tuple[tuple[Field[Any], Any], ...]:
    """Give the fields of a dataclass with their types."""
    types = hints(cls)
    return tuple((one, types[one.name]) for one in fields(cls))


def default_of(one: Field[Any]) -> Any:
    """Give a field's default, MISSING if it has none."""
    return one.default_factory() if one.default_factory is not MISSING else one.default


def encode(value: Any, hint: Any) -> Json:
    """Turn a value into JSON; fields that hold their default are left out."""
    if value is None:
        return None
    if hint is Moment:
        return moment(value).isoformat(timespec="minutes")
    options = alternatives(hint)
    if len(options) > 1:
        return _encode_tagged(value)
    if options[0] is not hint:
        return encode(value, options[0])
    if is_dataclass(value) and not isinstance(value, type):
        return {
            one.name: encode(getattr(value, one.name), kind)
            for one, kind in columns(type(value))
            if getattr(value, one.name) != default_of(one)
        }
    if isinstance(value, tuple):
        arguments = get_args(hint)
        repeated = len(arguments) == 2 and arguments[1] is Ellipsis
        kinds = (arguments[0],) * len(value) if repeated else arguments
        return [encode(item, kind) for item, kind in zip(value, kinds, strict=True)]
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, StrEnum) else value


def alternatives(hint: Any) -> tuple[Any, ...]:
    """Give what a type allows beside None."""
    if get_origin(hint) in (Union, UnionType):
        return tuple(kind for kind in get_args(hint) if kind is not NoneType)
    return (hint,)


#: How the values of custom fields are told apart.
TAGS: dict[str, type] = {"text": str, "flag": bool, "number": Decimal, "date": datetime, "whole": int}


def _encode_tagged(value: Any) -> Json:
    tag = next(name for name, kind in TAGS.items() if type(value) is kind)
    return {tag: encode(value, TAGS[tag])}


def decode(value: Json, hint: Any, path: str) -> Any:
    """Turn JSON into a value of the type; raises WrongValueError with the path of what does not fit."""
    options = alternatives(hint)
    if value is None:
        if options == (hint,):
            raise WrongValueError(path, "null is not allowed here")
        return None
    if len(options) > 1:
        return _decode_tagged(value, path)
    kind = options[0]
    if kind in _SCALARS:
        return _SCALARS[kind](value, path)
    if get_origin(kind) is tuple:
        return _decode_tuple(value, get_args(kind), path)
    if is_dataclass(kind) and isinstance(kind, type):
        return _decode_record(value, kind, path)
    return _decode_word(value, kind, path)


def _decode_record(value: Json, cls: type, path: str) -> Any:
    if not isinstance(value, dict):
        raise WrongValueError(path, f"{_shown(value)} is not an object")
    known = {one.name for one, _ in columns(cls)}
    unknown = sorted(set(value) - known)
    if unknown:
        message = f"is not a field of {cls.__name__}; known are {', '.join(sorted(known))}"
        raise WrongValueError(_below(path, unknown[0]), message)
    arguments = {}
    for one, kind in columns(cls):
        if one.name in value:
            arguments[one.name] = decode(value[one.name], kind, _below(path, one.name))
        elif default_of(one) is MISSING:
            raise WrongValueError(_below(path, one.name), "is missing")
    return cls(**arguments)


def _below(path: str, name: str) -> str:
    return f"{path}.{name}" if path else name


def _decode_tuple(value: Json, kinds: tuple[Any, ...], path: str) -> tuple[Any, ...]:
    if not isinstance(value, list):
        raise WrongValueError(path, f"{_shown(value)} is not a list")
    repeated = len(kinds) == 2 and kinds[1] is Ellipsis
    if not repeated and len(value) != len(kinds):
        raise WrongValueError(path, f"has {len(value)} entries, not {len(kinds)}")
    wanted = (kinds[0],) * len(value) if repeated else kinds
    return tuple(
        decode(item, kind, f"{path}[{number}]") for number, (item, kind) in enumerate(zip(value, wanted, strict=True))
    )


def _decode_tagged(value: Json, path: str) -> Any:
    if not isinstance(value, dict) or len(value) != 1 or next(iter(value)) not in TAGS:
        raise WrongValueError(path, f"{_shown(value)} is not an object with one of: {', '.join(TAGS)}")
    tag, inner = next(iter(value.items()))
    return decode(inner, TAGS[tag], _below(path, tag))


def _decode_word(value: Json, kind: Any, path: str) -> Any:
    try:
        return kind(value)
    except ValueError:
        words = ", ".join(str(word) for word in kind)
        raise WrongValueError(path, f"{_shown(value)} is not one of: {words}") from None


def _text(value: Json, path: str) -> str:
    if not isinstance(value, str):
        raise WrongValueError(path, f"{_shown(value)} is not a text")
    return value


def _whole(value: Json, path: str) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > _LARGEST:
        raise WrongValueError(path, f"{_shown(value)} is not a whole number")
    return value


def _flag(value: Json, path: str) -> bool:
    if not isinstance(value, bool):
        raise WrongValueError(path, f"{_shown(value)} is neither true nor false")
    return value


def _decimal(value: Json, path: str) -> Decimal:
    try:
        number = Decimal(value) if isinstance(value, str) and len(value) < _DIGITS else Decimal("NaN")
    except InvalidOperation:
        number = Decimal("NaN")
    if not number.is_finite():
        raise WrongValueError(path, f'{_shown(value)} is not a number in quotes, like "12.50"')
    return number


def _moment(value: Json, path: str) -> int:
    return instant(_datetime(value, path))


def _datetime(value: Json, path: str) -> datetime:
    try:
        at = datetime.fromisoformat(_text(value, path))
    except ValueError:
        at = None
    if at is None or at.tzinfo is not None:
        raise WrongValueError(path, f"{_shown(value)} is not a date and time like 2026-03-02T08:00")
    return at


def _date(value: Json, path: str) -> date:
    try:
        return date.fromisoformat(_text(value, path))
    except ValueError:
        raise WrongValueError(path, f"{_shown(value)} is not a date like 2026-03-02") from None


_LARGEST = 1 << 53
_DIGITS = 60
_SCALARS: dict[Any, Callable[[Json, str], Any]] = {
    str: _text,
    int: _whole,
    bool: _flag,
    Decimal: _decimal,
    Moment: _moment,
    datetime: _datetime,
    date: _date,
}


def _shown(value: Json) -> str:
    text = repr(value)
    return text if len(text) <= 40 else f"{text[:37]}..."
