"""What a newer file would do to a plan, before anybody decides: laid against it, computed and told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from milepost.advisor.words import counted
from milepost.engine.clock import moment
from milepost.engine.notices import PlanRefusedError
from milepost.exchange.account import account_of
from milepost.exchange.merging import MergeReport
from milepost.forecasting.held import Held
from milepost.queries.access import Permission
from milepost.queries.effects import Moved, effect
from milepost.queries.imports import ImportReceipt, shown
from milepost.queries.plan_files import merged_with, read_plan
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.queries.uploads import upload_of

#: So many of the tasks that move are listed, those that move furthest first.
LISTED = 40
_DAY_ONE = datetime(1970, 1, 1)  # noqa: DTZ001 - a wall clock of the project


@dataclass(frozen=True, slots=True)
class MovedTask:
    """A task that would have other dates: both, on the project's clock."""

    ref: str
    name: str
    start_before: datetime
    start: datetime
    finish_before: datetime
    finish: datetime


@dataclass(frozen=True, slots=True)
class FileEffect:
    """What a file would do: in words, to the dates, and its receipt. `upload` is the file as it waits.

    `moves` lists the tasks that move furthest of all the `moved`.
    """

    upload: int
    file: str
    keep_missing: bool
    told: str
    sentence: str
    finish_before: datetime | None
    finish: datetime | None
    moved: int
    moves: tuple[MovedTask, ...]
    receipt: ImportReceipt


@query(permission=Permission.PLAN)
def file_effect(question: Question, *, upload: int, keep_missing: bool = False) -> FileEffect:
    """Show what a newer version of the plan, uploaded before, would change: tasks, dates and the project's end."""
    held, project = question.held, question.project
    waits = upload_of(question.actor, upload, project.code)
    imported = read_plan(waits.content, waits.file, held.dossier.plan.settings)
    found = merged_with(project, held.dossier, project.counters, imported, keep_missing=keep_missing)
    after = Held(held.project, held.code, held.revision + 1, "", found.dossier)
    try:
        account = account_of(imported, found.dossier, after.schedule, found.report)
    except PlanRefusedError as error:
        words = " ".join(notice.message for notice in error.notices[:3])
        raise Refused(f"{waits.file}: {words}", "content", "invalid") from error
    told = effect(held, after, question.standing)
    zone, ends = found.dossier.plan.settings.zone, told.impact
    return FileEffect(
        upload,
        waits.file,
        keep_missing,
        sentence_of(found.report),
        told.sentence,
        None if ends is None else moment(ends.finish_before, zone),
        None if ends is None else moment(ends.finish_after, zone),
        len(told.moved),
        _moves(told.moved, {f"T-{row.uid}": row.name for row in found.dossier.plan.tasks}),
        shown(account, found.dossier, question.may(Permission.SEE_COSTS)),
    )


def _moves(moved: Sequence[Moved], names: Mapping[str, str]) -> tuple[MovedTask, ...]:
    furthest = sorted(moved, key=lambda each: -abs(each.finish - each.finish_before))[:LISTED]
    return tuple(
        MovedTask(each.task, names[each.task], _wall(each.start_before), _wall(each.start),
                  _wall(each.finish_before), _wall(each.finish))
        for each in furthest
    )  # fmt: skip


def _wall(minutes: int) -> datetime:
    return _DAY_ONE + timedelta(minutes=minutes)


def sentence_of(report: MergeReport) -> str:
    """Say what a file did: `81 tasks known again (80 by number, 1 by name); 3 new, 5 changed, 1 gone.`"""
    known = sum(count for _, count in report.found_by)
    how = ", ".join(f"{count} by {by}" for by, count in report.found_by)
    parts = ((len(report.added), "new"), (len(report.changed), "changed"), (len(report.removed), "gone"),
             (len(report.put_aside), "put aside because the record speaks of them"))  # fmt: skip
    said = ", ".join(f"{count} {word}" for count, word in parts if count) or "nothing else in any of them"
    return f"{counted(known, 'task')} known again ({how}); {said}." if known else f"{said[:1].upper()}{said[1:]}."
