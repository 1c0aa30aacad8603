"""The assessment's metrics on logic: open ends, leads, lags and link types (review.md 2, metrics 1 to 4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

from milepost.engine.health_population import Population
from milepost.engine.health_words import Metric, share
from milepost.engine.tasks import LinkType, Task
from milepost.engine.units import Uid


def logic(people: Population) -> Metric:
    """1 Logic: incomplete tasks without predecessor or successor; the project's first start and last finish may."""
    start, finish = first_start(people), last_finish(people)
    open_ends = tuple(
        task.uid
        for task in people.incomplete
        if (not people.into[task.uid] and task is not start) or (not people.out_of[task.uid] and task is not finish)
    )
    return share(1, "Logic", open_ends, len(people.incomplete), 5)


def leads(people: Population) -> Metric:
    """2 Leads: links with negative lag."""
    return share(2, "Leads", _successors(people, lambda lag: lag < 0), len(people.links), 0)


def lags(people: Population) -> Metric:
    """3 Lags: links with positive lag."""
    return share(3, "Lags", _successors(people, lambda lag: lag > 0), len(people.links), 5)


def link_types(people: Population) -> Metric:
    """4 Relationship types: the share of finish-to-start links; the others are named."""
    others = tuple(link.successor for link in people.links if link.type is not LinkType.FS)
    whole = len(people.links)
    plain = Decimal(whole - len(others))
    value = plain / whole if whole else None
    limit = Decimal("0.9")
    passed = None if value is None else value >= limit
    named = tuple(dict.fromkeys(others))
    return Metric(4, "Relationship types", plain, Decimal(whole), value, limit, "at least 90 % FS", passed, named)


def first_start(people: Population) -> Task | None:
    """The task the project starts with: of the earliest, one without predecessor, a milestone rather than work."""
    return min(
        people.tasks,
        key=lambda task: (people.dates(task).start, bool(people.into[task.uid]), not task.milestone),
        default=None,
    )


def last_finish(people: Population) -> Task | None:
    """The task the project ends with: of the latest, one without successor, a milestone rather than work."""
    return max(
        people.tasks,
        key=lambda task: (people.dates(task).finish, not people.out_of[task.uid], task.milestone),
        default=None,
    )


def _successors(people: Population, wanted: Callable[[int], bool]) -> tuple[Uid, ...]:
    return tuple(link.successor for link in people.links if wanted(link.lag))
