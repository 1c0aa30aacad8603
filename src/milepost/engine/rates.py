"""What an hour of somebody costs when: rate tables over time (domain/money.md 2, 3)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from itertools import pairwise

from milepost.engine.notices import Notice
from milepost.engine.resources import Rate, Resource
from milepost.engine.units import Instant

_ALWAYS = -(1 << 60)


def rate_at(resource: Resource, table: str, at: Instant) -> Rate | None:
    """Give the row of a resource's rate table valid at an instant; None without any rate above zero.

    Before the first row the first one counts.
    """
    rows = rate_table(resource.rates, table)
    found = rows[0] if rows else None
    for rate in rows:
        if rate.start is not None and rate.start > at:
            break
        found = rate
    return found


def rate_slices(resource: Resource, table: str, start: Instant, finish: Instant) -> list[tuple[Instant, Instant, Rate]]:
    """Cut a span where the rate changes: (from, to, rate), nothing without any rate above zero."""
    rows = rate_table(resource.rates, table)
    if not rows:
        return []
    changes = [rate.start for rate in rows[1:] if rate.start is not None and start < rate.start < finish]
    found = []
    for begin, end in pairwise([start, *changes, finish]):
        rate = rate_at(resource, table, begin)
        assert rate is not None
        found.append((begin, end, rate))
    return found


def rate_errors(resources: Iterable[Resource]) -> tuple[Notice, ...]:
    """List rates below zero as E-RATE, by the resource that has them."""
    found = []
    for resource in resources:
        for rate in resource.rates:
            named = (("standard", rate.standard), ("overtime", rate.overtime), ("per use", rate.per_use))
            for word, amount in named:
                if amount < 0:
                    said = f"{resource.name or resource.uid}: the {word} rate in table {rate.table} is {amount}"
                    found.append(Notice("E-RATE", f"{said}. A rate is zero or more."))
    return tuple(found)


@lru_cache(maxsize=4096)
def rate_table(rates: tuple[Rate, ...], table: str) -> tuple[Rate, ...]:
    """Give the rows of one rate table in order of date, without a table whose every rate is zero."""
    rows = [rate for rate in rates if rate.table == table]
    if not any(rate.standard or rate.overtime or rate.per_use for rate in rows):
        return ()
    return tuple(sorted(rows, key=lambda rate: _ALWAYS if rate.start is None else rate.start))
