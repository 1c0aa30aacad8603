"""Records as dataclasses, as database rows and as the journal's JSON: one description, taken from their type hints.

A field for which the model has a column of its name is kept there; all others are in the column `extra`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import Field
from enum import StrEnum
from functools import cache
from typing import Any

from django.db.models import Model

from milepost.exchange.archive_codec import alternatives, columns, decode, default_of, encode
from milepost.forecasting.tables import Key, Table
from milepost.records.projects import SPAN, ProjectRow

Json = Any
#: The name under which a row's place in the order is journaled.
RANK = "@"


def row_id(project: int, table: Table, key: Key) -> int | str:
    """Give the primary key of a row: numbers within a project's span, codes behind its number."""
    if issubclass(table.model, ProjectRow) and isinstance(key, int):
        return project * SPAN + key
    return f"{project}:{key}"


def key_of(table: Table, identity: int | str) -> Key:
    """Give the key of a row from its primary key."""
    if isinstance(identity, int):
        return identity % SPAN
    text = identity.split(":", 1)[1]
    return int(text) if table.name == "members" else text


class Layout:
    """Which fields of a dataclass have columns, and how values get in and out of them."""

    def __init__(self, table: Table) -> None:
        """Compare the dataclass with the model."""
        fields = {each.name: each for each in table.model._meta.concrete_fields}
        self.table = table
        self.inside: list[tuple[str, Any, str, Callable[[Any], Any] | None]] = []
        self.outside: list[tuple[Field[Any], Any]] = []
        self.by_name = {one.name: (one, hint) for one, hint in columns(table.kind)}
        for one, hint in columns(table.kind):
            found = fields.get(one.name)
            if found is None or one.name == "extra":
                self.outside.append((one, hint))
            else:
                self.inside.append((one.name, one, found.attname, _reader(hint)))
        self.attributes = [attname for _, _, attname, _ in self.inside]

    def selected(self) -> list[str]:
        """Name the columns that loading asks for."""
        return ["id", "position", "extra", *self.attributes]


def _reader(hint: Any) -> Callable[[Any], Any] | None:
    kinds = alternatives(hint)
    if len(kinds) == 1 and isinstance(kinds[0], type) and issubclass(kinds[0], StrEnum):
        words = {str(word): word for word in kinds[0]}
        return lambda value: words[value] if value else None
    return None


@cache
def layout(table: Table) -> Layout:
    """Give the layout of a table."""
    return Layout(table)


def read_rows(table: Table, project: int, identity: int | str | None = None) -> Iterator[tuple[Key, int, Any]]:
    """Read a project's rows of a table in order, or the one with an identity: key, rank, record."""
    plan = layout(table)
    found = table.model._default_manager.filter(project_id=project).order_by("position", "id")
    if identity is not None:
        found = found.filter(pk=identity)
    references = [name in table.references for name, _, _, _ in plan.inside]
    facts = [(name, reader) for name, _, _, reader in plan.inside]
    kinds = {one.name: hint for one, hint in plan.outside}
    for identity, rank, extra, *values in found.values_list(*plan.selected()).iterator(chunk_size=5000):
        arguments: dict[str, Any] = {}
        for (name, reader), value, refers in zip(facts, values, references, strict=True):
            if refers:
                arguments[name] = None if value is None else value % SPAN
            else:
                arguments[name] = value if reader is None else reader(value)
        if extra:
            for name, stored in json.loads(extra).items():
                arguments[name] = decode(stored, kinds[name], f"{table.name}.{name}")
        yield key_of(table, identity), rank, table.kind(**arguments)


def make_row(table: Table, project: int, key: Key, record: Any, rank: int) -> Model:
    """Make the database row of a record."""
    plan = layout(table)
    values: dict[str, Any] = {"id": row_id(project, table, key), "project_id": project, "position": rank}
    for name, _, attname, _ in plan.inside:
        value = getattr(record, name)
        if name in table.references:
            value = None if value is None else project * SPAN + value
        elif isinstance(value, StrEnum):
            value = str(value)
        values[attname] = value
    rest = {
        one.name: encode(getattr(record, one.name), hint)
        for one, hint in plan.outside
        if getattr(record, one.name) != default_of(one)
    }
    if table.name == "risks":
        values["code"] = record.risk.code
    values["extra"] = canonical(rest) if rest else ""
    return table.model(**values)


def to_json(table: Table, record: Any, rank: int) -> dict[str, Json]:
    """Give a record as the journal keeps it: what differs from its defaults, and its place in the order."""
    found: dict[str, Json] = encode(record, table.kind)
    found[RANK] = rank
    return found


def from_json(table: Table, document: Mapping[str, Json]) -> tuple[Any, int]:
    """Read a record and its place from the journal's JSON."""
    fields = {name: value for name, value in document.items() if name != RANK}
    return decode(fields, table.kind, table.name), int(document[RANK])


def canonical(value: Json) -> str:
    """Give JSON as the one text it has: sorted, without spaces."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def save_rows(table: Table, rows: Sequence[Model]) -> None:
    """Write rows, new or known, in one go."""
    names = [each.name for each in table.model._meta.concrete_fields if not each.primary_key]
    table.model._default_manager.bulk_create(
        rows, update_conflicts=True, unique_fields=["id"], update_fields=names, batch_size=500
    )
