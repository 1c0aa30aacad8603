"""Calendars that are not there, inherit in a circle, or never work."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from milepost.engine.calendars import Calendar
from milepost.engine.network import outline
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.units import Uid
from milepost.engine.words import label
from milepost.engine.worktime import WorkTimes


def calendar_errors(plan: Plan) -> tuple[Notice, ...]:
    """List calendars that are named but missing, and parents in a circle."""
    calendars = {calendar.uid: calendar for calendar in plan.calendars}
    named = {task.calendar for task in plan.tasks} | {link.calendar for link in plan.links}
    named |= {resource.calendar for resource in plan.resources} | {calendar.parent for calendar in plan.calendars}
    if calendars.keys() >= (named | {plan.settings.calendar}) - {None} and all(
        c.parent is None for c in plan.calendars
    ):
        return ()
    return (*_unknown(plan, calendars), *_circles(calendars))


def _unknown(plan: Plan, calendars: dict[Uid, Calendar]) -> Iterator[Notice]:
    for who, uid, tasks in _named(plan):
        if uid not in calendars:
            words = f"{who} names calendar {uid}, which the plan does not hold."
            yield Notice("E-CAL-UNKNOWN", f"{words} Name a calendar of the plan, or none.", tasks)


def _named(plan: Plan) -> Iterator[tuple[str, Uid, tuple[Uid, ...]]]:
    """Walk over every place that names a calendar: who, which, and the tasks concerned."""
    if plan.settings.calendar is not None:
        yield "The project", plan.settings.calendar, ()
    for calendar in plan.calendars:
        if calendar.parent is not None:
            yield f"Calendar {calendar.name!r}", calendar.parent, ()
    for resource in plan.resources:
        if resource.calendar is not None:
            yield f"Resource {resource.name}", resource.calendar, ()
    for task in plan.tasks:
        if task.calendar is not None:
            yield f"Task {label(task)}", task.calendar, (task.uid,)
    for link in plan.links:
        if link.calendar is not None:
            ends = (link.predecessor, link.successor)
            yield f"The link of task {link.predecessor} to task {link.successor}", link.calendar, ends


def _circles(calendars: dict[Uid, Calendar]) -> Iterator[Notice]:
    settled: set[Uid] = set()
    for uid in calendars:
        chain: list[Uid] = []
        above: Uid | None = uid
        while above is not None and above in calendars and above not in settled and above not in chain:
            chain.append(above)
            above = calendars[above].parent
        if above in chain:
            ring = (*chain[chain.index(above) :], above)
            names = " <- ".join(repr(calendars[each].name) for each in ring)
            yield Notice("E-CAL-CYCLE", f"Calendars inherit in a circle: {names}. Cut one of these parents.")
        settled.update(chain)


def working_errors(plan: Plan) -> tuple[Notice, ...]:
    """List the calendars dates are counted in that cannot be expanded: E-CAL-EMPTY, E-ZONE."""
    times = WorkTimes(plan)
    asked = [partial(times.of_calendar, None)]
    asked += [partial(times.of_calendar, uid) for uid in {link.calendar for link in plan.links} - {None}]
    asked += [partial(times.of_task, plan.tasks[n].uid) for n in outline(plan).leaves]
    found: dict[Notice, None] = {}
    for expand in asked:
        try:
            expand()
        except PlanRefusedError as refused:
            found.update(dict.fromkeys(refused.notices))
    return tuple(found)
