"""The receipt of an import: what was kept, approximated and dropped, by field, with counts and examples."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from enum import StrEnum

#: How many examples of one line a receipt keeps.
EXAMPLES = 5


class Fate(StrEnum):
    """What became of a field of the source file."""

    KEPT = "kept"
    APPROXIMATED = "approximated"
    DROPPED = "dropped"


@dataclass(frozen=True, slots=True)
class ReceiptLine:
    """One field and its fate: how often, and the first few examples with their place in the file."""

    field: str
    fate: Fate
    count: int
    examples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Receipt:
    """All lines of an import: kept, approximated and dropped, in the order they were met."""

    file: str
    format: str
    lines: tuple[ReceiptLine, ...] = ()

    def of(self, fate: Fate) -> tuple[ReceiptLine, ...]:
        """Give the lines of one fate."""
        return tuple(line for line in self.lines if line.fate is fate)


class ReceiptBook:
    """Counts fields while a file is read; `receipt` closes it."""

    def __init__(self) -> None:
        """Begin an empty receipt."""
        self._counts: Counter[tuple[str, Fate]] = Counter()
        self._examples: dict[tuple[str, Fate], list[str]] = {}

    def kept(self, field: str, count: int = 1) -> None:
        """Count values that were taken over as they are."""
        if count:
            self._counts[field, Fate.KEPT] += count

    def approximated(self, field: str, example: str) -> None:
        """Count a value that was taken over changed, and say how."""
        self._note(field, Fate.APPROXIMATED, example)

    def dropped(self, field: str, example: str) -> None:
        """Count a value that was left out, and say why."""
        self._note(field, Fate.DROPPED, example)

    def add(self, field: str, fate: Fate, count: int, example: str) -> None:
        """Count several values with the same fate at once."""
        self._counts[field, fate] += count - 1
        self._note(field, fate, example)

    def receipt(self, file: str, format_id: str) -> Receipt:
        """Close the book."""
        lines = (
            ReceiptLine(field, fate, count, tuple(self._examples.get((field, fate), ())))
            for (field, fate), count in self._counts.items()
        )
        return Receipt(file, format_id, tuple(lines))

    def _note(self, field: str, fate: Fate, example: str) -> None:
        self._counts[field, fate] += 1
        examples = self._examples.setdefault((field, fate), [])
        if len(examples) < EXAMPLES:
            examples.append(example)
