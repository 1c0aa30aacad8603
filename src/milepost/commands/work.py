"""One action on the record while it is carried out: what the project says, what changes, who must be told."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits import Edit, carry_out
from milepost.engine.clock import instant
from milepost.engine.plan import Plan
from milepost.engine.units import Instant
from milepost.forecasting.difference import RowChange
from milepost.forecasting.held import Held
from milepost.forecasting.rows import read_rows, row_id, to_json
from milepost.forecasting.tables import BY_NAME, Key, Table
from milepost.queries.access import Actor, Permission, Standing
from milepost.queries.refused import Refused
from milepost.records.models import Project

#: Which records the action itself numbers, so that a number is never given out twice.
NUMBERED = ("tasks", "resources")


@dataclass(slots=True)
class Telling:
    """Something to tell a user once the action is in the record."""

    user: int
    kind: str
    subject: str
    text: str
    path: str = ""


@dataclass(slots=True)
class Errand:
    """Something the worker does once the action is in the record."""

    kind: str
    arguments: dict[str, Any] = field(default_factory=dict)
    key: str = ""
    seconds: int = 0


class Work:
    """The desk of one action in one project: commands read `dossier` and set it, or change rows beside it.

    `now` is the instant of the action on the project's clock. Nothing is written before all commands of the action
    are through.
    """

    def __init__(self, actor: Actor, at: datetime, door: str, project: Project, held: Held, standing: Standing) -> None:
        """Start from a state of the project."""
        self.actor, self.at, self.door = actor, at, door
        self.project, self.held, self.standing = project, held, standing
        self.dossier: Dossier = held.dossier
        self.places: dict[str, dict[Key, int]] | None = None
        self.settled_places: dict[str, dict[Key, int]] | None = None
        self.beside: dict[tuple[str, Key], tuple[Any, int, Any, int]] = {}
        self.aliases: dict[tuple[str, int], int] = {}
        self.counters: dict[str, int] = dict(project.counters)
        self.telling: list[Telling] = []
        self.errands: list[Errand] = []
        self.undoes: int | None = None
        self.about: list[str] = []
        self.baselined = False

    @property
    def now(self) -> Instant:
        """Give the instant of the action, to the minute."""
        return instant(self.at.replace(tzinfo=None))

    def need(self, permission: Permission, sentence: str) -> None:
        """Refuse whoever may not do this part of the action."""
        if not self.standing.may(permission):
            raise Refused(sentence, code="forbidden")

    def edit(self, *edits: Edit) -> str:
        """Carry edits of the dossier out; numbers of new tasks and people are ones never given out before.

        Gives the reference of the newest record, if one is new. Raises EditRefusedError.
        """
        made = ""
        for each in edits:
            before = self.dossier
            self.dossier = carry_out(before, [each])
            made = self._numbered(before.plan, self.dossier.plan) or made
        return made

    def _numbered(self, before: Plan, after: Plan) -> str:
        made = ""
        for name in NUMBERED:
            table = BY_NAME[name]
            was, now = getattr(before, name), getattr(after, name)
            if was is now or len(now) <= len(was):
                continue
            known = {row.uid for row in was}
            self._seen(name, known)
            for row in now:
                if row.uid not in known:
                    made = f"{table.prefix}-{self._fresh(name, row.uid)}"
        return made

    def _seen(self, name: str, known: Iterable[int]) -> None:
        self.counters[name] = max(self.counters.get(name, 0), max(known, default=0))

    def _fresh(self, name: str, uid: int) -> int:
        if uid > self.counters[name]:
            self.counters[name] = uid
            return uid
        number = self.counters[name] + 1
        self.counters[name] = number
        self.aliases[name, uid] = number
        renumber = renumbered_task if name == "tasks" else renumbered_resource
        self.dossier = replace(self.dossier, plan=renumber(self.dossier.plan, uid, number))
        return number

    def number(self, name: str) -> int:
        """Give the next number of a kind of record; no number is given out twice."""
        table = BY_NAME[name]
        highest = 0
        if table.place:
            for key in table.keyed(table.rows(self.dossier)):
                digits = str(key).rsplit("-", 1)[-1]
                highest = max(highest, int(digits) if digits.isdigit() else 0)
        self.counters[name] = max(self.counters.get(name, 0), highest) + 1
        return self.counters[name]

    def code(self, name: str) -> str:
        """Give the next reference of a kind of record, such as `R-12`."""
        return f"{BY_NAME[name].prefix}-{self.number(name)}"

    def find(self, name: str, key: Key) -> Any:
        """Find a row beside the dossier; None where there is none."""
        found = self._row(BY_NAME[name], key)
        return None if found is None else found[0]

    def _row(self, table: Table, key: Key) -> tuple[Any, int] | None:
        kept = self.beside.get((table.name, key))
        if kept is not None:
            return None if kept[2] is None else (kept[2], kept[3])
        identity = row_id(self.project.pk, table, key)
        for _, rank, record in read_rows(table, self.project.pk, identity):
            return record, rank
        return None

    def put(self, name: str, key: Key, record: Any) -> None:
        """Enter or change a row beside the dossier; None removes it."""
        table = BY_NAME[name]
        known = self.beside.get((name, key))
        if known is None:
            found = self._row(table, key)
            before, rank = (None, 0) if found is None else found
        else:
            before, rank = known[0], known[1]
        self.beside[name, key] = (before, rank, record, rank)

    def changes_beside(self) -> list[RowChange]:
        """List what changed in rows beside the dossier."""
        found = []
        for (name, key), (before, rank, after, place) in self.beside.items():
            table = BY_NAME[name]
            first = None if before is None else to_json(table, before, rank)
            second = None if after is None else to_json(table, after, place)
            if first is not None and second is not None:
                names = {each for each in {*first, *second} if first.get(each, ...) != second.get(each, ...)}
                first = {each: value for each, value in first.items() if each in names}
                second = {each: value for each, value in second.items() if each in names}
            if first != second:
                found.append(RowChange(name, key, first, second))
        return found

    def tell(self, user: int, kind: str, subject: str, text: str, path: str = "") -> None:
        """Let a user know once the action is in the record; nobody is told what they did themselves."""
        if user != self.actor.user:
            self.telling.append(Telling(user, kind, subject, text, path))

    def later(self, kind: str, *, key: str = "", seconds: int = 0, **arguments: Any) -> None:
        """Let the worker do something once the action is in the record; of two waiting with one key one is done."""
        self.errands.append(Errand(kind, arguments, key, seconds))


def renumbered_task(plan: Plan, old: int, new: int) -> Plan:
    """Give a task another number wherever the plan names it."""
    return replace(
        plan,
        tasks=tuple(
            replace(row, uid=new if row.uid == old else row.uid, parent=new if row.parent == old else row.parent)
            if old in (row.uid, row.parent)
            else row
            for row in plan.tasks
        ),
        links=tuple(
            replace(
                row,
                predecessor=new if row.predecessor == old else row.predecessor,
                successor=new if row.successor == old else row.successor,
            )
            if old in (row.predecessor, row.successor)
            else row
            for row in plan.links
        ),
        assignments=tuple(replace(row, task=new) if row.task == old else row for row in plan.assignments),
    )


def renumbered_resource(plan: Plan, old: int, new: int) -> Plan:
    """Give a resource another number wherever the plan names it."""
    return replace(
        plan,
        resources=tuple(replace(row, uid=new) if row.uid == old else row for row in plan.resources),
        assignments=tuple(replace(row, resource=new) if row.resource == old else row for row in plan.assignments),
    )
