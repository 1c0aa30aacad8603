"""What leads to a target and how closely: a schedule as events in the project's working minutes (review.md 4.9)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

from milepost.engine.answers import Computed
from milepost.engine.kernel import FAR
from milepost.engine.passes import Passes
from milepost.engine.recovery.tradeoff import SINK, SOURCE, Activity, Bond, finish_of, start_of
from milepost.engine.results import Schedule
from milepost.engine.tables import FF, SF, SF_REMAINING, SS, SS_REMAINING, STARTED, UNSTARTED
from milepost.engine.tasks import Task
from milepost.engine.units import Instant, Minutes, Uid
from milepost.engine.worktime import WorkTime

_FROM_START = (SS, SF, SS_REMAINING, SF_REMAINING)
_TO_FINISH = (FF, SF, SF_REMAINING)
_OPEN = (UNSTARTED, STARTED)
#: So often at most the network is swept again for ties that run against its order.
_SWEEPS = 8


@dataclass(frozen=True)
class Reach:
    """The open work that leads to a target (a task, or the end of the project), to be finished by `due`.

    `need` is how many working minutes the target has to come earlier. `slack` says by how much a task may slip
    before the target does; what has less slack than the need stands between the plan and the date.
    """

    schedule: Schedule
    target: Uid | None
    due: Instant

    @cached_property
    def passes(self) -> Passes:
        """What scheduling computed."""
        assert isinstance(self.schedule.answers, Computed)
        return self.schedule.answers.passes

    @cached_property
    def line(self) -> WorkTime:
        """The project's working time."""
        return self.passes.plan.frame.times.of_calendar(None)

    @cached_property
    def finish(self) -> Instant:
        """When the target ends as planned."""
        return self.schedule.finish if self.target is None else self.schedule.by_uid[self.target].finish

    @cached_property
    def need(self) -> Minutes:
        """How many working minutes the target has to come earlier, 0 when it is in time."""
        return max(self.line.working(self.due, self.finish), 0)

    @cached_property
    def tasks(self) -> Mapping[Uid, Task]:
        """The open leaf tasks by uid, in an order in which predecessors come first."""
        return {self._leaf(p).uid: self._leaf(p) for p in self._positions if p not in self.passes.plan.frame.hubs}

    @cached_property
    def slack(self) -> Mapping[Uid, Minutes]:
        """How many working minutes longer each open task that leads to the target may take before that moves."""
        found = {}
        for uid, n in self.place.items():
            ahead, behind = self._heads[start_of(n)], self._tails[finish_of(n)]
            if ahead is not None and behind is not None:
                found[uid] = self.length - ahead - self.activities[n].normal - behind
        return found

    @cached_property
    def closeness(self) -> tuple[Minutes | None, ...]:
        """How far the start or the finish of each activity may move before the target does, None if it never does."""
        found = []
        for n in range(len(self.activities)):
            events = [(self._heads[event], self._tails[event]) for event in (start_of(n), finish_of(n))]
            rooms = [self.length - one - two for one, two in events if one is not None and two is not None]
            found.append(min(rooms, default=None))
        return tuple(found)

    @cached_property
    def chain(self) -> tuple[Uid, ...]:
        """The open tasks whose slack is less than what is needed, predecessors first."""
        return tuple(uid for uid in self.tasks if uid in self.slack and self.slack[uid] < max(self.need, 1))

    @cached_property
    def length(self) -> Minutes:
        """The length of the longest way to the target, from the plan's base."""
        found = self._heads[SINK]
        assert found is not None
        return found

    @cached_property
    def ends(self) -> tuple[Uid, ...]:
        """The open leaf tasks whose finish is the target's; none when the target is the whole project."""
        return () if self._targets is None else tuple(uid for uid in self.tasks if uid in self._targets)

    @cached_property
    def faithful(self) -> bool:
        """Whether the events lie where scheduling put them, so that the trade-off between time and cost is exact."""
        tasks, dates = self.passes.tasks, self.passes.dates
        for n, p in enumerate(self._positions):
            uniform = tasks.clock[p] == self.passes.plan.project_clock and not self._stranded(p)
            times = self._heads[start_of(n)], self._heads[finish_of(n)]
            seen = self._offset(dates.remaining[p]), self._offset(dates.early_finish[p])
            counts = p not in self.passes.plan.frame.hubs and self._leaf(p).uid in self.slack
            if counts and not (uniform and times == seen):
                return False
        return True

    @cached_property
    def activities(self) -> tuple[Activity, ...]:
        """The open work by place in `place`, with its remaining minutes; nothing can be shortened yet."""
        return tuple(Activity(minutes, minutes) for minutes in map(self._remaining, self._positions))

    @cached_property
    def place(self) -> Mapping[Uid, int]:
        """The place of each open task in `activities`."""
        hubs = self.passes.plan.frame.hubs
        return {self._leaf(p).uid: n for n, p in enumerate(self._positions) if p not in hubs}

    @cached_property
    def bonds(self) -> tuple[Bond, ...]:
        """What must come after what: links, bounds of dates, delays."""
        found = [bond for n, p in enumerate(self._positions) for bond in self._bounds(n, p)]
        found += [bond for e in range(len(self.passes.plan.edges.pred)) for bond in self._links(e)]
        ends = [n for n, p in enumerate(self._positions) if self._ends(p)]
        return (*found, *(Bond(finish_of(n), SINK, 0) for n in ends))

    @cached_property
    def ties(self) -> tuple[Bond, ...]:
        """What waits for whom: tasks that levelling delays until one of their people is done with another."""
        tasks, dates, frame = self.passes.tasks, self.passes.dates, self.passes.plan.frame
        crew: dict[Uid, list[int]] = {}
        for n, p in enumerate(self._positions):
            for one in frame.crew.get(self._leaf(p).uid, ()) if p not in frame.hubs else ():
                if one.resource is not None:
                    crew.setdefault(one.resource, []).append(n)
        found = []
        for n, p in enumerate(self._positions):
            if tasks.state[p] != UNSTARTED or tasks.delay[p] <= 0:
                continue
            line, begin = frame.book.lines[tasks.clock[p]], dates.remaining[p]
            for one in frame.crew.get(self._leaf(p).uid, ()):
                for other in crew.get(one.resource, ()) if one.resource is not None else ():
                    end = dates.early_finish[self._positions[other]]
                    if other != n and end <= begin and line.working(end, begin) == 0:
                        found.append(Bond(finish_of(other), start_of(n), 0))
        return tuple(found)

    @cached_property
    def _positions(self) -> list[int]:
        states = self.passes.tasks.state
        return [p for p in range(len(self.passes.plan.frame.order)) if states[p] in _OPEN]

    @cached_property
    def _number(self) -> Mapping[int, int]:
        return {p: n for n, p in enumerate(self._positions)}

    @cached_property
    def _targets(self) -> frozenset[Uid] | None:
        """The leaves whose finish counts; None for all."""
        if self.target is None:
            return None
        parents = {task.uid: task.parent for task in self.schedule.plan.tasks}
        found = set()
        for uid in parents:
            above: Uid | None = uid
            while above is not None and above != self.target:
                above = parents[above]
            if above is not None:
                found.add(uid)
        return frozenset(found)

    def _ends(self, p: int) -> bool:
        if p in self.passes.plan.aside:
            return False
        return self._targets is None or self._leaf(p).uid in self._targets

    def _leaf(self, p: int) -> Task:
        return self.passes.plan.frame.leaves[p]

    def _offset(self, at: Instant) -> Minutes:
        return self.line.working(self.passes.rules.base, at)

    def _stranded(self, p: int) -> bool:
        first = self.passes.tasks.strand_first
        return first[p] < first[p + 1]

    def _remaining(self, p: int) -> Minutes:
        if p in self.passes.plan.frame.hubs:
            return 0
        tasks, dates = self.passes.tasks, self.passes.dates
        if tasks.clock[p] == self.passes.plan.project_clock and not self._stranded(p):
            return tasks.span[p]
        return max(self.line.working(dates.remaining[p], dates.early_finish[p]), 0)

    def _bounds(self, n: int, p: int) -> list[Bond]:
        tasks = self.passes.tasks
        if self._pinned(p):
            begins = tasks.start_on[p] < FAR
            event = start_of(n) if begins else finish_of(n)
            at = self._offset((self.passes.dates.remaining if begins else self.passes.dates.early_finish)[p])
            return [Bond(SOURCE, event, at), Bond(event, SOURCE, -at)]
        first = tasks.resumed[p] if tasks.state[p] == STARTED else max(tasks.floor[p], tasks.earliest[p])
        delay = tasks.delay[p] if tasks.state[p] == UNSTARTED else 0
        base = self.passes.rules.base if first <= -FAR else first
        found = [Bond(SOURCE, start_of(n), self._offset(base) + delay)]
        if tasks.finish_earliest[p] > -FAR:
            found.append(Bond(SOURCE, finish_of(n), self._offset(tasks.finish_earliest[p])))
        return found

    def _pinned(self, p: int) -> bool:
        """Tell whether a date is fixed, whatever the links into the task say."""
        tasks = self.passes.tasks
        return tasks.start_on[p] < FAR or tasks.finish_on[p] < FAR

    def _links(self, e: int) -> list[Bond]:
        edges, tasks, dates = self.passes.plan.edges, self.passes.tasks, self.passes.dates
        i, j, kind = edges.pred[e], edges.succ[e], edges.kind[e]
        n = self._number.get(j)
        if n is None or edges.off[e] or self._pinned(j):
            return []
        event = finish_of(n) if kind in _TO_FINISH else start_of(n)
        delay = tasks.delay[j] if kind not in _TO_FINISH and tasks.state[j] == UNSTARTED else 0
        before = self._number.get(i)
        begins = kind in _FROM_START
        lag = edges.lag[e]
        known = dates.early_start[i] if begins else dates.early_finish[i]
        if lag and edges.clock[e] != self.passes.plan.project_clock:
            line = self.passes.plan.frame.book.lines[edges.clock[e]]
            lag = self.line.working(known, line.add(known, lag))
        if before is None or (begins and tasks.state[i] == STARTED and kind in (SS, SF)):
            return [Bond(SOURCE, event, self._offset(known) + lag + delay)]
        return [Bond(start_of(before) if begins else finish_of(before), event, lag + delay)]

    @cached_property
    def _heads(self) -> list[Minutes | None]:
        """The earliest time of each event."""
        return self._swept(SOURCE, self.bonds, range(len(self._positions)), ahead=True)

    @cached_property
    def _tails(self) -> list[Minutes | None]:
        """The longest way from each event to the target."""
        turned = [replace(bond, before=bond.after, after=bond.before) for bond in (*self.bonds, *self.ties)]
        return self._swept(SINK, turned, range(len(self._positions) - 1, -1, -1), ahead=False)

    def _swept(
        self, origin: int, bonds: list[Bond] | tuple[Bond, ...], order: range, *, ahead: bool
    ) -> list[Minutes | None]:
        """Sweep over the events in order, keeping the longest way from an origin."""
        into: dict[int, list[Bond]] = {}
        for bond in bonds:
            into.setdefault(bond.after, []).append(bond)
        reached: list[Minutes | None] = [None] * (2 + 2 * len(self._positions))
        reached[origin] = 0

        def meet(event: int) -> None:
            for bond in into.get(event, ()):
                at, known = reached[bond.before], reached[event]
                if at is not None and (known is None or at + bond.length > known):
                    reached[event] = at + bond.length

        # Ties may run against the order of links: sweep until nothing changes, or nearly so.
        for _ in range(1 if ahead or not self.ties else _SWEEPS):
            before = list(reached)
            for n in order:
                one, other = (start_of(n), finish_of(n)) if ahead else (finish_of(n), start_of(n))
                meet(one)
                at, known = reached[one], reached[other]
                if at is not None:
                    reached[other] = max(at + self.activities[n].normal, known if known is not None else -FAR)
                meet(other)
                self._pulled(n, reached, ahead=ahead)
            if reached == before:
                break
        meet(SINK if ahead else SOURCE)
        return reached

    def _pulled(self, n: int, reached: list[Minutes | None], *, ahead: bool) -> None:
        """Work is not stretched: what ends later than it needs to starts later, too."""
        start, finish, normal = start_of(n), finish_of(n), self.activities[n].normal
        one, other = reached[start], reached[finish]
        if ahead and other is not None:
            reached[start] = other - normal
        elif not ahead and one is not None and (other is None or one - normal > other):
            reached[finish] = one - normal
