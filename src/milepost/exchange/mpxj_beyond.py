"""What a file read by MPXJ says beyond Microsoft Project XML: tasks of other projects, and what it leaves open."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from milepost.engine import clock
from milepost.engine.plan import LateConstraintMode, Plan
from milepost.engine.tasks import LagKind, Link, LinkType, Task, TaskKind
from milepost.engine.units import Instant, Minutes
from milepost.exchange.imported import Imported
from milepost.exchange.receipt import Fate, ReceiptLine

_OTHER = "task of another project"
_ELAPSED = {"em": 1, "eh": 60, "ed": 1440, "ew": 10080, "emo": 43200}


def with_switches(imported: Imported, unknown: Sequence[str], *, honors: bool | None) -> Imported:
    """Give switches the file says nothing about their usual value, and those the XML leaves open the file's."""
    plan = imported.dossier.plan
    can_split, can_level = "LEVELING_CAN_SPLIT" in unknown, "LEVEL_ASSIGNMENTS" in unknown
    tasks = tuple(
        replace(
            task,
            can_split=task.can_split or can_split,
            level_assignments=task.level_assignments or can_level,
        )
        for task in plan.tasks
    )
    settings = plan.settings
    if honors is False:
        settings = replace(settings, late_constraints=LateConstraintMode.LOGIC)
    return replace(imported, dossier=replace(imported.dossier, plan=replace(plan, settings=settings, tasks=tasks)))


def with_external(imported: Imported, found: Sequence[dict[str, Any]]) -> Imported:
    """Add the tasks of other projects, their dates and links to what the XML gave."""
    imported = _dated(imported, {one["uid"]: _task(one) for one in found})
    plan = imported.dossier.plan
    known = {task.uid for task in plan.tasks}
    tasks = [_task(one) for one in found if one["uid"] not in known]
    if not tasks:
        return imported
    added = {task.uid for task in tasks}
    ends = {(link.predecessor, link.successor) for link in plan.links}
    links = [
        link
        for link in _links(plan, found)
        if {link.predecessor, link.successor} <= known | added and (link.predecessor, link.successor) not in ends
    ]
    whole = replace(plan, tasks=(*plan.tasks, *tasks), links=(*plan.links, *dict.fromkeys(links)))
    lines = _without_lost_links(imported.receipt.lines, len(links))
    lines = (*lines, ReceiptLine(_OTHER, Fate.KEPT, len(tasks)))
    return Imported(replace(imported.dossier, plan=whole), replace(imported.receipt, lines=lines))


def _dated(imported: Imported, found: Mapping[int, Task]) -> Imported:
    """Give tasks of other projects that the XML only names in links what the file knows of them."""
    plan, receipt = imported.dossier.plan, imported.receipt
    named = [task.uid for task in plan.tasks if task.kind is TaskKind.EXTERNAL and task.uid in found]
    if not named:
        return imported
    tasks = tuple(replace(found[task.uid], parent=task.parent) if task.uid in named else task for task in plan.tasks)
    lines = tuple(line for line in receipt.lines if line.field != _OTHER)
    lines = (*lines, ReceiptLine(_OTHER, Fate.KEPT, len(named)))
    whole = replace(imported.dossier, plan=replace(plan, tasks=tasks))
    return Imported(whole, replace(receipt, lines=lines))


def _task(one: dict[str, Any]) -> Task:
    start, finish = _at(one["start"]), _at(one["finish"])
    return Task(
        uid=one["uid"],
        name=one["name"],
        kind=TaskKind.EXTERNAL,
        milestone=start == finish,
        manual_start=start,
        manual_finish=finish,
        external_project=one["project"],
        external_uid=one["other"] or None,
    )


def _at(text: str) -> Instant | None:
    return clock.instant(datetime.fromisoformat(text)) if text else None


def _links(plan: Plan, found: Iterable[dict[str, Any]]) -> list[Link]:
    return [
        Link(
            link["predecessor"],
            link["successor"],
            LinkType(link["type"]),
            _minutes(plan, link["lag"], link["unit"]),
            LagKind.ELAPSED if link["unit"] in _ELAPSED else LagKind.WORKING,
        )
        for one in found
        for link in one["links"]
    ]


def _minutes(plan: Plan, lag: float, unit: str) -> Minutes:
    """Turn a lag such as 2.5 d into minutes of the plan's days, weeks and months."""
    day, week = plan.settings.minutes_per_day, plan.settings.minutes_per_week
    working = {"m": 1, "h": 60, "d": day, "w": week, "mo": day * plan.settings.days_per_month}
    return round(lag * (_ELAPSED.get(unit) or working.get(unit, day)))


def _without_lost_links(lines: tuple[ReceiptLine, ...], regained: int) -> tuple[ReceiptLine, ...]:
    """Take the links that were found again off the line of those left out."""
    kept = []
    for line in lines:
        if line.field == "link" and line.fate is Fate.DROPPED:
            if line.count > regained:
                kept.append(replace(line, count=line.count - regained))
        else:
            kept.append(line)
    return tuple(kept)
