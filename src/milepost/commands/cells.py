"""What people write into the cells of a plan: predecessors, people, dates; as arguments of edits."""

from __future__ import annotations

import difflib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.engine.clock import instant
from milepost.engine.plan import Plan, Settings
from milepost.engine.resources import Resource, ResourceKind
from milepost.engine.units import Instant, Uid
from milepost.exchange.errors import FileRefusedError
from milepost.exchange.sheet_dates import DateCell, moment, order_of
from milepost.exchange.sheet_links import items
from milepost.exchange.sheet_words import assigned, link
from milepost.queries.kinds import lengths_of
from milepost.queries.refused import Refused

_SHARE = re.compile(r"^(?P<name>.*\S)\s+(?P<share>\d{1,4}(?:[.,]\d{1,2})?)\s*%$", re.DOTALL)
_HOURS = re.compile(r"^(\d{1,2})(?::(\d\d))?\s*(?:-|–|to)\s*(\d{1,2})(?::(\d\d))?$")


def names_of_tasks(plan: Plan) -> dict[str, Uid]:
    """Give every word that names a task in a cell: its row number, its reference, its code."""
    found = {task.code.casefold(): task.uid for task in plan.tasks if task.code}
    found |= {f"t-{task.uid}": task.uid for task in plan.tasks}
    return found | {str(row): task.uid for row, task in enumerate(plan.tasks, 1)}


def predecessors(text: str, plan: Plan, names: Mapping[str, Uid], field: str = "text") -> list[list[Any]]:
    """Read `12FS+2d,7SS`: predecessor, kind, lag, its kind and unit of each. Refuses what names no task."""
    known = frozenset(names)
    lengths = lengths_of(plan.settings)
    found = []
    for words in items(text, ";" if ";" in text else ",", known) if text.strip() else []:
        written = link(words, lengths, known)
        if written is None:
            raise Refused(f"{words.strip()!r} is no predecessor; write 12, 12FS+2d or 7SS-50%.", field, "invalid")
        uid = names.get(written.task.strip().casefold())
        if uid is None:
            count = len(plan.tasks)
            raise Refused(f"There is no task {written.task.strip()}; the outline has {count} rows.", field, "unknown")
        found.append([uid, str(written.type), written.lag, str(written.lag_kind), written.lag_unit])
    return found


def people(text: str, dossier: Dossier, field: str = "text") -> list[list[Any]]:
    """Read `Anna 50%, Ben`: the resource and its units (1 = 100 %) of each. Refuses names nobody has."""
    found: dict[Uid, Decimal] = {}
    for words in re.split(r"[;\n]" if ";" in text else r"[,\n]", text):
        if not words.strip():
            continue
        name, units = _written(words)
        person = _person(name, dossier, field)
        if person.uid in found:
            raise Refused(f"{person.name} is named twice.", field, "invalid")
        found[person.uid] = units
    return [[uid, f"{units:f}"] for uid, units in found.items()]


def strangers(text: str, dossier: Dossier) -> list[str]:
    """List the names in such a text that nobody in the project has."""
    known = set().union(*(_called(row) for row in dossier.plan.resources))
    words = re.split(r"[;\n]" if ";" in text else r"[,\n]", text)
    names = [_written(each)[0].strip() for each in words if each.strip()]
    return [name for name in names if name.casefold() not in known]


def _written(words: str) -> tuple[str, Decimal]:
    share = _SHARE.match(words.strip())
    if share:
        return share["name"], Decimal(share["share"].replace(",", ".")) / 100
    read = assigned(words)
    return (words.strip(), Decimal(1)) if read is None else (read[0], read[1])


def _person(name: str, dossier: Dossier, field: str) -> Resource:
    wanted = name.strip().casefold()
    known = [row for row in dossier.plan.resources if row.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)]
    exact = [row for row in known if wanted in _called(row)]
    close = exact or [row for row in known if row.name.casefold().startswith(f"{wanted} ")]
    if len(close) == 1:
        return close[0]
    if close:
        names = " or ".join(f"{row.name} (P-{row.uid})" for row in close)
        raise Refused(f"{name.strip()} may be {names}; write which.", field, "invalid")
    near = difflib.get_close_matches(name.strip(), [row.name for row in known], 3)
    hint = f"Did you mean {' or '.join(near)}?" if near else "Add them to the project's people first."
    raise Refused(f"There is no {name.strip()} in this project. {hint}", field, "unknown")


def _called(row: Resource) -> set[str]:
    words = {row.name, row.code, row.initials, row.email, f"P-{row.uid}"}
    return {word.casefold() for word in words if word}


def at(text: str, settings: Settings, field: str, *, end: bool = False) -> Instant:
    """Read a date in any of the usual ways; without a time it is the start, or the `end`, of that day's work."""
    try:
        order = order_of([DateCell(field, text)], "", file="This date")
    except FileRefusedError as refused:
        raise Refused(str(refused), field, "invalid") from None
    read = moment(text, order)
    if read is None:
        raise Refused(f"{text!r} is not a date; write 2026-03-02 or 2 Mar 2026.", field, "invalid")
    if read.timed:
        return instant(read.at, settings.zone)
    minutes = settings.default_finish if end else settings.default_start
    return instant(datetime.combine(read.at.date(), datetime.min.time()) + timedelta(minutes=minutes), settings.zone)


@dataclass(frozen=True, slots=True)
class Hours:
    """Working hours as people write them: `08:00-12:00, 13:00-17:00`; nothing or `off` is a free day."""

    text: str

    def intervals(self) -> list[list[int]]:
        """Give them as minutes after midnight. Refuses what is none."""
        if self.text.strip().casefold() in ("", "off", "free", "none"):
            return []
        found = []
        for words in re.split(r"[,;]", self.text):
            match = _HOURS.match(words.strip())
            if match is None:
                raise Refused(f"{words.strip()!r} are no hours; write 08:00-12:00, 13:00-17:00.", "hours", "invalid")
            first, first_minute, last, last_minute = (int(part or 0) for part in match.groups())
            found.append([first * 60 + first_minute, last * 60 + last_minute])
        return found
