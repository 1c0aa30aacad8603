"""The outline and the order of a plan: leaves, links between leaves, summaries rolled up (domain/schedule.md 4, 9)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milepost.engine.kernel import Column, column, zeros
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task, TaskKind
from milepost.engine.units import Uid


class Outline(NamedTuple):
    """Who is below whom, by place in `plan.tasks`.

    `parent` is a task's parent or -1; `children` of a summary are in plan order; `leaves` are the
    active tasks without children that the passes schedule, `efforts` the level-of-effort ones.
    """

    place: dict[Uid, int]
    parent: list[int]
    children: dict[int, list[int]]
    leaves: list[int]
    efforts: list[int]


def outline(plan: Plan) -> Outline:
    """Read the outline of a plan; a child of an inactive summary is inactive."""
    tasks = plan.tasks
    place = {task.uid: n for n, task in enumerate(tasks)}
    parent = [-1 if task.parent is None else place.get(task.parent, -1) for task in tasks]
    children: dict[int, list[int]] = {}
    for n, above in enumerate(parent):
        if above >= 0:
            children.setdefault(above, []).append(n)
    idle = _inactive(tasks, children)
    leaves: list[int] = []
    efforts: list[int] = []
    for n, task in enumerate(tasks):
        if n in children or n in idle:
            continue
        (efforts if task.kind is TaskKind.LEVEL_OF_EFFORT else leaves).append(n)
    return Outline(place, parent, children, leaves, efforts)


def _inactive(tasks: Sequence[Task], children: dict[int, list[int]]) -> set[int]:
    waiting = [n for n, task in enumerate(tasks) if task.inactive]
    idle: set[int] = set()
    while waiting:
        n = waiting.pop()
        if n not in idle:
            idle.add(n)
            waiting.extend(children.get(n, ()))
    return idle


def leaves_below(shape: Outline, n: int) -> list[int]:
    """List the scheduled leaves of a task in plan order: itself, or those below it."""
    if n not in shape.children:
        return [n]
    found, waiting = [], [n]
    while waiting:
        n = waiting.pop()
        below = shape.children.get(n)
        if below is None:
            found.append(n)
        else:
            waiting.extend(below)
    return sorted(found)


class LeafLinks(NamedTuple):
    """The links of a plan between leaves: `source` is the place in `plan.links`, ends are places in `plan.tasks`."""

    source: list[int]
    pred: list[int]
    succ: list[int]


def leaf_links(plan: Plan, shape: Outline) -> LeafLinks:
    """Expand links of summaries to their leaves; leave out those of inactive and level-of-effort tasks."""
    place = shape.place
    preds = [place[link.predecessor] for link in plan.links]
    succs = [place[link.successor] for link in plan.links]
    sources = list(range(len(preds)))
    active = set(shape.leaves)
    if len(active) == len(plan.tasks) or (active.issuperset(preds) and active.issuperset(succs)):
        return LeafLinks(sources, preds, succs)
    found = LeafLinks([], [], [])
    below: dict[int, list[int]] = {}
    for n in {*preds, *succs}:
        below[n] = [leaf for leaf in leaves_below(shape, n) if leaf in active]
    for source, i, j in zip(sources, preds, succs, strict=True):
        for pred in below[i]:
            for succ in below[j]:
                found.source.append(source)
                found.pred.append(pred)
                found.succ.append(succ)
    return found


def group(keys: Sequence[int], count: int) -> tuple[Column, Column]:
    """Sort rows by a key in 0..count-1: where each key's rows begin (count + 1 entries), and the rows in order."""
    first = zeros(count + 1)
    for key in keys:
        first[key + 1] += 1
    total = 0
    for key in range(count + 1):
        total += first[key]
        first[key] = total
    fill = column(list(first))
    rows = zeros(len(keys))
    for row, key in enumerate(keys):
        rows[fill[key]] = row
        fill[key] += 1
    return first, rows


def in_order(leaves: list[int], links: LeafLinks) -> list[int]:
    """Order the leaves so that every predecessor comes before its successors; those in loops are left out."""
    waiting = dict.fromkeys(leaves, 0)
    after: dict[int, list[int]] = {}
    for pred, succ in zip(links.pred, links.succ, strict=True):
        waiting[succ] += 1
        after.setdefault(pred, []).append(succ)
    ready = [n for n in leaves if not waiting[n]]
    for n in ready:
        for succ in after.get(n, ()):
            waiting[succ] -= 1
            if not waiting[succ]:
                ready.append(succ)
    return ready
