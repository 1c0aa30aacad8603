"""How sure the owners are: the days left at best, most likely and at worst, and what that rests on.

A task that has not begun is estimated as a whole. Tasks that are not listed share the range of their kind of
estimate, `low`, `medium` or `high` uncertainty.
"""

from __future__ import annotations

from typing import NamedTuple


class Range(NamedTuple):
    """Days left: at best, most likely, at worst; and what the estimate rests on."""

    best: float
    likely: float
    worst: float
    basis: str


RANGES = {
    "2.5": Range(7, 9, 13, "expert"),
    "2.6": Range(14, 20, 34, "expert"),
    "2.7": Range(3, 4, 6, "expert"),
    "2.8": Range(8, 10, 16, "expert"),
    "3.5": Range(2, 3, 6, "expert"),
    "3.7": Range(4, 5, 9, "expert"),
    "4.2": Range(1.5, 2, 4, "expert"),
    "4.4": Range(5, 6, 9, "expert"),
    "4.5": Range(7, 9, 16, "vendor"),
    "4.6": Range(8, 10, 13, "expert"),
    "4.7": Range(6, 8, 12, "expert"),
    "4.8": Range(9, 12, 22, "analogy"),
    "5.4": Range(5, 6, 12, "expert"),
    "5.5": Range(4, 5, 8, "rehearsal plan"),
    "5.6": Range(6, 8, 14, "expert"),
    "5.7": Range(4, 5, 9, "rehearsal plan"),
    "6.5": Range(8, 8, 10, "contract"),
    "6.6": Range(3, 6, 12, "analogy"),
    "7.4": Range(13, 15, 24, "analogy"),
    "7.5": Range(5, 6, 9, "expert"),
    "7.6": Range(9, 10, 15, "analogy"),
    "7.7": Range(3, 4, 8, "analogy"),
    "8.3": Range(10, 12, 14, "expert"),
    "9.1": Range(6, 8, 11, "expert"),
    "9.2": Range(2, 3, 5, "rehearsal plan"),
    "10.1": Range(15, 15, 25, "analogy"),
}

#: Tasks without a range of their own whose owners at least said how unsure they are.
KINDS = {"6.4": "low", "8.4": "low", "8.5": "low", "8.6": "medium", "8.7": "high", "10.2": "medium", "10.3": "medium"}
