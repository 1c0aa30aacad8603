"""Tasks, links and baselines of Microsoft Project XML."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from milepost.dossier.schedule import StoredTask
from milepost.engine.resources import Accrual
from milepost.engine.tasks import (
    BaselineTask,
    Constraint,
    ConstraintKind,
    LagKind,
    Link,
    LinkType,
    Task,
    TaskKind,
    TaskType,
)
from milepost.engine.units import Uid
from milepost.exchange.mspdi_codes import ACCRUALS, CONSTRAINTS, LINK_TYPES, TASK_TYPES, lag_kind, unit_of
from milepost.exchange.mspdi_rows import Row
from milepost.exchange.receipt import ReceiptBook

_HUNDREDTHS = 100


@dataclass
class _Outline:
    """The chain of summaries above the next task, by outline level."""

    above: list[tuple[int, Uid]] = field(default_factory=list)

    def parent(self, level: int, uid: Uid) -> Uid | None:
        """Give the parent of a task at this level and remember the task."""
        while self.above and self.above[-1][0] >= level:
            self.above.pop()
        parent = self.above[-1][1] if self.above else None
        self.above.append((level, uid))
        return parent


class TaskReader:
    """Collects tasks in file order, with their links, stored dates and baselines."""

    def __init__(self, book: ReceiptBook) -> None:
        """Begin with no task."""
        self.tasks: dict[Uid, Task] = {}
        self.links: list[tuple[Link, Row]] = []
        self.stored: list[StoredTask] = []
        self.baselines: dict[int, list[BaselineTask]] = {}
        self._outline = _Outline()
        self._book = book

    def add(self, row: Row) -> Uid | None:
        """Read one task; blank rows and repeated numbers are noted and left out."""
        uid = row.own_uid()
        if row.flag("IsNull"):
            self._book.dropped("blank row", f"{row.place}: row {row.text('ID')} holds no task")
            return None
        if uid in self.tasks:
            self._book.dropped("task", f"{row.place}: the task number {uid} occurs twice; the first is kept")
            return None
        parent = self._outline.parent(row.whole("OutlineLevel") or 0, uid)
        self.tasks[uid] = _task(row, uid, parent, self._code(row, uid))
        self.links.extend((_link(link, uid), link) for link in row.nested.get("PredecessorLink", ()))
        stored = _stored(row, uid)
        if stored != StoredTask(uid):
            self.stored.append(stored)
        for saved in row.nested.get("Baseline", ()):
            self.baselines.setdefault(saved.whole("Number") or 0, []).append(_baseline(saved, uid))
        return uid

    def _code(self, row: Row, uid: Uid) -> str:
        """Give a task's row number; Microsoft Project counts rows itself where the file has none."""
        code = row.text("ID")
        if (code.isascii() and code.isdigit()) or (not code and row.flag("ExternalTask")):
            return code
        if code:
            row.note("ID", "is no row number")
        return str(len(self.tasks) + (uid != 0 and 0 not in self.tasks))


def _task(row: Row, uid: Uid, parent: Uid | None, code: str) -> Task:
    unit, elapsed, estimated = unit_of(row.whole("DurationFormat"))
    external = row.flag("ExternalTask")
    fixed_dates = row.flag("Manual") or external
    delay_elapsed = unit_of(row.whole("LevelingDelayFormat"))[1]
    subproject = row.text("SubprojectName") or row.text("ExternalTaskProject")
    return Task(
        uid=uid,
        name=row.text("Name"),
        code=code,
        wbs=row.text("WBS"),
        parent=parent,
        kind=_kind(row),
        milestone=row.flag("Milestone"),
        summary=row.flag("Summary"),
        inactive=not row.flag("Active", default=True),
        manual=row.flag("Manual"),
        manual_start=_first(row, "ManualStart", "Start") if fixed_dates else None,
        manual_finish=_first(row, "ManualFinish", "Finish") if fixed_dates else None,
        duration=row.minutes("Duration") or 0,
        elapsed=elapsed,
        duration_unit=unit,
        estimated=estimated or row.flag("Estimated"),
        type=TASK_TYPES.get(row.text("Type"), TaskType.FIXED_UNITS),
        effort_driven=row.flag("EffortDriven"),
        work=row.minutes("Work"),
        constraints=_constraints(row),
        deadline=row.instant("Deadline"),
        calendar=_reference(row, "CalendarUID"),
        ignore_resource_calendars=row.flag("IgnoreResourceCalendar"),
        priority=_priority(row),
        can_split=row.flag("LevelingCanSplit", default=True),
        level_assignments=row.flag("LevelAssignments", default=True),
        levelling_delay=row.tenths("LevelingDelay") or 0,
        levelling_delay_elapsed=delay_elapsed,
        **_progress(row),
        owner=row.text("Contact"),
        external_project=subproject,
    )


def _kind(row: Row) -> TaskKind:
    if row.flag("ExternalTask"):
        return TaskKind.EXTERNAL
    return TaskKind.RECURRING if row.flag("Recurring") else TaskKind.TASK


def _progress(row: Row) -> dict[str, Any]:
    return {
        "percent_complete": row.decimal("PercentComplete") or Decimal(0),
        "percent_work_complete": row.decimal("PercentWorkComplete"),
        "physical_percent": row.decimal("PhysicalPercentComplete"),
        "actual_start": row.instant("ActualStart"),
        "actual_finish": row.instant("ActualFinish"),
        "actual_duration": row.minutes("ActualDuration"),
        "remaining_duration": row.minutes("RemainingDuration"),
        "actual_work": row.minutes("ActualWork"),
        "remaining_work": row.minutes("RemainingWork"),
        "suspend": row.instant("Stop"),
        "resume": row.instant("Resume"),
        "fixed_cost": row.money("FixedCost") or Decimal(0),
        "fixed_cost_accrual": ACCRUALS.get(row.text("FixedCostAccrual"), Accrual.PRORATED),
        "cost": row.money("Cost"),
        "actual_cost": row.money("ActualCost"),
        "remaining_cost": row.money("RemainingCost"),
    }


def _first(row: Row, wanted: str, otherwise: str) -> int | None:
    found = row.instant(wanted)
    return row.instant(otherwise) if found is None else found


def _reference(row: Row, name: str) -> Uid | None:
    uid = row.whole(name)
    return uid if uid is not None and uid > 0 else None


def _priority(row: Row) -> int:
    priority = row.whole("Priority")
    return 500 if priority is None else min(max(priority, 0), 1000)


def _constraints(row: Row) -> tuple[Constraint, ...]:
    kind = CONSTRAINTS.get(row.text("ConstraintType"), ConstraintKind.ASAP)
    if kind is ConstraintKind.ASAP:
        return ()
    if kind is ConstraintKind.ALAP:
        return (Constraint(kind),)
    at = row.instant("ConstraintDate")
    if at is None:
        row.note("ConstraintType", f"({kind}) has no date")
        return ()
    return (Constraint(kind, at),)


def _link(row: Row, successor: Uid) -> Link:
    kind, unit = lag_kind(row.whole("LagFormat"))
    if kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
        lag = int((row.decimal("LinkLag") or Decimal(0)) * _HUNDREDTHS)
    else:
        lag = row.tenths("LinkLag") or 0
    predecessor = row.whole("PredecessorUID")
    return Link(
        predecessor=-1 if predecessor is None else predecessor,
        successor=successor,
        type=LINK_TYPES.get(row.text("Type"), LinkType.FS),
        lag=lag,
        lag_kind=kind,
        lag_unit=unit,
    )


def _stored(row: Row, uid: Uid) -> StoredTask:
    return StoredTask(
        task=uid,
        start=row.instant("Start"),
        finish=row.instant("Finish"),
        early_start=row.instant("EarlyStart"),
        early_finish=row.instant("EarlyFinish"),
        late_start=row.instant("LateStart"),
        late_finish=row.instant("LateFinish"),
        total_float=row.tenths("TotalSlack"),
        free_float=row.tenths("FreeSlack"),
        critical=row.flag("Critical") if row.text("Critical") else None,
    )


def _baseline(row: Row, uid: Uid) -> BaselineTask:
    _, elapsed, _ = unit_of(row.whole("DurationFormat"))
    return BaselineTask(
        task=uid,
        start=row.instant("Start"),
        finish=row.instant("Finish"),
        duration=row.minutes("Duration"),
        elapsed=elapsed,
        work=row.minutes("Work"),
        cost=row.money("Cost"),
        fixed_cost=row.money("FixedCost"),
    )
