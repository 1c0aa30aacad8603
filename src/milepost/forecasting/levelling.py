"""A plan levelled for whoever asks: the same plan and wishes give the same proposal, tried first and then done."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.levelling.budget import Budget
from milepost.engine.levelling.level import level
from milepost.engine.levelling.levelled import Levelled
from milepost.engine.levelling.options import LevellingOptions
from milepost.engine.overload import overload
from milepost.engine.plan import Plan
from milepost.engine.results import Schedule
from milepost.engine.units import Instant, Minutes

#: So many schedules are tried, fewer in large plans: somebody waits for the answer.
MOST_SCHEDULES = 400
#: So many placements of tasks take about a second.
_PLACEMENTS = 200_000


@dataclass(frozen=True, slots=True)
class Wishes:
    """What levelling may do: never end a task after its late finish; leave alone what starts before an instant."""

    within_float: bool = False
    freeze_until: Instant | None = None


@dataclass(frozen=True, slots=True)
class Proposed:
    """A levelled plan beside the plan as it is: over-allocated working minutes of both, and the proposal itself."""

    overload_before: Minutes
    overload_after: Minutes
    levelled: Levelled


def proposed(plan: Plan, dates: Schedule, wishes: Wishes) -> Proposed:
    """Level a plan whose dates are known; nothing of it changes. Raises PlanRefusedError."""
    tasks = max(len(plan.tasks), 1)
    options = LevellingOptions(within_slack=wishes.within_float, freeze_until=wishes.freeze_until, one_more=False)
    budget = Budget(schedules=max(1, min(MOST_SCHEDULES, _PLACEMENTS // tasks)))
    found = level(plan, options=options, budget=budget)
    return Proposed(overload(dates), overload(found.schedule), found)
