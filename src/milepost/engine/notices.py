"""Errors and warnings with stable codes that name the records (domain/schedule.md 12)."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.units import Uid


@dataclass(frozen=True, slots=True)
class Notice:
    """One error or warning: a stable code (E-CYCLE, W-LEAD ...), a plain sentence, the tasks it names."""

    code: str
    message: str
    tasks: tuple[Uid, ...] = ()


class PlanRefusedError(Exception):
    """The plan cannot be scheduled; `notices` holds each error with its code and remedy."""

    def __init__(self, notices: tuple[Notice, ...]) -> None:
        """Keep the notices and say them, one a line."""
        super().__init__("\n".join(f"{n.code}: {n.message}" for n in notices))
        self.notices = notices
