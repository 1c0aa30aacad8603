"""What P6 keeps besides the schedule: user-defined fields, activity codes and notebooks."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from html.parser import HTMLParser

from milepost.dossier.fields import FieldDefinition, FieldValue, Note, RecordKind
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import YEARS, Row

_KINDS = {
    "TASK": RecordKind.TASK,
    "PROJWBS": RecordKind.TASK,
    "RSRC": RecordKind.RESOURCE,
    "TASKRSRC": RecordKind.ASSIGNMENT,
    "PROJECT": RecordKind.PROJECT,
}
_TYPES = {
    "ft_text": "text",
    "ft_start_date": "date",
    "ft_end_date": "date",
    "ft_float_2_decimals": "number",
    "ft_int": "number",
    "ft_money": "cost",
    "ft_statictype": "text",
}
#: Notes longer than this are cut: no reader wants them whole and a hostile file must not fill the memory.
LONGEST_NOTE = 1_000_000

Fields = tuple[tuple[FieldDefinition, ...], tuple[FieldValue, ...]]


def fields(source: P6Source, records: dict[RecordKind, set[Uid]], elements: dict[Uid, Uid]) -> Fields:
    """Read user-defined fields and activity codes; `elements` maps work-breakdown numbers to task numbers."""
    definitions = {row.text("udf_type_id"): _definition(row) for row in source.tables.rows("UDFTYPE")}
    used: dict[str, FieldDefinition] = {}
    values: list[FieldValue] = []
    for row in source.tables.rows("UDFVALUE"):
        known = definitions.get(row.text("udf_type_id"))
        if known is None or row.text("proj_id") not in ("", source.key):
            continue
        table, definition = known
        record = source.cells.uid(row, "fk_id")
        record = elements.get(record or -1) if table == "PROJWBS" else record
        record = 0 if table == "PROJECT" and record == source.cells.uid(source.project, "proj_id") else record
        value = _value(source, row, definition.type)
        if record is not None and record in records[definition.kind] and value is not None:
            used[definition.key] = definition
            values.append(FieldValue(definition.kind, record, definition.key, value))
    code_definitions, code_values = _codes(source, records[RecordKind.TASK])
    source.book.kept("user-defined field", len(values))
    source.book.kept("activity code", len(code_values))
    return (*used.values(), *code_definitions), (*values, *code_values)


def _definition(row: Row) -> tuple[str, FieldDefinition]:
    table, number = row.text("table_name").upper(), row.text("udf_type_id")
    name = row.text("udf_type_label") or row.text("udf_type_name")
    kind = _KINDS.get(table, RecordKind.PROJECT)
    return table, FieldDefinition(
        kind, f"UDF{number}", name, _TYPES.get(row.text("logical_data_type").lower(), "text"), number
    )


def _value(source: P6Source, row: Row, kind: str) -> str | Decimal | datetime | None:
    if kind == "date":
        try:
            at = datetime.fromisoformat(row.text("udf_date"))
        except ValueError:
            return None
        return at.replace(tzinfo=None) if at.year in YEARS else None
    if kind in ("number", "cost"):
        return source.cells.number(row, "udf_number")
    return row.text("udf_text") or row.text("udf_code_id") or None


def _codes(source: P6Source, tasks: set[Uid]) -> tuple[list[FieldDefinition], list[FieldValue]]:
    types = {row.text("actv_code_type_id"): row.text("actv_code_type") for row in source.tables.rows("ACTVTYPE")}
    codes = {
        row.text("actv_code_id"): row.text("actv_code_name") or row.text("short_name")
        for row in source.tables.rows("ACTVCODE")
    }
    used: dict[str, FieldDefinition] = {}
    values = []
    for row in source.rows("TASKACTV"):
        number, task = row.text("actv_code_type_id"), source.cells.uid(row, "task_id")
        code = codes.get(row.text("actv_code_id"))
        if task not in tasks or task is None or code is None or number not in types:
            source.book.dropped("activity code", f"{row.place}: its activity, code or type is not in the file")
            continue
        key = f"Code{number}"
        used[key] = FieldDefinition(RecordKind.TASK, key, types[number], "text", number)
        values.append(FieldValue(RecordKind.TASK, task, key, code))
    return list(used.values()), values


def notes(source: P6Source, records: dict[RecordKind, set[Uid]], elements: dict[Uid, Uid]) -> tuple[Note, ...]:
    """Read notebooks and notes as plain text, each topic under its name."""
    topics = {row.text("memo_type_id"): row.text("memo_type") for row in source.tables.rows("MEMOTYPE")}
    found = []
    for kind, record, topic, html in _note_rows(source, elements):
        text = plain(html)
        if text and record in records[kind]:
            if len(text) > LONGEST_NOTE:
                source.book.approximated("note", f"{kind} {record}: {len(text)} characters, cut to {LONGEST_NOTE}")
            title = topics.get(topic, "")
            found.append(Note(kind, record, f"{title}: {text[:LONGEST_NOTE]}" if title else text[:LONGEST_NOTE]))
    source.book.kept("note", len(found))
    return tuple(found)


def _note_rows(source: P6Source, elements: dict[Uid, Uid]) -> Iterator[tuple[RecordKind, Uid, str, str]]:
    for row in source.rows("TASKMEMO"):
        yield RecordKind.TASK, source.cells.uid(row, "task_id") or -1, row.text("memo_type_id"), row.text("task_memo")
    for row in source.rows("WBSMEMO"):
        element = elements.get(source.cells.uid(row, "wbs_id") or -1, -1)
        yield RecordKind.TASK, element, row.text("memo_type_id"), row.text("wbs_memo")
    for row in source.rows("PROJMEMO"):
        yield RecordKind.PROJECT, 0, row.text("memo_type_id"), row.text("proj_memo")
    for row in source.tables.rows("RSRC"):
        yield RecordKind.RESOURCE, source.cells.uid(row, "rsrc_id") or -1, "", row.text("rsrc_notes")


class _Text(HTMLParser):
    """Collects the text of an HTML note, a line per block."""

    _BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3"})

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self._hidden += tag in ("style", "script", "title")
        if tag in self._BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._hidden = max(0, self._hidden - (tag in ("style", "script", "title")))

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.parts.append(data)


def plain(html: str) -> str:
    """Strip an HTML note to its text; a note that is no HTML stays as it is."""
    if "<" not in html:
        return html.strip()
    parser = _Text()
    parser.feed(html)
    parser.close()
    lines = (" ".join(line.split()) for line in "".join(parser.parts).replace("\x7f", "\n").split("\n"))
    return "\n".join(line for line in lines if line)
