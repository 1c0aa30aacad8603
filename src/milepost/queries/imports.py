"""Questions about plan files: which can be read, and what became of a file that was imported."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from milepost.exchange.archive_codec import decode
from milepost.exchange.formats import FORMATS
from milepost.exchange.receipt import Fate, Receipt, ReceiptLine
from milepost.queries.access import Permission
from milepost.queries.query import Question, query
from milepost.records.models import KeptForecast


@dataclass(frozen=True, slots=True)
class ReadableFormat:
    """A file format Milepost reads, and how files of it are named."""

    name: str
    endings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ImportReceipt:
    """What became of the fields of an imported file; `format` is empty for a project that came from no file."""

    file: str
    format: str
    kept: tuple[ReceiptLine, ...]
    approximated: tuple[ReceiptLine, ...]
    dropped: tuple[ReceiptLine, ...]


@query(site=True, permission=Permission.SIGNED_IN)
def readable_formats(question: Question) -> tuple[ReadableFormat, ...]:
    """List the file formats a project can be imported from."""
    del question
    return tuple(ReadableFormat(each.name, each.endings) for each in FORMATS if each.reads)


@query(permission=Permission.SEE_RECORD)
def receipt(question: Question) -> ImportReceipt:
    """Show what was kept, approximated and dropped of the file that the project was imported from.

    Examples quote the file, amounts included, so they are shown to those who may see costs.
    """
    row = KeptForecast.objects.filter(project=question.project, kind="receipt").order_by("-revision").first()
    if row is None:
        return ImportReceipt("", "", (), (), ())
    found: Receipt = decode(json.loads(bytes(row.data)), Receipt, "receipt")
    if not question.may(Permission.SEE_COSTS):
        found = replace(found, lines=tuple(replace(line, examples=()) for line in found.lines))
    names = {each.id: each.name for each in FORMATS}
    return ImportReceipt(
        found.file,
        names.get(found.format, found.format),
        found.of(Fate.KEPT),
        found.of(Fate.APPROXIMATED),
        found.of(Fate.DROPPED),
    )
