"""What the plan page has beyond the one GET and the one POST view: what one sees of it, as a file or on paper."""

from __future__ import annotations

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from milepost.queries.catalogue import ask
from milepost.queries.refused import Refused
from milepost.web.exports import FORMATS, export
from milepost.web.problems import refusal
from milepost.web.registers import Cell, Column, Line, Register, Sheet
from milepost.web.visitors import signed_in, visit

#: A page sends at most so many rows and columns back to have them written into a file.
MOST_ROWS, MOST_COLUMNS = 50_000, 60


@require_POST
@signed_in
def export_seen(request: HttpRequest, project: str, form: str) -> HttpResponse:
    """Write the rows and columns that the page shows into a CSV or Excel file."""
    here = visit(request, project)
    if form not in FORMATS:
        raise Http404(f"A plan is not exported as {form}.")
    try:
        columns, rows = _table(request.body)
    except Refused as refused:
        return refusal(refused)
    known = tuple(Column(f"c{n}", title) for n, title in enumerate(columns))
    lines = tuple(
        Line(str(n), "", tuple(Cell(column, text, text) for column, text in zip(known, row, strict=True)))
        for n, row in enumerate(rows)
    )
    sheet = Sheet(Register("plan"), known, known, lines, len(lines), len(lines))
    return export(sheet, form, here.frame.name if here.frame is not None else "Plan")


def _table(body: bytes) -> tuple[list[str], list[list[str]]]:
    try:
        told = json.loads(body)
    except json.JSONDecodeError as error:
        raise Refused(f"The body is no JSON: {error}.", code="invalid") from error
    told = told if isinstance(told, dict) else {}
    columns, rows = _texts(told.get("columns")), told.get("rows")
    if not columns or len(columns) > MOST_COLUMNS or not isinstance(rows, list) or len(rows) > MOST_ROWS:
        raise Refused('The body is an object with "columns" and "rows" of texts.', "rows", "invalid")
    read = [_texts(row) for row in rows]
    if any(len(row) != len(columns) for row in read):
        raise Refused("Every row has one text for each column.", "rows", "invalid")
    return columns, read


def _texts(value: Any) -> list[str]:
    return value if isinstance(value, list) and all(isinstance(each, str) for each in value) else []


@require_safe
@signed_in
def print_plan(request: HttpRequest, project: str) -> HttpResponse:
    """Show the whole plan on paper: every row with its bar, for printing or keeping as PDF."""
    here = visit(request, project)
    try:
        answer = ask("printed_plan", actor=here.actor, at=here.at, project=here.project)
    except Refused as refused:
        return refusal(refused)
    return render(request, "schedule/print.html", {"answer": answer})
