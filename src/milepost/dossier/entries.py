"""Time people booked and comments they made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from milepost.engine.units import Instant, Minutes, Uid


@dataclass(frozen=True, slots=True)
class TimeEntry:
    """Minutes a resource worked on a task on one day."""

    uid: Uid
    task: Uid
    resource: Uid
    day: date
    minutes: Minutes
    note: str = ""
    by: str = ""


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a record; `about` is its reference, such as T-4 or R-12."""

    uid: Uid
    about: str
    by: str
    at: Instant
    text: str
