"""The account of an import as it is kept: the receipt, the dates that differ from the file's, what it did to a plan."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.dossier.dossier import Dossier
from milepost.dossier.projects import Source
from milepost.engine.results import Schedule
from milepost.engine.units import Instant, Uid
from milepost.exchange.differences import date_differences
from milepost.exchange.imported import Imported
from milepost.exchange.merging import MergeReport
from milepost.exchange.receipt import Receipt

#: So many tasks with other dates are listed; all are counted.
LISTED = 200


@dataclass(frozen=True, slots=True)
class OtherDate:
    """A task whose computed dates are not the file's: both, and why."""

    task: Uid
    name: str
    stored_start: Instant
    stored_finish: Instant
    start: Instant
    finish: Instant
    why: str


@dataclass(frozen=True, slots=True)
class Account:
    """What became of a file: its receipt, how many tasks had dates in it and which have others now.

    `report` is what a newer file did to a plan; None for the file a project began with.
    """

    receipt: Receipt
    source: Source | None = None
    compared: int = 0
    differing: int = 0
    dates: tuple[OtherDate, ...] = ()
    report: MergeReport | None = None


def account_of(imported: Imported, dossier: Dossier, schedule: Schedule, report: MergeReport | None = None) -> Account:
    """Draw up the account of a file that became, or changed, a project. Dates that only look different are left out."""
    found = [each for each in date_differences(dossier, schedule) if each.in_working_time]
    names = {row.uid: row.name for row in dossier.plan.tasks}
    leaves = {row.uid for row in schedule.tasks if not row.summary}
    compared = sum(each.task in leaves and each.start is not None and each.finish is not None
                   for each in dossier.stored)  # fmt: skip
    listed = tuple(
        OtherDate(each.task, names[each.task], each.stored_start, each.stored_finish, each.start, each.finish, each.why)
        for each in found[:LISTED]
    )
    return Account(imported.receipt, dossier.source, compared, len(found), listed, report)
