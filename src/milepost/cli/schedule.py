"""`milepost schedule`: every leaf task with its dates, floats and driver."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import Cell, Column, remark, say, show_table

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.engine.results import Schedule

FIELDS = (
    "id",
    "uid",
    "wbs",
    "name",
    "start",
    "finish",
    "early_start",
    "early_finish",
    "late_start",
    "late_finish",
    "total_float_minutes",
    "free_float_minutes",
    "critical",
    "driver",
)


def schedule(
    file: PlanFile,
    as_json: AsJson = False,
    as_csv: Annotated[bool, typer.Option("--csv", help="Print CSV for a spreadsheet.")] = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Show every task's dates, float and driver.

    Dates are early, late and scheduled; a driver is what decides a task's start. JSON and CSV hold
    instants in the project's zone and floats in working minutes.
    """
    from milepost.cli.opening import at_status_date, opened, scheduled
    from milepost.cli.outcome import StoppedError
    from milepost.dossier.projects import Source

    if as_json and as_csv:
        raise StoppedError("--json and --csv contradict each other; name one of them.")
    imported = opened(file, columns, sheet, project)
    dossier = at_status_date(imported.dossier, status_date)
    if dossier.source is None:
        dossier = replace(dossier, source=Source(imported.receipt.file, imported.receipt.format))
    answer = scheduled(dossier)
    if as_json:
        say(json.dumps(document(dossier, answer), ensure_ascii=False, indent=2))
    elif as_csv:
        show_csv(answer)
    else:
        show(answer)


def document(dossier: Dossier, answer: Schedule) -> dict[str, Any]:
    """The schedule as JSON: the project, its leaf tasks and the warnings.

    Instants are ISO 8601 without a zone, in the project's zone; floats are working minutes.
    """
    return {
        "project": facts(dossier, answer),
        "tasks": records(answer),
        "warnings": [
            {"code": notice.code, "message": notice.message, "tasks": list(notice.tasks)} for notice in answer.notices
        ],
    }


def facts(dossier: Dossier, answer: Schedule) -> dict[str, Any]:
    """What a program wants to know of the project."""
    settings = dossier.plan.settings
    status = settings.status_date
    return {
        "name": dossier.project.name or dossier.project.title,
        "start": iso(answer.start, settings.zone),
        "finish": iso(answer.finish, settings.zone),
        "status_date": None if status is None else iso(status, settings.zone),
        "zone": settings.zone,
        "minutes_per_day": settings.minutes_per_day,
        "file": dossier.source.file if dossier.source else "",
        "format": dossier.source.format if dossier.source else "",
    }


def records(answer: Schedule) -> list[dict[str, Any]]:
    """Every leaf task, in plan order."""
    zone = answer.plan.settings.zone
    tasks = {task.uid: task for task in answer.plan.tasks}
    found = []
    for dates in answer.tasks:
        if dates.summary:
            continue
        task = tasks[dates.uid]
        row: dict[str, Any] = {"id": task.code or str(task.uid), "uid": task.uid, "wbs": task.wbs, "name": task.name}
        for name in FIELDS[4:10]:
            row[name] = iso(getattr(dates, name), zone)
        row["total_float_minutes"] = dates.total_float
        row["free_float_minutes"] = dates.free_float
        row["critical"] = dates.critical
        row["driver"] = dates.driver.kind.value
        found.append(row)
    return found


def show_csv(answer: Schedule) -> None:
    """Print the leaf tasks as CSV; a name that a spreadsheet would run as a formula is quoted as text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, FIELDS, lineterminator="\n")
    writer.writeheader()
    for row in records(answer):
        writer.writerow({name: inert(value) for name, value in row.items()})
    say(text.getvalue().rstrip("\n"))


def inert(value: Any) -> Any:
    """A value that no spreadsheet takes for a formula."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return f"'{value}" if isinstance(value, str) and value[:1] in {"=", "+", "-", "@", "\t", "\r"} else value


def show(answer: Schedule) -> None:
    """Print the leaf tasks as a table for people; warnings go to the standard error."""
    per_day = answer.plan.settings.minutes_per_day
    titles = (
        "Id",
        "WBS",
        "Task",
        "Start",
        "Finish",
        "Late start",
        "Late finish",
        "Float",
        "Free",
        "Critical",
        "Driver",
    )
    extra = {"WBS", "Late start", "Late finish", "Free", "Driver"}
    columns = [
        Column(title, right=title in {"Float", "Free"}, wraps=title == "Task", wide=title in extra) for title in titles
    ]
    rows: list[list[Cell | str]] = []
    for row in records(answer):
        tone = "bad" if row["total_float_minutes"] < 0 else "strong" if row["critical"] else ""
        dates = [row[name][:16].replace("T", " ") for name in ("start", "finish", "late_start", "late_finish")]
        floats = [f"{row[name] / per_day:.1f}d" for name in ("total_float_minutes", "free_float_minutes")]
        named = [row["id"], row["wbs"], Cell(row["name"], tone)]
        rows.append([*named, *dates, Cell(floats[0], tone), floats[1], "yes" if row["critical"] else "", row["driver"]])
    show_table(columns, rows)
    remark([f"{notice.code}: {notice.message}" for notice in answer.notices])


def iso(at: int, zone: str) -> str:
    """An instant as ISO 8601 without a zone, to the second."""
    from milepost.engine.clock import moment

    return moment(at, zone).isoformat(timespec="seconds")
