"""Row changes carried out on the database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model

from milepost.commands.work import Work
from milepost.forecasting.difference import RowChange, fact_json
from milepost.forecasting.rows import canonical, make_row, row_id, save_rows
from milepost.forecasting.tables import FACT_BY_NAME, FACT_TABLE, TABLES, Key, Table
from milepost.records.models import Fact, Project


def write_changes(project: Project, work: Work, changes: Iterable[RowChange]) -> None:
    """Write every changed row as it is after the action: first what is new or changed, then what is gone."""
    by_table: dict[str, list[RowChange]] = {}
    for change in changes:
        by_table.setdefault(change.table, []).append(change)
    if FACT_TABLE in by_table:
        _write_facts(project, work, by_table[FACT_TABLE])
    removed: list[tuple[Table, list[int | str]]] = []
    for table in TABLES:
        rows = by_table.get(table.name)
        if rows is None:
            continue
        records, places = _records(table, work)
        save_rows(table, [_row(table, project, each.key, records, places) for each in rows if each.after is not None])
        gone = [row_id(project.pk, table, each.key) for each in rows if each.after is None]
        if gone:
            removed.append((table, gone))
    for table, gone in reversed(removed):
        for first in range(0, len(gone), 500):
            table.model._default_manager.filter(pk__in=gone[first : first + 500])._raw_delete("default")


def _row(table: Table, project: Project, key: Key, records: Mapping[Key, Any], places: Mapping[Key, int]) -> Model:
    return make_row(table, project.pk, key, records[key], places[key])


def _records(table: Table, work: Work) -> tuple[dict[Key, Any], Mapping[Key, int]]:
    if table.place:
        assert work.settled_places is not None
        return table.keyed(table.rows(work.dossier)), work.settled_places[table.name]
    beside = {key: each for (name, key), each in work.beside.items() if name == table.name}
    return {key: each[2] for key, each in beside.items()}, {key: each[3] for key, each in beside.items()}


def _write_facts(project: Project, work: Work, rows: Iterable[RowChange]) -> None:
    found = []
    for change in rows:
        kind = FACT_BY_NAME[str(change.key)]
        text = canonical(fact_json(kind, kind.value(work.dossier)))
        identity = f"{project.pk}:{kind.name}"
        found.append(Fact(id=identity, project=project, name=kind.name, position=0, extra=text))
    Fact.objects.bulk_create(
        found, update_conflicts=True, unique_fields=["id"], update_fields=["project", "name", "position", "extra"]
    )
