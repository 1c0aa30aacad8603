"""The problem as flat columns: activities in topological order, resources packed side by side into words.

What is free of several resources in one slot is one integer: a field of `width` bits for each resource, of which the
uppermost, the guard, is set. Subtracting the needs of an activity leaves every guard set exactly when all of
them fit, so one subtraction checks all resources of a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from numpy import frombuffer, int64

from milepost.engine.kernel import Column, column, zeros
from milepost.engine.levelling.problem import After, Problem, order_of

#: Bits of a word that fields may use; the sign stays clear.
WORD = 62


class Net(NamedTuple):
    """The activities in one direction of time; position p is the p-th in an order that all links lead down.

    Links into p are rows first[p] to first[p + 1] of `pred` and `lag`, start to start. Its needs are rows
    need_first[p] to need_first[p + 1] of `word` and `need`. `work` is the share of all resources' capacity that p
    holds, times its duration, in thousandths.
    """

    duration: Column
    release: Column
    first: Column
    pred: Column
    lag: Column
    need_first: Column
    word: Column
    need: Column
    work: Column
    due: Column
    weight: Column


class Space(NamedTuple):
    """What is free before anybody is placed: of word w in slot t it is `profile[w * horizon + t]`.

    `guard[w]` has the guards of word w set, `size` holds words, horizon and whether capacities change (0 or 1).
    """

    profile: Column
    guard: Column
    size: Column


@dataclass(frozen=True)
class Network:
    """A problem packed for the kernels, in both directions of time.

    `order[p]` is the activity at position p of `ahead`; at position n - 1 - p of `back`. Activities with a
    fixed start are not in it: what they hold is gone from `space`, what waits for them is released later.
    `scarce` are the resources that can run out. `reversible` says that a schedule against time is one along
    it: no releases, no steps. `floor` is the finish of the fixed activities.
    """

    problem: Problem
    order: tuple[int, ...]
    ahead: Net
    back: Net
    space: Space
    scarce: tuple[int, ...]
    reversible: bool
    floor: int


def pack(problem: Problem, horizon: int) -> Network:
    """Pack a problem for schedules that end by slot `horizon`."""
    order = [i for i in order_of(problem.size, problem.links) if problem.start_fixed(i) is None]
    place = {i: p for p, i in enumerate(order)}
    fields = Fields.of(problem)
    releases = _releases(problem, place)
    links = [After(place[a], place[b], lag) for a, b, lag in problem.links if a in place and b in place]
    space = _space(problem, fields, horizon)
    count = len(order)
    durations = [problem.durations[i] for i in order]
    turned = [After(count - 1 - b, count - 1 - a, lag + durations[b] - durations[a]) for a, b, lag in links]
    floor = max((s + d for s, d in zip(problem.fixed, problem.durations, strict=False) if s is not None), default=0)
    return Network(
        problem,
        tuple(order),
        _net(problem, fields, order, [releases[i] for i in order], links),
        _net(problem, fields, order[::-1], [0] * count, turned),
        space,
        tuple(fields.at),
        not any(releases[i] for i in order) and not space.size[2],
        floor,
    )


def _releases(problem: Problem, place: dict[int, int]) -> list[int]:
    releases = [max(0, problem.release(i)) for i in range(problem.size)]
    for a, b, lag in problem.links:
        start = problem.start_fixed(a)
        if start is not None and b in place:
            releases[b] = max(releases[b], start + lag)
    return releases


def _net(problem: Problem, fields: Fields, order: list[int], releases: list[int], links: list[After]) -> Net:
    into: list[list[After]] = [[] for _ in order]
    for link in links:
        into[link.after].append(link)
    first, need_first, needs = [0], [0], list[tuple[int, int]]()
    for p, i in enumerate(order):
        first.append(first[-1] + len(into[p]))
        if problem.durations[i]:
            needs.extend(fields.packed(problem.needs[i]).items())
        need_first.append(len(needs))
    capacities = problem.capacities
    work = [
        problem.durations[i] * sum(1000 * units // max(1, capacities[r]) for r, units in problem.needs[i])
        for i in order
    ]
    dues = [problem.due(i) for i in order]
    return Net(
        column([problem.durations[i] for i in order]),
        column(releases),
        column(first),
        column([link.before for rows in into for link in rows]),
        column([link.lag for rows in into for link in rows]),
        column(need_first),
        column([word for word, _ in needs]),
        column([need for _, need in needs]),
        column(work),
        column([1 << 40 if due is None else due for due in dues]),
        column([problem.weight(i) for i in order]),
    )


@dataclass(frozen=True)
class Fields:
    """Where the resources that can run out are: word and shift of each, the width of a field, how many words."""

    at: dict[int, tuple[int, int]]
    width: int
    words: int

    @classmethod
    def of(cls, problem: Problem) -> Fields:
        """Lay the resources of a problem out."""
        most = list(problem.capacities)
        for step in problem.steps:
            most[step.resource] = max(most[step.resource], step.capacity)
        scarce = _scarce(problem)
        width = max((most[r] for r in scarce), default=1).bit_length() + 1
        each = max(1, WORD // width)
        at = {r: (k // each, k % each * width) for k, r in enumerate(scarce)}
        return cls(at, width, -(-len(scarce) // each))

    def packed(self, needs: tuple[tuple[int, int], ...]) -> dict[int, int]:
        """Give the needs of an activity by word."""
        found: dict[int, int] = {}
        for r, units in needs:
            if r in self.at and units:
                word, shift = self.at[r]
                found[word] = found.get(word, 0) + (units << shift)
        return found


def _scarce(problem: Problem) -> list[int]:
    """List the resources that can run out: all others never hold anybody up."""
    least = list(problem.capacities)
    for step in problem.steps:
        least[step.resource] = min(least[step.resource], step.capacity)
    asked = [0] * len(least)
    for i, row in enumerate(problem.needs):
        if problem.durations[i]:
            for r, units in row:
                asked[r] += units
    return [r for r, units in enumerate(asked) if units > least[r]]


def _space(problem: Problem, fields: Fields, horizon: int) -> Space:
    guard = zeros(fields.words)
    profile = zeros(fields.words * horizon)
    shared = frombuffer(profile, dtype=int64)
    changes = False
    for r, (word, shift) in fields.at.items():
        bit = 1 << shift + fields.width - 1
        guard[word] += bit
        for begin, end, units in stretches(problem, r, horizon):
            shared[word * horizon + begin : word * horizon + end] += (max(0, units) << shift) + bit
            changes = changes or begin > 0
    return Space(profile, guard, column([fields.words, horizon, int(changes)]))


def stretches(problem: Problem, resource: int, horizon: int) -> Iterator[tuple[int, int, int]]:
    """Yield from when to when how many units of a resource are free beside what fixed activities hold."""
    level = {0: problem.capacities[resource]}
    level.update({max(0, step.at): step.capacity for step in problem.steps if step.resource == resource})
    held = _held(problem, resource)
    capacity = busy = 0
    changes = [t for t in sorted({*level, *held}) if t < horizon]
    for t, end in pairwise((*changes, horizon)):
        capacity = level.get(t, capacity)
        busy += held.get(t, 0)
        yield t, end, capacity - busy


def _held(problem: Problem, resource: int) -> dict[int, int]:
    """Give how much more, or less, fixed activities hold of a resource from each slot on."""
    held: dict[int, int] = {}
    for i, start in enumerate(problem.fixed):
        if start is not None and problem.durations[i]:
            units = sum(units for r, units in problem.needs[i] if r == resource)
            for at, sign in ((max(0, start), 1), (max(0, start + problem.durations[i]), -1)):
                held[at] = held.get(at, 0) + sign * units
    return held
