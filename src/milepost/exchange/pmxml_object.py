"""How an object of a PMXML file becomes a row of an XER table."""

from __future__ import annotations

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Object:
    """How one kind of PMXML object becomes a row.

    `columns` names, per column, the elements that may hold it, the first filled one wins; `words`
    translates P6's long names into its codes; `percents` are columns PMXML gives as fractions of one.
    """

    table: str
    columns: dict[str, tuple[str, ...]]
    words: dict[str, dict[str, str]] = field(default_factory=dict)
    percents: frozenset[str] = frozenset()


def columns(**elements: str) -> dict[str, tuple[str, ...]]:
    """Name, per column, the elements that may hold it, separated by blanks."""
    return {column: tuple(names.split()) for column, names in elements.items()}
