"""What a command prints: rich tables in a terminal, tab-separated lines when piped."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.console import Console

#: From this many columns on a terminal has room for all of a table.
WIDE = 128
#: The tones a cell can have, and how a terminal shows them.
STYLES = {"": "", "bad": "bold red", "warn": "yellow", "good": "green", "dim": "dim", "strong": "bold"}


@dataclass(frozen=True)
class Cell:
    """A text with a tone; the tone never says anything that the text does not."""

    text: str
    tone: str = ""


@dataclass(frozen=True)
class Column:
    """A column's title, whether its numbers are flush right, its text may wrap, and it needs a wide terminal."""

    title: str
    right: bool = False
    wraps: bool = False
    wide: bool = False


def is_terminal() -> bool:
    """Whether a person looks at the standard output."""
    return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"


def console() -> Console:
    """The terminal; colours follow NO_COLOR, the width follows the window."""
    from rich.console import Console

    return Console(highlight=False, soft_wrap=False)


def say(text: str = "") -> None:
    """Print one line."""
    sys.stdout.write(text + "\n")


def remark(lines: Iterable[str]) -> None:
    """Say something beside the answer, on the standard error, so that a pipe holds the answer alone."""
    sys.stdout.flush()
    sys.stderr.writelines(f"{clean(line)}\n" for line in lines)


def show_table(columns: Sequence[Column], rows: Iterable[Sequence[Cell | str]]) -> None:
    """Show a table; piped, a header and one tab-separated line per row without truncation."""
    if not is_terminal():
        say("\t".join(column.title for column in columns))
        for row in rows:
            say("\t".join(_cell(value).text for value in row))
        return
    from rich import box
    from rich.table import Table
    from rich.text import Text

    screen = console()
    shown = [place for place, column in enumerate(columns) if not column.wide or screen.width >= WIDE]
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for column in (columns[place] for place in shown):
        table.add_column(column.title, justify="right" if column.right else "left", no_wrap=not column.wraps)
    for row in rows:
        cells = [_cell(row[place]) for place in shown]
        table.add_row(*(Text(cell.text, style=STYLES[cell.tone]) for cell in cells))
    screen.print(table)


@contextmanager
def stage(message: str) -> Iterator[None]:
    """Name the long step under way, on the standard error of a terminal only."""
    if not sys.stderr.isatty() or os.environ.get("TERM") == "dumb":
        yield
        return
    sys.stderr.write(f"\r\x1b[2K{message} ...")
    sys.stderr.flush()
    try:
        yield
    finally:
        sys.stderr.write("\r\x1b[2K")
        sys.stderr.flush()


def clean(text: str) -> str:
    """A text from a file without what could steer a terminal or break a line."""
    return text if text.isprintable() else "".join(c if c.isprintable() else " " for c in text)


def _cell(value: Cell | str) -> Cell:
    cell = value if isinstance(value, Cell) else Cell(value)
    return Cell(clean(cell.text), cell.tone)
