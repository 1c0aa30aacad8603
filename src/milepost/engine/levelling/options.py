"""What levelling may do, and what it should aim for (domain/schedule.md 14)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from milepost.engine.units import Instant, Minutes, Uid


class Order(StrEnum):
    """Which task takes a resource first: by row, by float and dates, or by priority before these."""

    ID = "id"
    STANDARD = "standard"
    PRIORITY_STANDARD = "priority_standard"


class Aim(StrEnum):
    """What people are chosen for: an early finish with their rate weighed in, or the lowest rate, then the finish."""

    FINISH = "finish"
    COST = "cost"


@dataclass(frozen=True, slots=True)
class PlaceWeights:
    """What counts when somebody is chosen for a place, in working minutes of lateness each is worth.

    `lateness` is per working minute the task ends later, `rate` per unit of money an hour, `surplus`
    per level above the one asked for, `switch` for work in another part of the plan than the person's last.
    """

    lateness: int = 1
    rate: Decimal = Decimal("0.5")
    surplus: Minutes = 60
    switch: Minutes = 60


@dataclass(frozen=True, slots=True)
class LevellingOptions:
    """What to level and how.

    `tasks` and `resources` None are all; `first` and `last` bound the date range in which tasks may be
    moved. Nothing that starts before `freeze_until` moves. `within_slack` never lets a task end after
    its late finish. `splits` lets tasks that `can_split` pause, at most `most_splits` times and in stretches of
    `min_split` working minutes or more. `stability_weight` merges finish and stability: finish in days plus so
    much a day of moves; None puts finish first. `fill_places` chooses people for open places. With `substitute` whoever
    was put on a place that names a skill may be replaced by somebody equally able, which counts like `reassigned` days
    of lateness. `one_more` allows solving again for what one more person would buy. A seed gives one answer.
    """

    order: Order = Order.PRIORITY_STANDARD
    aim: Aim = Aim.FINISH
    tasks: frozenset[Uid] | None = None
    resources: frozenset[Uid] | None = None
    first: Instant | None = None
    last: Instant | None = None
    freeze_until: Instant | None = None
    within_slack: bool = False
    splits: bool = True
    min_split: Minutes | None = None
    most_splits: int = 3
    stability_weight: Decimal | None = None
    fill_places: bool = True
    substitute: bool = False
    weights: PlaceWeights = field(default_factory=PlaceWeights)
    reassigned: Decimal = Decimal(1)
    seed: int = 1
    one_more: bool = True
