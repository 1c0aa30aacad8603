"""Commands as the plan page gives them: predecessors and people as one cell, dragged dates, the board."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from milepost.dossier.edits_effort import assign, change_units, reassign, unassign
from milepost.dossier.edits_progress import record_actual_finish, record_actual_start
from milepost.dossier.edits_records import Command, EditRefusedError, kind_of, number, open_task, task_of
from milepost.dossier.edits_tasks import clear_progress
from milepost.dossier.outline import refuse_new_forbidden_links
from milepost.engine.changes import with_task
from milepost.engine.plan import LagCalendar, Plan
from milepost.engine.resources import ResourceKind
from milepost.engine.results import DriverKind
from milepost.engine.schedule import schedule
from milepost.engine.tasks import Constraint, ConstraintKind, LagKind, Link, LinkType, Task
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTime, WorkTimes

_OF_STARTS = (ConstraintKind.SNET, ConstraintKind.SNLT, ConstraintKind.MSO, ConstraintKind.ALAP)
STATES = ("planned", "started", "done")


def set_predecessors(plan: Plan, task: Uid, links: Sequence[Sequence[Any]]) -> Plan:
    """Let a task wait for exactly these: each is predecessor, kind, lag, lag_kind and the lag's unit.

    Links that stay keep their calendar and note.
    """
    row = task_of(plan, task, leaf=False)
    known = {(link.predecessor, link.type): link for link in plan.links if link.successor == task}
    wanted: dict[tuple[Uid, LinkType], Link] = {}
    for uid, kind, lag, lag_kind, unit in links:
        first = task_of(plan, uid, leaf=False)
        key = (first.uid, kind_of(LinkType, kind))
        if key in wanted:
            raise EditRefusedError(f"{row.name!r} cannot wait for {first.name!r} twice in the same way.")
        old = known.get(key, Link(first.uid, row.uid, key[1]))
        wanted[key] = replace(old, lag=lag, lag_kind=kind_of(LagKind, lag_kind), lag_unit=unit)
    kept = [wanted.pop((link.predecessor, link.type), None) if link.successor == task else link for link in plan.links]
    after = replace(plan, links=(*(link for link in kept if link is not None), *wanted.values()))
    refuse_new_forbidden_links(plan, after)
    return after


def set_people(plan: Plan, task: Uid, people: Sequence[Sequence[Any]]) -> Plan:
    """Let exactly these people work on a task: each is a resource and its units (1 = 100 %).

    Who replaces somebody takes over what remains of their work.
    """
    open_task(plan, task)
    wanted = {uid: number(units, "units") for uid, units in people}
    workers = {row.uid for row in plan.resources if row.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)}
    now = {row.resource: row for row in plan.assignments if row.task == task and row.resource in workers}
    gone = [uid for uid, row in now.items() if uid not in wanted and (row.remaining_work or not row.actual_work)]
    fresh = [uid for uid in wanted if uid not in now]
    for old, new in zip(gone, fresh, strict=False):
        plan = reassign(plan, task, old, new)
    for uid in fresh[len(gone) :]:
        plan = assign(plan, task, uid, wanted[uid])
    for uid in gone[len(fresh) :]:
        plan = unassign(plan, task, uid)
    units = {row.resource: row.units for row in plan.assignments if row.task == task}
    for uid, share in wanted.items():
        if units[uid] != share:
            plan = change_units(plan, task, uid, share)
    return plan


def drag_task(plan: Plan, task: Uid, to: Instant, mode: str = "constraint") -> Plan:
    """Let a task start at another date, by what is meant: constraint (not before), lag (of the link that holds it) or
    actual (it did start then).
    """
    row = open_task(plan, task)
    if mode == "actual":
        return record_actual_start(plan, task, to)
    if row.actual_start is not None:
        raise EditRefusedError(f"{row.name!r} has started; correct its actual start instead.")
    if mode == "constraint":
        kept = tuple(each for each in row.constraints if each.kind not in _OF_STARTS)
        return with_task(plan, replace(row, constraints=(*kept, Constraint(ConstraintKind.SNET, to))))
    if mode != "lag":
        raise EditRefusedError(f"What is meant is constraint, lag or actual, not {mode!r}.")
    return _with_lag(plan, row, to)


def _with_lag(plan: Plan, row: Task, to: Instant) -> Plan:
    """Lengthen or shorten the links that hold a task by the working time it is to move."""
    dates = schedule(plan).by_uid.get(row.uid)
    if dates is None or dates.driver.kind is not DriverKind.LINK:
        raise EditRefusedError(f"No link holds {row.name!r} where it is; set a constraint instead.")
    holding = dates.driver.links
    if to > dates.start:
        # Later: one link is enough, whichever holds it; earlier: every one has to give way.
        holding = holding[:1]
    times = WorkTimes(plan)
    links = list(plan.links)
    for place in holding:
        links[place] = _lagged(plan, times, links[place], dates.start, to)
    after = replace(plan, links=tuple(links))
    start, line = schedule(after).by_uid[row.uid].start, times.of_task(row.uid)
    if not line.same(line.next(to), start):
        raise EditRefusedError(f"{row.name!r} cannot start then by its links alone; something else holds it.")
    return after


def _lagged(plan: Plan, times: WorkTimes, link: Link, start: Instant, to: Instant) -> Link:
    if link.lag_kind in (LagKind.PERCENT, LagKind.PERCENT_ELAPSED):
        raise EditRefusedError("The lag of this link is a share of a duration; change the link itself.")
    if link.lag_kind is LagKind.ELAPSED:
        return replace(link, lag=link.lag + to - start)
    line = _lag_line(plan, times, link)
    return replace(link, lag=link.lag + line.working(start, to))


def _lag_line(plan: Plan, times: WorkTimes, link: Link) -> WorkTime:
    if link.calendar is not None:
        return times.of_calendar(link.calendar)
    whose = plan.settings.lag_calendar
    if whose is LagCalendar.ELAPSED:
        return times.elapsed
    if whose is LagCalendar.PROJECT:
        return times.of_calendar(None)
    return times.of_task(link.successor if whose is LagCalendar.SUCCESSOR else link.predecessor)


def set_state(plan: Plan, task: Uid, state: str, at: Instant) -> Plan:
    """Move a task on the board: planned (nothing done), started or done, as of an instant.

    What is done without ever having started did so when it was planned to, at the latest `at`.
    """
    row = task_of(plan, task)
    if state not in STATES:
        raise EditRefusedError(f"A state is one of {', '.join(STATES)}, not {state!r}.")
    now = "done" if row.actual_finish is not None else "planned" if row.actual_start is None else "started"
    if state == now:
        raise EditRefusedError(f"{row.name!r} is {state} already.")
    begun = row.actual_start
    if now == "done" or state == "planned":
        plan = clear_progress(plan, task)
    if state == "planned":
        return plan
    if state == "started":
        return record_actual_start(plan, task, at if begun is None else begun)
    return record_actual_finish(plan, task, at, _begun(plan, row, at) if begun is None else begun)


def _begun(plan: Plan, row: Task, at: Instant) -> Instant:
    dates = schedule(plan).by_uid.get(row.uid)
    return at if dates is None or row.milestone else min(dates.start, at)


LOGIC_COMMANDS: dict[str, Command] = {
    command.__name__: command for command in (set_predecessors, set_people, drag_task, set_state)
}
