"""Writing a dossier in any format Milepost writes."""

from __future__ import annotations

from importlib import import_module

from milepost.dossier.dossier import Dossier
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.formats import FORMATS, Format, by_ending, named

__all__ = ["format_for", "write"]


def format_for(file: str, format_id: str = "") -> Format:
    """Find the format to write: the one named, else the one the file's ending says."""
    found = named(format_id) if format_id else by_ending(file)
    if found is None or not found.writes:
        known = ", ".join(f"{one.id} ({one.endings[0]})" for one in FORMATS if one.writes)
        raise FileRefusedError(f"{file}: Milepost cannot write this format. Name the output for one of: {known}.")
    return found


def write(dossier: Dossier, format_id: str) -> bytes:
    """Give the dossier's bytes in the format with this id."""
    found = format_for(format_id, format_id)
    writer = import_module(f"milepost.exchange.{found.writes}")
    data: bytes = writer.write(dossier)
    return data
