"""The outline of a sheet: from a parent column, levels, codes such as 1.2.3, or indented names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from milepost.exchange.sheet_cells import SheetReader, SheetRow, shown

_CODE = re.compile(r"[^.]+(\.[^.]+)*\.?$")
_MOST_LEVELS = 64


def parents(reader: SheetReader, rows: Sequence[SheetRow], names: Sequence[tuple[str, ...]]) -> list[int | None]:
    """Give, per row, the position of the row above it in the outline; None at the top.

    `names` are the words each row goes by in a parent column. The first way the sheet offers wins:
    parents, levels, codes, indents.
    """
    if reader.has("parent") and any(reader.text(row, "parent") for row in rows):
        return _by_parent(reader, rows, names)
    if reader.has("level"):
        return _by_depth([_level(reader, row) for row in rows])
    codes = [reader.text(row, "wbs") for row in rows]
    if any("." in code for code in codes):
        return _by_code(codes)
    return _by_depth(_indents(reader, rows))


def _by_parent(reader: SheetReader, rows: Sequence[SheetRow], names: Sequence[tuple[str, ...]]) -> list[int | None]:
    known = {word: place for place, words in reversed(list(enumerate(names))) for word in words}
    found: list[int | None] = []
    for place, row in enumerate(rows):
        wanted = reader.text(row, "parent").casefold()
        above = known.get(wanted) if wanted else None
        if wanted and (above is None or above == place):
            reader.book.dropped(
                "parent", f"{reader.place(row, 'parent')}: {wanted[:60]!r} is no other row of the sheet"
            )
            above = None
        found.append(above)
    return [None if _circles(found, place) else above for place, above in enumerate(found)]


def _circles(above: Sequence[int | None], place: int) -> bool:
    slow: int | None = place
    for _ in range(len(above) + 1):
        slow = above[slow] if slow is not None else None
        if slow is None:
            return False
    return True


def _level(reader: SheetReader, row: SheetRow) -> int:
    level = reader.number(row, "level")
    if level is None:
        return 1
    if not 0 <= level <= _MOST_LEVELS or level != int(level):
        reader.refuse(row, "level", "a level such as 1, 2 or 3")
        return 1
    return int(level)


def _by_depth(depths: Sequence[int]) -> list[int | None]:
    """Put each row under the last one before it that is less deep."""
    found: list[int | None] = []
    open_rows: list[int] = []
    for place, depth in enumerate(depths):
        while open_rows and depths[open_rows[-1]] >= depth:
            open_rows.pop()
        found.append(open_rows[-1] if open_rows else None)
        open_rows.append(place)
    return found


def _by_code(codes: Sequence[str]) -> list[int | None]:
    """Put 1.2.3 under 1.2, or under 1 where there is no 1.2."""
    known = {code.rstrip("."): place for place, code in reversed(list(enumerate(codes))) if _CODE.match(code)}
    found: list[int | None] = []
    for place, code in enumerate(codes):
        parts = code.rstrip(".").split(".")
        above = (known.get(".".join(parts[:length])) for length in range(len(parts) - 1, 0, -1))
        found.append(next((one for one in above if one is not None and one != place), None))
    return found


def _indents(reader: SheetReader, rows: Sequence[SheetRow]) -> list[int]:
    depths = []
    for row in rows:
        cell = reader.cell(row, "name")
        words = cell if isinstance(cell, str) else shown(cell)
        depths.append(len(words) - len(words.lstrip(" \t\u00a0\u2003")))
    return depths
