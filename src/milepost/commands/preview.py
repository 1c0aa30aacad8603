"""What would an action do? The very action, rolled back, and the difference of the two forecasts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from milepost.commands.conflicts import refuse_lost_updates
from milepost.commands.run import Call, carried_out, found, locked, settled
from milepost.commands.work import Work
from milepost.commands.writing import write_changes
from milepost.engine.impact import Impact, impact
from milepost.forecasting.difference import RowChange
from milepost.forecasting.held import Held
from milepost.forecasting.load import load
from milepost.queries.access import Actor, standing
from milepost.queries.refused import Refused


@dataclass(frozen=True, slots=True)
class Preview:
    """What an action would do: the states before and after, what each command would answer, the row changes."""

    project: str
    revision: int
    results: tuple[Any, ...]
    before: Held
    after: Held
    changes: tuple[RowChange, ...]

    def impact(self, *, people: bool = True) -> Impact:
        """Compute the difference of the two forecasts."""
        return impact(self.before.schedule, self.after.schedule, people=people)


def preview(
    calls: Sequence[Call],
    *,
    actor: Actor,
    door: str,
    at: datetime,
    project: str | None = None,
    revision: int | None = None,
    exactly: bool = False,
) -> Preview:
    """Carry an action out, give what it led to, and leave nothing of it in the record. Raises Refused as `run` does."""
    commands = found(calls)
    if commands[0].site:
        raise Refused("Only actions in a project can be previewed.", code="invalid")
    with transaction.atomic():
        record = locked(actor, project, revision if exactly else None)
        before = load(record)
        work = Work(actor, at, door, record, before, standing(actor, record))
        results = carried_out(work, commands, calls)
        after, changes = settled(work)
        refuse_lost_updates(record, revision, changes)
        write_changes(record, work, changes)
        transaction.set_rollback(True)
    return Preview(record.code, record.revision, tuple(results), before, after, tuple(changes))
