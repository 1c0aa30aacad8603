"""Instructions that keep people's capacity: when a task can start beside what is placed already (domain/risk.md 3.4).

Tasks are placed one after the other in the plan's order, each at the first time at which everybody it needs has room
for all of it: serial schedule generation, in every iteration with its own durations.
"""

from __future__ import annotations

from milepost.engine.kernel import piece
from milepost.engine.simulation.tables import Op, Profile, Rows, Seats

_EMPTY, _RESERVE = int(Op.EMPTY), int(Op.RESERVE)


@piece
def occupy(seats: Seats, profile: Profile, rows: Rows, op: int, one: int, two: int, m: int, width: int) -> None:
    """Carry out EMPTY or RESERVE."""
    if op == _EMPTY:
        for w in range(width):
            profile.seated[w] = 0
            for r in range(len(seats.capacity)):
                empty_one(seats, profile, r, w)
    else:
        for w in range(width):
            start, finish = rows.cells[one, w], rows.cells[two, w]
            profile.seated[w] = 0
            if start < finish:
                for n in range(seats.need_first[m], seats.need_first[m + 1]):
                    r = seats.need_resource[n]
                    first = cut(seats, profile, r, w, start)
                    last = cut(seats, profile, r, w, finish)
                    for i in range(first, last):
                        profile.used[w, i] += seats.need_units[n]


@piece
def empty_one(seats: Seats, profile: Profile, r: int, w: int) -> None:
    """Put the times at which a resource is away into its line, nothing else."""
    begin, first = seats.first[r], seats.base_first[r]
    count = seats.base_first[r + 1] - first
    for i in range(count):
        profile.at[w, begin + i] = seats.base_at[first + i]
        profile.used[w, begin + i] = seats.base_used[first + i]
    profile.size[w, r] = count


@piece
def stretch(seats: Seats, profile: Profile, r: int, w: int, at: int) -> int:
    """Find the stretch of a resource's line that an instant lies in."""
    low, high = int(seats.first[r]), int(seats.first[r]) + profile.size[w, r]
    while high - low > 1:
        middle = (low + high) // 2
        if profile.at[w, middle] <= at:
            low = middle
        else:
            high = middle
    return low


@piece
def cut(seats: Seats, profile: Profile, r: int, w: int, at: int) -> int:
    """Let a stretch begin at an instant; give its place."""
    i = stretch(seats, profile, r, w, at)
    if profile.at[w, i] == at:
        return i
    last = seats.first[r] + profile.size[w, r]
    n = last
    while n > i + 1:
        profile.at[w, n] = profile.at[w, n - 1]
        profile.used[w, n] = profile.used[w, n - 1]
        n -= 1
    profile.at[w, i + 1] = at
    profile.used[w, i + 1] = profile.used[w, i]
    profile.size[w, r] += 1
    return i + 1


@piece
def seat(seats: Seats, profile: Profile, rows: Rows, to: int, one: int, two: int, m: int, width: int) -> bool:
    """Give when task m can be tried next in each iteration, its start where it fits; tell whether it fits in all."""
    blocked = 0
    for w in range(width):
        start, finish = rows.cells[one, w], rows.cells[two, w]
        at = start
        if start < finish and not profile.seated[w]:
            for n in range(seats.need_first[m], seats.need_first[m + 1]):
                r, room = seats.need_resource[n], seats.capacity[seats.need_resource[n]] - seats.need_units[n]
                at = max(at, tried_next(seats, profile, r, w, room, start, finish))
        rows.cells[to, w] = at
        profile.seated[w] = int(at == start)
        blocked += int(at > start)
    return blocked == 0


@piece
def tried_next(seats: Seats, profile: Profile, r: int, w: int, room: int, start: int, finish: int) -> int:
    """Give the start if a resource has room from there to the finish, else the end of the stretches in the way."""
    i, last = stretch(seats, profile, r, w, start), seats.first[r] + profile.size[w, r]
    while i < last and profile.at[w, i] < finish:
        if profile.used[w, i] > room:
            while i + 1 < last and profile.used[w, i] > room:
                i += 1
            return max(start, int(profile.at[w, i]))
        i += 1
    return start
