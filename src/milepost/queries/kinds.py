"""What arguments may be: references, spans, dates, lists of commands, contents of files; how each is told and read.

Instants are whole minutes, durations working minutes; people may write dates (`2026-03-02`, `2026-03-02T08:00`), spans
(`3d`, `4h`, `2ed`) and references (`T-4`, `R-12`) instead.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, TypeAlias

from milepost.dossier.dossier import Dossier
from milepost.engine.clock import instant
from milepost.engine.plan import Settings
from milepost.engine.units import Instant, Minutes, Uid
from milepost.exchange.sheet_words import Span, WorkLengths, WrittenLink, link, span
from milepost.forecasting.tables import BY_NAME
from milepost.queries.refused import Refused

#: The first and last year of projects, the first minute of 1900 and of 2200, and the longest duration: a century.
FIRST_YEAR, LAST_YEAR = 1900, 2199
EARLIEST, LATEST = -36_816_480, 120_968_640
LONGEST_SPAN = 52_560_000
_NUMBER = re.compile(r"^(?:([A-Z]+)-)?([0-9]{1,10})$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Reading:
    """What arguments are read against: the project's dossier and numbers given out anew in this action."""

    dossier: Dossier | None
    aliases: Mapping[tuple[str, int], int]

    @property
    def settings(self) -> Settings:
        """Give the plan's settings, the usual ones without a project."""
        return Settings(0) if self.dossier is None else self.dossier.plan.settings


@dataclass(frozen=True, slots=True)
class Reference:
    """A record of the project, by its reference; `table` is where it is kept."""

    table: str

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        prefix = BY_NAME[self.table].prefix
        return {"type": ["string", "integer"], "description": f"a reference such as {prefix}-4", "x-kind": self.table}

    def read(self, value: Any, name: str, reading: Reading) -> int | str:
        """Find the record. Refuses one that the project does not have."""
        if reading.dossier is None:
            raise Refused("This command needs a project.", name, "invalid")
        rows = BY_NAME[self.table].keyed(BY_NAME[self.table].rows(reading.dossier))
        key: int | str | None
        if self.table in ("risks", "changes"):
            key = str(value)
        else:
            match = _NUMBER.match(str(value).strip()) if not isinstance(value, bool) else None
            own = match is not None and (match.group(1) or BY_NAME[self.table].prefix).upper()
            key = int(match.group(2)) if match and own == BY_NAME[self.table].prefix else None
            if key is not None:
                key = reading.aliases.get((self.table, key), key)
        if key is None or key not in rows:
            noun = _NOUNS[self.table]
            raise Refused(f"There is no {noun} {value} in this project.", name, "unknown")
        return key


_NOUNS = {
    "tasks": "task",
    "resources": "person or resource",
    "assignments": "assignment",
    "calendars": "calendar",
    "risks": "risk",
    "changes": "change request",
    "entries": "time entry",
    "comments": "comment",
}


@dataclass(frozen=True, slots=True)
class SpanKind:
    """A duration in working minutes."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return {"type": ["string", "integer"], "description": "working minutes, or 3d, 4h, 2w", "x-kind": "duration"}

    def read(self, value: Any, name: str, reading: Reading) -> Minutes:
        """Read whole minutes or a span in words."""
        if isinstance(value, int) and not isinstance(value, bool):
            return within_a_century(value, name)
        return read_span(value, name, reading.settings).minutes


def read_span(value: Any, name: str, settings: Settings) -> Span:
    """Read a span as people write it. Refuses what is none."""
    text = str(value).strip()
    sign = -1 if text.startswith("-") else 1
    found = span(text.lstrip("-"), lengths_of(settings)) if isinstance(value, str) else None
    if found is None:
        raise Refused(f"{value!r} is not a duration; write 3d, 4h, 1.5w or 2ed.", name, "invalid")
    if not found.minutes and any(each in "123456789" for each in text):
        raise Refused(f"{value!r} is shorter than a minute.", name, "invalid")
    minutes = within_a_century(sign * found.minutes, name)
    return Span(minutes, found.unit, found.elapsed, found.estimated)


def within_a_century(minutes: Minutes, name: str) -> Minutes:
    """Give a duration back. Refuses one longer than a century."""
    if abs(minutes) > LONGEST_SPAN:
        raise Refused(f"{name} is longer than a century.", name, "invalid")
    return minutes


def lengths_of(settings: Settings) -> WorkLengths:
    """Give how long a day, a week and a month of a plan are."""
    return WorkLengths(settings.minutes_per_day, settings.minutes_per_week, settings.days_per_month)


@dataclass(frozen=True, slots=True)
class InstantKind:
    """A date, with a time where it matters; without one the day's start or end."""

    end: bool = False

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return {
            "type": ["string", "integer"],
            "description": "a date such as 2026-03-02 or 2026-03-02T08:00",
            "x-kind": "date",
        }

    def read(self, value: Any, name: str, reading: Reading) -> Instant:
        """Read minutes since 1970, or a date in words. Refuses dates no project has."""
        found = self._read(value, name, reading)
        if not EARLIEST <= found < LATEST:
            raise Refused(
                f"{value!r} is no date of a project; those are from {FIRST_YEAR} to {LAST_YEAR}.", name, "invalid"
            )
        return found

    def _read(self, value: Any, name: str, reading: Reading) -> Instant:
        if isinstance(value, int) and not isinstance(value, bool):
            return value
        settings = reading.settings
        text = str(value).strip()
        try:
            at = datetime.fromisoformat(text)
        except ValueError:
            raise Refused(f"{value!r} is not a date; write 2026-03-02 or 2026-03-02T08:00.", name, "invalid") from None
        if len(text) <= 10:
            at = datetime(at.year, at.month, at.day)  # noqa: DTZ001 - a wall clock of the project
            minutes = settings.default_finish if self.end else settings.default_start
            return instant(at, settings.zone) + minutes
        if at.tzinfo is not None:
            return int(at.timestamp() // 60)
        return instant(at, settings.zone)


@dataclass(frozen=True, slots=True)
class Moment:
    """A date as written: with a time both ends are that instant, without one the start and end of the day's work."""

    start: Instant
    finish: Instant


class MomentKind:
    """A date whose reading depends on what it is for: the day's start or its end where no time is given."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return InstantKind().schema()

    def read(self, value: Any, name: str, reading: Reading) -> Moment:
        """Read both ends of what is written."""
        return Moment(InstantKind().read(value, name, reading), InstantKind(end=True).read(value, name, reading))


class WrittenSpanKind:
    """A duration with the unit it was written in and whether it runs day and night."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return {
            "type": ["string", "integer"],
            "description": "working minutes, or 3d, 4h, 2w; 3ed runs day and night",
            "x-kind": "duration",
        }

    def read(self, value: Any, name: str, reading: Reading) -> Span:
        """Read whole minutes or a span in words."""
        if isinstance(value, int) and not isinstance(value, bool):
            return Span(within_a_century(value, name), "")
        return read_span(value, name, reading.settings)


class LagKindOf:
    """The lag of a link: working or elapsed time, or a share of the predecessor's duration; negative is a lead."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        words = "working minutes, or 2d, -4h, 3ed, 50%"
        return {"type": ["string", "integer"], "description": words, "x-kind": "duration"}

    def read(self, value: Any, name: str, reading: Reading) -> WrittenLink:
        """Read whole minutes or a lag in words."""
        if isinstance(value, int) and not isinstance(value, bool):
            return WrittenLink("", lag=within_a_century(value, name))
        text = str(value).strip()
        signed = text if text.startswith(("+", "-")) else f"+{text}"
        found = link(f"1FS{signed}", lengths_of(reading.settings), frozenset()) if text else None
        if found is None or found.task != "1":
            raise Refused(f"{value!r} is no lag; write 2d, -4h, 3ed or 50%.", name, "invalid")
        return found


class CallsKind:
    """A list of commands with their arguments."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        call = {
            "type": "object",
            "properties": {"command": {"type": "string"}, "arguments": {"type": "object"}},
            "required": ["command"],
        }
        return {"type": "array", "items": call, "x-kind": "calls"}

    def read(self, value: Any, name: str, reading: Reading) -> list[dict[str, Any]]:
        """Check that each has a command and an object of arguments."""
        del reading
        if not isinstance(value, list) or not value:
            raise Refused(
                "Give at least one command, as a list of objects with command and arguments.", name, "invalid"
            )
        for each in value:
            right = isinstance(each, dict) and isinstance(each.get("command"), str)
            if not right or not isinstance(each.get("arguments", {}), dict):
                raise Refused(
                    "Each entry is an object with a command word and an object of arguments.", name, "invalid"
                )
        return [{"command": each["command"], "arguments": each.get("arguments", {})} for each in value]


class ContentKind:
    """The content of a file, in base64 where text is all there is."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return {"type": "string", "contentEncoding": "base64", "description": "a file in base64", "x-kind": "content"}

    def read(self, value: Any, name: str, reading: Reading) -> bytes:
        """Give the bytes."""
        del reading
        if isinstance(value, bytes):
            return value
        try:
            return base64.b64decode(value, validate=True)
        except (binascii.Error, ValueError, TypeError):
            raise Refused(f"{name} is the content of a file in base64.", name, "invalid") from None


class ObjectKind:
    """A free object, checked by the command itself."""

    def schema(self) -> dict[str, Any]:
        """Describe it to programs."""
        return {"type": "object", "x-kind": "object"}

    def read(self, value: Any, name: str, reading: Reading) -> dict[str, Any]:
        """Take an object as it is."""
        del reading
        if not isinstance(value, dict):
            raise Refused(f"{name} is an object, not {value!r}.", name, "invalid")
        return value


TaskRef: TypeAlias = Annotated[Uid, Reference("tasks")]
PersonRef: TypeAlias = Annotated[Uid, Reference("resources")]
CalendarRef: TypeAlias = Annotated[Uid, Reference("calendars")]
AssignmentRef: TypeAlias = Annotated[Uid, Reference("assignments")]
RiskRef: TypeAlias = Annotated[str, Reference("risks")]
ChangeRef: TypeAlias = Annotated[str, Reference("changes")]
Duration: TypeAlias = Annotated[Minutes, SpanKind()]
StartAt: TypeAlias = Annotated[Instant, InstantKind()]
FinishAt: TypeAlias = Annotated[Instant, InstantKind(end=True)]
AnyAt: TypeAlias = Annotated[Moment, MomentKind()]
WrittenSpan: TypeAlias = Annotated[Span, WrittenSpanKind()]
Lag: TypeAlias = Annotated[WrittenLink, LagKindOf()]
Calls: TypeAlias = Annotated[list[dict[str, Any]], CallsKind()]
Content: TypeAlias = Annotated[bytes, ContentKind()]
Object: TypeAlias = Annotated[dict[str, Any], ObjectKind()]
