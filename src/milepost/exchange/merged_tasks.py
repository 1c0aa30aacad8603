"""The tasks of a plan after a newer file: fields the file says, fields only the record knows, tasks it lacks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, dataclass, fields, replace
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.dossier.mentions import mentions
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.exchange.same_tasks import SHEETS

#: What plan files of others have no place for: without a word on it the record's stays.
_OURS = ("estimate", "owner", "cost_account", "earning", "crash_duration", "crash_cost", "moscow", "value")
_DEFAULTS: Mapping[str, Any] = {each.name: each.default for each in fields(Task) if each.default is not MISSING}
#: The format that says everything, so that what it leaves out is not there.
_ARCHIVE = "archive"


@dataclass(frozen=True, slots=True)
class Unsaid:
    """The fields of tasks that a file says nothing of; `outline` tells that it has no levels either."""

    fields: tuple[str, ...]
    outline: bool

    @classmethod
    def of(cls, tasks: tuple[Task, ...], format_id: str) -> Unsaid:
        """Tell what a file leaves unsaid: of a sheet every column that no row fills in."""
        if format_id not in SHEETS:
            return cls(() if format_id == _ARCHIVE else _OURS, outline=False)
        apart = ("parent", "summary")
        empty = [name for name, default in _DEFAULTS.items()
                 if name not in apart and all(getattr(row, name) == default for row in tasks)]  # fmt: skip
        return cls((*empty, *(name for name in _OURS if name not in empty)), all(row.parent is None for row in tasks))

    def filled(self, was: Task, now: Task) -> Task:
        """Give the task of a file with what the record knows beyond it."""
        kept = {name: getattr(was, name) for name in self.fields if getattr(now, name) == _DEFAULTS[name]}
        return replace(now, **kept) if kept else now


@dataclass(frozen=True, slots=True)
class TaskRows:
    """The tasks in outline order, and the numbers of those that were put aside."""

    tasks: tuple[Task, ...]
    aside: frozenset[Uid]


def merged_tasks(
    old: Dossier, came: Dossier, unsaid: Unsaid, spoken_of: frozenset[Uid], *, keep_missing: bool
) -> TaskRows:
    """Put the tasks of a file in the place of the plan's; what the record speaks of stays without counting."""
    was = {row.uid: row for row in old.plan.tasks}
    now = {row.uid: unsaid.filled(was[row.uid], row) if row.uid in was else row for row in came.plan.tasks}
    missing = [row for row in old.plan.tasks if row.uid not in now]
    if unsaid.outline and any(row.parent is not None for row in old.plan.tasks):
        now, missing = _into_outline(was, now)
    if keep_missing:
        return TaskRows(_in_order(was, now, missing, frozenset()), frozenset())
    named = spoken_of | {uid for _, uid in mentions(old)}
    stays = [row for row in missing if row.uid in named]
    aside = frozenset(row.uid for row in stays)
    return TaskRows(_in_order(was, now, stays, aside), aside)


def _into_outline(was: Mapping[Uid, Task], now: Mapping[Uid, Task]) -> tuple[dict[Uid, Task], list[Task]]:
    """Put the rows of a sheet without levels where the plan has them; summaries stay that still hold one."""
    placed = {
        uid: replace(row, parent=was[uid].parent, summary=was[uid].summary) if uid in was else row
        for uid, row in now.items()
    }
    above: set[Uid] = set()
    for row in placed.values():
        parent = row.parent
        while parent is not None and parent not in above:
            above.add(parent)
            parent = was[parent].parent
    known = {uid: placed.get(uid, row) for uid, row in was.items() if uid in placed or uid in above}
    found = {**known, **{uid: row for uid, row in placed.items() if uid not in known}}
    return found, [row for row in was.values() if row.uid not in found]


def _in_order(
    was: Mapping[Uid, Task], now: Mapping[Uid, Task], stays: list[Task], aside: frozenset[Uid]
) -> tuple[Task, ...]:
    """Give the rows in outline order: those that stay below the summary they had, as its last, or at the end."""
    here = {*now, *(row.uid for row in stays)}
    rows: dict[Uid, Task] = dict(now)
    for row in stays:
        parent = row.parent
        while parent is not None and parent not in here:
            parent = was[parent].parent
        rows[row.uid] = replace(row, parent=parent, inactive=row.inactive or row.uid in aside)
    below: dict[Uid | None, list[Uid]] = {}
    for uid, row in rows.items():
        below.setdefault(row.parent, []).append(uid)
    order: list[Uid] = []
    waiting = list(reversed(below.get(None, [])))
    while waiting:
        uid = waiting.pop()
        order.append(uid)
        waiting += reversed(below.get(uid, []))
    return tuple(
        replace(rows[uid], summary=False) if rows[uid].summary and uid in aside and uid not in below else rows[uid]
        for uid in order
    )
