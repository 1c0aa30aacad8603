"""Looking at a workbook before it is unpacked: what would fill the memory is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator

from milepost.exchange.errors import FileRefusedError

#: What a workbook may unpack to, in all and against its packed size, and how many cells a sheet may span.
LARGEST = 256 * 1024 * 1024
_RATIO = 200
_SMALL = 1024 * 1024
_ENTRIES = 5000
_CELLS = 5_000_000
_TAG = re.compile(rb"<(?:[\w.-]+:)?(c|row)\b([^<>]*)>")
_REFERENCE = re.compile(rb"""\br\s*=\s*["']([^"']*)["']""")
_CELL = re.compile(rb"([A-Z]{1,3})([1-9]\d{0,6})$")
_ROW = re.compile(rb"([1-9]\d{0,6})$")
_NUMBER = re.compile(rb"<(?:[\w.-]+:)?v>\s*(-?[\d.]+(?:[eE][+-]?\d+)?)\s*</")
#: No date, amount or percentage of a plan is larger; as a date such a number breaks the parser.
_LARGEST_NUMBER = 1e10
_CHUNK = 1 << 20


def check(data: bytes, *, file: str) -> None:
    """Refuse a damaged workbook, one that unpacks to too much, and a sheet that spans too many cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_sizes(packed, len(data), file)
            for name in packed.namelist():
                # A sheet may lie anywhere in the package, so every part is looked at.
                _check_span(packed, name, file)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError, OSError, ValueError) as error:
        raise FileRefusedError(
            f"{file}: the workbook is damaged or protected ({error}). Open it in Excel, save it without a password "
            "as .xlsx and give that."
        ) from error


def _check_sizes(packed: zipfile.ZipFile, size: int, file: str) -> None:
    entries = packed.infolist()
    total = sum(entry.file_size for entry in entries)
    bomb = total > _SMALL and total > size * _RATIO
    if len(entries) > _ENTRIES or total > LARGEST or bomb:
        raise FileRefusedError(
            f"{file}: the workbook unpacks from {size} to {total} bytes in {len(entries)} parts, more than a plan can "
            "have. Copy the plan's sheet into a new workbook."
        )


def _check_span(packed: zipfile.ZipFile, name: str, file: str) -> None:
    columns = rows = total = 0
    rest = b""
    with packed.open(name) as sheet:
        while chunk := sheet.read(_CHUNK):
            total += len(chunk)
            if total > LARGEST:
                raise FileRefusedError(
                    f"{file}, {name}: the sheet is larger than it says. Copy it into a new workbook."
                )
            for column, row in _places(rest + chunk, name, file):
                columns, rows = max(columns, column), max(rows, row)
            _check_numbers(rest + chunk, name, file)
            rest = chunk[-1000:]
    if columns * rows > _CELLS:
        raise FileRefusedError(
            f"{file}, {name}: the sheet spans {rows} rows and {columns} columns. Delete what stands far outside the "
            "table, or copy the table into a new workbook."
        )


def _places(text: bytes, name: str, file: str) -> Iterator[tuple[int, int]]:
    """Yield column and row of every reference; one that is none would send the parser astray."""
    for kind, attributes in _TAG.findall(text):
        reference = _REFERENCE.search(attributes)
        if reference is None:
            continue
        match = (_CELL if kind == b"c" else _ROW).match(reference.group(1))
        if match is None:
            shown = reference.group(1)[:40].decode("latin-1")
            raise FileRefusedError(
                f"{file}, {name}: {shown!r} is no cell. Open the workbook in Excel and save it again."
            )
        yield (_column(match.group(1)), int(match.group(2))) if kind == b"c" else (1, int(match.group(1)))


def _check_numbers(text: bytes, name: str, file: str) -> None:
    for words in _NUMBER.findall(text):
        if words.count(b".") < 2 and abs(float(words)) > _LARGEST_NUMBER:
            shown = words[:40].decode("ascii")
            raise FileRefusedError(
                f"{file}, {name}: the number {shown} is larger than any date or amount of a plan. Correct that cell."
            )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
