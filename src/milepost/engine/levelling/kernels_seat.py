"""Choosing people for open places while tasks are placed: who is free first, then who fits best.

One person fills at most one place of a task. A task with one place weighs lateness against rate, surplus of level
and switching; one with several starts when a whole team is free, found as a matching of places and people.
"""

from __future__ import annotations

from typing import NamedTuple

from milepost.engine.kernel import FAR, Column, piece
from milepost.engine.kernels_time import Clocks, done, finish_at, next_start, start_at
from milepost.engine.levelling.kernels_place import Free, Needs, clash
from milepost.engine.tables import Tasks
from milepost.engine.units import Instant, Minutes

#: What `Places.worth` holds.
SWITCH, LATE, CLOCK = 0, 1, 2


class Places(NamedTuple):
    """Open places: those of the task at position p are first[p] to first[p + 1].

    Place q fills row `need[q]` of the needs and strand row `strand[q]` (-1: the task's own calendar counts). Who can
    take it are seats seat_first[q] to seat_first[q + 1]: the person's number, clock, span of the work and penalty in
    minutes, cheapest first. `chosen` is the seat taken or -1. `part` says to which part of the plan a task belongs,
    `last` in which part a person was seen last, -1 at first. `worth` holds what switching and a minute of lateness
    count, and the clock lateness is counted on. The others are room to work in.
    """

    first: Column
    need: Column
    strand: Column
    seat_first: Column
    person: Column
    clock: Column
    span: Column
    penalty: Column
    chosen: Column
    part: Column
    last: Column
    opening: Column
    holder: Column
    seen: Column
    via: Column
    queue: Column
    worth: Column


@piece
def seat_opening(clocks: Clocks, needs: Needs, free: Free, places: Places, q: int, s: int, x: Instant) -> Instant:
    """Give the first start from x on at which the person of seat s is free for place q, x itself if that fits."""
    k, units, r = places.clock[s], needs.units[places.need[q]], places.person[s]
    t = x
    while t < FAR:
        m = done(clocks, k, t)
        until = clash(free, r, units, start_at(clocks, k, m), finish_at(clocks, k, m + places.span[s]))
        if until <= start_at(clocks, k, m):
            return t
        t = FAR if until == FAR else next_start(clocks, k, until)
    return FAR


@piece
def best_seat(clocks: Clocks, needs: Needs, free: Free, places: Places, q: int, p: int, x: Instant) -> int:
    """Choose for a task's only place: the seat whose finish, penalty and switching cost least; -1 if none is free."""
    best, least = -1, FAR
    for s in range(places.seat_first[q], places.seat_first[q + 1]):
        t = seat_opening(clocks, needs, free, places, q, s, x)
        places.opening[s] = t
        if t < FAR:
            k = places.clock[s]
            ends = finish_at(clocks, k, done(clocks, k, t) + places.span[s])
            minutes = done(clocks, places.worth[CLOCK], ends) - done(clocks, places.worth[CLOCK], x)
            cost = places.worth[LATE] * minutes + places.penalty[s]
            if places.last[places.person[s]] not in (-1, places.part[p]):
                cost += places.worth[SWITCH]
            if cost < least:
                best, least = s, cost
    return best


@piece
def augment(places: Places, first: int, q: int, latest: Instant) -> bool:
    """Find a person for place q among seats free by `latest`, moving people already matched where needed."""
    head, tail = 0, 1
    places.queue[0] = q
    while head < tail:
        at = places.queue[head]
        head += 1
        for s in range(places.seat_first[at], places.seat_first[at + 1]):
            r = places.person[s]
            if places.opening[s] > latest or places.seen[r] == 1:
                continue
            places.seen[r] = 1
            if places.holder[r] >= 0:
                other = places.holder[r]
                places.via[other - first] = s
                places.queue[tail] = other
                tail += 1
                continue
            # Each place on the way here takes the seat it wanted, whose person the next one has given up.
            seat_taken = s
            while True:
                places.chosen[at] = seat_taken
                places.holder[places.person[seat_taken]] = at
                if at == q:
                    return True
                seat_taken = places.via[at - first]
                at = place_of(places, first, seat_taken)
    return False


@piece
def place_of(places: Places, first: int, s: int) -> int:
    """Find the place a seat belongs to."""
    q = first
    while places.seat_first[q + 1] <= s:
        q += 1
    return q


@piece
def forget(places: Places, p: int) -> None:
    """Let go of all people of a task's places."""
    for q in range(places.first[p], places.first[p + 1]):
        places.chosen[q] = -1
        for s in range(places.seat_first[q], places.seat_first[q + 1]):
            places.holder[places.person[s]] = -1


@piece
def matched(places: Places, p: int, latest: Instant) -> bool:
    """Match people to all places of a task, all free by `latest`; tells whether there are enough."""
    forget(places, p)
    first, last = places.first[p], places.first[p + 1]
    for q in range(first, last):
        for other in range(first, last):
            for s in range(places.seat_first[other], places.seat_first[other + 1]):
                places.seen[places.person[s]] = 0
        if not augment(places, first, q, latest):
            return False
    return True


@piece
def team(clocks: Clocks, needs: Needs, free: Free, places: Places, p: int, x: Instant) -> Instant:
    """Choose people for several places of a task; gives the first start from x on when all are free, FAR if never."""
    first, last = places.first[p], places.first[p + 1]
    while True:
        latest = x
        for q in range(first, last):
            soonest = FAR
            for s in range(places.seat_first[q], places.seat_first[q + 1]):
                places.opening[s] = seat_opening(clocks, needs, free, places, q, s, x)
                soonest = min(soonest, places.opening[s])
            latest = max(latest, soonest)
        while latest < FAR and not matched(places, p, latest):
            following = FAR
            for s in range(places.seat_first[first], places.seat_first[last]):
                if latest < places.opening[s] < following:
                    following = places.opening[s]
            latest = following
        if latest in (x, FAR):
            return latest
        x = latest


@piece
def write_down(tasks: Tasks, needs: Needs, places: Places, p: int, span: Minutes) -> None:
    """Let the people chosen count in what the task needs and in whose working time it is done."""
    low, high = tasks.strand_first[p], tasks.strand_first[p + 1]
    for q in range(places.first[p], places.first[p + 1]):
        s, row = places.chosen[q], places.need[q]
        needs.resource[row], needs.clock[row] = places.person[s], places.clock[s]
        needs.begin[row], needs.end[row] = 0, places.span[s]
        if places.strand[q] >= 0:
            tasks.strand_clock[places.strand[q]] = places.clock[s]
            tasks.strand_span[places.strand[q]] = places.span[s]
    alike = True
    for row in range(low, high):
        alike = alike and tasks.strand_clock[row] == tasks.strand_clock[low]
    if low < high:
        tasks.clock[p] = tasks.strand_clock[low]
        if alike:
            # On one working time the task is as long as its duration says.
            for row in range(low, high):
                tasks.strand_span[row] = span
            for row in range(needs.first[p], needs.first[p + 1]):
                needs.end[row] = span


@piece
def seat(
    clocks: Clocks, tasks: Tasks, needs: Needs, free: Free, places: Places, p: int, x: Instant, span: Minutes
) -> Instant:
    """Fill the places of task p from x on; gives its start, FAR where nobody ever is free."""
    q = places.first[p]
    if places.first[p + 1] - q == 1:
        s = best_seat(clocks, needs, free, places, q, p, x)
        found = FAR if s < 0 else places.opening[s]
        places.chosen[q] = s
    else:
        found = team(clocks, needs, free, places, p, x)
    if found == FAR:
        # Nobody is ever free: the first people who can do it show what is short.
        for other in range(places.first[p], places.first[p + 1]):
            for s in range(places.seat_first[other], places.seat_first[other + 1]):
                places.opening[s] = x
        matched(places, p, x)
        for other in range(places.first[p], places.first[p + 1]):
            if places.chosen[other] < 0:
                places.chosen[other] = places.seat_first[other]
    write_down(tasks, needs, places, p, span)
    return found


@piece
def remember(places: Places, p: int) -> None:
    """Note in which part of the plan the people of a placed task have worked."""
    for q in range(places.first[p], places.first[p + 1]):
        if places.chosen[q] >= 0:
            places.last[places.person[places.chosen[q]]] = places.part[p]
