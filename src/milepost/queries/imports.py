"""Questions about plan files: which can be read, and what became of a file that was imported."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from milepost.dossier.dossier import Dossier
from milepost.engine.clock import moment
from milepost.exchange.account import Account, OtherDate
from milepost.exchange.archive_codec import decode
from milepost.exchange.formats import FORMATS
from milepost.exchange.merging import MergeReport
from milepost.exchange.receipt import Fate, Receipt, ReceiptLine
from milepost.exchange.write import write
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.queries.refused import Refused
from milepost.records.models import KeptForecast


@dataclass(frozen=True, slots=True)
class ReadableFormat:
    """A file format Milepost reads, and how files of it are named."""

    name: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OtherDates:
    """A task whose dates here are not those the file had stored: both, and why."""

    ref: str
    name: str
    stored_start: datetime
    stored_finish: datetime
    start: datetime
    finish: datetime
    why: str


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What became of an imported file; `format` is empty for a project that came from no file.

    `compared` tasks had dates in the file; `differing` of them have others here, the first of which are `dates`.
    `report` is what a newer version of the plan changed; None for the file the project began with.
    """

    file: str
    format: str
    kept: tuple[ReceiptLine, ...]
    approximated: tuple[ReceiptLine, ...]
    dropped: tuple[ReceiptLine, ...]
    compared: int = 0
    differing: int = 0
    dates: tuple[OtherDates, ...] = ()
    report: MergeReport | None = None
    values: int = 0


@query(site=True, permission=Permission.AMONG)
def readable_formats(question: Question) -> tuple[ReadableFormat, ...]:
    """List the file formats a project can be imported from."""
    del question
    return tuple(ReadableFormat(each.name, each.endings) for each in FORMATS if each.reads)


@dataclass(frozen=True, slots=True)
class NewerVersion:
    """What a newer file of a project would be laid against: the file the plan comes from, and its tasks."""

    formats: tuple[ReadableFormat, ...]
    file: str
    tasks: int


@query(permission=Permission.PLAN)
def newer_version(question: Question) -> NewerVersion:
    """Tell what a newer version of the plan would be laid against, and which formats it may have."""
    dossier = question.held.dossier
    formats = tuple(ReadableFormat(each.name, each.endings) for each in FORMATS if each.reads)
    return NewerVersion(formats, "" if dossier.source is None else dossier.source.file, len(dossier.plan.tasks))


class FileFormat(StrEnum):
    """The formats a whole project is written in."""

    ARCHIVE = "archive"
    MSPDI = "mspdi"
    XLSX = "xlsx"
    CSV = "csv"


@dataclass(frozen=True, slots=True)
class ProjectFile:
    """A project as a file: its name, its format, and its content in base64."""

    file: str
    format: str
    content: str


@query(permission=Permission.SEE_COSTS)
def export_project(question: Question, *, form: FileFormat = FileFormat.ARCHIVE) -> ProjectFile:
    """Write the whole project into a file: an archive has everything, other formats what they have a place for.

    Files hold rates and costs, so they are for those who may see them.
    """
    if question.standing.own_only or not question.may(Permission.SEE_RECORD):
        raise Refused("Your role in this project does not allow you to take all of it away.", code="forbidden")
    content = b64encode(write(question.held.dossier, str(form))).decode()
    ending = next(each.endings[0] for each in FORMATS if each.id == form)
    return ProjectFile(f"{question.project.code}{ending}", str(form), content)


@query(permission=Permission.SEE_RECORD)
def receipt(question: Question) -> ImportReceipt:
    """Show what was kept, approximated and dropped of the file that the plan was last imported from.

    Examples quote the file, amounts included, so they are shown to those who may see costs.
    """
    found = _account(question)
    if found is None:
        return ImportReceipt("", "", (), (), ())
    return shown(found, question.held.dossier, question.may(Permission.SEE_COSTS))


def _account(question: Question) -> Account | None:
    """Find the account of the file that the plan comes from: an import that was taken back is passed over."""
    source = question.held.dossier.source
    rows = KeptForecast.objects.filter(project=question.project, kind="receipt").order_by("-revision")
    found = [_read(bytes(row.data)) for row in rows]
    return next((each for each in found if each.source == source), found[-1] if found else None)


def _read(data: bytes) -> Account:
    document = json.loads(data)
    if "receipt" not in document:
        # As receipts were kept before dates and newer versions were told with them.
        return Account(decode(document, Receipt, "receipt"))
    account: Account = decode(document, Account, "receipt")
    return account


def shown(account: Account, dossier: Dossier, costs: bool) -> ImportReceipt:
    """Show an account to somebody who may or may not see costs."""
    found = account.receipt
    if not costs:
        found = replace(found, lines=tuple(replace(line, examples=()) for line in found.lines))
    names = {each.id: each.name for each in FORMATS}
    return ImportReceipt(
        found.file,
        names.get(found.format, found.format),
        found.of(Fate.KEPT),
        found.of(Fate.APPROXIMATED),
        found.of(Fate.DROPPED),
        account.compared,
        account.differing,
        tuple(_other(each, dossier.plan.settings.zone) for each in account.dates),
        account.report,
        sum(line.count for line in found.lines),
    )


def _other(each: OtherDate, zone: str) -> OtherDates:
    return OtherDates(
        f"T-{each.task}",
        each.name,
        moment(each.stored_start, zone),
        moment(each.stored_finish, zone),
        moment(each.start, zone),
        moment(each.finish, zone),
        each.why,
    )
