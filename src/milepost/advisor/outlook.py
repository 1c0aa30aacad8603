"""What the forecasts of a project say in a few numbers: how sure its dates and cost are, what is left of its money."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.units import Instant, Uid


@dataclass(frozen=True, slots=True)
class Outlook:
    """A project's forecasts beside its dates; None where it does not say enough.

    `promises` are the tasks with a deadline (None: the project) with it and the probability that it is kept.
    `exposure` is the sum of probability times mean cost of its risks. `at_completion` is the bottom-up estimate at
    completion, `contingency` what is left of the reserve, `overdrawn` by how much accounts have spent and ordered
    beyond their budgets, `unfunded` the most that is missing at the end of a month ahead.
    """

    finish_p50: Instant | None = None
    finish_p80: Instant | None = None
    cost_p50: Decimal | None = None
    cost_p80: Decimal | None = None
    promises: tuple[tuple[Uid | None, Instant, Decimal], ...] = ()
    exposure: Decimal | None = None
    at_completion: Decimal | None = None
    contingency: Decimal | None = None
    overdrawn: Decimal | None = None
    unfunded: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Shift:
    """What a proposal does to the forecasts: before and after."""

    before: Outlook
    after: Outlook
