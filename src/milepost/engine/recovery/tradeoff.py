"""The least a project can be shortened for: the linear time-cost trade-off, solved exactly (review.md 4.9).

Every rule between starts and finishes is a bond "this event comes at least so long after that one", and
shortening an activity costs the same for each minute. The linear programme of least cost for a given length is
the dual of a flow problem: money flows along the longest paths, each activity lets through what a minute of it
costs, and one that cannot be shortened further lets through anything. Sending flow along ever shorter longest
paths walks down the whole trade-off curve (Kelley 1961, Fulkerson 1961; the linear programme in Hillier and
Lieberman, Introduction to Operations Research, on time-cost trade-offs). Whole minutes stay whole.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from math import lcm

from milepost.engine.units import Minutes

#: Events: where counting starts, what is to come earlier, then start and finish of each activity.
SOURCE, SINK = 0, 1
_FIRST = 2


@dataclass(frozen=True, slots=True)
class Activity:
    """Work that takes `normal` minutes, at least `crash` for `slope` of money a minute saved."""

    normal: Minutes
    crash: Minutes
    slope: Fraction = Fraction(0)


@dataclass(frozen=True, slots=True)
class Bond:
    """Event `after` comes at least `length` minutes after event `before`."""

    before: int
    after: int
    length: Minutes


@dataclass(frozen=True, slots=True)
class Crashed:
    """Activities shortened at the least cost: the length reached, each duration, and the cost of it."""

    length: Minutes
    durations: tuple[Minutes, ...]
    cost: Fraction


def start_of(activity: int) -> int:
    """Give the event an activity starts with."""
    return _FIRST + 2 * activity


def finish_of(activity: int) -> int:
    """Give the event an activity finishes with."""
    return _FIRST + 2 * activity + 1


def cheapest(activities: Sequence[Activity], bonds: Sequence[Bond], target: Minutes) -> Crashed:
    """Shorten activities at the least cost until the sink is `target` minutes after the source, or as far as goes.

    Raises ValueError for bonds that contradict each other.
    """
    return curve(activities, bonds, target)[-1]


def curve(activities: Sequence[Activity], bonds: Sequence[Bond], target: Minutes) -> tuple[Crashed, ...]:
    """Give the corners of the trade-off curve from nothing shortened down to the target, or as far as goes.

    Between two neighbours cost rises evenly with every minute saved.
    """
    flow = _Flow(activities, bonds)
    length = flow.longest()
    found = [flow.crashed(length)]
    while length > target and flow.push():
        shorter = max(flow.longest(), target)
        if shorter < length:
            length = shorter
            found.append(flow.crashed(length))
    return tuple(found)


@dataclass
class _Flow:
    """The network of events with the flow sent so far; arcs 2k and 2k + 1 are each other's way back.

    `room` is what an arc still lets through, None without limit.
    """

    activities: Sequence[Activity]
    bonds: Sequence[Bond]
    to: list[int] = field(default_factory=list)
    length: list[Minutes] = field(default_factory=list)
    room: list[Fraction | None] = field(default_factory=list)
    out: list[list[int]] = field(default_factory=list)
    reached: list[Minutes | None] = field(default_factory=list)
    came: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.out = [[] for _ in range(_FIRST + 2 * len(self.activities))]
        # What is shortened for nothing still is not shortened without need: it costs less than any difference can be.
        saved = sum(activity.normal - activity.crash for activity in self.activities)
        least = Fraction(1, lcm(*(activity.slope.denominator for activity in self.activities)) * (saved + 1))
        for n, activity in enumerate(self.activities):
            start, finish = start_of(n), finish_of(n)
            if activity.crash < activity.normal:
                self._arc(start, finish, activity.normal, activity.slope or least)
            self._arc(start, finish, min(activity.crash, activity.normal), None)
            # Work is never stretched, whatever a link to its finish would allow.
            self._arc(finish, start, -activity.normal, None)
        for bond in self.bonds:
            self._arc(bond.before, bond.after, bond.length, None)

    def _arc(self, before: int, after: int, length: Minutes, room: Fraction | None) -> None:
        for one, other, minutes, left in ((before, after, length, room), (after, before, -length, Fraction(0))):
            self.out[one].append(len(self.to))
            self.to.append(other)
            self.length.append(minutes)
            self.room.append(left)

    def longest(self) -> Minutes:
        """Give the length of the longest path that still lets something through."""
        self._relax({})
        found = self.reached[SINK]
        if found is None:
            raise ValueError("nothing leads to the event that is to come earlier")
        return found

    def push(self) -> bool:
        """Send as much as goes along the longest path; False when it lets through anything: no shortening helps."""
        self.longest()
        path, at = [], SINK
        while at != SOURCE:
            path.append(self.came[at])
            at = self.to[self.came[at] ^ 1]
        limits = [room for room in (self.room[arc] for arc in path) if room is not None]
        if not limits:
            return False
        sent = min(limits)
        for arc in path:
            room, back = self.room[arc], self.room[arc ^ 1]
            self.room[arc] = None if room is None else room - sent
            self.room[arc ^ 1] = None if back is None else back + sent
        return True

    def crashed(self, length: Minutes) -> Crashed:
        """Give the durations that reach a length at the least cost, once all longer paths are full."""
        self._relax({SOURCE: (SINK, length), SINK: (SOURCE, -length)})
        durations = []
        for n, activity in enumerate(self.activities):
            begin, end = self.reached[start_of(n)], self.reached[finish_of(n)]
            between = activity.normal if begin is None or end is None else end - begin
            durations.append(min(max(between, activity.crash), activity.normal))
        pairs = zip(self.activities, durations, strict=True)
        return Crashed(length, tuple(durations), sum((a.slope * (a.normal - d) for a, d in pairs), Fraction(0)))

    def _relax(self, extra: dict[int, tuple[int, Minutes]]) -> None:
        """Find the longest ways from the source; `extra` are further arcs, one from an event."""
        count = len(self.out)
        reached: list[Minutes | None] = [None] * count
        self.came, steps = [-1] * count, [0] * count
        reached[SOURCE] = 0
        waiting, queued = deque([SOURCE]), [False] * count
        while waiting:
            at = waiting.popleft()
            queued[at] = False
            so_far = reached[at] or 0
            arcs = [(self.to[arc], so_far + self.length[arc], arc) for arc in self.out[at] if self.room[arc] != 0]
            if at in extra:
                arcs.append((extra[at][0], so_far + extra[at][1], -1))
            for after, length, arc in arcs:
                known = reached[after]
                if known is None or length > known:
                    reached[after], self.came[after], steps[after] = length, arc, steps[at] + 1
                    if steps[after] > count:
                        raise ValueError("the bonds between events contradict each other")
                    if not queued[after]:
                        queued[after] = True
                        waiting.append(after)
        self.reached = reached
