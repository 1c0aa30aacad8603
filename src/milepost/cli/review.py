"""`milepost review`: what an excellent project manager would say about a plan."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.outcome import ExitCode, StoppedError
from milepost.cli.screen import console, is_terminal, say, stage

#: An earlier state of a plan shares at least one in so many tasks with it.
LEAST_SHARED = 5

if TYPE_CHECKING:
    from datetime import date

    from milepost.advisor.summary import Review
    from milepost.engine.results import Schedule
    from milepost.exchange.imported import Imported


class FailOn(StrEnum):
    """From which severity on a review ends with exit code 1."""

    S1 = "S1"
    S2 = "S2"
    S3 = "S3"
    S4 = "S4"
    NEVER = "never"


PageOut = Annotated[
    str, typer.Option("--html", metavar="OUT", help="Also write the review as one self-contained page to send.")
]
FailFrom = Annotated[
    FailOn, typer.Option("--fail-on", case_sensitive=False, help="Exit with 1 if a finding is at least this severe.")
]


@dataclass(frozen=True)
class Reviewed:
    """A file read, scheduled and reviewed."""

    imported: Imported
    schedule: Schedule
    review: Review


def review(
    file: PlanFile,
    page: PageOut = "",
    as_json: AsJson = False,
    as_markdown: Annotated[bool, typer.Option("--markdown", help="Print Markdown, as when piped.")] = False,
    previous: Annotated[
        str, typer.Option("--previous", metavar="FILE", help="An earlier file of the plan: say what changed since.")
    ] = "",
    status_date: StatusDate = "",
    today: Annotated[
        str, typer.Option("--today", metavar="DATE", help="Review as of this day instead of the machine's date.")
    ] = "today",
    fail_on: FailFrom = FailOn.NEVER,
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Say what a project manager would say about a plan.

    Health, what changed, the findings with their evidence and priced proposals, what comes next, and
    what the plan does not say. Read in two minutes.
    """
    from milepost.cli.files import STANDARD, place_for
    from milepost.cli.opening import at_status_date, opened
    from milepost.cli.options import parse_day

    if as_json and as_markdown:
        raise StoppedError("--json and --markdown contradict each other; name one of them.")
    if page not in ("", STANDARD):
        place_for(page)
    imported = opened(file, columns, sheet, project)
    imported = replace(imported, dossier=at_status_date(imported.dossier, status_date))
    before = opened(previous, columns, sheet, project) if previous else None
    if before is not None:
        same_plan(imported, before)
    reviewed = reviewed_plan(imported, parse_day(today), before)
    if page:
        write_page(reviewed, page)
    if as_json:
        show_json(reviewed)
    else:
        show(reviewed, as_markdown=as_markdown)
    if fail_on is not FailOn.NEVER and any(f.severity.value <= fail_on.value for f in reviewed.review.findings):
        raise typer.Exit(ExitCode.FINDINGS)


def same_plan(now: Imported, before: Imported) -> None:
    """Refuse an earlier file that holds another plan: hardly a task of it goes by the same number and name."""
    from milepost.exchange.errors import FileRefusedError

    ours, theirs = ({(task.uid, task.name) for task in one.dossier.plan.tasks} for one in (now, before))
    shared, smaller = len(ours & theirs), min(len(ours), len(theirs))
    if smaller and shared * LEAST_SHARED < smaller:
        raise FileRefusedError(
            f"{before.receipt.file}: this is not an earlier state of {now.receipt.file}: only {shared} of {smaller} "
            "tasks have the same number and name. Name an earlier file of the same plan."
        )


def reviewed_plan(imported: Imported, today: date, before: Imported | None) -> Reviewed:
    """Schedule a plan and review it, against an earlier state of it if there is one."""
    from milepost.advisor.review import review as advise
    from milepost.cli.opening import scheduled

    schedule = scheduled(imported.dossier)
    earlier = (before.dossier, scheduled(before.dossier)) if before else None
    with stage("Reviewing"):
        said = advise(imported.dossier, schedule, previous=earlier, today=today)
    return Reviewed(imported, schedule, said)


def write_page(reviewed: Reviewed, out: str) -> None:
    """Write the review as one HTML file."""
    from milepost.cli.files import write_bytes
    from milepost.cli.reports import full
    from milepost.press.html import html

    with stage("Drawing the page"):
        page = html(full(reviewed.imported, reviewed.schedule, reviewed.review))
    write_bytes(out, page.encode("utf-8"))


def show(reviewed: Reviewed, *, as_markdown: bool = False) -> None:
    """Print the review: laid out in a terminal, Markdown when piped."""
    from milepost.cli.reports import brief

    report = brief(reviewed.imported, reviewed.schedule, reviewed.review)
    if is_terminal() and not as_markdown:
        from milepost.cli.terminal import show_review

        show_review(report, console())
    else:
        from milepost.press.markdown import markdown

        say(markdown(report).rstrip("\n"))


def show_json(reviewed: Reviewed) -> None:
    """Print the review as JSON."""
    from milepost.cli.review_json import review_document

    zone = reviewed.schedule.plan.settings.zone
    say(json.dumps(review_document(reviewed.review, zone), ensure_ascii=False, indent=2))
