"""The finish no schedule can beat while people are still to be chosen: every task with the best who could do it."""

from __future__ import annotations

from dataclasses import replace
from functools import reduce

import numpy as np

from milepost.engine.kernel import column
from milepost.engine.levelling.board import Board
from milepost.engine.levelling.demand import capacity_steps
from milepost.engine.levelling.objective import Judge
from milepost.engine.resources import Resource
from milepost.engine.tables import Tasks
from milepost.engine.units import Instant, Minutes
from milepost.engine.worktime import HORIZON, WorkTime
from milepost.engine.worktime_intervals import Spans, unite


def open_bound(board: Board) -> Instant:
    """Bound the finish of a board with open places: the path on everybody's working time, and work by who can do it."""
    asked = _asked(board)
    groups = {crew for crew, _ in asked} | {frozenset(range(len(board.resources)))}
    return max(_path(board), *(_work(board, people, asked) for people in groups))


def _seats(board: Board, p: int) -> range:
    """Give the seats of all places of a task."""
    places = board.seating.places
    return range(places.seat_first[places.first[p]], places.seat_first[places.first[p + 1]])


def _path(board: Board) -> Instant:
    """Run the forward pass with each open task on the working time of all who could do it, together."""
    places, tasks, edges = board.seating.places, board.passes.tasks, board.compiled.edges
    clock, span, known = tasks.clock[:], board.policy.span[:], dict[frozenset[int], int]()
    for p in range(len(clock)):
        seats = _seats(board, p)
        if seats:
            clocks = frozenset(places.clock[s] for s in seats)
            if clocks not in known:
                known[clocks] = _together(board, sorted(clocks))
            clock[p], span[p] = known[clocks], min(span[p], *(places.span[s] for s in seats))
    lags = [clock[j] if _seats(board, j) else k for j, k in zip(edges.succ, edges.clock, strict=True)]
    passes = replace(
        board.passes.copy(),
        plan=replace(board.compiled, edges=edges._replace(clock=column(lags))),
        tasks=_without_strands(board)._replace(clock=clock, span=span),
        clocks=board.compiled.frame.book.lay_out(),
    )
    passes.forward()
    own = Judge.of(board).own
    return int(np.array(passes.dates.early_finish)[own].max()) if len(own) else board.plan.settings.start


def _without_strands(board: Board) -> Tasks:
    """Give the tasks, open ones without strands of their own."""
    tasks, first, kept = board.passes.tasks, [0], list[int]()
    for p in range(len(tasks.state)):
        if not _seats(board, p):
            kept += range(tasks.strand_first[p], tasks.strand_first[p + 1])
        first.append(len(kept))
    return tasks._replace(
        strand_first=column(first),
        strand_clock=column([tasks.strand_clock[r] for r in kept]),
        strand_span=column([tasks.strand_span[r] for r in kept]),
        strand_delay=column([tasks.strand_delay[r] for r in kept]),
    )


def _together(board: Board, clocks: list[int]) -> int:
    """Give the number of the working time in which any of several works."""
    book = board.compiled.frame.book
    lines = [book.lines[k] for k in clocks]
    if len(lines) == 1 or any(line.elapsed for line in lines):
        return next((k for k in clocks if book.lines[k].elapsed), clocks[0])

    def spans(first: Instant, last: Instant) -> Spans:
        return reduce(unite, (line.spans(first, last) for line in lines))

    window = (min(line.window[0] for line in lines), max(line.window[1] for line in lines))
    return book.number(WorkTime(spans, window, lines[0].limits, "anybody able"))


def _asked(board: Board) -> list[tuple[frozenset[int], int]]:
    """List the work that moves, each piece with who could do it, in ten-thousandths of a minute."""
    needs, places, found = board.needs, board.seating.places, list[tuple[frozenset[int], int]]()
    seats = {row: range(places.seat_first[q], places.seat_first[q + 1]) for q, row in enumerate(places.need)}
    numbers = [_own_clock(board, resource) for resource in board.resources]
    for p in board.movable:
        for row in range(needs.first[p], needs.first[p + 1]):
            if row in seats:
                least = min(places.span[s] for s in seats[row])
                found.append((frozenset(places.person[s] for s in seats[row]), needs.units[row] * least))
            elif needs.clock[row] == numbers[needs.resource[row]]:
                amount = needs.units[row] * (needs.end[row] - needs.begin[row])
                found.append((frozenset((needs.resource[row],)), amount))
    return found


def _own_clock(board: Board, resource: Resource) -> int:
    return board.compiled.frame.book.number(board.compiled.frame.times.of_resource(resource.uid))


def _work(board: Board, people: frozenset[int], asked: list[tuple[frozenset[int], int]]) -> Instant:
    """Find the instant by which some people could have done all work that only they can do."""
    work = sum(amount for crew, amount in asked if crew <= people)
    crew = [board.resources[r] for r in people]
    lines = [(capacity_steps(each), board.compiled.frame.times.of_resource(each.uid)) for each in crew]
    base, low, high = board.passes.rules.base, 0, 1440
    while _room(lines, base, base + high) < work:
        low, high = high, 2 * high
        if high > HORIZON:
            return base
    while low + 1 < high:
        middle = (low + high) // 2
        low, high = (middle, high) if _room(lines, base, base + middle) < work else (low, middle)
    return base + high if work else base


def _room(lines: list[tuple[list[tuple[int, int]], WorkTime]], first: Instant, last: Instant) -> Minutes:
    """Count what people could do between two instants, in ten-thousandths of minutes."""
    total = 0
    for steps, line in lines:
        for n, (at, units) in enumerate(steps):
            end = steps[n + 1][0] if n + 1 < len(steps) else last
            low, high = max(first, at), min(last, end)
            if low < high:
                total += units * line.working(low, high)
    return total
