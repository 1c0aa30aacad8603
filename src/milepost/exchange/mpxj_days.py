"""Dates without times, as MPX files have them: a start means the morning of its day, a finish the evening."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from milepost.dossier.schedule import StoredTask
from milepost.engine.plan import Settings
from milepost.engine.resources import Assignment
from milepost.engine.tasks import Baseline, BaselineTask, Constraint, ConstraintKind, Task
from milepost.engine.units import MINUTES_PER_DAY, Instant
from milepost.exchange.imported import Imported

_ENDS = (ConstraintKind.FNET, ConstraintKind.FNLT, ConstraintKind.MFO)
_STARTS_OF = {
    StoredTask: ("start", "early_start", "late_start"),
    Task: ("actual_start",),
    Assignment: ("actual_start", "stored_start"),
    BaselineTask: ("start",),
}
_FINISHES_OF = {
    StoredTask: ("finish", "early_finish", "late_finish"),
    Task: ("actual_finish", "deadline"),
    Assignment: ("actual_finish", "stored_finish"),
    BaselineTask: ("finish",),
}
_Record = TypeVar("_Record", StoredTask, Task, Assignment, BaselineTask)


def with_times(imported: Imported) -> Imported:
    """Give the times of the plan's working day to dates, if no date of the file has a time of its own."""
    dossier = imported.dossier
    shown = [at for one in dossier.stored for at in (one.start, one.finish) if at is not None]
    if not shown or any(at % MINUTES_PER_DAY for at in shown):
        return imported
    plan = dossier.plan
    timed = _timed(plan.settings)
    plan = replace(
        plan,
        tasks=tuple(_with_constraints(timed(task), plan.settings) for task in plan.tasks),
        assignments=tuple(map(timed, plan.assignments)),
        baselines=tuple(_baseline(one, timed) for one in plan.baselines),
    )
    stored = tuple(map(timed, dossier.stored))
    return replace(imported, dossier=replace(dossier, plan=plan, stored=stored))


def _timed(settings: Settings) -> Callable[[_Record], _Record]:
    def timed(record: _Record) -> _Record:
        for names, minute in (
            (_STARTS_OF[type(record)], settings.default_start),
            (_FINISHES_OF[type(record)], settings.default_finish),
        ):
            found = {name: at + minute for name in names if _is_day(at := getattr(record, name))}
            record = replace(record, **found) if found else record
        return record

    return timed


def _is_day(at: Instant | None) -> bool:
    return at is not None and at % MINUTES_PER_DAY == 0


def _with_constraints(task: Task, settings: Settings) -> Task:
    constraints = tuple(_constraint(one, settings) for one in task.constraints)
    return replace(task, constraints=constraints) if constraints else task


def _constraint(one: Constraint, settings: Settings) -> Constraint:
    if one.at is None or not _is_day(one.at):
        return one
    return Constraint(one.kind, one.at + (settings.default_finish if one.kind in _ENDS else settings.default_start))


def _baseline(one: Baseline, timed: Callable[[BaselineTask], BaselineTask]) -> Baseline:
    return replace(one, tasks=tuple(map(timed, one.tasks)))
