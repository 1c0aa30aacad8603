"""Whose time the tasks of a levelled simulation take, and in which order they are placed (domain/risk.md 3.4)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

import numpy as np

from milepost.engine.kernel import FAR
from milepost.engine.levelling.demand import capacity_steps, ten_thousandths
from milepost.engine.resources import Resource
from milepost.engine.simulation.ground import Ground
from milepost.engine.simulation.net_links import Into
from milepost.engine.simulation.tables import DETACHED, DONE, NEVER, PLAIN, Ints, Seats
from milepost.engine.tables import STARTED
from milepost.engine.units import Instant


@dataclass(frozen=True)
class Levelled:
    """The tables of a levelled simulation: `order` are the positions as they are placed.

    `held` are positions that take their time without waiting for anybody: started, fixed, not to be levelled.
    `rivals` are the positions placed before each one that need somebody it needs, the latest last.
    """

    seats: Seats
    order: list[int]
    held: frozenset[int]
    rivals: dict[int, list[int]]


_NONE: Ints = np.zeros(0, dtype=np.int64)
#: A plan in which nobody's time counts.
NOBODY = Seats(_NONE, np.zeros(1, dtype=np.int64), _NONE, _NONE, _NONE, _NONE, _NONE, _NONE)

#: So many tasks placed before one are looked at to see who kept it waiting.
_RIVALS = 64


def levelled(grounded: Ground) -> Levelled:
    """Lay out capacity, demand and the plan's order."""
    base, tasks = grounded.computed.passes.plan.frame, grounded.tasks
    ways = grounded.frames.way
    able = {r.uid: r for r in base.plan.resources if not r.inactive and r.max_units > 0}
    needs: dict[int, dict[int, int]] = {}
    for p, task in enumerate(base.leaves):
        if ways[p] != DONE and p not in base.hubs:
            for each in base.crew.get(task.uid, ()):
                if each.resource in able and each.units > 0:
                    mine = needs.setdefault(p, {})
                    mine[each.resource] = mine.get(each.resource, 0) + ten_thousandths(each.units)
    held = frozenset(
        p
        for p, task in enumerate(base.leaves)
        if tasks.state[p] == STARTED or ways[p] not in (PLAIN, DETACHED) or not task.level_assignments
    )
    order = _order(grounded, grounded.before, held)
    used = [uid for uid in able if any(uid in mine for mine in needs.values())]
    seats = _seats(grounded, [able[uid] for uid in used], {uid: n for n, uid in enumerate(used)}, needs)
    return Levelled(seats, order, held, _rivals(order, needs))


def _order(grounded: Ground, before: Sequence[Into], held: frozenset[int]) -> list[int]:
    """Order positions by their planned starts, each after what it waits for; what is held comes first."""
    computed, count = grounded.computed, len(before)
    late = computed.passes.dates.late_finish
    leaves = computed.passes.plan.frame.leaves
    after: list[list[int]] = [[] for _ in range(count)]
    waits = [0] * count
    for p, into in enumerate(before):
        for row in into.rows:
            if row.pred >= 0:
                after[row.pred].append(p)
                waits[p] += 1
    keys = [(p not in held, computed.start[p], -leaves[p].priority, late[p], p) for p in range(count)]
    ready: list[tuple[bool, Instant, int, Instant, int]] = []
    for p in range(count):
        if not waits[p]:
            heappush(ready, keys[p])
    order = []
    while ready:
        p = heappop(ready)[-1]
        order.append(p)
        for q in after[p]:
            waits[q] -= 1
            if not waits[q]:
                heappush(ready, keys[q])
    return order


def _seats(
    grounded: Ground, resources: Sequence[Resource], number: dict[int, int], needs: dict[int, dict[int, int]]
) -> Seats:
    count = len(grounded.frames.way)
    rows = [sorted((number[uid], units) for uid, units in needs.get(p, {}).items()) for p in range(count)]
    lines = [_capacity(resource, grounded) for resource in resources]
    capacity = [max(amount for _, amount in line) for line in lines]
    users = [sum(n == r for row in rows for r, _ in row) for n in range(len(resources))]
    flat = [(r, min(units, capacity[r])) for row in rows for r, units in row]
    return Seats(
        capacity=_ints(capacity),
        first=_sums([len(line) + 2 * each + 1 for line, each in zip(lines, users, strict=True)]),
        base_first=_sums([len(line) for line in lines]),
        base_at=_ints([at for line in lines for at, _ in line]),
        base_used=_ints([capacity[n] - amount for n, line in enumerate(lines) for _, amount in line]),
        need_first=_sums([len(row) for row in rows]),
        need_resource=_ints([r for r, _ in flat]),
        need_units=_ints([units for _, units in flat]),
    )


def _capacity(resource: Resource, grounded: Ground) -> list[tuple[int, int]]:
    """Give the capacity of a resource by stretch of time, in minutes from the origin."""
    steps = capacity_steps(resource)
    return [(NEVER if at == -FAR else at - grounded.coder.origin, amount) for at, amount in steps]


def _rivals(order: Sequence[int], needs: dict[int, dict[int, int]]) -> dict[int, list[int]]:
    users: dict[int, list[int]] = {}
    found: dict[int, list[int]] = {}
    for p in order:
        seen = {q for uid in needs.get(p, ()) for q in users.get(uid, ())[-_RIVALS:]}
        if seen:
            found[p] = sorted(seen)
        for uid in needs.get(p, ()):
            users.setdefault(uid, []).append(p)
    return found


def _sums(sizes: Sequence[int]) -> Ints:
    return np.concatenate([[0], np.cumsum(sizes, dtype=np.int64)]).astype(np.int64)


def _ints(values: Sequence[int]) -> Ints:
    return np.array(values, dtype=np.int64)
