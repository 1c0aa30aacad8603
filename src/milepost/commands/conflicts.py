"""No lost updates: what somebody else changed since the caller last looked is never overwritten."""

from __future__ import annotations

import json
from collections.abc import Sequence

from milepost.forecasting.difference import RowChange, read_changes
from milepost.forecasting.rows import RANK
from milepost.forecasting.tables import BY_NAME, FACT_TABLE, Key
from milepost.queries.refused import Refused
from milepost.records.models import JournalEntry, Project


def refuse_lost_updates(project: Project, revision: int | None, changes: Sequence[RowChange]) -> None:
    """Refuse an action that would overwrite a field changed after `revision`, giving both values.

    Changes of other rows and fields since then are no conflict.
    """
    if revision is None or revision >= project.revision:
        return
    if revision < 0:
        raise Refused(f"{revision} is no revision of this project.", "revision", "invalid")
    wanted = {(change.table, change.key): change for change in changes}
    later = JournalEntry.objects.filter(project=project, number__gt=revision).order_by("-number")
    for name, number, text in later.values_list("actor_name", "number", "changes"):
        for theirs in read_changes(json.loads(text)):
            mine = wanted.get((theirs.table, theirs.key))
            if mine is not None:
                _compare(mine, theirs, name, number)


def _compare(mine: RowChange, theirs: RowChange, name: str, number: int) -> None:
    shared = mine.touched() & theirs.touched() - {RANK}
    whole = "*" in mine.touched() or "*" in theirs.touched()
    if not shared and not whole:
        return
    field = sorted(shared)[0] if shared and not whole else ""
    before = theirs.before or {}
    details = {
        "record": reference(mine.table, mine.key),
        "field": field,
        "was": before.get(field),
        "theirs": None if theirs.after is None else theirs.after.get(field),
        "yours": None if mine.after is None else mine.after.get(field),
        "by": name,
        "revision": number,
    }
    what = f"{field.replace('_', ' ')} of {details['record']}" if field else str(details["record"])
    raise Refused(
        f"{name} has changed {what} since you looked; nothing of yours was written.", field, "conflict", details
    )


def reference(table: str, key: Key) -> str:
    """Give the reference of a row, such as T-4."""
    if table == FACT_TABLE:
        return str(key)
    prefix = BY_NAME[table].prefix
    return f"{prefix}-{key}" if prefix and not str(key).startswith(f"{prefix}-") else str(key)
