"""Records that point nowhere, share a number, or hang in a circle."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.words import label


class _Record(Protocol):
    @property
    def uid(self) -> Uid: ...
    @property
    def name(self) -> str: ...


#: The codes after which a plan cannot be read any further.
UNSOUND = frozenset(
    {
        "E-DUP-UID",
        "E-PARENT-UNKNOWN",
        "E-PARENT-LOOP",
        "E-LINK-UNKNOWN",
        "E-ASSIGNMENT-UNKNOWN",
        "E-CAL-UNKNOWN",
        "E-CAL-CYCLE",
    }
)


def reference_errors(plan: Plan) -> tuple[Notice, ...]:
    """List uids used twice, parents, links and assignments that name no record, and outlines in a circle."""
    tasks = {task.uid: task for task in plan.tasks}
    return (
        *_doubles("tasks", plan.tasks),
        *_doubles("calendars", plan.calendars),
        *_doubles("resources", plan.resources),
        *_parents(plan, tasks),
        *_links(plan, tasks),
        *_assignments(plan, tasks),
    )


def _doubles(noun: str, records: Sequence[_Record]) -> Iterator[Notice]:
    if len({record.uid for record in records}) == len(records):
        return
    counts = Counter(record.uid for record in records)
    for uid, count in counts.items():
        if count > 1:
            names = ", ".join(repr(record.name) for record in records if record.uid == uid)
            words = f"{count} {noun} share the number {uid}: {names}. Give each its own number."
            yield Notice("E-DUP-UID", words, (uid,) if noun == "tasks" else ())


def _parents(plan: Plan, tasks: dict[Uid, Task]) -> Iterator[Notice]:
    above = {task.parent for task in plan.tasks if task.parent is not None}
    # A circle has summaries only, of which there are few.
    if tasks.keys() >= above and not any(_misplaced([tasks[uid] for uid in above], tasks)):
        return
    yield from _misplaced(plan.tasks, tasks)


def _misplaced(rows: Iterable[Task], tasks: dict[Uid, Task]) -> Iterator[Notice]:
    settled: set[Uid] = set()
    for task in rows:
        if task.parent is None or task.uid in settled:
            continue
        chain: dict[Uid, None] = {}
        above: Uid | None = task.uid
        while above is not None and above in tasks and above not in settled:
            if above in chain:
                yield _circle(above, list(chain), tasks)
                break
            chain[above] = None
            above = tasks[above].parent
        settled.update(chain)
        if task.parent not in tasks:
            words = f"Task {label(task)} belongs to summary {task.parent}, which the plan does not hold."
            yield Notice("E-PARENT-UNKNOWN", f"{words} Move it under a summary that exists.", (task.uid,))


def _circle(first: Uid, chain: list[Uid], tasks: dict[Uid, Task]) -> Notice:
    ring = chain[chain.index(first) :]
    names = " in ".join(label(tasks[uid]) for uid in (*ring, first))
    words = f"The outline is a circle: {names}. Move one of them out, to the top of the outline or elsewhere."
    return Notice("E-PARENT-LOOP", words, tuple(ring))


def _links(plan: Plan, tasks: dict[Uid, Task]) -> Iterator[Notice]:
    if tasks.keys() >= {link.predecessor for link in plan.links} | {link.successor for link in plan.links}:
        return
    for link in plan.links:
        if link.predecessor in tasks and link.successor in tasks:
            continue
        before, after = tasks.get(link.predecessor), tasks.get(link.successor)
        ends = f"{_named(before, link.predecessor)} -{link.type}-> {_named(after, link.successor)}"
        words = f"The link {ends} leads nowhere: there is no such task. Remove it or link a task of the plan."
        yield Notice("E-LINK-UNKNOWN", words, tuple(task.uid for task in (before, after) if task is not None))


def _named(task: Task | None, uid: Uid) -> str:
    return f"task {uid}" if task is None else label(task)


def _assignments(plan: Plan, tasks: dict[Uid, Task]) -> Iterator[Notice]:
    resources = {resource.uid: resource for resource in plan.resources}
    for row in plan.assignments:
        resource = None if row.resource is None else resources.get(row.resource)
        if row.task not in tasks:
            who = f"resource {row.resource}" if resource is None else resource.name
            words = f"Assignment {row.uid} puts {who} on task {row.task}, which the plan does not hold."
            yield Notice("E-ASSIGNMENT-UNKNOWN", f"{words} Remove it or name a task of the plan.")
        elif row.resource is not None and resource is None:
            what = label(tasks[row.task])
            words = f"Task {what} is assigned to resource {row.resource}, which the plan does not hold."
            yield Notice("E-ASSIGNMENT-UNKNOWN", f"{words} Name a resource of the plan, or none.", (row.task,))
