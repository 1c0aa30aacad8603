"""The predecessors and successors columns of a plan sheet."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milepost.engine.tasks import Link, LinkType
from milepost.engine.units import Uid
from milepost.exchange.sheet_cells import SheetReader, SheetRow
from milepost.exchange.sheet_words import WrittenLink, link

#: A comma inside a lag with its unit (`+2,5d`) is a decimal one, not the end of a link.
_DECIMAL_LAG = re.compile(r"([+-]\s*\d+),(\d+\s*(?:%|(?!(?:FS|SS|FF|SF)\b)[A-Za-z]+))")


def links(
    reader: SheetReader, rows: Sequence[SheetRow], uids: Sequence[Uid], names: dict[str, Uid]
) -> tuple[Link, ...]:
    """Read every link of both columns; `names` maps the lower-case words a task goes by to its uid.

    A link to a task that is not in the sheet is left out and listed in the receipt.
    """
    known = frozenset(names)
    found: dict[tuple[Uid, Uid, LinkType], Link] = {}
    for name in ("predecessors", "successors"):
        separator = _separator(reader, rows, name)
        for row, uid in zip(rows, uids, strict=True):
            for words in items(reader.text(row, name), separator, known):
                written = link(words, reader.lengths, known)
                if written is None:
                    reader.refuse(row, name, "a link such as 12, 12FS+2d or 7SS-50%")
                    continue
                other = names.get(written.task.strip().casefold())
                if other is None or other == uid:
                    why = "the task itself" if other == uid else "not in the sheet"
                    reader.book.dropped("link", f"{reader.place(row, name)}: {written.task[:60]!r} is {why}")
                    continue
                ends = (other, uid) if name == "predecessors" else (uid, other)
                found.setdefault((*ends, written.type), _link(ends, written))
    return tuple(found.values())


def _link(ends: tuple[Uid, Uid], written: WrittenLink) -> Link:
    return Link(*ends, written.type, written.lag, written.lag_kind, written.lag_unit)


def _separator(reader: SheetReader, rows: Sequence[SheetRow], name: str) -> str:
    """Split at semicolons where the column has any: a comma may then be a decimal one."""
    return ";" if any(";" in reader.text(row, name) for row in rows) else ","


def items(text: str, separator: str, known: frozenset[str]) -> list[str]:
    """Take a cell with several links apart, unless the whole of it is what one task is called."""
    if text.strip().casefold() in known:
        return [text]
    if separator == ",":
        text = _DECIMAL_LAG.sub(r"\1.\2", text)
    return [words for words in re.split(rf"[{separator}\n]", text) if words.strip()]
