"""`milepost quality`: the DCMA 14-point assessment of a schedule and the GAO's ten practices."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import Cell, Column, is_terminal, say, show_table

if TYPE_CHECKING:
    from milepost.press.report import Section

WRAPS = {"Point", "Pass at", "Tasks behind it", "Practice", "Evidence"}
TONES = {"pass": "good", "fail": "bad", "advisory": "warn", "n/a": "dim"}


def quality(
    file: PlanFile,
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Assess a schedule by the DCMA 14 points and the GAO's practices.

    Each point shows its numbers, its threshold and the tasks behind it; a point without data is n/a
    and never passes. Each practice shows its score from 0 to 100 and the evidence for it.
    """
    from milepost.cli.opening import at_status_date, opened, scheduled
    from milepost.cli.quality_report import practice_section, quality_section
    from milepost.cli.review_json import practice_document, quality_document
    from milepost.engine.gao import practices
    from milepost.engine.health import assess
    from milepost.press.facts import PlanFacts

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    schedule = scheduled(dossier)
    health = assess(schedule)
    evidence = practices(schedule, health)
    if as_json:
        found = {"dcma": quality_document(health), "gao": practice_document(evidence)}
        say(json.dumps(found, ensure_ascii=False, indent=2))
        return
    show_section(quality_section(health, PlanFacts.of(dossier, schedule)))
    say()
    show_section(practice_section(evidence))


def show_section(section: Section) -> None:
    """Print a section's table and, in a terminal, what it says as a whole."""
    rows = [[Cell(text, TONES.get(text, "")) for text in row] for row in section.table.rows]
    show_table([Column(c.title, c.right, wraps=c.title in WRAPS) for c in section.table.columns], rows)
    if is_terminal():
        say(section.note.replace(" (bold)", ""))
