"""What changed between two states of a project, row by row and field by field, and the way back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from milepost.dossier.dossier import Dossier
from milepost.exchange.archive_codec import alternatives, decode, encode
from milepost.forecasting.held import Held
from milepost.forecasting.order import ranks
from milepost.forecasting.rows import RANK, from_json, to_json
from milepost.forecasting.tables import BY_NAME, FACT_BY_NAME, FACT_TABLE, FACTS, TABLES, FactKind, Key, Table, placed

Json: TypeAlias = Any
Fields: TypeAlias = Mapping[str, Json]


@dataclass(frozen=True, slots=True)
class RowChange:
    """One row before and after. Rows that stay hold only the fields that differ; a missing field has its default.

    `before` None is a row that is new, `after` None one that is gone.
    """

    table: str
    key: Key
    before: Fields | None
    after: Fields | None

    def to_json(self) -> list[Json]:
        """Give the change as the journal writes it."""
        return [self.table, self.key, self.before, self.after]

    def back(self) -> RowChange:
        """Give the change that takes this one back."""
        return RowChange(self.table, self.key, self.after, self.before)

    def touched(self) -> frozenset[str]:
        """Name the fields that differ; all of a row that is new or gone."""
        if self.before is None or self.after is None:
            return frozenset({"*"})
        return frozenset(self.before) | frozenset(self.after)


def changes_between(
    old: Held, new: Dossier, wanted: Mapping[str, Mapping[Key, int]] | None = None
) -> tuple[list[RowChange], dict[str, dict[Key, int]]]:
    """List the row changes that lead from a state to another dossier, and give the new places of rows.

    `wanted` are places to take where they fit the new order, as when something is undone.
    """
    found: list[RowChange] = []
    places: dict[str, dict[Key, int]] = {}
    for fact in FACTS:
        found += _fact(fact, fact.value(old.dossier), fact.value(new))
    for table in TABLES:
        if not table.place:
            continue
        known = dict(old.ranks.get(table.name, {}))
        was, now = table.rows(old.dossier), table.rows(new)
        if was is now:
            places[table.name] = known
            continue
        before, after = table.keyed(was), table.keyed(now)
        places[table.name] = ranks((wanted or old.ranks).get(table.name, {}), list(after))
        found += _rows(table, before, after, known, places[table.name])
    return found, places


def _rows(
    table: Table, before: Mapping[Key, Any], after: Mapping[Key, Any], old: Mapping[Key, int], new: Mapping[Key, int]
) -> Iterable[RowChange]:
    for key, record in after.items():
        was = before.get(key)
        if was is None:
            yield RowChange(table.name, key, None, to_json(table, record, new[key]))
        elif was is not record or old[key] != new[key]:
            first, second = to_json(table, was, old[key]), to_json(table, record, new[key])
            if first != second:
                yield RowChange(table.name, key, *_partial(first, second))
    for key, record in before.items():
        if key not in after:
            yield RowChange(table.name, key, to_json(table, record, old[key]), None)


def _fact(kind: FactKind, was: Any, now: Any) -> Iterable[RowChange]:
    if was is now or was == now:
        return
    yield RowChange(FACT_TABLE, kind.name, *_partial(fact_json(kind, was), fact_json(kind, now)))


def fact_json(kind: FactKind, value: Any) -> dict[str, Json]:
    """Give a fact as a JSON object: a list under `items`, nothing as `{"none": true}`."""
    if value is None:
        return {"none": True}
    stored = encode(value, alternatives(kind.hint)[0])
    return {"items": stored} if isinstance(stored, list) else stored


def fact_value(kind: FactKind, document: Fields) -> Any:
    """Read a fact from its JSON object."""
    if document == {"none": True}:
        return None
    stored = document["items"] if set(document) == {"items"} else dict(document)
    return decode(stored, alternatives(kind.hint)[0], kind.name)


def _partial(first: Fields, second: Fields) -> tuple[Fields, Fields]:
    names = {name for name in {*first, *second} if first.get(name, ...) != second.get(name, ...)}
    return (
        {name: value for name, value in first.items() if name in names},
        {name: value for name, value in second.items() if name in names},
    )


def read_changes(document: Sequence[Sequence[Json]]) -> list[RowChange]:
    """Read row changes as the journal has them."""
    return [RowChange(table, key, before, after) for table, key, before, after in document]


class MismatchError(Exception):
    """A change cannot be made because a row is not as it was before it; says which row and field."""

    def __init__(self, table: str, key: Key, field: str = "") -> None:
        """Keep the place."""
        super().__init__(f"{table} {key} {field}")
        self.table, self.key, self.field = table, key, field


def patched(document: Fields | None, change: RowChange) -> dict[str, Json] | None:
    """Carry a change out on the JSON of a row. Raises MismatchError where the row is not as the change found it."""
    if change.before is None or document is None:
        if (change.before is None) != (document is None):
            raise MismatchError(change.table, change.key)
        return None if change.after is None else dict(change.after)
    for name in change.touched() if change.after is not None else change.before:
        if name != RANK and document.get(name, ...) != change.before.get(name, ...):
            raise MismatchError(change.table, change.key, name)
    if change.after is None:
        return None
    kept = {name: value for name, value in document.items() if name not in change.before}
    return {**kept, **change.after}


def applied(held: Held, changes: Iterable[RowChange]) -> tuple[Dossier, dict[str, dict[Key, int]]]:
    """Carry row changes out on a state and give the dossier and places that come out.

    Changes of rows beside the dossier are passed over. Raises MismatchError.
    """
    by_table: dict[str, list[RowChange]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    values: dict[tuple[str, ...], Any] = {}
    places = {name: dict(each) for name, each in held.ranks.items()}
    for name, rows in by_table.items():
        if name == FACT_TABLE:
            values |= _facts_applied(held.dossier, rows)
        elif BY_NAME[name].place:
            table = BY_NAME[name]
            values[table.place], places[name] = _table_applied(table, held, rows)
    return placed(held.dossier, values), places


def _facts_applied(dossier: Dossier, rows: Iterable[RowChange]) -> dict[tuple[str, ...], Any]:
    documents: dict[Key, dict[str, Json]] = {}
    for change in rows:
        kind = FACT_BY_NAME[str(change.key)]
        now = documents.get(change.key)
        done = patched(fact_json(kind, kind.value(dossier)) if now is None else now, change)
        assert done is not None
        documents[change.key] = done
    return {FACT_BY_NAME[str(key)].path: fact_value(FACT_BY_NAME[str(key)], each) for key, each in documents.items()}


def _table_applied(table: Table, held: Held, rows: Iterable[RowChange]) -> tuple[tuple[Any, ...], dict[Key, int]]:
    known = table.keyed(table.rows(held.dossier))
    places = dict(held.ranks.get(table.name, {}))
    for change in rows:
        was = known.get(change.key)
        done = patched(None if was is None else to_json(table, was, places[change.key]), change)
        if done is None:
            known.pop(change.key)
            places.pop(change.key)
        else:
            known[change.key], places[change.key] = from_json(table, done)
    order = sorted(places, key=lambda key: (places[key], str(key)))
    return tuple(known[key] for key in order), {key: places[key] for key in order}


__all__ = ["RANK", "MismatchError", "RowChange", "applied", "changes_between", "fact_json", "patched", "read_changes"]
