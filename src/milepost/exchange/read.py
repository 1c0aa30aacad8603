"""Reading any plan file: the format is told from the content, the reader imported when needed."""

from __future__ import annotations

from importlib import import_module

from milepost.exchange.detect import detect, unpacked
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.formats import FORMATS, named
from milepost.exchange.imported import Imported, ReadOptions

__all__ = ["Imported", "ReadOptions", "read"]


def read(data: bytes, *, file: str, options: ReadOptions | None = None, format_id: str = "") -> Imported:
    """Read a plan file into a dossier and its receipt.

    `file` names the data in errors. `format_id` skips the detection. Raises FileRefusedError with
    the place and the remedy when the data cannot be read.
    """
    content = unpacked(data, file=file)
    known = named(format_id) if format_id else detect(content, file=file)
    if known is None or not known.reads:
        ids = ", ".join(one.id for one in FORMATS if one.reads)
        raise FileRefusedError(f"{file}: Milepost does not read a format called {format_id!r}. It reads: {ids}.")
    reader = import_module(f"milepost.exchange.{known.reads}")
    imported: Imported = reader.read(content, file=file, options=options or ReadOptions())
    return imported
