"""Commands on the logic of a plan: its links, the waiting in them, and the pieces of its tasks (schedule.md 4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milepost.dossier.edits_records import Command, EditRefusedError, free_uid, kind_of, open_task, task_of
from milepost.dossier.outline import refuse_new_forbidden_links
from milepost.engine import changes
from milepost.engine.changes import with_task
from milepost.engine.plan import LagCalendar, Plan
from milepost.engine.tasks import LagKind, Link, LinkType, Task
from milepost.engine.units import Minutes, Uid


def add_link(
    plan: Plan, predecessor: Uid, successor: Uid, kind: str = "FS", lag: int = 0, lag_kind: str = "working"
) -> Plan:
    """Let one task wait for another; refuses what would close a loop when the plan is scheduled."""
    first, last = task_of(plan, predecessor, leaf=False), task_of(plan, successor, leaf=False)
    if first.uid == last.uid:
        raise EditRefusedError(f"{first.name!r} cannot wait for itself.")
    if any(link.predecessor == predecessor and link.successor == successor for link in plan.links):
        raise EditRefusedError(f"{last.name!r} already waits for {first.name!r}; change that link.")
    link = Link(predecessor, successor, kind_of(LinkType, kind), lag, kind_of(LagKind, lag_kind))
    after = replace(plan, links=(*plan.links, link))
    refuse_new_forbidden_links(plan, after)
    return after


def remove_link(plan: Plan, predecessor: Uid, successor: Uid) -> Plan:
    """Let one task no longer wait for another."""
    place = _place(plan, predecessor, successor)
    return replace(plan, links=(*plan.links[:place], *plan.links[place + 1 :]))


def change_link(
    plan: Plan,
    predecessor: Uid,
    successor: Uid,
    kind: str | None = None,
    lag: int | None = None,
    lag_kind: str | None = None,
) -> Plan:
    """Change how one task waits for another: the link's type, or its lag (hundredths of a percent for shares)."""
    place = _place(plan, predecessor, successor)
    link = plan.links[place]
    changed = replace(
        link,
        type=link.type if kind is None else kind_of(LinkType, kind),
        lag=link.lag if lag is None else lag,
        lag_kind=link.lag_kind if lag_kind is None else kind_of(LagKind, lag_kind),
    )
    return replace(plan, links=(*plan.links[:place], changed, *plan.links[place + 1 :]))


def lag_to_task(plan: Plan, predecessor: Uid, successor: Uid, name: str) -> Plan:
    """Plan the waiting between two tasks as a task of its own, so that it can be seen, owned and tracked."""
    place = _place(plan, predecessor, successor)
    link = plan.links[place]
    if link.lag <= 0 or link.type is not LinkType.FS or link.lag_kind not in (LagKind.WORKING, LagKind.ELAPSED):
        raise EditRefusedError("Only the waiting time of a finish-to-start link can become a task.")
    after = task_of(plan, successor, leaf=False)
    calendar = link.calendar
    if calendar is None and plan.settings.lag_calendar is LagCalendar.SUCCESSOR:
        calendar = after.calendar
    elapsed = link.lag_kind is LagKind.ELAPSED or plan.settings.lag_calendar is LagCalendar.ELAPSED
    waiting = Task(
        free_uid(plan.tasks), name, parent=after.parent, duration=link.lag, elapsed=elapsed, calendar=calendar
    )
    at = next(n for n, task in enumerate(plan.tasks) if task.uid == successor)
    links = (Link(predecessor, waiting.uid), replace(link, predecessor=waiting.uid, lag=0))
    return replace(
        plan,
        tasks=(*plan.tasks[:at], waiting, *plan.tasks[at:]),
        links=(*plan.links[:place], *links, *plan.links[place + 1 :]),
    )


def split_task_into(plan: Plan, task: Uid, names: Sequence[str], durations: Sequence[Minutes]) -> Plan:
    """Divide an unstarted task into a chain of smaller ones done one after the other by the same people.

    `durations` are working minutes and add up to the task's own; the first part keeps the task's
    number and what leads into it, the last part what follows from it, its deadline and fixed costs.
    """
    row = open_task(plan, task)
    if row.actual_start is not None:
        raise EditRefusedError(f"{row.name!r} has started; say what remains of it instead.")
    if len(names) != len(durations) or len(names) < 2:
        raise EditRefusedError("Name at least two parts, with one duration each.")
    if min(durations) <= 0 or sum(durations) != row.duration:
        raise EditRefusedError(f"The parts of {row.name!r} are above zero and add up to {row.duration} minutes.")
    return changes.split_task_into(plan, task, names, durations)


def _place(plan: Plan, predecessor: Uid, successor: Uid) -> int:
    for place, link in enumerate(plan.links):
        if link.predecessor == predecessor and link.successor == successor:
            return place
    first, last = task_of(plan, predecessor, leaf=False), task_of(plan, successor, leaf=False)
    raise EditRefusedError(f"{last.name!r} does not wait for {first.name!r}; there is no such link.")


def deactivate(plan: Plan, task: Uid) -> Plan:
    """Take an unstarted task out of the plan but keep its record: scope that is dropped or deferred."""
    row = open_task(plan, task)
    if row.actual_start is not None:
        raise EditRefusedError(f"{row.name!r} has started; close it with what is done instead.")
    return with_task(plan, replace(row, inactive=True))


LINK_COMMANDS: dict[str, Command] = {
    command.__name__: command
    for command in (add_link, remove_link, change_link, lag_to_task, split_task_into, deactivate)
}
