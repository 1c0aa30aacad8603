"""What differs between two revisions of a project: added, removed, changed, moved, a sentence for each record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from milepost.advisor.words import day, day_number, later
from milepost.engine.clock import moment
from milepost.engine.plan import Settings
from milepost.engine.units import Minutes
from milepost.engine.worktime import WorkTimes
from milepost.forecasting.difference import RowChange, changes_between
from milepost.forecasting.held import Held
from milepost.forecasting.rows import RANK
from milepost.forecasting.tables import FACT_TABLE
from milepost.queries.access import Permission
from milepost.queries.difference_words import Names, fields_said
from milepost.queries.effects import effect
from milepost.queries.journal_past import Revision, described, past, revision_of
from milepost.queries.query import Question, query

#: So many lines are told; of more there is only the count.
MOST = 500


class DifferenceKind(StrEnum):
    """What became of a record; `moved` are tasks whose dates differ though nothing of their own does."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, slots=True)
class Difference:
    """One record that differs: which, what became of it, in a sentence, and by how many working days it ends later."""

    kind: DifferenceKind
    table: str
    record: str
    name: str
    sentence: str
    days: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two revisions of a project and what differs between them, the tasks first.

    `lines` are at most 500; `total` says how many there are.
    """

    before: Revision
    after: Revision
    newest: int
    sentence: str
    finish_before: datetime
    finish_after: datetime
    added: int
    removed: int
    changed: int
    moved: int
    total: int
    lines: tuple[Difference, ...]


@query(permission=Permission.SEE_RECORD)
def compare_revisions(
    question: Question,
    *,
    revision: int | None = None,
    to: int | None = None,
    on: date | None = None,
    to_day: date | None = None,
) -> Comparison:
    """Compare two revisions, or the ends of two days: what was added, removed, changed, and what moved by how much.

    Without the second the first is compared with the newest; without the first, with what was before the second.
    """
    last = revision_of(question, to, to_day, "to")
    first = max(1, last - 1) if revision is None and on is None else revision_of(question, revision, on)
    first, last = min(first, last), max(first, last)
    before, after = past(question, first), past(question, last)
    lines = list(_lines(before, after))
    counts = Counter(line.kind for line in lines)
    zone = after.dossier.plan.settings.zone
    return Comparison(
        described(question, first),
        described(question, last),
        question.project.revision,
        effect(before, after, question.standing).sentence,
        moment(before.schedule.finish, zone),
        moment(after.schedule.finish, zone),
        counts[DifferenceKind.ADDED],
        counts[DifferenceKind.REMOVED],
        counts[DifferenceKind.CHANGED],
        counts[DifferenceKind.MOVED],
        len(lines),
        tuple(lines[:MOST]),
    )


def _lines(before: Held, after: Held) -> Iterator[Difference]:
    changes, _ = changes_between(before, after.dossier, after.ranks)
    names, moves = Names(before.dossier, after.dossier), _moves(before, after)
    by_task = {change.key: change for change in changes if change.table == "tasks"}
    for change in by_task.values():
        line = _task(change, names, moves.pop(int(change.key), None), after)
        if line is not None:
            yield line
    settings = after.dossier.plan.settings
    for uid, move in sorted(moves.items(), key=lambda each: -abs(each[1][0])):
        kind, name = DifferenceKind.MOVED, names.of("tasks", uid)
        yield Difference(kind, "tasks", f"T-{uid}", name, f"{name} {_moved(move, settings)}.", _days(move, settings))
    for change in changes:
        if change.table != "tasks":
            line = _record(change, names, settings)
            if line is not None:
                yield line


#: By how many working minutes a task ends later, its new start and finish, and whether its start moved.
_Move = tuple[Minutes, int, int, bool]


def _moves(before: Held, after: Held) -> dict[int, _Move]:
    """Find the leaf tasks of both states whose dates differ."""
    times = WorkTimes(after.dossier.plan)
    old = {row.uid: row for row in before.schedule.tasks if not row.summary}
    found: dict[int, _Move] = {}
    for row in after.schedule.tasks:
        was = old.get(row.uid)
        if was is not None and not row.summary and (was.start, was.finish) != (row.start, row.finish):
            delta = times.of_task(row.uid).working(was.finish, row.finish)
            found[row.uid] = (delta, row.start, row.finish, was.start != row.start)
    return found


def _task(change: RowChange, names: Names, move: _Move | None, after: Held) -> Difference | None:
    name, ref, settings = names.of("tasks", change.key), f"T-{change.key}", after.dossier.plan.settings
    if change.before is None:
        row = after.schedule.by_uid.get(int(change.key))
        first, last = ("", "") if row is None else (day(row.start, settings), day(row.finish, settings))
        when = "" if row is None else f", on {first}" if first == last else f", {first} to {last}"
        return Difference(DifferenceKind.ADDED, "tasks", ref, name, f"{name} is new{when}.")
    if change.after is None:
        return Difference(DifferenceKind.REMOVED, "tasks", ref, name, f"{name} is gone.")
    said = fields_said(change, names, settings)
    if move is not None:
        said = [*said, _moved(move, settings)]
    if not said:
        return None
    own = bool(change.touched() - {RANK})
    kind = DifferenceKind.CHANGED if own else DifferenceKind.MOVED
    sentence = f"{name}: {'; '.join(said)}."
    return Difference(kind, "tasks", ref, name, sentence, None if move is None else _days(move, settings))


def _moved(move: _Move, settings: Settings) -> str:
    delta, start, finish, started = move
    if delta:
        return f"ends {later(delta, settings)} ({day(finish, settings)})"
    return f"starts on {day(start, settings)}" if started else f"ends on {day(finish, settings)}"


def _days(move: _Move, settings: Settings) -> Decimal:
    return day_number(move[0], settings)


def _record(change: RowChange, names: Names, settings: Settings) -> Difference | None:
    noun, name, ref = names.noun(change.table, change.key), names.of(change.table, change.key), _ref(change)
    title = f"{noun} {name}".strip()
    title = title[0].upper() + title[1:]
    if change.before is None or change.after is None:
        kind = DifferenceKind.ADDED if change.before is None else DifferenceKind.REMOVED
        word = "new" if kind is DifferenceKind.ADDED else "gone"
        return Difference(kind, change.table, ref, name, f"{title} is {word}.")
    said = fields_said(change, names, settings)
    if not said:
        return None
    return Difference(DifferenceKind.CHANGED, change.table, ref, name, f"{title}: {'; '.join(said)}.")


def _ref(change: RowChange) -> str:
    return Names.reference(change.table, change.key) if change.table != FACT_TABLE else ""
