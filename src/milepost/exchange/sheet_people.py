"""The resources column of a plan sheet: people, units and material."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from milepost.engine.resources import Assignment, Resource, ResourceKind
from milepost.engine.tasks import Task
from milepost.engine.units import Uid, whole_minutes
from milepost.exchange.sheet_cells import SheetReader, SheetRow
from milepost.exchange.sheet_words import assigned

Team = tuple[tuple[Resource, ...], tuple[Assignment, ...]]


def team(reader: SheetReader, rows: Sequence[SheetRow], tasks: Sequence[Task], known: Sequence[Resource] = ()) -> Team:
    """Read who works on what; `known` are resources another sheet of the file describes."""
    people = {resource.name.casefold(): resource for resource in known}
    found: list[Assignment] = []
    separator = ";" if any(";" in reader.text(row, "resources") for row in rows) else ","
    for row, task in zip(rows, tasks, strict=True):
        written = []
        for words in reader.text(row, "resources").replace("\n", separator).split(separator):
            read = assigned(words)
            if read is None and words.strip():
                reader.refuse(row, "resources", "names such as Ana, Ana[50%] or Cable[30 m]")
            elif read is not None:
                written.append(read)
        for name, _, material in written:
            people.setdefault(name.casefold(), _resource(len(people) + 1, name, material=material))
        found += _assignments(task, written, people, len(found))
    return tuple(people.values()), tuple(found)


def _resource(uid: Uid, name: str, *, material: bool) -> Resource:
    return Resource(uid, name, kind=ResourceKind.MATERIAL if material else ResourceKind.WORK)


def _assignments(
    task: Task, written: Sequence[tuple[str, Decimal, bool]], people: dict[str, Resource], count: int
) -> list[Assignment]:
    """Share the task's work by units; without work of its own a task's people work its duration."""
    workers = sum((units for name, units, _ in written if _works(people[name.casefold()])), Decimal(0))
    total = task.work if task.work is not None else whole_minutes(task.duration * workers)
    found = []
    for place, (name, units, _) in enumerate(written, start=count + 1):
        resource = people[name.casefold()]
        if _works(resource):
            work = whole_minutes(total * units / workers) if workers else 0
            done = whole_minutes(work * task.percent_complete / 100)
            found.append(
                Assignment(place, task.uid, resource.uid, units, work, actual_work=done, remaining_work=work - done)
            )
        else:
            found.append(Assignment(place, task.uid, resource.uid, quantity=units))
    return found


def _works(resource: Resource) -> bool:
    return resource.kind in (ResourceKind.WORK, ResourceKind.EQUIPMENT)
