"""Commands on what a task is: a milestone, its unit of time, its type, whether it counts (schedule.md 3)."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_records import Command, EditRefusedError, kind_of, open_task, task_of
from milepost.dossier.edits_risks import RecordCommand
from milepost.dossier.fields import Note, RecordKind
from milepost.dossier.outline import refuse_new_forbidden_links
from milepost.engine import effort
from milepost.engine.changes import movable, team, with_effort, with_task
from milepost.engine.plan import Plan
from milepost.engine.tasks import TaskType
from milepost.engine.units import Uid

UNITS = ("m", "h", "d", "w", "mo")


def make_milestone(plan: Plan, task: Uid, milestone: bool = True) -> Plan:
    """Make a milestone of a task, which then takes no time, or a task of a day of a milestone."""
    row = open_task(plan, task)
    if not milestone:
        return with_task(plan, replace(row, milestone=False, duration=row.duration or plan.settings.minutes_per_day))
    if row.actual_start is not None:
        raise EditRefusedError(f"{row.name!r} has started; it is no milestone any more.")
    if any(one.work for one in team(plan, row)):
        raise EditRefusedError(f"Somebody has work on {row.name!r}; take the people off before it becomes a milestone.")
    return with_task(
        plan,
        replace(row, milestone=True, duration=0, estimated=False, estimate=None, work=None, remaining_work=None,
                remaining_duration=None, segments=(), stored_pieces=()),
    )  # fmt: skip


def set_duration_unit(plan: Plan, task: Uid, unit: str, elapsed: bool = False, estimated: bool = False) -> Plan:
    """Say in which unit a task's duration is shown, whether it runs day and night, and whether it is a guess."""
    row = task_of(plan, task)
    if unit not in UNITS:
        raise EditRefusedError(f"A unit is one of {', '.join(UNITS)}, not {unit!r}.")
    milestone = row.milestone if row.duration else True
    return with_task(plan, replace(row, duration_unit=unit, elapsed=elapsed, estimated=estimated, milestone=milestone))


def set_task_type(plan: Plan, task: Uid, kind: str, effort_driven: bool | None = None) -> Plan:
    """Choose what stays when effort changes: fixed_units, fixed_duration or fixed_work.

    `effort_driven` says whether more people share the work; fixed work always is.
    """
    row = movable(plan, open_task(plan, task))
    crew = team(plan, row)
    found = effort.change_type(row, crew, kind_of(TaskType, kind))
    if effort_driven is not None and found.task.type is not TaskType.FIXED_WORK:
        found = replace(found, task=replace(found.task, effort_driven=effort_driven))
    return with_effort(plan, crew, found)


def activate(plan: Plan, task: Uid) -> Plan:
    """Take a task that was set aside into the plan again."""
    row = task_of(plan, task, leaf=False)
    if not row.inactive:
        raise EditRefusedError(f"{row.name!r} is in the plan already.")
    after = with_task(plan, replace(row, inactive=False))
    refuse_new_forbidden_links(plan, after)
    return after


def clear_progress(plan: Plan, task: Uid) -> Plan:
    """Forget what was recorded as done of a task: it has not started."""
    row = movable(plan, task_of(plan, task))
    if row.actual_start is None and row.actual_finish is None and not row.percent_complete:
        raise EditRefusedError(f"{row.name!r} has no progress to forget.")
    crew = team(plan, row)
    rested = tuple(
        replace(one, actual_work=0, remaining_work=one.work, actual=(), actual_start=None, actual_finish=None)
        for one in crew
    )
    fresh = replace(
        row, actual_start=None, actual_finish=None, actual_duration=None, remaining_duration=None, resume=None,
        suspend=None, percent_complete=Decimal(0), percent_work_complete=None, physical_percent=None,
        actual_work=None, remaining_work=row.work if crew else None,
    )  # fmt: skip
    return with_effort(plan, crew, effort.Effort(fresh, rested))


def set_task_note(dossier: Dossier, task: Uid, text: str = "") -> Dossier:
    """Write the note of a task; nothing written removes it."""
    row, words = task_of(dossier.plan, task, leaf=False), text.strip()
    kept = [note for note in dossier.notes if not (note.kind is RecordKind.TASK and note.record == row.uid)]
    fresh = [Note(RecordKind.TASK, row.uid, words)] if words else []
    return replace(dossier, notes=(*kept, *fresh))


TASK_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (make_milestone, set_duration_unit, set_task_type, activate, clear_progress)
}
TASK_RECORD_COMMANDS: dict[str, RecordCommand] = {"set_task_note": set_task_note}
