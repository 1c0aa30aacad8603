"""A chapter of a report in the terminal: sentences, figures, tables."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.cli.screen import Cell, Column, clean, remark, say, show_table
from milepost.press.report import Chapter, Level, Section

TONES = {Level.RED: "bad", Level.AMBER: "warn", Level.GREEN: "good", Level.GREY: ""}
#: The longest table a terminal lists; the rest is in --json.
SHOWN = 30


def show_chapter(chapter: Chapter) -> None:
    """Print a chapter; piped, each table begins with a line of headings."""
    for sentence in chapter.said:
        say(clean(sentence))
    if chapter.figures:
        say()
        show_table(
            [Column("Measure"), Column("Value", right=True), Column("Meaning", wraps=True)], list(_figures(chapter))
        )
    for section in chapter.sections:
        _show_section(section)


def _figures(chapter: Chapter) -> Iterator[list[Cell | str]]:
    for fact in chapter.figures:
        yield [fact.name, Cell(fact.value, TONES[fact.level] if fact.level else ""), fact.note]


def _show_section(section: Section) -> None:
    say()
    say(clean(section.title))
    if not section.table.rows:
        say(clean(section.empty))
        return
    columns = [
        Column(column.title, right=column.right, wraps=not column.right, wide=column.extra)
        for column in section.table.columns
    ]
    rows: list[list[Cell | str]] = [
        [Cell(value, "strong" if place in section.table.strong else "") for value in row]
        for place, row in enumerate(section.table.rows[:SHOWN])
    ]
    show_table(columns, rows)
    if len(section.table.rows) > SHOWN:
        remark([f"{len(section.table.rows) - SHOWN} more rows; see --json."])
