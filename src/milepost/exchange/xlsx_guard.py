"""Looking at a workbook before it is unpacked: what would fill the memory is refused."""

from __future__ import annotations

import io
import re
import zipfile
import zlib

from milepost.exchange.errors import FileRefusedError

#: What a workbook may unpack to, in all and against its packed size, and how many cells a sheet may span.
LARGEST = 256 * 1024 * 1024
_RATIO = 200
_SMALL = 1024 * 1024
_ENTRIES = 5000
_CELLS = 5_000_000
_REFERENCE = re.compile(rb'<(?:[\w.-]+:)?c\b[^>]*?\br="([A-Z]{1,4})(\d{1,9})"')
_CHUNK = 1 << 20


def check(data: bytes, *, file: str) -> None:
    """Refuse a damaged workbook, one that unpacks to too much, and a sheet that spans too many cells."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            _check_sizes(packed, len(data), file)
            for name in packed.namelist():
                if name.startswith("xl/worksheets/") and name.endswith(".xml"):
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
            for letters, number in _REFERENCE.findall(rest + chunk):
                columns, rows = max(columns, _column(letters)), max(rows, int(number))
            rest = chunk[-200:]
    if columns * rows > _CELLS:
        raise FileRefusedError(
            f"{file}, {name}: the sheet spans {rows} rows and {columns} columns. Delete what stands far outside the "
            "table, or copy the table into a new workbook."
        )


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number
