"""A plan in TaskJuggler's own language, as far as that language goes: links to starts, with gaps forward."""

from __future__ import annotations

from collections.abc import Iterator

from plans import DAY, START

from milepost.engine.calendars import Calendar
from milepost.engine.clock import moment
from milepost.engine.plan import Plan
from milepost.engine.tasks import Link, LinkType, Task

_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def lines_of(plan: Plan) -> Iterator[str]:
    """Write the lines of a .tjp file that schedules the plan and reports its dates as CSV."""
    yield f'project p "p" {START} - 2034-12-31 {{ timingresolution 60min }}'
    for calendar in plan.calendars:
        yield from _shift(calendar)
    parents = {task.uid: task.parent for task in plan.tasks}
    inbound: dict[int, list[str]] = {}
    for link in plan.links:
        if link.type in (LinkType.FS, LinkType.SS):
            inbound.setdefault(link.successor, []).append(_dependency(link, parents))
    inside = False
    for task in plan.tasks:
        if task.summary:
            yield "}" if inside else ""
            yield f'task p{task.uid} "p" {{'
            inside = True
        else:
            yield _leaf(task, inbound.get(task.uid, []))
    yield "}"
    yield 'taskreport r "r" { formats csv columns id, start, end }'


def _shift(calendar: Calendar) -> Iterator[str]:
    works = ", ".join(day for day, hours in zip(_DAYS, calendar.week, strict=True) if hours)
    rests = ", ".join(day for day, hours in zip(_DAYS, calendar.week, strict=True) if not hours)
    yield f'shift c{calendar.uid} "c" {{ workinghours {works} 8:00 - 12:00, 13:00 - 17:00 workinghours {rests} off'
    # TaskJuggler's calendar ends with 2035.
    yield from (f"  leaves holiday {e.start} +1d" for e in calendar.exceptions if e.start.year < 2035)
    yield "}"


def _dependency(link: Link, parents: dict[int, int | None]) -> str:
    options = ["onstart"] if link.type is LinkType.SS else []
    options += [f"gaplength {link.lag // 60}h"] if link.lag else []
    return f"p{parents[link.predecessor]}.t{link.predecessor}" + (f" {{ {' '.join(options)} }}" if options else "")


def _leaf(task: Task, inbound: list[str]) -> str:
    facts = [f"length {task.duration // DAY}d", f"shifts c{task.calendar or 1}"]
    # A start date binds in TaskJuggler, so only tasks without predecessors get theirs.
    if task.constraints and task.constraints[0].at is not None and not inbound:
        facts.append(f"start {moment(task.constraints[0].at):%Y-%m-%d-%H:%M}")
    if inbound:
        facts.append(f"depends {', '.join(inbound)}")
    return f'  task t{task.uid} "t" {{ {" ".join(facts)} }}'
