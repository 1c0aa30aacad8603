"""Which resource holds the plan back, period by period: who is waited for, and how busy they are."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.engine.levelling.board import Board
from milepost.engine.levelling.levelled import Binding
from milepost.engine.units import MINUTES_PER_DAY, Instant, Minutes

#: A period is a week, longer ones where the plan has more of them than this.
MOST_PERIODS = 104
_WEEK = 7 * MINUTES_PER_DAY
#: Instants count from a Thursday; weeks begin on Monday.
_MONDAY = 4 * MINUTES_PER_DAY


def binding(board: Board, finish: Instant) -> tuple[Binding, ...]:
    """Give for each week the resource for which most working time is waited, with how busy it is there."""
    base = max(board.passes.rules.base, board.plan.settings.status_date or board.passes.rules.base)
    begin = base - (base - _MONDAY) % _WEEK
    length = _WEEK * max(1, -(-(finish - begin) // (_WEEK * MOST_PERIODS)))
    waits = _waits(board, base, begin, length)
    found = []
    for period in sorted({period for period, _ in waits}):
        asked = {r: minutes for (at, r), minutes in waits.items() if at == period}
        first, last = begin + period * length, begin + (period + 1) * length
        busy = {r: _busy(board, r, first, last) for r in asked}
        r = max(asked, key=lambda each: (asked[each], busy[each], -each))
        found.append(Binding(first, last, board.resources[r].uid, asked[r], busy[r]))
    return tuple(found)


def _waits(board: Board, base: Instant, begin: Instant, length: Minutes) -> dict[tuple[int, int], Minutes]:
    """Add up, by period and resource, the working minutes for which tasks wait."""
    found: dict[tuple[int, int], Minutes] = {}
    lines = board.compiled.frame.book.lines
    for p in board.movable:
        r = board.placed.waits[p]
        if r < 0 or not board.placed.delay[p]:
            continue
        line, start = lines[board.passes.tasks.clock[p]], board.passes.dates.remaining[p]
        since = line.add(start, -board.placed.delay[p])
        for first, last in _periods(max(since, base), start, begin, length):
            period = (first - begin) // length
            found[period, r] = found.get((period, r), 0) + line.working(first, last)
    return {key: minutes for key, minutes in found.items() if minutes}


def _periods(since: Instant, until: Instant, begin: Instant, length: Minutes) -> Iterator[tuple[Instant, Instant]]:
    at = since
    while at < until:
        end = begin + ((at - begin) // length + 1) * length
        yield at, min(end, until)
        at = end


def _busy(board: Board, r: int, first: Instant, last: Instant) -> int:
    """Give how much of what there is of a resource is taken between two instants, in percent of its working time."""
    line = board.compiled.frame.times.of_resource(board.resources[r].uid)
    free, there, left = board.free, 0, 0
    for i in range(free.first[r], free.first[r] + free.size[r]):
        end = free.at[i + 1] if i + 1 < free.first[r] + free.size[r] else last
        low, high = max(first, free.at[i]), min(last, end)
        if low < high:
            left += free.units[i] * line.working(low, high)
    for i in range(free.first[r], free.first[r] + free.steps[r]):
        end = free.step_at[i + 1] if i + 1 < free.first[r] + free.steps[r] else last
        low, high = max(first, free.step_at[i]), min(last, end)
        if low < high:
            there += free.step_units[i] * line.working(low, high)
    return 0 if there <= 0 else round(100 * (there - left) / there)
