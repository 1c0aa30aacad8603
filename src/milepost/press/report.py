"""A review laid out to be read: frozen words, numbers and tables, ready for any medium.

The press knows no project rule: whoever hands a report in has decided what is said. Every medium (page,
Markdown, terminal) shows the same report.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from markupsafe import Markup


class Level(StrEnum):
    """How serious something is; the word is always shown beside its colour."""

    RED = "red"
    AMBER = "amber"
    GREEN = "green"
    GREY = "grey"


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value."""

    name: str
    value: str
    note: str = ""
    level: Level | None = None


@dataclass(frozen=True, slots=True)
class Rating:
    """One dimension of health: level, direction, the values it rests on and the rule that says so."""

    name: str
    level: Level
    trend: str
    values: str
    rule: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, whether its values are flush right, and whether a narrow screen can do without it."""

    title: str
    right: bool = False
    extra: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table of texts; `strong` holds the positions of rows that matter most."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    strong: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class PricedProposal:
    """What could be done: a sentence, why, and what it changes, before and after."""

    sentence: str
    rationale: str
    effects: Table
    note: str = ""


@dataclass(frozen=True, slots=True)
class AlsoFound:
    """A finding that goes with another because both have the same cause."""

    severity: str
    check: str
    headline: str


@dataclass(frozen=True, slots=True)
class ReportedFinding:
    """Something the review says: severity, headline, evidence, what goes with it, and what could be done."""

    id: str
    check: str
    severity: str
    headline: str
    trend: str
    evidence: tuple[Fact, ...]
    proposals: tuple[PricedProposal, ...]
    tone: Level = Level.GREY
    also: tuple[AlsoFound, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """A titled table with a sentence that says how to read it; `empty` is said when it has no rows."""

    key: str
    title: str
    note: str
    table: Table
    empty: str = ""


@dataclass(frozen=True, slots=True)
class Chart:
    """A chart: its title, what it shows in words, and its Vega-Lite specification."""

    key: str
    title: str
    said: str
    specification: dict[str, object]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A part of a report: what it says in a few sentences, its figures, charts and tables."""

    key: str
    title: str
    said: tuple[str, ...]
    figures: tuple[Fact, ...] = ()
    sections: tuple[Section, ...] = ()
    charts: tuple[Chart, ...] = ()


@dataclass(frozen=True, slots=True)
class GanttRow:
    """One line of the chart: what it is called, its dates in words, and its drawing."""

    code: str
    name: str
    level: int
    kind: str
    critical: bool
    start: str
    finish: str
    slip: str
    owner: str
    drawing: Markup
    criticality: str = ""


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole chart: its axis, its rows, and the rows left out to keep it readable."""

    axis: Markup
    grid: Markup
    rows: tuple[GanttRow, ...]
    left_out: int
    has_baseline: bool
    has_criticality: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """A whole review as it is shown to people."""

    title: str
    subtitle: str
    as_of: str
    facts: tuple[Fact, ...]
    level: Level
    health: str
    ratings: tuple[Rating, ...]
    figures: tuple[Fact, ...]
    changes_since: str
    changes: tuple[str, ...]
    findings: tuple[ReportedFinding, ...]
    more_findings: Section
    milestones: Section
    look_ahead: Section
    gaps: tuple[str, ...]
    quality: Section
    schedule: Section
    receipt: tuple[Section, ...]
    method: tuple[Fact, ...]
    practices: Section | None = None
    chapters: tuple[Chapter, ...] = ()
    charts: tuple[Chart, ...] = ()
    gantt: Gantt | None = None
