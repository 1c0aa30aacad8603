"""`milepost quality`: the DCMA 14-point assessment of a schedule."""

from __future__ import annotations

import json

from milepost.cli.options import AsJson, ColumnMap, PlanFile, ProjectPick, Sheet, StatusDate
from milepost.cli.screen import Cell, Column, is_terminal, say, show_table

WRAPS = {"Point", "Pass at", "Tasks behind it"}
TONES = {"pass": "good", "fail": "bad", "advisory": "warn", "n/a": "dim"}


def quality(
    file: PlanFile,
    as_json: AsJson = False,
    status_date: StatusDate = "",
    columns: ColumnMap = None,
    sheet: Sheet = "",
    project: ProjectPick = "",
) -> None:
    """Assess a schedule by the DCMA 14 points.

    Each point shows its numbers, its threshold and the tasks behind it; a point without data is n/a
    and never passes.
    """
    from milepost.cli.opening import at_status_date, opened, scheduled
    from milepost.cli.quality_report import quality_section
    from milepost.cli.review_json import quality_document
    from milepost.engine.health import assess
    from milepost.press.facts import PlanFacts

    dossier = at_status_date(opened(file, columns, sheet, project).dossier, status_date)
    schedule = scheduled(dossier)
    health = assess(schedule)
    if as_json:
        say(json.dumps(quality_document(health), ensure_ascii=False, indent=2))
        return
    section = quality_section(health, PlanFacts.of(dossier, schedule))
    rows = [[Cell(text, TONES.get(text, "")) for text in row] for row in section.table.rows]
    show_table([Column(c.title, c.right, wraps=c.title in WRAPS) for c in section.table.columns], rows)
    if is_terminal():
        say(section.note.replace(" (bold)", ""))
