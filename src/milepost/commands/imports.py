"""Commands that take a newer version of a plan over into a project."""

from __future__ import annotations

from milepost.commands.command import command
from milepost.commands.founding import keep_account
from milepost.commands.sandbox import state_of
from milepost.commands.work import Work
from milepost.exchange.account import account_of
from milepost.queries.access import Permission
from milepost.queries.imports_effect import sentence_of
from milepost.queries.kinds import Content
from milepost.queries.plan_files import merged_with, read_plan


@command(permission=Permission.PLAN)
def import_plan(work: Work, *, content: Content, file: str, keep_missing: bool = False) -> str:
    """Take a newer version of the plan over from a file; says what is new, changed and gone.

    `content` is the file in base64, in any format Milepost reads. Tasks are known again by their number, else by code,
    WBS or name, and keep what the record says of them. Tasks that the file lacks go, with `keep_missing` they stay;
    those with time, risks or comments stay without counting. Baselines stay unless the file has its own.
    """
    imported = read_plan(content, file, work.dossier.plan.settings)
    found = merged_with(work.project, work.dossier, work.counters, imported, keep_missing=keep_missing)
    work.dossier = found.dossier
    for name in ("tasks", "resources"):
        numbers = (row.uid for row in getattr(found.dossier.plan, name))
        work.counters[name] = max([work.counters.get(name, 0), *numbers])
    schedule = state_of(work).schedule
    account = account_of(imported, found.dossier, schedule, found.report)
    keep_account(work.project.pk, work.project.revision + 1, work.at, account)
    return sentence_of(found.report)
