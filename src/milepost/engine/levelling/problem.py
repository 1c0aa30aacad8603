"""The scheduling problem under resource limits, free of calendars and people: whole slots of time, units, links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple


class After(NamedTuple):
    """A link in slots: activity `after` starts at least `lag` after the start of `before`.

    Finish-to-start with a wait of w is the duration of `before` plus w; the other link types reduce to
    start-to-start in the same way. The lag may be negative.
    """

    before: int
    after: int
    lag: int


class Step(NamedTuple):
    """From slot `at` on there are `capacity` units of resource `resource`."""

    resource: int
    at: int
    capacity: int


class ProblemError(ValueError):
    """A problem that no schedule can solve, in one sentence."""


@dataclass(frozen=True)
class Problem:
    """Activities with durations in slots, needs of renewable resources, and links, none of them in a loop.

    `needs[i]` are pairs: the resource, each at most once, and the units of it that activity i holds while it runs;
    of resource r there are `capacities[r]` units, which `steps`, sorted by slot, change over time.
    No activity starts before `releases[i]`, activities with `fixed[i]` start exactly then, whatever that
    overloads and whichever link it breaks. Finishes after `dues[i]` count `weights[i]` a slot and come before
    the makespan. Empty tuples mean: none.

    Raises ProblemError when no schedule can exist: a need above the capacity, links in a loop.
    """

    durations: tuple[int, ...]
    needs: tuple[tuple[tuple[int, int], ...], ...]
    capacities: tuple[int, ...]
    links: tuple[After, ...] = ()
    releases: tuple[int, ...] = ()
    fixed: tuple[int | None, ...] = ()
    dues: tuple[int | None, ...] = ()
    weights: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()

    def __post_init__(self) -> None:
        _check(self)

    @property
    def size(self) -> int:
        """The number of activities."""
        return len(self.durations)

    def release(self, i: int) -> int:
        """Give the slot before which activity i must not start."""
        return self.releases[i] if self.releases else 0

    def start_fixed(self, i: int) -> int | None:
        """Give the slot at which activity i must start, if that is settled."""
        return self.fixed[i] if self.fixed else None

    def due(self, i: int) -> int | None:
        """Give the slot by which activity i should be finished."""
        return self.dues[i] if self.dues else None

    def weight(self, i: int) -> int:
        """Give what a slot of lateness of activity i counts."""
        return self.weights[i] if self.weights else 1

    def makespan(self, starts: Sequence[int]) -> int:
        """Give the latest finish of a schedule."""
        return max((s + d for s, d in zip(starts, self.durations, strict=True)), default=0)

    def lateness(self, starts: Sequence[int]) -> int:
        """Give the weighted slots that a schedule finishes after due dates."""
        late = 0
        for i, due in enumerate(self.dues):
            if due is not None:
                late += self.weight(i) * max(0, starts[i] + self.durations[i] - due)
        return late


@dataclass(frozen=True)
class Solution:
    """A schedule and how good it is.

    `starts[i]` is the slot at which activity i starts. No schedule of the problem is shorter than
    `lower_bound`. `proven` says that it cannot be any better: neither lateness nor, at that lateness,
    makespan. `schedules` were generated to find it.
    """

    starts: tuple[int, ...]
    makespan: int
    lower_bound: int
    lateness: int
    proven: bool
    schedules: int

    @property
    def gap(self) -> float:
        """What the makespan may be above the shortest possible, in percent of the lower bound."""
        if self.makespan <= self.lower_bound:
            return 0.0
        return 100.0 * (self.makespan - self.lower_bound) / max(self.lower_bound, 1)


def order_of(size: int, links: Sequence[After]) -> list[int]:
    """Bring activities into an order in which each comes after those it waits for; raises ProblemError on a loop."""
    waiting = [0] * size
    out: list[list[int]] = [[] for _ in range(size)]
    for link in links:
        waiting[link.after] += 1
        out[link.before].append(link.after)
    order = [i for i in range(size) if not waiting[i]]
    for i in order:
        for j in out[i]:
            waiting[j] -= 1
            if not waiting[j]:
                order.append(j)
    if len(order) < size:
        stuck = [i for i in range(size) if waiting[i]]
        raise ProblemError(f"activities {stuck[:5]} wait for each other in a loop")
    return order


def _check(problem: Problem) -> None:
    count = problem.size
    for name in ("needs", "releases", "fixed", "dues", "weights"):
        rows = getattr(problem, name)
        if len(rows) != count and (rows or name == "needs"):
            raise ProblemError(f"{name} has {len(rows)} entries for {count} activities")
    if any(d < 0 for d in problem.durations):
        raise ProblemError(f"activity {min(range(count), key=problem.durations.__getitem__)} has a negative duration")
    order_of(count, problem.links)
    _check_needs(problem)


def _check_needs(problem: Problem) -> None:
    last = list(problem.capacities)
    for step in problem.steps:
        last[step.resource] = step.capacity
    for i, row in enumerate(problem.needs):
        if not problem.durations[i] or problem.start_fixed(i) is not None:
            continue
        for r, units in row:
            if units < 0 or units > last[r]:
                raise ProblemError(f"activity {i} asks for {units} units of resource {r}, of which there are {last[r]}")
