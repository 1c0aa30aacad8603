"""Registers whose query searches, sorts and pages by itself, because there are too many rows to hand out at once."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from milepost.queries.query import Query
from milepost.web.registers import Column, Filter, Register, Sheet, laid_out

#: The words such a query has for what one can ask of a register.
TEXT, ORDER, DESCENDING, PAGE = "text", "order", "descending", "page"


def is_paged(query: Query) -> bool:
    """Tell whether a query hands its rows out page by page."""
    return any(each.name == PAGE for each in query.parameters)


def arguments(query: Query, asked: Mapping[str, str]) -> dict[str, str]:
    """Say what is asked of a register in the words of its query; what it does not know is left out."""
    known = {each.name: each for each in query.parameters}
    found = {name: value for name, value in asked.items() if name in known}
    found |= {name[3:]: value for name, value in asked.items() if name.startswith("is.") and name[3:] in known}
    if TEXT in known and asked.get("q"):
        found[TEXT] = asked["q"]
    sort = asked.get("sort", "")
    if ORDER in known and sort.removeprefix("-") in known[ORDER].choices:
        found |= {ORDER: sort.removeprefix("-"), DESCENDING: "yes" if sort.startswith("-") else "no"}
    return {name: value for name, value in found.items() if value}


def paged_sheet(register: Register, query: Query, answer: Any, asked: Mapping[str, str], project: str) -> Sheet:
    """Lay one page out as the query gave it."""
    laid = laid_out(register, query.name, getattr(answer, register.rows), asked, project)
    sortable = next((each.choices for each in query.parameters if each.name == ORDER), ())
    found = {"found": answer.found, "total": answer.found, "page": answer.page, "last": answer.pages}
    return replace(laid, **found, filters=tuple(_filters(query, asked)), sortable=frozenset(sortable))


def _filters(query: Query, asked: Mapping[str, str]) -> Iterator[Filter]:
    for each in query.parameters:
        values = each.choices or (("yes",) if each.kind == "flag" else ())
        if values and each.name not in (ORDER, DESCENDING):
            chosen = asked.get(f"is.{each.name}", asked.get(each.name, ""))
            yield Filter(Column(each.name), values, chosen)


def every_page(ask: Callable[[dict[str, str]], Any], told: Mapping[str, str], rows: str) -> list[Any]:
    """Ask for page after page until all rows are there."""
    first = ask({**told, PAGE: "1"})
    found = list(getattr(first, rows))
    for number in range(2, first.pages + 1):
        found += getattr(ask({**told, PAGE: str(number)}), rows)
    return found
