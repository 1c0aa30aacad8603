"""Undo and redo of one action, whatever it was: its row changes are taken back, as an action of their own."""

from __future__ import annotations

import json

from milepost.commands.catalogue import find
from milepost.commands.command import command
from milepost.commands.conflicts import reference
from milepost.commands.work import Work
from milepost.forecasting.difference import MismatchError, RowChange, applied, patched, read_changes
from milepost.forecasting.rows import from_json, to_json
from milepost.forecasting.tables import BY_NAME
from milepost.queries.access import Permission
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry

#: Actions that undoing passes over when it looks for the last one.
_TAKEN_BACK = ("undo", "redo")


@command(permission=Permission.COMMENT)
def undo(work: Work, *, entry: int | None = None) -> str:
    """Take an action back: your own last one, or the journal entry given.

    Refused where somebody has changed the same fields since. Undoing is an action too: it can be undone.
    """
    found = _entry(work, entry) if entry is not None else _last(work)
    _take_back(work, found)
    return f"{found.command}"


@command(permission=Permission.COMMENT)
def redo(work: Work, *, entry: int | None = None) -> str:
    """Do again what you undid last, or what the journal entry given undid."""
    found = _entry(work, entry) if entry is not None else _last_undo(work)
    if found.undoes_id is None:
        raise Refused("That entry undid nothing.", "entry")
    _take_back(work, found)
    return f"{found.command}"


def _entry(work: Work, number: int) -> JournalEntry:
    found = JournalEntry.objects.filter(project=work.project, number=number).first()
    if found is None:
        raise Refused(f"The journal of this project has no entry {number}.", "entry", "unknown")
    if found.actor_id != work.actor.user:
        work.need(Permission.PLAN, "Only those who plan the project may undo what others did.")
    return found


def _last(work: Work) -> JournalEntry:
    undone = _undone(work)
    mine = JournalEntry.objects.filter(project=work.project, actor_id=work.actor.user, undoes=None)
    for key in mine.order_by("-number").values_list("pk", flat=True).iterator():
        if key not in undone:
            return JournalEntry.objects.get(pk=key)
    raise Refused("There is nothing of yours to undo.", "entry")


def _last_undo(work: Work) -> JournalEntry:
    undone = _undone(work)
    mine = JournalEntry.objects.filter(project=work.project, actor_id=work.actor.user)
    for key, word in mine.order_by("-number").values_list("pk", "command").iterator():
        if word not in _TAKEN_BACK:
            break
        if word == "undo" and key not in undone:
            return JournalEntry.objects.get(pk=key)
    raise Refused("There is nothing to redo.", "entry")


def _undone(work: Work) -> set[int]:
    """Number the entries that are taken back: by an entry that is not itself taken back."""
    found: set[int] = set()
    takers = JournalEntry.objects.filter(project=work.project).exclude(undoes=None)
    for key, target in takers.order_by("-number").values_list("pk", "undoes_id"):
        if key not in found and target is not None:
            found.add(target)
    return found


def _take_back(work: Work, entry: JournalEntry) -> None:
    if entry.pk in _undone(work):
        raise Refused(f"Entry {entry.number} is undone already.", "entry")
    if entry.number == 1:
        raise Refused("The first entry made the project; archive the project instead.", "entry")
    for call in json.loads(entry.calls):
        made = find(str(call["command"]))
        for needed in (made.permission, *made.also):
            if needed is not Permission.FOUND:
                work.need(needed, f"Your role does not allow you to undo {entry.command.replace('_', ' ')}.")
    back = [change.back() for change in reversed(read_changes(json.loads(entry.changes)))]
    try:
        work.dossier, work.places = applied(work.held, back)
        for change in back:
            if change.table in BY_NAME and not BY_NAME[change.table].place:
                _beside(work, change)
    except MismatchError as error:
        raise _changed_since(work, entry, error) from error
    work.undoes = entry.pk
    work.about.append(f"undoes:{entry.number}")


def _changed_since(work: Work, entry: JournalEntry, error: MismatchError) -> Refused:
    """Say what keeps an entry from being undone: which record and field, and who changed it since, in which entry."""
    what = f"{error.field.replace('_', ' ')} of " if error.field else ""
    later = JournalEntry.objects.filter(project=work.project, number__gt=entry.number)
    row = f'["{error.table}",{json.dumps(error.key)},'
    by = later.filter(changes__contains=row).order_by("-number").values_list("number", "actor_name").first()
    who = "" if by is None else f" (entry {by[0]} by {by[1]})"
    said = f"{what}{reference(error.table, error.key)} has changed since{who}; undo that first."
    return Refused(said, "entry", "conflict", {} if by is None else {"entry": by[0], "by": by[1]})


def _beside(work: Work, change: RowChange) -> None:
    table = BY_NAME[change.table]
    now = work.find(table.name, change.key)
    done = patched(None if now is None else to_json(table, now, 0), _without_rank(change))
    work.put(table.name, change.key, None if done is None else from_json(table, {"@": 0, **done})[0])


def _without_rank(change: RowChange) -> RowChange:
    sides = [None if side is None else {"@": 0, **side} for side in (change.before, change.after)]
    if change.before is not None and change.after is not None:
        return change
    return RowChange(change.table, change.key, sides[0], sides[1])
