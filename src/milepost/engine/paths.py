"""Multiple float paths: the chains of work that lead to a task, the tightest first (domain/schedule.md 8)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from milepost.engine.answers import Computed
from milepost.engine.criticality import total_floats
from milepost.engine.kernel import FAR, column, filled
from milepost.engine.kernels_float import link_float
from milepost.engine.kernels_time import between
from milepost.engine.passes import Passes
from milepost.engine.results import Schedule
from milepost.engine.tables import COMPLETE, FF, FS
from milepost.engine.units import Minutes, Uid

#: How many paths are told unless more are asked for.
PATHS = 10


@dataclass(frozen=True, slots=True)
class FloatPath:
    """One path: its number from 1, its float in signed working minutes, its tasks from first to last.

    `joins` is the task of an earlier path that it leads into, or the summary it leads through with others;
    None for a path that leads to the end.
    `links` are the positions in `plan.links` of the links between its tasks, and of the one that joins.
    """

    number: int
    float: Minutes
    tasks: tuple[Uid, ...]
    links: tuple[int, ...]
    joins: Uid | None


def float_paths(schedule: Schedule, end: Uid | None = None, *, count: int = PATHS) -> tuple[FloatPath, ...]:
    """List the paths of incomplete work to a task or summary, to the project's finish by default.

    The float of a task is counted from a backward pass that holds the end to its own early finish,
    without deadlines and late constraints. Raises LookupError for an end without dates.
    """
    return tuple(_Finder(schedule, end).paths(count))


class _Finder:
    """The tasks before the end, their floats, and which path each belongs to."""

    def __init__(self, schedule: Schedule, end: Uid | None) -> None:
        answers = schedule.answers
        if not isinstance(answers, Computed):
            raise TypeError("Float paths are found in a computed schedule.")
        if end is not None and end not in schedule.by_uid:
            raise LookupError(f"Task {end} is inactive or not in the plan: no path leads to it.")
        self.schedule = schedule
        self.finish = schedule.finish if end is None else schedule.by_uid[end].early_finish
        self.passes = answers.passes
        self.ends = self._ends(end)
        self.known = self._before(self.ends)
        self.passes = self._late(answers.passes.copy())
        self.floats = total_floats(self.passes, schedule.plan.settings)
        self.taken: set[int] = set()

    def paths(self, count: int) -> Iterator[FloatPath]:
        """Find path after path until the tasks or the count are used up."""
        branch = self._first()
        for number in range(1, count + 1):
            if branch is None:
                return
            yield self._path(number, *branch)
            branch = self._next_branch()

    def uid(self, p: int) -> Uid:
        """Give the uid of the task at a position."""
        frame = self.passes.plan.frame
        return frame.leaves[p].uid

    def _ends(self, end: Uid | None) -> list[int]:
        """List the positions that lead to the end directly."""
        frame = self.passes.plan.frame
        place = None if end is None else frame.shape.place[end]
        if place is not None and place in frame.position:
            return [frame.position[place]]
        # A hub lies in no summary.
        below = {n for n in frame.order if n < len(frame.plan.tasks) and (place is None or self._inside(n, place))}
        found = []
        for p, n in enumerate(frame.order):
            leads = any(frame.order[j] in below for j in self._after(p))
            # With a lead, a task that has successors can still be the last to finish.
            last = self._end_float(p) <= 0
            if n in below and (last or not leads) and self.passes.tasks.state[p] != COMPLETE:
                found.append(p)
        return found

    def _after(self, p: int) -> Iterator[int]:
        """List the tasks that wait for the finish of one, those beyond a summary's hub instead of the hub."""
        edges, hubs = self.passes.plan.edges, self.passes.plan.frame.hubs
        for o in range(edges.out_first[p], edges.out_first[p + 1]):
            e = edges.out[o]
            if edges.succ[e] in hubs:
                yield from self._after(edges.succ[e])
            elif edges.kind[e] in (FS, FF):
                yield edges.succ[e]

    def _inside(self, place: int, summary: int) -> bool:
        parent = self.passes.plan.frame.shape.parent
        while place >= 0 and place != summary:
            place = parent[place]
        return place == summary

    def _into(self, p: int) -> Iterator[int]:
        """List the links that bind a task to incomplete work before it."""
        edges, states = self.passes.plan.edges, self.passes.tasks.state
        for e in range(edges.first[p], edges.first[p + 1]):
            if not edges.off[e] and states[edges.pred[e]] != COMPLETE:
                yield e

    def _before(self, ends: Iterable[int]) -> set[int]:
        waiting = list(ends)
        found: set[int] = set()
        while waiting:
            p = waiting.pop()
            if p not in found:
                found.add(p)
                waiting.extend(self.passes.plan.edges.pred[e] for e in self._into(p))
        return found

    def _late(self, passes: Passes) -> Passes:
        """Run the backward pass from the end over the tasks before it."""
        plan, tasks, edges = passes.plan, passes.tasks, passes.plan.edges
        free = filled(len(tasks.state), FAR)
        apart = zip(edges.pred, edges.succ, edges.off, strict=True)
        ends = set(self.ends) if len(self.ends) == 1 else set()
        off = [int(out or j not in self.known or i not in self.known or i in ends) for i, j, out in apart]
        passes.plan = replace(plan, edges=edges._replace(off=column(off)))
        dates = {"deadline": free, "start_on": free, "finish_on": free, "start_by": free, "finish_by": free}
        passes.tasks = tasks._replace(terminal=filled(len(free), self.finish), **dates)
        passes.backward()
        passes.measure()
        return passes

    def _link_float(self, e: int) -> Minutes:
        return link_float(*self.passes.tables(), e)

    def _end_float(self, p: int) -> Minutes:
        passes = self.passes
        return between(passes.clocks, passes.tasks.slack_clock[p], passes.dates.early_finish[p], self.finish)

    def _first(self) -> tuple[int, int | None] | None:
        """Choose the task the first path ends with."""
        ranked = [(self._end_float(p), self.floats[p], self.uid(p), p) for p in self.ends]
        return (min(ranked)[-1], None) if ranked else None

    def _next_branch(self) -> tuple[int, int | None] | None:
        """Choose the tightest task not on a path that leads into one that is, and the link."""
        found: list[tuple[Minutes, Minutes, Uid, int, int | None]] = [
            (self.floats[p], self._end_float(p), self.uid(p), p, None) for p in self.ends if p not in self.taken
        ]
        for j in self.taken:
            for e in self._open(j):
                p = self.passes.plan.edges.pred[e]
                found.append((self.floats[p], self._link_float(e), self.uid(p), p, e))
        if not found:
            return None
        *_, p, link = min(found, key=lambda row: row[:3])
        return p, link

    def _open(self, j: int) -> Iterator[int]:
        for e in self._into(j):
            p = self.passes.plan.edges.pred[e]
            if p in self.known and p not in self.taken:
                yield e

    def _path(self, number: int, last: int, joining: int | None) -> FloatPath:
        """Trace a path back from its last task through tasks that no path has taken."""
        edges, sources, hubs = self.passes.plan.edges, self.passes.plan.sources, self.passes.plan.frame.hubs
        tasks, links, p = [last], [] if joining is None else [sources[joining]], last
        self.taken.add(last)
        while True:
            e = min(self._open(p), key=self._tightness, default=None)
            if e is None:
                break
            p = edges.pred[e]
            self.taken.add(p)
            tasks.append(p)
            if edges.succ[e] not in hubs:
                links.append(sources[e])
        uids = tuple(self.uid(each) for each in reversed(tasks) if each not in hubs)
        joins = None if joining is None else self.uid(edges.succ[joining])
        return FloatPath(number, self.floats[last], uids, tuple(reversed(links)), joins)

    def _tightness(self, e: int) -> tuple[Minutes, Minutes, Uid]:
        p = self.passes.plan.edges.pred[e]
        return self._link_float(e), self.floats[p], self.uid(p)
