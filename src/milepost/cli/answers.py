"""Answers of the record in a terminal: lists as tables, records as names and values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from milepost.cli.screen import Cell, Column, say, show_table

#: Moved tasks told one by one; all of them are in `--json`.
_MOST = 20
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def show_done(done: Mapping[str, Any]) -> None:
    """Say what an action did, or would do."""
    say(f"{'It would do this: ' if done['preview'] else ''}{done['sentence']}")
    for made in (each for each in done["results"] if each not in (None, "")):
        say(made if isinstance(made, str) else _text(made))
    moved = done["moved"]
    if moved:
        columns = [Column("Task"), Column("Start"), Column("was"), Column("Finish"), Column("was")]
        show_table(columns, [_moved(each) for each in moved[:_MOST]])
    if len(moved) > _MOST:
        say(f"{len(moved) - _MOST} more moved; see --json.")
    if done["entry"]:
        where = f"{done['project']} is at revision {done['revision']}" if done["project"] else "On the site"
        say(f"{where}; entry {done['entry']} of the journal.")


def _moved(each: Mapping[str, Any]) -> list[Cell | str]:
    start, finish = _minute(each["start"]), _minute(each["finish"])
    was = [Cell(_minute(each[name]), "dim") for name in ("start_before", "finish_before")]
    return [each["task"], start, was[0], finish, was[1]]


def _minute(minutes: int) -> str:
    return f"{_EPOCH + timedelta(minutes=minutes):%Y-%m-%d %H:%M}"


def show_answer(answer: Any, title: str = "") -> None:
    """Show an answer: a list of records as a table, a record as its values and then its lists."""
    if title and answer not in ([], {}, None):
        say(f"\n{title}")
    if isinstance(answer, Mapping):
        _record(answer)
    elif isinstance(answer, list) and answer and all(isinstance(each, Mapping) for each in answer):
        _rows(answer)
    elif isinstance(answer, list):
        for each in answer:
            say(_text(each))
        if not answer and not title:
            say("Nothing.")
    else:
        say(_text(answer))


def _record(record: Mapping[str, Any]) -> None:
    if columns := _columns(record):
        _rows([dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)])
        return
    plain = {name: value for name, value in record.items() if not _large(value)}
    for name, value in plain.items():
        say(f"{_title(name)}: {_text(value)}")
    for name, value in record.items():
        if name not in plain:
            show_answer(value, _title(name))


def _columns(record: Mapping[str, Any]) -> Mapping[str, Sequence[Any]]:
    """Give a table that comes by columns: lists of one length, several of them."""
    lengths = {len(value) if isinstance(value, list) else -1 for value in record.values()}
    return record if len(record) > 2 and len(lengths) == 1 and -1 not in lengths else {}


def _rows(rows: Sequence[Mapping[str, Any]]) -> None:
    names = list(dict.fromkeys(name for row in rows for name, value in row.items() if not isinstance(value, Mapping)))
    shown = [Column(_title(name), right=_numbers(rows, name), wraps=True) for name in names]
    show_table(shown, [[_text(row.get(name)) for name in names] for row in rows])


def _numbers(rows: Sequence[Mapping[str, Any]], name: str) -> bool:
    return all(isinstance(row.get(name), int | float) and not isinstance(row.get(name), bool) for row in rows)


def _large(value: Any) -> bool:
    return (isinstance(value, Mapping) and bool(value)) or (
        isinstance(value, list) and any(isinstance(each, Mapping | list) for each in value)
    )


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(_text(each) for each in value)
    if isinstance(value, Mapping):
        return ", ".join(f"{_title(name).lower()} {_text(each)}" for name, each in value.items() if each is not None)
    return str(value)
