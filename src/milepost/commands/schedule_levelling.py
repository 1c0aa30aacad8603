"""Commands that resolve over-allocations: nobody in two places."""

from __future__ import annotations

from dataclasses import replace

from milepost.commands.command import command
from milepost.commands.work import Work
from milepost.engine.changes import set_levellings
from milepost.engine.plan import Plan
from milepost.engine.schedule import schedule
from milepost.forecasting.levelling import Wishes, proposed
from milepost.queries.access import Permission
from milepost.queries.kinds import StartAt
from milepost.queries.levelling import said
from milepost.queries.refused import Refused


@command(permission=Permission.PLAN)
def level_plan(work: Work, *, within_float: bool = False, freeze_until: StartAt | None = None) -> str:
    """Resolve over-allocations: open work waits, pauses and is staffed so that nobody is in two places, done early.

    `within_float` never ends a task after its late finish and leaves the overload that would take; nothing that starts
    before `freeze_until` moves. The same plan gives the same answer, so that a preview shows what will happen.
    """
    plan = work.dossier.plan
    found = proposed(plan, schedule(plan), Wishes(within_float, freeze_until))
    if not found.overload_before:
        raise Refused("Nobody is asked for more than there is; there is nothing to level.", code="rule")
    if found.levelled.plan == plan:
        raise Refused("Nothing that may move would help; see which over-allocations stay, and why.", code="rule")
    work.dossier = replace(work.dossier, plan=found.levelled.plan)
    return said(found, plan.settings)


@command(permission=Permission.PLAN)
def clear_levelling(work: Work) -> int:
    """Take back every delay that levelling gave to open work; gives the number of tasks."""
    plan = work.dossier.plan
    waiting = [row for row in plan.tasks if row.levelling_delay and row.actual_finish is None]
    if not waiting:
        raise Refused("No open task waits for its people; there is nothing to take back.", code="rule")
    work.dossier = replace(work.dossier, plan=_without_delays(plan))
    return len(waiting)


def _without_delays(plan: Plan) -> Plan:
    above = {row.parent for row in plan.tasks}
    waits = [
        (row.uid, 0, tuple((piece.work, piece.gap) for piece in row.segments))
        for row in plan.tasks
        if row.levelling_delay and row.actual_finish is None and row.uid not in above
    ]
    return set_levellings(plan, waits)
