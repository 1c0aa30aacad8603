"""The same plan without one of its causes: what drivers are tested by, and what a planner would try."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from milepost.engine.plan import Plan
from milepost.engine.results import Driver, DriverKind
from milepost.engine.tasks import Constraint, ConstraintKind, Task
from milepost.engine.units import MINUTES_PER_DAY, Uid

#: How far dates that cannot be taken away are moved instead: whole weeks keep the working hours.
_SHIFT = 28 * MINUTES_PER_DAY


def without(plan: Plan, uid: Uid, causes: Iterable[Driver]) -> Plan:
    """Give the plan without these causes of a task's start.

    Driving links, constraints, calendars, assignments, levelling delays, manual dates and the status
    date are taken away. A project start, an actual start and the dates of another project cannot be,
    nor can the finish of a plan scheduled from it: they move four weeks earlier. `links` of a cause
    are positions in `plan.links`.
    """
    kinds = list(causes)
    gone = {n for cause in kinds for n in cause.links if cause.kind is DriverKind.LINK}
    changed = replace(plan, links=tuple(link for n, link in enumerate(plan.links) if n not in gone)) if gone else plan
    for cause in kinds:
        change = _CHANGES.get(cause.kind)
        if change is not None:
            changed = change(changed, uid, cause)
    return changed


def _task(plan: Plan, uid: Uid, change: Callable[[Task], Task]) -> Plan:
    return replace(plan, tasks=tuple(change(task) if task.uid == uid else task for task in plan.tasks))


def _without_constraint(plan: Plan, uid: Uid, cause: Driver) -> Plan:
    family = {uid}
    if cause.constraint in (ConstraintKind.SNET, ConstraintKind.FNLT):
        family |= _above(plan, uid)
    return replace(plan, tasks=tuple(_free(t, cause.constraint) if t.uid in family else t for t in plan.tasks))


def _free(task: Task, kind: ConstraintKind | None) -> Task:
    return replace(task, constraints=tuple(row for row in task.constraints if row.kind is not kind))


def _above(plan: Plan, uid: Uid) -> set[Uid]:
    parents = {task.uid: task.parent for task in plan.tasks}
    found: set[Uid] = set()
    above = parents.get(uid)
    while above is not None and above not in found:
        found.add(above)
        above = parents.get(above)
    return found


def _without_calendar(plan: Plan, uid: Uid, _: Driver) -> Plan:
    return _task(plan, uid, lambda task: replace(task, calendar=None))


def _without_resource(plan: Plan, uid: Uid, _: Driver) -> Plan:
    return replace(plan, assignments=tuple(row for row in plan.assignments if row.task != uid))


def _without_levelling(plan: Plan, uid: Uid, _: Driver) -> Plan:
    return _task(plan, uid, lambda task: replace(task, levelling_delay=0))


def _without_status(plan: Plan, _: Uid, __: Driver) -> Plan:
    return replace(plan, settings=replace(plan.settings, status_date=None))


def _earlier_start(plan: Plan, _: Uid, __: Driver) -> Plan:
    return replace(plan, settings=replace(plan.settings, start=plan.settings.start - _SHIFT))


def _earlier_actual(plan: Plan, uid: Uid, _: Driver) -> Plan:
    def earlier(task: Task) -> Task:
        begun = task.actual_finish if task.actual_start is None else task.actual_start
        return task if begun is None else replace(task, actual_start=begun - _SHIFT)

    return _task(plan, uid, earlier)


def _without_hand(plan: Plan, uid: Uid, _: Driver) -> Plan:
    return _task(plan, uid, lambda task: replace(task, manual=False, manual_start=None, manual_finish=None))


def _earlier_external(plan: Plan, uid: Uid, _: Driver) -> Plan:
    def earlier(task: Task) -> Task:
        return task if task.manual_start is None else replace(task, manual_start=task.manual_start - _SHIFT)

    return _task(plan, uid, earlier)


def _soon(plan: Plan, uid: Uid, _: Driver) -> Plan:
    finish = plan.settings.finish
    if plan.settings.schedule_from_finish and finish is not None:
        return replace(plan, settings=replace(plan.settings, finish=finish - _SHIFT))

    def early(task: Task) -> Task:
        return replace(_free(task, ConstraintKind.ALAP), constraints=(Constraint(ConstraintKind.ASAP),))

    return _task(plan, uid, early)


_CHANGES: dict[DriverKind, Callable[[Plan, Uid, Driver], Plan]] = {
    DriverKind.CONSTRAINT: _without_constraint,
    DriverKind.CALENDAR: _without_calendar,
    DriverKind.RESOURCE: _without_resource,
    DriverKind.LEVELLING: _without_levelling,
    DriverKind.STATUS_DATE: _without_status,
    DriverKind.PROJECT_START: _earlier_start,
    DriverKind.ACTUAL: _earlier_actual,
    DriverKind.MANUAL: _without_hand,
    DriverKind.EXTERNAL: _earlier_external,
    DriverKind.LATE_DATES: _soon,
}
