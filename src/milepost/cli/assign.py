"""`milepost assign`: who could do a task, and what follows from each choice."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import Cell, Column, say, show_table

if TYPE_CHECKING:
    from milepost.engine.levelling.candidates import Candidate
    from milepost.engine.plan import Plan
    from milepost.engine.tasks import Task


def assign(
    file: PlanFile,
    task: Annotated[str, typer.Argument(metavar="TASK", help="Its id, WBS number, uid:NUMBER, or a part of its name.")],
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Rank the people who could do a task.

    Each is tried: they get the task's place and do it when their other work lets them; the finish of task and
    project and the cost are those of that plan. Who would be overloaded comes last.
    """
    from milepost.cli.naming import find_task
    from milepost.cli.opening import at_status_date, opened
    from milepost.cli.screen import stage
    from milepost.engine.levelling.candidates import rank_candidates

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    wanted = find_task(dossier.plan, task)
    with stage("Trying everybody"):
        found = rank_candidates(dossier.plan, wanted.uid)
    if as_json:
        say(json.dumps(document(found, wanted, dossier.plan), ensure_ascii=False, indent=2))
    else:
        show(found, wanted, dossier.plan)


def show(found: tuple[Candidate, ...], task: Task, plan: Plan) -> None:
    """Print the ranking, best first, with the reasons."""
    from milepost.engine.words import label, when

    names = {resource.uid: resource.name for resource in plan.resources}
    say(f"Who could do {label(task)}:")
    rows: list[list[Cell | str]] = [
        [
            str(number),
            names[each.resource],
            when(each.start, plan.settings),
            when(each.finish, plan.settings),
            when(each.project_finish, plan.settings),
            f"{each.cost:,.2f}",
            "; ".join(each.reasons),
        ]
        for number, each in enumerate(found, 1)
    ]
    titles = ("#", "Person", "Start", "Finish", "Project finish", "Task cost", "Why")
    show_table([Column(t, right=t in {"#", "Task cost"}, wraps=t == "Why", wide=t == "Start") for t in titles], rows)


def document(found: tuple[Candidate, ...], task: Task, plan: Plan) -> dict[str, Any]:
    """The ranking as JSON, best first; instants in the project's zone, money as text."""
    from milepost.cli.schedule import iso

    names = {resource.uid: resource.name for resource in plan.resources}
    zone = plan.settings.zone
    return {
        "uid": task.uid,
        "task": task.name,
        "candidates": [
            {
                "resource": each.resource,
                "name": names[each.resource],
                "level": each.level,
                "start": iso(each.start, zone),
                "finish": iso(each.finish, zone),
                "project_finish": iso(each.project_finish, zone),
                "cost": f"{each.cost:f}",
                "rate": f"{each.rate:f}",
                "continuity": each.continuity,
                "overlap_percent": each.overlap_percent,
                "overload_percent": each.overload_percent,
                "score": f"{each.score:f}",
                "reasons": list(each.reasons),
            }
            for each in found
        ],
    }
