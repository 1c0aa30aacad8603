"""Who works on which P6 activity: units, work, cost and curves."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Contour, Resource, ResourceKind
from milepost.engine.tasks import Task
from milepost.engine.units import Uid, whole_minutes
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_resources import RATE_COLUMNS, People
from milepost.exchange.p6_tables import Row

#: The curves P6 comes with that have a namesake among the contours.
_CURVES = {
    "linear": Contour.FLAT,
    "uniform": Contour.FLAT,
    "back loaded": Contour.BACK_LOADED,
    "front loaded": Contour.FRONT_LOADED,
    "bell shaped": Contour.BELL,
    "double peak": Contour.DOUBLE_PEAK,
    "early peak": Contour.EARLY_PEAK,
    "late peak": Contour.LATE_PEAK,
    "turtle": Contour.TURTLE,
    "trapezoidal": Contour.TURTLE,
}
_WORKERS = (ResourceKind.WORK, ResourceKind.EQUIPMENT)


def assignments(source: P6Source, staff: People, activities: set[Uid]) -> tuple[Assignment, ...]:
    """Read the assignments of the project's activities."""
    resources = {resource.uid: resource for resource in staff.resources}
    curves = {row.text("curv_id"): row.text("curv_name") for row in source.tables.rows("RSRCCURV")}
    curves |= {row.text("curv_id"): row.text("curv_name") for row in source.tables.rows("RSRCCURVDATA")}
    found: dict[Uid, Assignment] = {}
    for row in source.rows("TASKRSRC"):
        uid, activity = source.cells.own_uid(row, "taskrsrc_id"), source.cells.uid(row, "task_id")
        if activity not in activities or activity is None or uid in found:
            why = "occurs twice" if uid in found else f"activity {row.text('task_id')[:20]} is not in the file"
            source.book.dropped("assignment", f"{row.place}: assignment {uid}: {why}")
            continue
        resource = resources.get(_resource(source, row, staff) or -1)
        found[uid] = _assignment(source, uid, activity, row, resource, curves)
    source.book.kept("assignment", len(found))
    return tuple(found.values())


def _resource(source: P6Source, row: Row, staff: People) -> Uid | None:
    """Give the resource, else the role that is still to be filled."""
    named = source.cells.uid(row, "rsrc_id")
    if named is not None:
        return named
    role = source.cells.uid(row, "role_id")
    return None if role is None else staff.roles.get(role)


def _assignment(
    source: P6Source, uid: Uid, activity: Uid, row: Row, resource: Resource | None, curves: dict[str, str]
) -> Assignment:
    cells = source.cells
    overtime, left = (cells.number(row, name) or Decimal(0) for name in ("act_ot_qty", "remain_qty"))
    done = _sum(source, row, "act_qty", "act_reg_qty", "act_ot_qty")
    is_time = resource is None or resource.kind in _WORKERS
    spent = _sum(source, row, "act_cost", "act_reg_cost", "act_ot_cost")
    to_spend = cells.number(row, "remain_cost") or Decimal(0)
    return Assignment(
        uid=uid,
        task=activity,
        resource=resource.uid if resource else None,
        units=_units(source, row, started=done > 0),
        work=whole_minutes((done + left) * 60) if is_time else 0,
        actual_work=whole_minutes(done * 60) if is_time else 0,
        remaining_work=whole_minutes(left * 60) if is_time else 0,
        overtime_work=whole_minutes(overtime * 60) if is_time else 0,
        contour=_contour(source, row, curves),
        delay=cells.minutes(row, "target_lag_drtn_hr_cnt") or 0,
        rate_table=RATE_COLUMNS.get(row.text("rate_type").lower(), "A"),
        quantity=None if is_time else done + left,
        cost=spent + to_spend,
        actual_cost=spent,
        remaining_cost=to_spend,
        actual_start=cells.instant(row, "act_start_date"),
        actual_finish=cells.instant(row, "act_end_date"),
        stored_start=_first(source, row, "act_start_date", "restart_date", "target_start_date"),
        stored_finish=_first(source, row, "act_end_date", "reend_date", "target_end_date"),
    )


def _sum(source: P6Source, row: Row, total: str, *parts: str) -> Decimal:
    """Give a total the file states, else the sum of its parts."""
    stated = source.cells.number(row, total)
    if stated is not None:
        return stated
    return sum((source.cells.number(row, part) or Decimal(0) for part in parts), Decimal(0))


def _units(source: P6Source, row: Row, *, started: bool) -> Decimal:
    """Give the units of what is left to do: planned ones until work has begun, then P6's remaining ones."""
    planned = source.cells.number(row, "target_qty_per_hr")
    remaining = source.cells.number(row, "remain_qty_per_hr")
    units = remaining if started and remaining else planned
    return Decimal(1) if units is None else max(units, Decimal(0))


def _contour(source: P6Source, row: Row, curves: dict[str, str]) -> Contour:
    key = row.text("curv_id")
    if not key:
        return Contour.FLAT
    name = curves.get(key, "")
    if name.casefold() not in _CURVES:
        source.book.approximated("assignment curve", f"{row.place}: curve {name or key!r} is kept as flat")
    return _CURVES.get(name.casefold(), Contour.FLAT)


def from_activity_start(source: P6Source, found: tuple[Assignment, ...], dependent: set[Uid]) -> tuple[Assignment, ...]:
    """Let an activity that does not depend on its resources start without the lag all its assignments share.

    In P6 such an activity keeps its own dates whatever its assignments' lags; in a plan it starts with the first.
    """
    shared: dict[Uid, int] = {}
    for one in found:
        shared[one.task] = min(one.delay, shared.get(one.task, one.delay))
    late = {task: lag for task, lag in shared.items() if lag and task not in dependent}
    for task, lag in late.items():
        source.book.approximated("assignment lag", f"activity {task}: {lag} minutes shared by all are left out")
    return tuple(replace(one, delay=one.delay - late.get(one.task, 0)) for one in found)


def by_resources(source: P6Source, plan: Plan, dependent: set[Uid]) -> tuple[Task, ...]:
    """Let resource-dependent activities follow their resources' calendars alone, as P6 does.

    In a plan a task's own calendar would narrow its resources' further, so it is taken off where they differ.
    """
    calendars = {resource.uid: resource.calendar for resource in plan.resources if resource.kind in _WORKERS}
    used: dict[Uid, set[Uid | None]] = {}
    for assignment in plan.assignments:
        if assignment.resource in calendars:
            used.setdefault(assignment.task, set()).add(calendars[assignment.resource])
    return tuple(
        replace(task, calendar=None) if task.uid in dependent and _differ(source, task, used) else task
        for task in plan.tasks
    )


def _differ(source: P6Source, task: Task, used: dict[Uid, set[Uid | None]]) -> bool:
    own = used.get(task.uid, set()) - {None, task.calendar}
    if own:
        source.book.approximated(
            "activity calendar", f"{task.code}: depends on its resources, whose calendars are used instead of its own"
        )
    return bool(own)


def _first(source: P6Source, row: Row, *columns: str) -> int | None:
    return next((at for column in columns if (at := source.cells.instant(row, column)) is not None), None)
