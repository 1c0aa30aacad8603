"""`milepost why`: why a task starts when it does."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated, Any

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.outcome import StoppedError
from milepost.cli.screen import clean, say

if TYPE_CHECKING:
    from milepost.engine.drivers import Why
    from milepost.engine.results import Schedule
    from milepost.engine.tasks import Task

#: How many of the tasks that wait for this one are named.
NAMED = 8


def why(
    file: PlanFile,
    task: Annotated[str, typer.Argument(metavar="TASK", help="Its id, WBS number, uid:NUMBER, or a part of its name.")],
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Explain why a task starts when it does.

    Names the binding cause, follows the chain back to where it begins, and says what waits for the
    task. Removing the named cause moves the date.
    """
    from milepost.cli.naming import find_task
    from milepost.cli.opening import at_status_date, opened, scheduled
    from milepost.engine.drivers import why as explain

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    wanted = find_task(dossier.plan, task)
    schedule = scheduled(dossier)
    if wanted.uid not in schedule.by_uid:
        raise StoppedError(f"{wanted.name} is inactive and has no dates to explain.")
    answer = explain(schedule, wanted.uid)
    if as_json:
        say(json.dumps(document(answer, schedule), ensure_ascii=False, indent=2))
    else:
        show(answer, schedule)


def show(answer: Why, schedule: Schedule) -> None:
    """Print the reason, the chain behind it and what waits for it."""
    tasks = {task.uid: task for task in schedule.plan.tasks}
    say(clean(answer.sentence))
    if answer.lateness:
        say(clean(answer.lateness))
    if len(answer.chain) > 1:
        say()
        say("The chain back:")
        for step in answer.chain[1:]:
            say(f"  {clean(step.sentence)}")
    if answer.pushes:
        names = [label(tasks[push.uid]) for push in answer.pushes[:NAMED]]
        more = f" and {len(answer.pushes) - NAMED} more" if len(answer.pushes) > NAMED else ""
        say()
        say(f"It decides the start of {', '.join(names)}{more}; {answer.reach} tasks in all follow from it.")


def label(task: Task) -> str:
    """A task by id and name."""
    return clean(f"{task.code or task.uid} {task.name}")


def document(answer: Why, schedule: Schedule) -> dict[str, Any]:
    """The explanation as JSON; tasks by uid, links by their two ends and type."""
    links = schedule.plan.links

    def link(position: int | None) -> dict[str, Any] | None:
        if position is None:
            return None
        found = links[position]
        return {"predecessor": found.predecessor, "successor": found.successor, "type": found.type.value}

    return {
        "uid": answer.uid,
        "sentence": answer.sentence,
        "driver": answer.driver.kind.value,
        "causes": [
            {"kind": cause.kind.value, "links": [link(position) for position in cause.links]} for cause in answer.causes
        ],
        "chain": [
            {"uid": step.uid, "sentence": step.sentence, "driver": step.driver.kind.value, "link": link(step.link)}
            for step in answer.chain
        ],
        "pushes": [{"uid": push.uid, "link": link(push.link)} for push in answer.pushes],
        "reach": answer.reach,
        "lateness": answer.lateness,
    }
