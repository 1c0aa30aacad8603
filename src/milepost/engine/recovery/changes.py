"""Carrying changes out on a copy of a case: what was handed in stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from milepost.engine import effort
from milepost.engine.calendars import CalendarException
from milepost.engine.distributions import Distribution, Shape
from milepost.engine.effort import Effort, Team
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recovery.case import Case, Change
from milepost.engine.resources import Assignment
from milepost.engine.risks import Exposure, Risk, TaskEffect
from milepost.engine.splits import segments_of
from milepost.engine.tasks import LagKind, Link, LinkType, Segment, Task, TaskType
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTimes


def carry_out(case: Case, changes: Iterable[Change]) -> Case:
    """Apply changes one after the other; raises PlanRefusedError for one that cannot be carried out."""
    for each in changes:
        named: dict[str, Any] = dict(each.arguments)
        if each.command in _ON_PLANS:
            case = replace(case, plan=_ON_PLANS[each.command](case.plan, **named))
        elif each.command in _ON_RISKS:
            case = replace(case, risks=_ON_RISKS[each.command](case.risks, **named))
        else:
            raise _refused(f"There is no change {each.command!r}.")
    return case


def crash_task(plan: Plan, task: Uid, duration: Minutes, cost: str) -> Plan:
    """Do the same work in less time: its people's units rise, and the price of it is a fixed cost of the task."""
    row, money = _open(plan, task), Decimal(cost)
    before = _team(plan, row)
    found = effort.change_duration(replace(row, type=TaskType.FIXED_WORK), before, duration)
    stored = None if row.cost is None else row.cost + money
    done = replace(found.task, type=row.type, fixed_cost=row.fixed_cost + money, cost=stored)
    return _with_effort(plan, before, Effort(done, found.team))


def assign_to_share(plan: Plan, task: Uid, resource: Uid, units: str = "1", loss: Minutes = 0) -> Plan:
    """Put another person on a task to share what remains; `loss` is the work in person-minutes that learning adds."""
    row = _open(plan, task)
    before = _team(plan, row)
    if not before or any(one.resource == resource for one in before):
        raise _refused(f"{row.name!r} has nobody to share with, or has this person already.", row)
    added = Assignment(_free(plan.assignments), row.uid, resource, Decimal(units))
    joined = effort.assign(replace(row, effort_driven=True), before, added)
    if loss:
        joined = effort.change_work(joined.task, joined.team, sum(one.work for one in joined.team) + loss)
    done = replace(joined.task, effort_driven=row.effort_driven)
    return _with_effort(plan, before, Effort(done, joined.team))


def reassign(plan: Plan, task: Uid, resource: Uid, to: Uid) -> Plan:
    """Hand an unstarted assignment to another person at the same units."""
    row = _open(plan, task)
    one = next((a for a in plan.assignments if a.task == task and a.resource == resource), None)
    if one is None or one.actual_work or any(a.task == task and a.resource == to for a in plan.assignments):
        raise _refused(f"Nothing of {row.name!r} can be handed over like that.", row)
    return replace(plan, assignments=tuple(replace(a, resource=to) if a is one else a for a in plan.assignments))


def change_link(plan: Plan, predecessor: Uid, successor: Uid, kind: str, lag: int, lag_kind: str) -> Plan:
    """Change how one task waits for another."""
    old = _link(plan, predecessor, successor)
    fresh = replace(old, type=LinkType(kind), lag=lag, lag_kind=LagKind(lag_kind))
    return replace(plan, links=tuple(fresh if link is old else link for link in plan.links))


def add_link(plan: Plan, predecessor: Uid, successor: Uid) -> Plan:
    """Let one task wait for another."""
    if any(link.predecessor == predecessor and link.successor == successor for link in plan.links):
        raise _refused(f"Task {successor} waits for task {predecessor} already.")
    return replace(plan, links=(*plan.links, Link(predecessor, successor)))


def remove_link(plan: Plan, predecessor: Uid, successor: Uid) -> Plan:
    """Let one task no longer wait for another."""
    old = _link(plan, predecessor, successor)
    return replace(plan, links=tuple(link for link in plan.links if link is not old))


def set_priority(plan: Plan, task: Uid, priority: int) -> Plan:
    """Set how much a task matters when people are short."""
    return _with_task(plan, replace(_open(plan, task), priority=priority))


def deactivate(plan: Plan, task: Uid) -> Plan:
    """Take an unstarted task out of the plan."""
    row = _open(plan, task)
    if row.actual_start is not None:
        raise _refused(f"{row.name!r} has started; it cannot be left out.", row)
    return _with_task(plan, replace(row, inactive=True))


def set_levelling(plan: Plan, task: Uid, delay: Minutes, pieces: tuple[tuple[Minutes, Minutes], ...]) -> Plan:
    """Let a task wait for its people, and pause in between: `pieces` are pairs of work and the gap after it."""
    segments = tuple(Segment(work, gap) for work, gap in pieces)
    row = _open(plan, task)
    return _with_task(plan, replace(row, levelling_delay=delay, levelling_delay_elapsed=False, segments=segments))


def fill_place(plan: Plan, assignment: Uid, resource: Uid) -> Plan:
    """Let somebody do an assignment that asks for a skill or names a role."""
    rows = tuple(replace(a, resource=resource) if a.uid == assignment else a for a in plan.assignments)
    return replace(plan, assignments=rows)


def add_working_days(
    plan: Plan, tasks: tuple[Uid, ...], days: tuple[str, ...], intervals: tuple[tuple[Minutes, Minutes], ...]
) -> Plan:
    """Let tasks be worked on days that are free, each on a copy of the calendar it follows."""
    copies: dict[Uid | None, Uid] = {}
    for uid in tasks:
        row = _open(plan, uid)
        source = row.calendar if row.calendar is not None else plan.settings.calendar
        known = next((each for each in plan.calendars if each.uid == source), None)
        if known is None:
            raise _refused(f"{row.name!r} follows no calendar of the plan; give it one first.", row)
        if source not in copies:
            extra = tuple(
                CalendarException(f"Overtime on {day}", date.fromisoformat(day), date.fromisoformat(day), intervals)
                for day in days
            )
            fresh = replace(
                known,
                uid=_free(plan.calendars),
                name=f"{known.name} with overtime",
                exceptions=(*known.exceptions, *extra),
            )
            plan = replace(plan, calendars=(*plan.calendars, fresh))
            copies[source] = fresh.uid
        plan = _with_task(plan, replace(row, calendar=copies[source], ignore_resource_calendars=True))
    return plan


def add_fixed_cost(plan: Plan, task: Uid, cost: str) -> Plan:
    """Add to what a task costs beside its people's hours."""
    row, money = _open(plan, task), Decimal(cost)
    stored = None if row.cost is None else row.cost + money
    return _with_task(plan, replace(row, fixed_cost=row.fixed_cost + money, cost=stored))


def set_deadline(plan: Plan, task: Uid, at: Instant) -> Plan:
    """Give a task a deadline."""
    return _with_task(plan, replace(_open(plan, task), deadline=at))


def set_must_finish(plan: Plan, at: Instant) -> Plan:
    """Say by when the whole project must finish."""
    return replace(plan, settings=replace(plan.settings, must_finish_by=at))


def set_risk_response(risks: tuple[Risk, ...], risk: str) -> tuple[Risk, ...]:
    """Switch a risk's planned response on."""
    if all(each.code != risk or each.response is None for each in risks):
        raise _refused(f"There is no risk {risk} with a response.")
    return tuple(replace(each, responded=True) if each.code == risk else each for each in risks)


def add_rework_risk(
    risks: tuple[Risk, ...], code: str, title: str, probability: str, task: Uid, delay: Minutes
) -> tuple[Risk, ...]:
    """Enter the risk that work begun early has to be done again."""
    span = Distribution(Shape.FIXED, likely=Decimal(delay))
    row = Risk(code, title, Exposure(Decimal(probability), (TaskEffect(task, delay=span),)))
    return (*(each for each in risks if each.code != code), row)


def movable(plan: Plan, task: Task) -> Task:
    """Turn the pieces a task's source stored into lasting segments, so that it can change."""
    if not task.stored_pieces:
        return task
    pieces = segments_of(task, WorkTimes(plan).of_task(task.uid))
    return replace(task, stored_pieces=(), segments=pieces if len(pieces) > 1 else ())


def _open(plan: Plan, uid: Uid) -> Task:
    row = next((task for task in plan.tasks if task.uid == uid), None)
    if row is None or row.actual_finish is not None or any(other.parent == uid for other in plan.tasks):
        raise _refused(f"Task {uid} is no open leaf of the plan.")
    return movable(plan, row)


def _team(plan: Plan, row: Task) -> Team:
    return effort.team_of(row.uid, plan.assignments, {resource.uid: resource for resource in plan.resources})


def _with_task(plan: Plan, task: Task) -> Plan:
    return replace(plan, tasks=tuple(task if old.uid == task.uid else old for old in plan.tasks))


def _with_effort(plan: Plan, before: Team, found: Effort) -> Plan:
    kept = {one.uid: one for one in found.team}
    gone = {one.uid for one in before} - set(kept)
    rows = [kept.pop(row.uid, row) for row in plan.assignments if row.uid not in gone]
    return _with_task(replace(plan, assignments=(*rows, *kept.values())), found.task)


def _link(plan: Plan, predecessor: Uid, successor: Uid) -> Link:
    for link in plan.links:
        if link.predecessor == predecessor and link.successor == successor:
            return link
    raise _refused(f"Task {successor} does not wait for task {predecessor}.")


def _free(taken: Iterable[Any]) -> Uid:
    return max((record.uid for record in taken), default=0) + 1


def _refused(message: str, task: Task | None = None) -> PlanRefusedError:
    return PlanRefusedError((Notice("E-RECOVERY", message, () if task is None else (task.uid,)),))


_ON_PLANS: dict[str, Callable[..., Plan]] = {
    function.__name__: function
    for function in (
        crash_task,
        assign_to_share,
        reassign,
        change_link,
        add_link,
        remove_link,
        set_priority,
        deactivate,
        set_levelling,
        fill_place,
        add_working_days,
        add_fixed_cost,
        set_deadline,
        set_must_finish,
    )
}
_ON_RISKS: dict[str, Callable[..., tuple[Risk, ...]]] = {
    function.__name__: function for function in (set_risk_response, add_rework_risk)
}
