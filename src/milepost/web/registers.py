"""Registers: lists of records with columns one sorts, filters, chooses, edits and takes away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, is_dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints
from urllib.parse import quote, urlencode

from milepost.queries.catalogue import find as find_query

#: So many rows stand on one page of a register.
ROWS = 100


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the attribute of a row it shows, its title and kind, and the command that changes it in place.

    Kinds: text, number, money, date, day, percent, flag, choice, list, reference. `argument` is the argument of the
    command that takes the new value; the attribute's name stands for it. `extra` columns are shown when chosen.
    """

    name: str
    title: str = ""
    kind: str = "text"
    edit: str = ""
    argument: str = ""
    extra: bool = False

    @property
    def heading(self) -> str:
        """Give its title."""
        return self.title or self.name.replace("_", " ").capitalize()

    @property
    def right(self) -> bool:
        """Whether its cells are aligned to the right."""
        return self.kind in ("number", "money", "percent")


@dataclass(frozen=True, slots=True)
class Register:
    """How a page shows the rows of its query.

    `rows` names the attribute of the answer that holds them, none when the answer is the rows. `key` names the
    attribute that tells a row; `argument` the argument of commands that takes it. `leads` is the address of a row,
    with its attributes and the project in braces. `bulk` are commands for many rows at once.
    """

    noun: str
    rows: str = ""
    key: str = "ref"
    argument: str = ""
    leads: str = ""
    columns: tuple[Column, ...] = ()
    bulk: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands at a row and column: the value and its words."""

    column: Column
    value: Any
    text: str

    @property
    def iso(self) -> str:
        """Give a date in its ISO form."""
        return self.value.isoformat() if isinstance(self.value, date) else ""


@dataclass(frozen=True, slots=True)
class Line:
    """A row: its key, where it leads, its cells."""

    key: str
    leads: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Filter:
    """A column with few different values, of which one can be chosen."""

    column: Column
    values: tuple[str, ...]
    chosen: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A register as somebody asked to see it."""

    register: Register
    columns: tuple[Column, ...]
    known: tuple[Column, ...]
    lines: tuple[Line, ...]
    found: int
    total: int
    asked: Mapping[str, str] = field(default_factory=dict)
    filters: tuple[Filter, ...] = ()
    page: int = 1
    last: int = 1
    sortable: frozenset[str] = frozenset()

    @property
    def text(self) -> str:
        """Give the words searched for."""
        return self.asked.get("q", "").strip()

    @property
    def narrowing(self) -> bool:
        """Whether something is asked that may leave rows out."""
        return any(name == "q" or name.startswith("is.") for name, value in self.asked.items() if value)

    @property
    def narrowed(self) -> bool:
        """Whether rows are left out because of what was asked."""
        return self.found < self.total

    def address(self, **changes: str) -> str:
        """Give the address of this sheet with something asked differently; an empty value asks no more."""
        asked = {**self.asked, **changes}
        return "?" + urlencode({name: value for name, value in asked.items() if value})

    def headings(self) -> list[tuple[Column, str, str]]:
        """Give each column with the address that sorts by it and how it is sorted now, as assistive technology says."""
        found, sort = [], self.asked.get("sort", "")
        for column in self.columns:
            up = sort == column.name
            state = "ascending" if up else "descending" if sort == f"-{column.name}" else "none"
            address = self.address(sort=f"-{column.name}" if up else column.name, page="")
            found.append((column, address if column.name in self.sortable else "", state))
        return found


def columns_of(register: Register, query: str) -> tuple[Column, ...]:
    """Give the columns of a register; those not told are read from the type of the query's rows."""
    return register.columns or _read(query, register.rows)


@cache
def _read(query: str, rows: str) -> tuple[Column, ...]:
    answer = get_type_hints(find_query(query).function)["return"]
    if rows:
        answer = get_type_hints(answer)[rows]
    kind = next(each for each in get_args(answer) if is_dataclass(each))
    hints = get_type_hints(kind)
    return tuple(Column(each.name, kind=_kind(each.name, hints[each.name])) for each in fields(kind))


_KINDS = (
    (bool, "flag"),
    (StrEnum, "choice"),
    (datetime, "date"),
    (date, "day"),
    (Decimal, "number"),
    (int, "number"),
    (float, "number"),
)


def _kind(name: str, hint: Any) -> str:
    if name in ("ref", "code"):
        return "reference"
    if get_origin(hint) in (Union, UnionType):
        hint = next(each for each in get_args(hint) if each is not NoneType)
    if get_origin(hint) in (tuple, list):
        return "list"
    known = (
        (bool, "flag"),
        (StrEnum, "choice"),
        (datetime, "date"),
        (date, "day"),
        (Decimal, "number"),
        (int, "number"),
    )
    return next((word for each, word in known if isinstance(hint, type) and issubclass(hint, each)), "text")


def sheet(
    register: Register, query: str, answer: Any, asked: Mapping[str, str], *, project: str = "", every: bool = False
) -> Sheet:
    """Lay the rows of an answer out as somebody asked: `every` row, or those of one page."""
    known = columns_of(register, query)
    rows: Sequence[Any] = getattr(answer, register.rows) if register.rows else answer
    found = list(_matching(rows, known, asked))
    names, sort = frozenset(each.name for each in known), asked.get("sort", "")
    if sort.removeprefix("-") in names:
        found.sort(key=lambda row: _order(getattr(row, sort.removeprefix("-"))), reverse=sort.startswith("-"))
    last = max(1, -(-len(found) // ROWS))
    page = _page(asked.get("page", ""), last)
    laid = laid_out(register, query, found if every else found[(page - 1) * ROWS : page * ROWS], asked, project)
    filters = _filters(rows, known, asked)
    return replace(laid, found=len(found), total=len(rows), filters=filters, page=page, last=last, sortable=names)


def laid_out(register: Register, query: str, rows: Sequence[Any], asked: Mapping[str, str], project: str) -> Sheet:
    """Lay rows out as they are, in the columns asked for."""
    known = columns_of(register, query)
    columns = _chosen(known, asked.get("columns", ""))
    names = tuple(each.name for each in fields(rows[0])) if rows else ()
    lines = tuple(_line(register, row, columns, project, names) for row in rows)
    return Sheet(register, columns, known, lines, len(rows), len(rows), dict(asked))


def _chosen(known: Sequence[Column], words: str) -> tuple[Column, ...]:
    names = words.split(",")
    found = tuple(each for each in known if each.name in names)
    return found or tuple(each for each in known if not each.extra)


def _page(text: str, last: int) -> int:
    number = int(text) if text.isdecimal() and len(text) < 7 else 1
    return min(max(number, 1), last)


def _matching(rows: Sequence[Any], known: Sequence[Column], asked: Mapping[str, str]) -> Iterable[Any]:
    words = asked.get("q", "").casefold().split()
    wanted = {each.name: asked[f"is.{each.name}"] for each in known if asked.get(f"is.{each.name}")}
    for row in rows:
        if any(said(getattr(row, name)) != value for name, value in wanted.items()):
            continue
        if words:
            text = " ".join(said(getattr(row, each.name)) for each in known).casefold()
            if not all(word in text for word in words):
                continue
        yield row


def _filters(rows: Sequence[Any], known: Sequence[Column], asked: Mapping[str, str]) -> tuple[Filter, ...]:
    found = []
    for column in known:
        if column.kind in ("choice", "flag"):
            values = sorted({said(getattr(row, column.name)) for row in rows} - {""})
            chosen = asked.get(f"is.{column.name}", "")
            if len(values) > 1 or chosen:
                found.append(Filter(column, tuple(values), chosen))
    return tuple(found)


def _order(value: Any) -> tuple[int, Any]:
    """Put nothing last, numbers and dates by size, references by number, texts as people read them."""
    if value is None or value == "":
        return (2, "")
    if isinstance(value, int | float | Decimal | date):
        return (0, value)
    text = said(value).casefold()
    return (1, [(int(part), "") if part.isdecimal() else (-1, part) for part in re.split(r"(\d+)", text)])


def _line(register: Register, row: Any, columns: Sequence[Column], project: str, names: Sequence[str]) -> Line:
    values = {name: getattr(row, name) for name in names}
    leads = ""
    if register.leads:
        parts = {name: quote(str(value), safe="") for name, value in values.items() if f"{{{name}}}" in register.leads}
        leads = register.leads.format(project=project, **parts)
    cells = tuple(Cell(column, values[column.name], _worded(column, values[column.name], row)) for column in columns)
    return Line(str(values.get(register.key, "")), leads, cells)


def _worded(column: Column, value: Any, row: Any) -> str:
    text = said(value)
    # Rows of several projects have amounts in several currencies.
    currency = getattr(row, "currency", "") if column.kind == "money" and text else ""
    return f"{currency} {text}" if currency else text


def said(value: Any) -> str:
    """Give a value in words, the same on the page, in filters and in files."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, StrEnum):
        return str(value).replace("_", " ")
    if isinstance(value, datetime):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, date):
        return f"{value.day} {value:%b %Y}"
    if isinstance(value, tuple | list):
        return ", ".join(said(each) for each in value)
    if isinstance(value, Decimal):
        return f"{value:,f}"
    if isinstance(value, float):
        return f"{value:,.1f}".removesuffix(".0")
    return str(value)
