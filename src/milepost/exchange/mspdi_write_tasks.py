"""Writing tasks, links and baselines of Microsoft Project XML, in the order its schema asks for."""

from __future__ import annotations

from milepost.dossier.fields import RecordKind
from milepost.dossier.schedule import StoredTask
from milepost.engine.tasks import BaselineTask, ConstraintKind, LagKind, Link, Task, TaskKind
from milepost.engine.units import Uid
from milepost.exchange.mspdi_codes import (
    ACCRUALS,
    CONSTRAINTS,
    LINK_TYPES,
    TASK_TYPES,
    code_of,
    format_of,
    lag_format,
)
from milepost.exchange.mspdi_elements import Element
from milepost.exchange.mspdi_write_fields import FieldWriter


class TaskWriter:
    """Writes tasks one by one; knows their links, dates, baselines and outline."""

    def __init__(
        self,
        links: dict[Uid, list[Link]],
        stored: dict[Uid, StoredTask],
        baselines: dict[Uid, list[tuple[int, BaselineTask]]],
        fields: FieldWriter,
        external: dict[Uid, Task],
    ) -> None:
        """Take what belongs to tasks, by task; `external` are those of other projects."""
        self._links = links
        self._stored = stored
        self._baselines = baselines
        self._fields = fields
        self._external = external

    def write(self, parent: Element, task: Task, number: int, level: int, outline: str) -> None:
        """Write one task at its place in the outline."""
        row = parent.child("Task")
        stored = self._stored.get(task.uid, StoredTask(task.uid))
        _names(row, task, number, level, outline)
        _duration(row, task, stored)
        _kind(row, task, stored)
        _stored_dates(row, stored)
        _progress(row, task)
        _rules(row, task)
        row.put("Notes", self._fields.note(RecordKind.TASK, task.uid))
        row.put("PhysicalPercentComplete", task.physical_percent)
        for link in self._links.get(task.uid, ()):
            _link(row, link, self._external.get(link.predecessor))
        self._fields.write_values(row, RecordKind.TASK, task.uid)
        for index, saved in self._baselines.get(task.uid, ()):
            _baseline(row, index, saved)
        self._fields.write_codes(row, RecordKind.TASK, task.uid)


def _names(row: Element, task: Task, number: int, level: int, outline: str) -> None:
    row.put("UID", task.uid)
    if task.code or task.kind is not TaskKind.EXTERNAL:
        row.put("ID", task.code if task.code.isascii() and task.code.isdigit() else str(number))
    row.put("Name", task.name)
    row.put("Active", not task.inactive)
    row.put("Manual", task.manual)
    row.put("Type", code_of(dict(TASK_TYPES), task.type))
    row.put("IsNull", False)
    row.put("Contact", task.owner)
    row.put("WBS", task.wbs)
    row.put("OutlineNumber", outline)
    row.put("OutlineLevel", level)
    row.put("Priority", task.priority)


def _duration(row: Element, task: Task, stored: StoredTask) -> None:
    row.instant("Start", stored.start if stored.start is not None else task.manual_start)
    row.instant("Finish", stored.finish if stored.finish is not None else task.manual_finish)
    row.span("Duration", task.duration)
    if task.manual or task.kind is TaskKind.EXTERNAL:
        row.instant("ManualStart", task.manual_start)
        row.instant("ManualFinish", task.manual_finish)
    row.put("DurationFormat", format_of(task.duration_unit, elapsed=task.elapsed, estimated=task.estimated))
    row.span("Work", task.work)
    row.instant("Stop", task.suspend)
    row.instant("Resume", task.resume)


def _kind(row: Element, task: Task, stored: StoredTask) -> None:
    external = task.kind is TaskKind.EXTERNAL
    row.put("EffortDriven", task.effort_driven)
    row.put("Recurring", task.kind is TaskKind.RECURRING)
    row.put("Estimated", task.estimated)
    row.put("Milestone", task.milestone)
    row.put("Summary", task.summary)
    row.put("Critical", stored.critical)
    row.put("IsSubproject", bool(task.external_project) and not external)
    row.put("SubprojectName", "" if external else task.external_project)
    row.put("ExternalTask", external)
    row.put("ExternalTaskProject", task.external_project if external else "")


def _stored_dates(row: Element, stored: StoredTask) -> None:
    row.instant("EarlyStart", stored.early_start)
    row.instant("EarlyFinish", stored.early_finish)
    row.instant("LateStart", stored.late_start)
    row.instant("LateFinish", stored.late_finish)
    row.tenths("FreeSlack", stored.free_float)
    row.tenths("TotalSlack", stored.total_float)


def _progress(row: Element, task: Task) -> None:
    row.money("FixedCost", task.fixed_cost)
    row.put("FixedCostAccrual", code_of(dict(ACCRUALS), task.fixed_cost_accrual))
    row.put("PercentComplete", task.percent_complete)
    row.put("PercentWorkComplete", task.percent_work_complete)
    row.money("Cost", task.cost)
    row.instant("ActualStart", task.actual_start)
    row.instant("ActualFinish", task.actual_finish)
    row.span("ActualDuration", task.actual_duration)
    row.money("ActualCost", task.actual_cost)
    row.span("ActualWork", task.actual_work)
    row.span("RemainingDuration", task.remaining_duration)
    row.money("RemainingCost", task.remaining_cost)
    row.span("RemainingWork", task.remaining_work)


def _rules(row: Element, task: Task) -> None:
    constraint = task.constraints[0] if task.constraints else None
    kind = ConstraintKind.ASAP if constraint is None else constraint.kind
    row.put("ConstraintType", code_of(dict(CONSTRAINTS), kind))
    row.put("CalendarUID", -1 if task.calendar is None else task.calendar)
    row.instant("ConstraintDate", None if constraint is None else constraint.at)
    row.instant("Deadline", task.deadline)
    row.put("LevelAssignments", task.level_assignments)
    row.put("LevelingCanSplit", task.can_split)
    row.tenths("LevelingDelay", task.levelling_delay)
    row.put("LevelingDelayFormat", format_of("d", elapsed=task.levelling_delay_elapsed))
    row.put("IgnoreResourceCalendar", task.ignore_resource_calendars)


def _link(parent: Element, link: Link, other: Task | None) -> None:
    row = parent.child("PredecessorLink")
    row.put("PredecessorUID", link.predecessor)
    row.put("Type", code_of(dict(LINK_TYPES), link.type))
    row.put("CrossProject", other is not None)
    if other is not None:
        number = "" if other.external_uid is None else f"\\{other.external_uid}"
        row.put("CrossProjectName", f"{other.external_project}{number}")
    if link.lag_kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
        row.put("LinkLag", link.lag // 100)
    else:
        row.tenths("LinkLag", link.lag)
    row.put("LagFormat", lag_format(link.lag_kind, link.lag_unit))


def _baseline(parent: Element, number: int, saved: BaselineTask) -> None:
    row = parent.child("Baseline")
    row.put("Number", number)
    row.instant("Start", saved.start)
    row.instant("Finish", saved.finish)
    row.span("Duration", saved.duration)
    if saved.duration is not None:
        row.put("DurationFormat", format_of("d", elapsed=saved.elapsed))
    row.span("Work", saved.work)
    row.money("Cost", saved.cost)
    row.money("FixedCost", saved.fixed_cost)
