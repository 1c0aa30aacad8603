"""The rules as a page to read: what each looks for, where it comes from, and what the review leaves out."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from milepost.advisor.rules import RULES

_PARTS = ("Source", "Trigger", "Evidence", "Severity", "Proposals")
_INTRODUCTION = (
    "Each rule looks at a plan and says what it finds: with its evidence, how urgent it is, and what can be done.",
    "Proposals marked R, L, S or M are edits: each is carried out on a copy of the project, the copy is scheduled (R),",
    "levelled (L), simulated with the same random numbers (S) and its money added up (M), and the difference is shown.",
    "N means there is no edit to compute an effect of. Names in `code` are the thresholds of `advisor.thresholds`.",
    "Severity S1 is for today, S2 this week, S3 to plan, S4 for information; on the critical",
    "or the longest path it is one level higher. This page is written by `scripts/rules.py` from the rules.",
)
#: Checks of the catalogue that no record of a project answers yet, and what they need.
BEYOND = (
    ("RES-09, TEAM-01, TEAM-02", "timesheets, talks and goals of people"),
    ("RSK-08", "a simulation kept from another day; each review that can simulates anew"),
    ("ISS-01, ISS-02, DEC-01, ASM-01, DEP-01", "registers of issues, decisions, assumptions and dependencies"),
    ("ACT-01", "actions beside those of risks, which RSK-03 watches"),
    ("SCP-01 to SCP-03, SCP-05, CHG-01 to CHG-04, QUA-01 to QUA-07", "requirements, changes, defects and tests"),
    ("VEN-01 to VEN-04, X-03", "lead times, and which task needs which order"),
    ("STK-01 to STK-04, MTG-01, DOC-01, DOC-02", "stakeholders, meetings and documents"),
    ("GOV-01, GOV-03, BEN-01, BEN-02, ADO-01, KNW-01", "gates, responsibilities and benefits"),
    ("CIP-02, INN-01, TEC-01", "lessons, ideas and components"),
    ("X-04, X-06 to X-08", "changes, reports sent, decisions and benefits"),
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One rule in words: its id, what it looks for, and the parts of its description by name."""

    id: str
    title: str
    parts: dict[str, str]
    module: str


def entries() -> tuple[Entry, ...]:
    """Read every rule's description, in the order of the ids."""
    return tuple(sorted((_entry(rule) for rule in RULES), key=lambda entry: _place(entry.id)))


def _entry(rule: Callable[..., object]) -> Entry:
    words = inspect.cleandoc(rule.__doc__ or "")
    first, _, rest = words.partition("\n")
    id_, _, title = first.partition(" ")
    plain = " ".join(rest.split())
    found = re.split(rf"\b({'|'.join(_PARTS)})(?: |: )", plain)
    parts = {name: text.removeprefix(": ").strip() for name, text in zip(found[1::2], found[2::2], strict=True)}
    return Entry(id_, title, parts, rule.__module__.rpartition(".")[2])


def _place(id_: str) -> tuple[int, int]:
    family, _, number = id_.partition("-")
    order = ("SCH", "RES", "MON", "RSK", "SCP", "GOV", "CIP", "DAT", "X")
    return order.index(family), int(number)


def page() -> str:
    """Write the rules as Markdown."""
    return "\n".join(_lines()) + "\n"


def _lines() -> Iterator[str]:
    yield "# The rules of the review"
    yield ""
    yield from _INTRODUCTION
    for entry in entries():
        yield from ("", f"## {entry.id}: {entry.title}", "")
        for name in _PARTS:
            if name in entry.parts:
                yield f"- **{name}**: {entry.parts[name]}"
        yield f"- **In the code**: `advisor/rules/{entry.module}.py`"
    yield from ("", "## Checks whose facts no record holds yet", "")
    yield from ("| checks | they need |", "|---|---|")
    for ids, need in BEYOND:
        yield f"| {ids} | {need} |"
