"""The outline and the order of a plan: leaves, and the links between leaves (domain/schedule.md 4, 9)."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import NamedTuple

from milepost.engine.kernel import Column, column, run, zeros
from milepost.engine.kernels_order import group, order
from milepost.engine.plan import LagCalendar, Plan
from milepost.engine.tasks import LagKind, Link, LinkType, Task, TaskKind
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
    apart = _inactive(tasks, children)
    apart.update(children)
    efforts = [n for n, task in enumerate(tasks) if task.kind is TaskKind.LEVEL_OF_EFFORT and n not in apart]
    apart.update(efforts)
    return Outline(place, parent, children, [n for n in range(len(tasks)) if n not in apart], efforts)


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
    """The links of a plan between leaves: `source` is the place in `plan.links`, ends are places in `plan.tasks`.

    Where a summary of many leaves precedes many others, its finish is a node of its own, a hub: `hubs`
    lists the places of these summaries, and ends from the number of tasks on are their numbers.
    """

    source: list[int]
    pred: list[int]
    succ: list[int]
    hubs: list[int]


#: More links than this between the leaves of two summaries go through a hub.
_MANY = 4096


def leaf_links(plan: Plan, shape: Outline, ignored: Collection[int] = ()) -> LeafLinks:
    """Expand links of summaries to their leaves; leave out those of inactive and level-of-effort tasks.

    `ignored` are places in `plan.links` of links that mean nothing.
    """
    place = shape.place
    preds = [place[link.predecessor] for link in plan.links]
    succs = [place[link.successor] for link in plan.links]
    active = set(shape.leaves)
    if not ignored and active.issuperset(preds) and active.issuperset(succs):
        return LeafLinks(list(range(len(preds))), preds, succs, [])
    found, hubs = LeafLinks([], [], [], []), dict[int, int]()
    below = {n: [leaf for leaf in leaves_below(shape, n) if leaf in active] for n in {*preds, *succs}}
    through = _through_hubs(plan)
    for source, i, j in zip(range(len(preds)), preds, succs, strict=True):
        if source in ignored:
            continue
        before = below[i]
        if len(before) * len(below[j]) > _MANY and through(plan.links[source]):
            if i not in hubs:
                hubs[i] = len(plan.tasks) + len(found.hubs)
                found.hubs.append(i)
                _join(found, source, before, [hubs[i]])
            before = [hubs[i]]
        _join(found, source, before, below[j])
    return found


def _join(found: LeafLinks, source: int, preds: Sequence[int], succs: Sequence[int]) -> None:
    for pred in preds:
        found.pred.extend([pred] * len(succs))
        found.succ.extend(succs)
        found.source.extend([source] * len(succs))


def _through_hubs(plan: Plan) -> Callable[[Link], bool]:
    """Tell which links mean the same for all leaves of their predecessor: finish links, before any progress."""
    begun = any(task.actual_start is not None or task.actual_finish is not None for task in plan.tasks)
    own = plan.settings.lag_calendar is LagCalendar.PREDECESSOR

    def through(link: Link) -> bool:
        alike = not link.lag or (link.lag_kind in (LagKind.WORKING, LagKind.ELAPSED) and not own)
        return alike and not begun and link.type in (LinkType.FS, LinkType.FF)

    return through


def in_order(plan: Plan, shape: Outline, links: LeafLinks, fast: bool) -> list[int]:
    """Order the leaves so that every predecessor comes before its successors; those in loops are left out."""
    count = len(plan.tasks) + len(links.hubs)
    pred, succ = column(links.pred), column(links.succ)
    first, rows = grouped(pred, count, fast)
    queue = column([*shape.leaves, *range(len(plan.tasks), count)])
    ready = run(order, fast, pred, succ, first, rows, zeros(count), queue)
    return queue[:ready].tolist()


def grouped(keys: Column, count: int, fast: bool) -> tuple[Column, Column]:
    """Sort rows by a key in 0..count-1: where each key's rows begin (count + 1 entries), and the rows in order."""
    first, rows = zeros(count + 1), zeros(len(keys))
    run(group, fast, keys, first, rows)
    return first, rows
