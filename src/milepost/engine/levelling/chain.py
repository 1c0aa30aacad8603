"""The resource-critical chain: slack when waiting for people counts like a link (domain/schedule.md 14)."""

from __future__ import annotations

from milepost.engine.kernels_forward import link_bound
from milepost.engine.kernels_time import between, done, finish_at, shift
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.kernels_place import step_of
from milepost.engine.levelling.levelled import ChainStep
from milepost.engine.tables import COMPLETE, EXTERNAL, FF, FS, SF, SS
from milepost.engine.units import Instant, Minutes


def chain(board: Board, finish: Instant) -> tuple[ChainStep, ...]:
    """List the tasks without slack once resources count, in order of start, with what each comes after."""
    count = len(board.policy.mobile)
    arcs = resource_arcs(board)
    slack = slacks(board, arcs, finish)
    dates, frame, state = board.passes.dates, board.compiled.frame, board.passes.tasks.state
    on = [p for p in range(count) if slack[p] <= 0 and state[p] not in (COMPLETE, EXTERNAL) and p not in frame.hubs]
    critical, found = set(on), []
    for p in sorted(on, key=lambda each: (dates.early_start[each], dates.early_finish[each], each)):
        after, resource = _after(board, arcs, p, critical)
        uid = None if after is None else frame.leaves[after].uid
        found.append(ChainStep(frame.leaves[p].uid, uid, resource, slack[p]))
    return tuple(found)


def resource_arcs(board: Board) -> dict[int, list[tuple[int, int]]]:
    """List for each position who hands it a resource: pairs of position and resource, released no later than it starts.

    Whoever gives a resource back exactly when the task takes it, in working time, hands it over.
    """
    needs, clocks, state = board.needs, board.passes.clocks, board.passes.tasks.state
    gives: dict[tuple[int, int, Minutes], list[tuple[int, Instant]]] = {}
    rows = [(p, r) for p in range(len(state)) for r in range(needs.first[p], needs.first[p + 1])]
    for p, row in rows:
        key = (needs.resource[row], needs.clock[row], done(clocks, needs.clock[row], needs.until[row]))
        gives.setdefault(key, []).append((p, needs.until[row]))
    found: dict[int, list[tuple[int, int]]] = {}
    for p, row in rows:
        at = done(clocks, needs.clock[row], needs.since[row])
        if state[p] < COMPLETE and at > 0:
            for q, until in gives.get((needs.resource[row], needs.clock[row], at), ()):
                if q != p and _short(board, row, until - 1):
                    found.setdefault(p, []).append((q, needs.resource[row]))
    return found


def _short(board: Board, row: int, at: Instant) -> bool:
    """Tell whether a row's units are not free at an instant."""
    needs, free = board.needs, board.free
    return free.units[step_of(free, needs.resource[row], at)] < needs.units[row]


def slacks(board: Board, arcs: dict[int, list[tuple[int, int]]], finish: Instant) -> list[Minutes]:
    """Give each position's slack in working minutes against a finish, over links and arcs of resources."""
    clocks, tasks, edges, _, dates = board.passes.tables()
    late = [finish] * len(tasks.state)
    givers: dict[int, list[int]] = {}
    for p, pairs in arcs.items():
        for q, _ in pairs:
            givers.setdefault(q, []).append(p)
    order = sorted(range(len(late)), key=lambda p: (dates.remaining[p], dates.early_finish[p], p), reverse=True)
    begun = {p: _late_start(board, p, finish) for p in order}
    for p in order:
        for e in (edges.out[o] for o in range(edges.out_first[p], edges.out_first[p + 1])):
            if not edges.off[e]:
                late[p] = min(late[p], _link_limit(board, e, begun[edges.succ[e]], late[edges.succ[e]]))
        for q in givers.get(p, ()):
            late[p] = min(late[p], begun[q])
        begun[p] = _late_start(board, p, late[p])
    return [between(clocks, tasks.clock[p], dates.early_finish[p], late[p]) for p in range(len(late))]


def _late_start(board: Board, p: int, finish: Instant) -> Instant:
    """Give how late a task may start to end by a finish, moved as a whole in its working time."""
    clocks, tasks, _, _, dates = board.passes.tables()
    k = tasks.clock[p]
    length = between(clocks, k, dates.remaining[p], dates.early_finish[p])
    return finish_at(clocks, k, done(clocks, k, finish) - length)


def _link_limit(board: Board, e: int, start: Instant, finish: Instant) -> Instant:
    """Give the late finish a link allows its predecessor."""
    clocks, tasks, edges, _, dates = board.passes.tables()
    kind, p = edges.kind[e], edges.pred[e]
    limit = shift(clocks, edges.clock[e], start if kind in (FS, SS) else finish, -edges.lag[e])
    if kind in (FS, FF):
        return limit
    k = tasks.clock[p]
    length = between(clocks, k, dates.remaining[p], dates.early_finish[p]) if kind in (SS, SF) else 0
    return finish_at(clocks, k, done(clocks, k, limit) + length)


def _after(
    board: Board, arcs: dict[int, list[tuple[int, int]]], p: int, critical: set[int]
) -> tuple[int | None, int | None]:
    """Name what a task of the chain comes after: the critical giver of a resource, else its latest link."""
    clocks, tasks, edges, _, dates = board.passes.tables()
    if board.placed.delay[p]:
        for q, r in arcs.get(p, ()):
            if q in critical:
                return q, board.resources[r].uid
    rows = [e for e in range(edges.first[p], edges.first[p + 1]) if edges.pred[e] in critical and not edges.off[e]]
    if not rows:
        pairs = [(q, r) for q, r in arcs.get(p, ()) if q in critical]
        return (pairs[0][0], board.resources[pairs[0][1]].uid) if pairs else (None, None)
    best = max(rows, key=lambda e: (link_bound(clocks, tasks, edges, dates, e), -e))
    return edges.pred[best], None
