"""The import receipt as tables of a report."""

from __future__ import annotations

from milepost.exchange.differences import date_differences
from milepost.exchange.receipt import Fate, Receipt
from milepost.press.facts import PlanFacts
from milepost.press.report import Column, Section, Table

#: The most differing dates a page lists; `milepost receipt` lists them all.
MOST = 60


def receipt_sections(receipt: Receipt, facts: PlanFacts) -> tuple[Section, ...]:
    """Sum up what reading kept, changed and left out, and which dates differ from the stored ones."""
    return fields_section(receipt), dates_section(facts)


def fields_section(receipt: Receipt) -> Section:
    """What reading changed or left out."""
    kept = receipt.of(Fate.KEPT)
    values = sum(line.count for line in kept)
    note = f"{receipt.file} was read as {receipt.format}: {len(kept)} fields with {values:,} values kept as they are."
    columns = (Column("Field"), Column("Fate"), Column("Count", right=True), Column("Examples"))
    rows = tuple(
        (line.field, line.fate.value, f"{line.count:,}", "; ".join(line.examples))
        for line in (*receipt.of(Fate.DROPPED), *receipt.of(Fate.APPROXIMATED))
    )
    return Section("fields", "Fields", note, Table(columns, rows), "Nothing was approximated or dropped.")


def dates_section(facts: PlanFacts) -> Section:
    """The tasks whose computed dates are not the ones their source had stored."""
    found = date_differences(facts.dossier, facts.schedule)
    stored = sum(one.start is not None and one.finish is not None for one in facts.dossier.stored)
    columns = (Column("Task"), Column("Stored finish"), Column("Computed finish"), Column("Why"))
    rows = tuple(
        (facts.tasks[one.task].name, facts.day(one.stored_finish), facts.day(one.finish), one.why)
        for one in found[:MOST]
    )
    note = f"{len(found):,} of {stored:,} stored tasks differ from the computed dates."
    if len(found) > MOST:
        note += f" The first {MOST} are listed; milepost receipt lists all."
    agreed = f"The computed dates agree with all {stored:,} stored ones." if stored else "The file stores no dates."
    return Section("dates", "Dates", note if found else "", Table(columns, rows), agreed)
