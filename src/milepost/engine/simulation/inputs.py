"""What a simulation draws and what the draws do: the uncertain side of a plan, in numbers (domain/risk.md 2, 3).

Whoever knows estimates and risks writes an `Inputs`; the machine in this package draws, schedules and counts.
Durations and delays are working minutes of the task, as floats: a drawn duration is rounded to the minute after
factors and delays. Every variable has an id that stays the same when the plan changes around it: its draws are a
function of seed, id and iteration, so that two scenarios differ only by what differs.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import IntEnum

from milepost.engine.units import Instant, Uid


class Law(IntEnum):
    """How a variable is distributed, and what its numbers a, b, c, d mean.

    FIXED a. UNIFORM a..b. TRIANGULAR low a, mode b, high c. PERT the same with lambda d. NORMAL mean a,
    deviation b, cut off below c. LOGNORMAL mu a, sigma b of the logarithm, shifted by c. DISCRETE takes
    `values` with `chances`. HISTOGRAM has bars between `values`, one more than `chances`.
    Trigen is TRIANGULAR with its ends solved.
    """

    FIXED = 0
    UNIFORM = 1
    TRIANGULAR = 2
    PERT = 3
    NORMAL = 4
    LOGNORMAL = 5
    DISCRETE = 6
    HISTOGRAM = 7


@dataclass(frozen=True, slots=True)
class Variable:
    """One uncertain number; `id` is stable, such as `task:17` or `risk:R-3:occurs`."""

    id: str
    law: Law
    a: float = 0.0
    b: float = 0.0
    c: float = 0.0
    d: float = 4.0
    values: tuple[float, ...] = ()
    chances: tuple[float, ...] = ()


@dataclass(frozen=True, slots=True)
class Occurrence:
    """An event that occurs in the iterations where its variable, UNIFORM 0..1, lies in [low, high).

    Raising a probability p of [0, p) keeps all iterations in which the event occurred before. Mutually
    exclusive events share a variable and have ranges side by side. With `given`, the place of another
    occurrence before it, the range is [other_low, other_high) where that one does not occur. `risk`
    is the number that `Inputs.enabled` switches off.
    """

    variable: int
    low: float = 0.0
    high: float = 1.0
    risk: int = -1
    given: int = -1
    other_low: float = 0.0
    other_high: float = 0.0


class EffectKind(IntEnum):
    """What an effect's value does to a task's remaining duration.

    SERIES factors multiply; of PARALLEL ones that occur the largest counts, the smallest if all are
    below 1; DELAY adds minutes.
    """

    SERIES = 0
    PARALLEL = 1
    DELAY = 2


@dataclass(frozen=True, slots=True)
class Effect:
    """What one variable does to one task in the iterations where `occurrence` occurs (always, if -1).

    With a window it acts only where the task's remaining work, without this effect, touches [opens, closes].
    """

    task: Uid
    kind: EffectKind
    variable: int
    occurrence: int = -1
    opens: Instant | None = None
    closes: Instant | None = None


@dataclass(frozen=True, slots=True)
class CostItem:
    """Money spent whatever the dates: a variable, in the iterations where `occurrence` occurs (always, if -1).

    A task's own costs are spent only where the task is done: `task` names it if a branch may leave it out.
    """

    variable: int
    occurrence: int = -1
    task: Uid | None = None


@dataclass(frozen=True, slots=True)
class Correlation:
    """Variables drawn together through a Gaussian copula; a variable belongs to one correlation at most.

    Either `loadings`, one for each variable, on a common factor with the stable id `id`: variables i and k
    have the normal correlation loadings[i] * loadings[k]. Or `rows`, the lower triangle of the Cholesky
    factor of their normal correlation matrix, row i with i + 1 entries.
    """

    id: str
    variables: tuple[int, ...]
    loadings: tuple[float, ...] = ()
    rows: tuple[tuple[float, ...], ...] = ()


@dataclass(frozen=True, slots=True)
class Fork:
    """A branch: exactly one path of tasks is done in an iteration, the others take no time and cost nothing.

    Drawn: `variable`, UNIFORM 0..1, takes path i below the sum of the first i + 1 `chances`. Conditional
    (`variable` -1): the last path is taken when task `after` finishes later than `limit`, else the first.
    """

    paths: tuple[tuple[Uid, ...], ...]
    variable: int = -1
    chances: tuple[float, ...] = ()
    after: Uid | None = None
    limit: Instant | None = None


@dataclass(frozen=True, slots=True)
class Inputs:
    """Everything uncertain about a plan; places in the tuples are what the records refer to each other by.

    `durations` gives the variable of a task's remaining duration, in minutes; tasks not named keep theirs.
    `rates` is what a minute of a task's remaining duration costs, `costs` what does not depend on time,
    `spent` what is certain. `enabled` switches risks by number; without an entry a risk is on. Switching
    one off leaves all other draws as they are.
    """

    variables: tuple[Variable, ...] = ()
    occurrences: tuple[Occurrence, ...] = ()
    durations: Mapping[Uid, int] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()
    correlations: tuple[Correlation, ...] = ()
    forks: tuple[Fork, ...] = ()
    rates: Mapping[Uid, float] = field(default_factory=dict)
    costs: tuple[CostItem, ...] = ()
    spent: float = 0.0
    enabled: tuple[bool, ...] = ()
