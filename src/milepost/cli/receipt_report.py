"""The import receipt as tables of a report."""

from __future__ import annotations

from milepost.exchange.receipt import Fate, Receipt
from milepost.press.report import Column, Section, Table


def receipt_sections(receipt: Receipt) -> tuple[Section, ...]:
    """Sum up what reading kept, and list what it changed or left out."""
    kept = receipt.of(Fate.KEPT)
    values = sum(line.count for line in kept)
    note = f"{receipt.file} was read as {receipt.format}: {len(kept)} fields with {values:,} values kept as they are."
    columns = (Column("Field"), Column("Fate"), Column("Count", right=True), Column("Examples"))
    rows = tuple(
        (line.field, line.fate.value, f"{line.count:,}", "; ".join(line.examples))
        for line in (*receipt.of(Fate.DROPPED), *receipt.of(Fate.APPROXIMATED))
    )
    return (Section("fields", "Fields", note, Table(columns, rows), "Nothing was approximated or dropped."),)
