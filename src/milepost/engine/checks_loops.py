"""Loops of links, each printed as its path (E-CYCLE, domain/schedule.md 12).

Every task is a node. A summary is two more: all tasks below it reach its `after` node, and its
`before` node reaches all tasks below it, so that a link of summaries is one step however many
tasks they hold. A loop through links is a loop here, and steps along the outline count nothing.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeAlias

from milepost.engine.checks_links import ignored
from milepost.engine.network import Outline
from milepost.engine.notices import Notice
from milepost.engine.plan import Plan
from milepost.engine.tasks import Task
from milepost.engine.units import Uid
from milepost.engine.words import arrow, label

#: The link of a step along the outline.
_OUTLINE = -1
#: The number of a node whose knot is closed.
_CLOSED = -1
#: Where a loop comes back to its first node.
_BACK = -1
#: The tasks of a loop by place in `plan.tasks`, each with the position of the link that leaves it.
_Path: TypeAlias = list[tuple[int, int]]


@dataclass(frozen=True)
class _Knot:
    """Nodes that reach each other; every loop among them passes one of the heads."""

    nodes: frozenset[int]
    heads: tuple[int, ...]


@dataclass(frozen=True)
class _Graph:
    """Steps by node: (next node, position in `plan.links` or -1). Node n is task n, then befores, then afters."""

    plan: Plan
    steps: list[list[tuple[int, int]]]

    def task(self, node: int) -> int:
        """Give the place in `plan.tasks` of a node."""
        return node % len(self.plan.tasks)

    def leaf(self, node: int) -> bool:
        """Tell whether a node is a task without children."""
        return node < len(self.plan.tasks)


def loops(plan: Plan, shape: Outline) -> tuple[Notice, ...]:
    """Print one shortest loop of each knot of tasks that wait for each other, lowest id first.

    Takes time linear in tasks and links to find the knots; links of summaries are not multiplied.
    """
    graph = _graph(plan, shape)
    paths = [_from_lowest(graph, _shortest(graph, knot)) for knot in _Walk(graph).run()]
    paths.sort(key=lambda path: _rank(plan.tasks[graph.task(path[0][0])]))
    return tuple(_notice(graph, path) for path in paths)


def _graph(plan: Plan, shape: Outline) -> _Graph:
    count = len(plan.tasks)
    steps: list[list[tuple[int, int]]] = [[] for _ in range(3 * count)]
    active = set(shape.leaves)
    for n in (*shape.leaves, *shape.children):
        above = shape.parent[n]
        if above >= 0:
            before, after = (n, n) if n in active else (count + n, 2 * count + n)
            steps[count + above].append((before, _OUTLINE))
            steps[after].append((2 * count + above, _OUTLINE))
    left_out = ignored(plan, shape)
    known = active | shape.children.keys()
    for n, link in enumerate(plan.links):
        first, last = shape.place[link.predecessor], shape.place[link.successor]
        if n not in left_out and first in known and last in known:
            source = first if first in active else 2 * count + first
            steps[source].append((last if last in active else count + last, n))
    return _Graph(plan, steps)


class _Walk:
    """A depth-first walk that closes knots as it leaves them (Gabow 2000); `heads` are ends of steps back."""

    def __init__(self, graph: _Graph) -> None:
        self.steps = graph.steps
        self.number = [0] * len(graph.steps)
        self.on_trail = bytearray(len(graph.steps))
        self.trail: list[tuple[int, Iterator[tuple[int, int]]]] = []
        self.open: list[int] = []
        self.bounds: list[int] = []
        self.heads: list[int] = []
        self.knots: list[_Knot] = []

    def run(self) -> list[_Knot]:
        """Visit every node; give the knots of more than one."""
        for root in range(len(self.steps)):
            if not self.number[root]:
                self._enter(root)
            while self.trail:
                node, following = self.trail[-1]
                target = next((to for to, _ in following if self.number[to] >= 0), None)
                if target is None:
                    self._leave(node)
                elif not self.number[target]:
                    self._enter(target)
                else:
                    self._meet(target)
        return self.knots

    def _enter(self, node: int) -> None:
        self.open.append(node)
        self.bounds.append(node)
        self.number[node] = len(self.open)
        self.on_trail[node] = 1
        self.trail.append((node, iter(self.steps[node])))

    def _meet(self, target: int) -> None:
        while self.number[self.bounds[-1]] > self.number[target]:
            self.bounds.pop()
        if self.on_trail[target]:
            self.heads.append(target)

    def _leave(self, node: int) -> None:
        self.trail.pop()
        self.on_trail[node] = 0
        if self.bounds[-1] != node:
            return
        self.bounds.pop()
        knot = self.open[self.number[node] - 1 :]
        del self.open[self.number[node] - 1 :]
        for each in knot:
            self.number[each] = _CLOSED
        if len(knot) > 1:
            nodes = frozenset(knot)
            # Every loop has a step back of the walk, so a shortest one passes a head.
            self.knots.append(_Knot(nodes, tuple(dict.fromkeys(head for head in self.heads if head in nodes))))
            self.heads = [head for head in self.heads if head not in nodes]


def _shortest(graph: _Graph, knot: _Knot) -> _Path:
    """Find a loop of fewest links in a knot."""
    best: _Path = []
    for head in knot.heads:
        path = _loop_through(graph, knot.nodes, head, len(best) - 1 if best else len(knot.nodes))
        best = path or best
    return best


def _loop_through(graph: _Graph, nodes: frozenset[int], head: int, limit: int) -> _Path:
    """Find a loop of at most `limit` links through a node, fewest first; nothing if there is none."""
    reached = {head: 0}
    came: dict[int, tuple[int, int]] = {}
    waiting = deque([head])
    while waiting:
        node = waiting.popleft()
        if node == _BACK:
            return _trace(graph, came, head)
        for target, link in graph.steps[node]:
            far, place = reached[node] + (link != _OUTLINE), _BACK if target == head else target
            if target in nodes and far <= limit and far < reached.get(place, limit + 1):
                reached[place] = far
                came[place] = (node, link)
                (waiting.appendleft if link == _OUTLINE else waiting.append)(place)
    return []


def _trace(graph: _Graph, came: dict[int, tuple[int, int]], head: int) -> _Path:
    """Walk back along a loop and keep its tasks, each with the link that leaves it."""
    path: _Path = []
    leaving, node = _OUTLINE, _BACK
    while node != head:
        node, link = came[node]
        leaving = link if link != _OUTLINE else leaving
        if graph.leaf(node):
            path.append((node, leaving))
    # The link that leaves a summary's last task is met at the end of the walk when the walk began in that summary.
    return [(leaf, leaving if link == _OUTLINE else link) for leaf, link in reversed(path)]


def _from_lowest(graph: _Graph, path: _Path) -> _Path:
    lowest = min(range(len(path)), key=lambda n: _rank(graph.plan.tasks[path[n][0]]))
    return path[lowest:] + path[:lowest]


def _rank(task: Task) -> tuple[tuple[int, int, str], ...]:
    """Order ids as people do: 2 before 10, T4 before T12."""
    parts = re.findall(r"[0-9]+|[^0-9]+", task.code or str(task.uid))
    return tuple((0, int(part), "") if part.isascii() and part.isdigit() else (1, 0, part) for part in parts)


def _notice(graph: _Graph, path: _Path) -> Notice:
    plan = graph.plan
    known: dict[Uid, Task] = {task.uid: task for task in plan.tasks}
    words: list[str] = []
    for (leaf, leaving), (_, entering) in zip(path, (path[-1], *path), strict=False):
        task, link = plan.tasks[leaf], plan.links[leaving]
        ends = {plan.links[entering].successor, link.predecessor} - {task.uid}
        inside = ", ".join(sorted(label(known[end]) for end in ends))
        words.append(f"{label(task)} (in {inside})" if inside else label(task))
        words.append(arrow(link, plan.settings))
    words.append(label(plan.tasks[path[0][0]]))
    loop = f"These tasks wait for each other: {' '.join(words)}. Remove or turn round one of these links."
    return Notice("E-CYCLE", loop, tuple(plan.tasks[leaf].uid for leaf, _ in path))
