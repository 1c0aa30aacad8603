"""`milepost recover`: ways to reach a date again."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.outcome import StoppedError
from milepost.cli.screen import say, stage

if TYPE_CHECKING:
    from milepost.engine.plan import Settings
    from milepost.engine.units import Instant, Uid
    from milepost.press.facts import PlanFacts


def recover(
    file: PlanFile,
    target: Annotated[
        str,
        typer.Option("--target", metavar="DATE", help="The day to end on: 2027-01-18; else the deadline missed."),
    ] = "",
    task: Annotated[
        str, typer.Option("--task", metavar="TASK", help="What is to end then; without it the project.")
    ] = "",
    tries: Annotated[
        int, typer.Option("--tries", metavar="N", min=1, max=100_000, help="How many combinations to work out.")
    ] = 128,
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Find ways to win days back.

    More people, other people, overlapping, overtime, less scope, answers to risks: alone and together, each carried out
    on a copy of the plan, levelled, scheduled and costed. Shows those that no other beats in days, cost,
    risk and calm at once.
    """
    from milepost.cli.chapter_facts import recovered
    from milepost.cli.chapters import show_chapter
    from milepost.cli.opening import at_status_date, opened, scheduled
    from milepost.press.facts import PlanFacts
    from milepost.press.recovery import recovery_chapter

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    facts = PlanFacts.of(dossier, scheduled(dossier))
    uid, due = wanted(facts, target, task)
    with stage("Working out ways to recover"):
        found = recovered(facts, uid, due, tries=tries)
    if as_json:
        from milepost.cli.recover_json import recovery_document

        say(json.dumps(recovery_document(found), ensure_ascii=False, indent=2))
    else:
        show_chapter(recovery_chapter(found))


def wanted(facts: PlanFacts, target: str, task: str) -> tuple[Uid | None, Instant]:
    """What is to end when: as asked, else the deadline that is missed by most."""
    from milepost.cli.chapter_facts import missed
    from milepost.cli.naming import find_task
    from milepost.cli.opening import status_instant

    settings = facts.schedule.plan.settings
    uid = find_task(facts.schedule.plan, task).uid if task else None
    if uid is not None and uid not in facts.schedule.by_uid:
        raise StoppedError(f"{facts.tasks[uid].name} is inactive and has no date to recover.")
    if target:
        due = status_instant(settings, target)
        if due is None:
            raise StoppedError("--target needs a day, such as 2027-01-18.")
        _check_day(settings, target, due)
        return uid, due
    found = missed(facts, uid)
    if found is None:
        raise StoppedError("No deadline is missed; name the day to reach with --target, such as 2027-01-18.")
    return found


def _check_day(settings: Settings, target: str, due: Instant) -> None:
    """Refuse a day on which nothing can end any more, and one beyond what calendars reach."""
    from milepost.engine.words import when
    from milepost.engine.worktime import HORIZON

    now = settings.start if settings.status_date is None else settings.status_date
    what = "project's start" if settings.status_date is None else "status date"
    if due < now:
        raise StoppedError(
            f"--target {target} lies before the {what}, {when(now, settings)}: nothing can end then now."
        )
    if due - now >= HORIZON:
        raise StoppedError(f"--target {target} lies more than 50 years after the {what}, {when(now, settings)}.")
