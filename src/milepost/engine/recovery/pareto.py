"""Which options, alone and together, no other beats in everything (domain/review.md 4.9)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeAlias

from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.recovery.case import Option
from milepost.engine.recovery.effect import Effect, Outcome, Pricing

#: Sorts effects, the best first.
Better: TypeAlias = Callable[[Effect], tuple[Any, ...]]
#: How many of the best combinations a bounded search goes on from.
_BEAM = 6


@dataclass(frozen=True, slots=True)
class Priced:
    """Options carried out together, and what they come to."""

    options: tuple[Option, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Search:
    """Everything priced: `exhaustive` says that every combination was, `refused` which cannot be carried out."""

    priced: tuple[Priced, ...]
    exhaustive: bool
    refused: tuple[tuple[tuple[str, ...], tuple[Notice, ...]], ...]


def measures(effect: Effect) -> tuple[int, Decimal, float, int]:
    """Give what options are compared in, less is better: days not recovered, cost, risk, tasks disturbed."""
    return (-effect.recovered, effect.cost, effect.risk, effect.changed)


def dominates(one: Effect, other: Effect) -> bool:
    """Tell whether one is at least as good in everything and better in something."""
    first, second = measures(one), measures(other)
    no_worse = (first[0] <= second[0], first[1] <= second[1], first[2] <= second[2], first[3] <= second[3])
    return first != second and all(no_worse)


def front(rows: Sequence[Priced]) -> tuple[Priced, ...]:
    """Keep what nothing dominates; of equals those that contain another equal one add nothing and go."""
    kept = [row for row in rows if not any(dominates(o.outcome.effect, row.outcome.effect) for o in rows)]
    return tuple(row for row in kept if not any(_is_more_for_nothing(row, other) for other in kept))


def _is_more_for_nothing(row: Priced, other: Priced) -> bool:
    less = {option.key for option in other.options} < {option.key for option in row.options}
    return less and measures(row.outcome.effect) == measures(other.outcome.effect)


def combinations(options: Sequence[Option]) -> Iterator[tuple[Option, ...]]:
    """List every set of options that do not exclude each other, the small ones first, in order."""
    level: list[tuple[int, ...]] = [()]
    while level:
        following = []
        for chosen in level:
            yield tuple(options[n] for n in chosen)
            first = chosen[-1] + 1 if chosen else 0
            following += [(*chosen, n) for n in range(first, len(options)) if _fits(options, chosen, n)]
        level = following


def _fits(options: Sequence[Option], chosen: tuple[int, ...], n: int) -> bool:
    return all(options[k].touches.isdisjoint(options[n].touches) for k in chosen)


def explore(pricing: Pricing, options: Sequence[Option], limit: int, better: Better) -> Search:
    """Price every combination where there are at most `limit`, else go on from the best ones until so many are priced.

    `better` sorts effects, the best first.
    """
    every = []
    for chosen in combinations(options):
        every.append(chosen)
        if len(every) > limit:
            return _bounded(pricing, options, limit, better)
    till = _Till(pricing)
    for chosen in every:
        till.price(chosen)
    return Search(tuple(till.found), True, tuple(till.refused))


class _Till:
    """What has been priced so far."""

    def __init__(self, pricing: Pricing) -> None:
        self.pricing = pricing
        self.known: set[frozenset[str]] = set()
        self.found: list[Priced] = []
        self.refused: list[tuple[tuple[str, ...], tuple[Notice, ...]]] = []

    def price(self, chosen: tuple[Option, ...]) -> None:
        """Price a combination once."""
        keys = frozenset(option.key for option in chosen)
        if keys in self.known:
            return
        self.known.add(keys)
        try:
            outcome = self.pricing.of(tuple(each for option in chosen for each in option.changes))
        except PlanRefusedError as refusal:
            self.refused.append((tuple(option.key for option in chosen), refusal.notices))
        else:
            self.found.append(Priced(chosen, outcome))


def _bounded(pricing: Pricing, options: Sequence[Option], limit: int, better: Better) -> Search:
    """Price each option alone, then add options to the best sets found, as long as the limit allows."""
    till = _Till(pricing)
    till.price(())
    for option in options:
        if len(till.known) < limit:
            till.price((option,))
    order = {option.key: n for n, option in enumerate(options)}
    grown: set[frozenset[str]] = set()
    while len(till.known) < limit:
        best = sorted(till.found, key=lambda row: (better(row.outcome.effect), len(row.options)))
        beam = [row for row in best if frozenset(o.key for o in row.options) not in grown][:_BEAM]
        if not beam:
            break
        for row in beam:
            grown.add(frozenset(option.key for option in row.options))
            for option in options:
                fits = all(option.touches.isdisjoint(each.touches) for each in row.options)
                if fits and option not in row.options and len(till.known) < limit:
                    till.price(tuple(sorted((*row.options, option), key=lambda each: order[each.key])))
    return Search(tuple(till.found), False, tuple(till.refused))
