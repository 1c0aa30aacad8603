"""How good past estimates were: actual against estimate, for effort and duration apart (domain/governance.md 15)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

from milepost.engine.units import Instant, Minutes

#: A segment with fewer finished tasks says nothing.
LEAST_IN_SEGMENT = 8
_QUARTER = Fraction(1, 4)


class Quantity(StrEnum):
    """What was estimated: the work it takes, or the time it takes."""

    EFFORT = "effort"
    DURATION = "duration"


class Dimension(StrEnum):
    """What finished work is grouped by."""

    TYPE = "type"
    TEAM = "team"
    SIZE = "size"
    ESTIMATOR = "estimator"


@dataclass(frozen=True, slots=True)
class Measured:
    """An estimate and what it became, in (person-)minutes; `committed` is what was promised at 80 % confidence."""

    estimate: Minutes
    actual: Minutes
    committed: Minutes | None = None

    @property
    def ratio(self) -> Fraction:
        """Actual over estimate: 1.2 took a fifth more than estimated."""
        return Fraction(self.actual, self.estimate)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A finished task or work package: its effort and duration as estimated and as they were, and what it was.

    Either measure may be missing. An empty type, team, size or estimator is unknown. `finished` orders outcomes.
    """

    code: str
    effort: Measured | None = None
    duration: Measured | None = None
    type: str = ""
    team: str = ""
    size: str = ""
    estimator: str = ""
    finished: Instant | None = None

    def measured(self, quantity: Quantity) -> Measured | None:
        """Give the measure of effort or of duration; None where it is missing or nothing can be compared with it."""
        found = self.effort if quantity is Quantity.EFFORT else self.duration
        return found if found is not None and found.estimate > 0 and found.actual > 0 else None


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How estimates of `count` finished tasks compare with what they took.

    `median_ratio` is that of actual over estimate, `bias` how far it is from 1. `mmre` is the mean of |actual -
    estimate| / actual, `pred25` the share of tasks where that is 25 % or less. `hit_rate` is the share of the
    `committed` promises at 80 % that were kept, None without any; good promises are kept in about 80 %.
    """

    count: int
    median_ratio: float
    mmre: float
    pred25: float
    bias: float
    committed: int
    hit_rate: float | None


@dataclass(frozen=True, slots=True)
class Segment:
    """The accuracy of one group of finished work: all tasks of one type, team, size or estimator."""

    quantity: Quantity
    dimension: Dimension
    value: str
    accuracy: Accuracy


def accuracy(outcomes: Iterable[Outcome], quantity: Quantity) -> Accuracy | None:
    """Compare estimates with what became of them; None when nothing can be compared."""
    found = [m for m in (each.measured(quantity) for each in outcomes) if m is not None]
    if not found:
        return None
    errors = [Fraction(abs(m.actual - m.estimate), m.actual) for m in found]
    middle = median(m.ratio for m in found)
    promises = [m.actual <= m.committed for m in found if m.committed is not None]
    return Accuracy(
        count=len(found),
        median_ratio=float(middle),
        mmre=float(sum(errors) / len(errors)),
        pred25=sum(error <= _QUARTER for error in errors) / len(errors),
        bias=float(middle - 1),
        committed=len(promises),
        hit_rate=sum(promises) / len(promises) if promises else None,
    )


def segments(outcomes: Sequence[Outcome], quantity: Quantity, *, least: int = LEAST_IN_SEGMENT) -> tuple[Segment, ...]:
    """Give the accuracy of every group with `least` or more comparable tasks, by dimension, the worst bias first."""
    found: list[Segment] = []
    for dimension in Dimension:
        groups: dict[str, list[Outcome]] = {}
        for each in outcomes:
            value = getattr(each, dimension.value)
            if value and each.measured(quantity) is not None:
                groups.setdefault(value, []).append(each)
        rows = [(value, accuracy(rows, quantity)) for value, rows in groups.items() if len(rows) >= least]
        known = [Segment(quantity, dimension, value, row) for value, row in rows if row is not None]
        found += sorted(known, key=lambda row: (-abs(row.accuracy.bias), row.value))
    return tuple(found)
