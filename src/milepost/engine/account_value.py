"""What a cost account was planned to be worth by when, and what it had earned (domain/money.md 4, 6)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.accounts import PeriodAmount
from milepost.engine.currency import rounded
from milepost.engine.months import month_starts
from milepost.engine.plan_value import PlanValue
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING, _WHOLE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class AccountValue:
    """One account's budget along time, in the reporting currency.

    Budget lines that are spread explicitly fall due in their months, evenly in working time; the rest follows the
    baseline of the account's tasks. An account with neither earns what it receives, as it receives it.
    """

    budget: Decimal
    tasks: tuple[Uid, ...]
    spread: tuple[PeriodAmount, ...]
    spread_budget: Decimal
    worth: PlanValue
    times: WorkTimes
    zone: str
    digits: int

    @property
    def planned_by_plan(self) -> bool:
        """Whether tasks or explicit periods say when the budget falls due."""
        return bool(self.spread or self._whole)

    def planned(self, at: Instant) -> Decimal:
        """Planned value at an instant, rounded; nothing where neither tasks nor periods say."""
        whole = self._whole
        by_periods = self.spread_budget if whole else self.budget
        due = by_periods * self._by_periods(at) if self.spread else _NOTHING
        if whole:
            rest = self.budget - (self.spread_budget if self.spread else _NOTHING)
            due += rest * self.worth.planned.total(at, self.tasks) / whole
        return rounded(due, self.digits)

    def earned(self, at: Instant, received: Decimal) -> Decimal:
        """Earned value at an instant, rounded; an account without budgeted tasks earns what it has received."""
        whole = self._whole
        if not whole:
            return max(_NOTHING, min(received, self.budget))
        earned = sum((self.worth.earned(uid, at) for uid in self.tasks), _NOTHING)
        return rounded(self.budget * earned / whole, self.digits)

    @property
    def _whole(self) -> Decimal:
        return sum((self.worth.budget(uid) for uid in self.tasks), _NOTHING)

    def _by_periods(self, at: Instant) -> Decimal:
        """The share of the explicitly spread budget that was to fall due by an instant."""
        whole = sum((part.amount for part in self.spread), _NOTHING)
        due = sum((part.amount * month_passed(part.at, at, self.times, self.zone) for part in self.spread), _NOTHING)
        return due / whole if whole else _NOTHING


def month_passed(within: Instant, at: Instant, times: WorkTimes, zone: str) -> Decimal:
    """Tell what share of the month that holds one instant had passed at another, in the project's working time."""
    begin, end = month_starts(within, within, zone)[:2]
    if at <= begin:
        return _NOTHING
    if at >= end:
        return _WHOLE
    line = times.of_calendar(None)
    whole = line.working(begin, end)
    return Decimal(line.working(begin, at)) / whole if whole else Decimal(at >= within)
