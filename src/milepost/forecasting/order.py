"""Places in an order as whole numbers with room between them, so that moving one row changes one row."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence

from milepost.forecasting.tables import Key

#: Room between two neighbours when an order is written anew.
STEP = 2**20


def ranks(known: Mapping[Key, int], keys: Sequence[Key]) -> dict[Key, int]:
    """Give each key a rank so that ranks rise along `keys`, changing as few known ranks as can be."""
    if list(known) == list(keys[: len(known)]):
        places = list(known.values())
        if len(known) == len(keys):
            return dict(known)
        if places == sorted(set(places)):
            # Most often something was added at the end.
            last = places[-1] if places else 0
            return {**known, **{key: last + STEP * n for n, key in enumerate(keys[len(known) :], 1)}}
    stayed = [key for key in keys if key in known]
    old = [known[key] for key in stayed]
    pairs = zip(stayed, old, strict=True)
    # Most changes leave what was there in its order.
    kept = dict(pairs) if sorted(set(old)) == old else _rising(list(pairs))
    found: dict[Key, int] = {}
    waiting: list[Key] = []
    below = 0
    for key in keys:
        rank = kept.get(key)
        if rank is None:
            waiting.append(key)
            continue
        if not _fill(found, waiting, below, rank):
            return {each: (n + 1) * STEP for n, each in enumerate(keys)}
        waiting = []
        found[key] = below = rank
    _fill(found, waiting, below, below + STEP * (len(waiting) + 1))
    return found


def _fill(found: dict[Key, int], waiting: Sequence[Key], below: int, above: int) -> bool:
    """Give waiting keys ranks between two others; tells whether there was room."""
    if above - below <= len(waiting):
        return False
    for n, key in enumerate(waiting, 1):
        found[key] = below + (above - below) * n // (len(waiting) + 1)
    return True


def _rising(pairs: Sequence[tuple[Key, int]]) -> dict[Key, int]:
    """Give the longest part of a sequence whose ranks rise."""
    tails: list[int] = []
    places: list[int] = []
    before = [-1] * len(pairs)
    for n, (_, rank) in enumerate(pairs):
        at = bisect_left(tails, rank)
        before[n] = places[at - 1] if at else -1
        if at == len(tails):
            tails.append(rank)
            places.append(n)
        else:
            tails[at], places[at] = rank, n
    found = []
    n = places[-1] if places else -1
    while n >= 0:
        found.append(pairs[n])
        n = before[n]
    return dict(reversed(found))
