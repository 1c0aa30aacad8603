"""Milepost's own archive: one JSON document that holds a whole dossier, versioned, with a published schema."""

from __future__ import annotations

import json

from milepost.dossier.dossier import Dossier
from milepost.engine.plan import Plan
from milepost.exchange.archive_codec import Json, WrongValueError, columns, decode, encode
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.imported import Imported, ReadOptions
from milepost.exchange.receipt import ReceiptBook

FORMAT = "milepost-archive"
#: The version this Milepost writes; it reads this one and none newer.
VERSION = 1


def write(dossier: Dossier) -> bytes:
    """Give the archive's bytes: the same dossier always gives the same bytes."""
    document = {"format": FORMAT, "version": VERSION, "dossier": encode(dossier, Dossier)}
    return (json.dumps(document, ensure_ascii=False, indent=1, allow_nan=False) + "\n").encode()


def read(data: bytes, *, file: str, options: ReadOptions) -> Imported:
    """Read an archive; anything that does not fit is refused with the path to it."""
    del options
    document = _document(data, file)
    version = document.get("version")
    if document.get("format") != FORMAT:
        raise FileRefusedError(f'{file}: this JSON is not a Milepost archive (its "format" is not "{FORMAT}").')
    if not isinstance(version, int) or version < 1:
        raise FileRefusedError(
            f'{file}, version: {version!r} is not a version; this Milepost writes "version": {VERSION}.'
        )
    if version > VERSION:
        raise FileRefusedError(
            f"{file}: the archive has version {version}, this Milepost reads up to {VERSION}. Update Milepost."
        )
    try:
        dossier: Dossier = decode(document.get("dossier"), Dossier, "dossier")
    except WrongValueError as error:
        raise FileRefusedError(f"{file}, {error.path}: {error}.") from error
    book = ReceiptBook()
    _count(dossier, book)
    return Imported(dossier, book.receipt(file, "archive"))


def _document(data: bytes, file: str) -> dict[str, Json]:
    try:
        document = json.loads(data.decode("utf-8-sig"), parse_constant=_no_constant)
    except UnicodeDecodeError as error:
        raise FileRefusedError(f"{file}, byte {error.start}: the archive is not UTF-8 text.") from error
    except json.JSONDecodeError as error:
        raise FileRefusedError(
            f"{file}, line {error.lineno}, column {error.colno}: the JSON is broken or cut off ({error.msg})."
        ) from error
    except (RecursionError, ValueError) as error:
        raise FileRefusedError(f"{file}: the JSON cannot be read ({error}).") from error
    if not isinstance(document, dict):
        raise FileRefusedError(f"{file}: the archive is not a JSON object.")
    return document


def _no_constant(text: str) -> float:
    raise ValueError(f"{text} is not a number JSON knows")


def _count(dossier: Dossier, book: ReceiptBook) -> None:
    holders: list[tuple[type, object]] = [(Dossier, dossier), (Plan, dossier.plan)]
    for kind, holder in holders:
        for one, _ in columns(kind):
            value = getattr(holder, one.name)
            if isinstance(value, tuple):
                book.kept(one.name, len(value))
