"""A plan to level in TaskJuggler's own language: people with leave, effort, alternatives for open places.

TaskJuggler knows no links to finishes, cannot always keep links between starts once people have to be waited for, and
knows no half-time from some day on. Only finish-to-start links are written, so it computes an easier plan.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from plans import START

from milepost.engine.calendars import Calendar
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment, Resource
from milepost.engine.tasks import Link, LinkType, Task

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def lines_of(plan: Plan) -> Iterator[str]:
    """Write the lines of a .tjp file that levels the plan and reports its dates as CSV."""
    yield f'project p "p" {START} - {START + timedelta(days=365 * 6)} {{ timingresolution 60min }}'
    calendars = {calendar.uid: calendar for calendar in plan.calendars}
    for resource in plan.resources:
        yield from _person(resource, calendars)
    crew: dict[int, list[Assignment]] = {}
    for each in plan.assignments:
        crew.setdefault(each.task, []).append(each)
    parents = {task.uid: task.parent for task in plan.tasks}
    inbound: dict[int, list[str]] = {}
    for link in plan.links:
        if link.type is LinkType.FS:
            inbound.setdefault(link.successor, []).append(_dependency(link, parents))
    inside = False
    for task in plan.tasks:
        if task.summary:
            yield "}" if inside else ""
            yield f'task p{task.uid} "p" {{'
            inside = True
        else:
            yield _leaf(task, crew.get(task.uid, []), inbound.get(task.uid, []), plan.resources)
    yield "}"
    yield 'taskreport r "r" { formats csv columns id, start, end }'


def _person(resource: Resource, calendars: dict[int, Calendar]) -> Iterator[str]:
    own = calendars[resource.calendar or 1]
    week = [a if a is not None else b for a, b in zip(own.week, calendars[1].week, strict=True)]
    yield f'resource r{resource.uid} "r" {{'
    for day, hours in zip(_DAYS, week, strict=True):
        shown = ", ".join(f"{a // 60}:{a % 60:02} - {b // 60}:{b % 60:02}" for a, b in hours or ())
        yield f"  workinghours {day} {shown or 'off'}"
    for off in own.exceptions:
        if off.start.year < START.year + 6:
            yield f"  leaves annual {off.start} - {off.end + timedelta(days=1)}"
    yield "}"


def _dependency(link: Link, parents: dict[int, int | None]) -> str:
    gap = f" {{ gaplength {link.lag // 60}h }}" if link.lag else ""
    return f"p{parents[link.predecessor]}.t{link.predecessor}{gap}"


def _leaf(task: Task, crew: list[Assignment], inbound: list[str], people: tuple[Resource, ...]) -> str:
    facts = [f"effort {sum(a.work for a in crew) // 60}h", f"priority {task.priority}"]
    for each in crew:
        if each.resource is not None:
            facts.append(f"allocate r{each.resource}")
            continue
        able = [r.uid for r in people if any(s.name == each.skill and s.level >= each.level for s in r.skills)]
        others = ", ".join(f"r{uid}" for uid in able[1:])
        facts.append(f"allocate r{able[0]} {{ alternative {others} select minloaded persistent }}")
    if any(a.units < 1 for a in crew):
        facts.append(f"limits {{ dailymax {sum(int(8 * a.units) for a in crew)}h }}")
    if inbound:
        facts.append(f"depends {', '.join(inbound)}")
    return f'  task t{task.uid} "t" {{ {" ".join(facts)} }}'
