"""What a newer file would do to a plan, before anybody decides: laid against it, computed and told."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.advisor.words import counted
from milepost.engine.notices import PlanRefusedError
from milepost.exchange.account import Account, account_of
from milepost.exchange.merging import MergeReport
from milepost.forecasting.held import Held
from milepost.queries.access import Permission
from milepost.queries.effects import Effect, effect
from milepost.queries.imports import ImportReceipt, shown
from milepost.queries.plan_files import merged_with, read_plan
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.queries.uploads import upload_of


@dataclass(frozen=True, slots=True)
class FileEffect:
    """What a file would do: in words, to the dates, and its receipt. `upload` is the file as it waits."""

    upload: int
    file: str
    keep_missing: bool
    told: str
    effect: Effect
    receipt: ImportReceipt


@query(permission=Permission.PLAN)
def file_effect(question: Question, *, upload: int, keep_missing: bool = False) -> FileEffect:
    """Show what a newer version of the plan, uploaded before, would change: tasks, dates and the project's end."""
    waits = upload_of(question.actor, upload, question.project)
    imported = read_plan(waits.content, waits.file, question.held.dossier.plan.settings)
    held, project = question.held, question.project
    found = merged_with(project, held.dossier, project.counters, imported, keep_missing=keep_missing)
    after = Held(held.project, held.code, held.revision + 1, "", found.dossier)
    try:
        account: Account = account_of(imported, found.dossier, after.schedule, found.report)
    except PlanRefusedError as error:
        words = " ".join(notice.message for notice in error.notices[:3])
        raise Refused(f"{waits.file}: {words}", "content", "invalid") from error
    told = effect(held, after, question.standing, people=True)
    return FileEffect(upload, waits.file, keep_missing, sentence_of(found.report), told,
                      shown(account, found.dossier, question.may(Permission.SEE_COSTS)))  # fmt: skip


def sentence_of(report: MergeReport) -> str:
    """Say what a file did: `81 tasks known again (80 by number, 1 by name); 3 new, 5 changed, 1 gone.`"""
    known = sum(count for _, count in report.found_by)
    how = ", ".join(f"{count} by {by}" for by, count in report.found_by)
    parts = ((len(report.added), "new"), (len(report.changed), "changed"), (len(report.removed), "gone"),
             (len(report.put_aside), "put aside because the record speaks of them"))  # fmt: skip
    said = ", ".join(f"{count} {word}" for count, word in parts if count) or "nothing else in any of them"
    return f"{counted(known, 'task')} known again ({how}); {said}." if known else f"{said[:1].upper()}{said[1:]}."
