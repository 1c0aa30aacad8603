"""What a search has used of its budget."""

from __future__ import annotations

from dataclasses import dataclass

from milepost.engine.levelling.budget import Budget

#: Schedules generated when the budget names no limit.
DEFAULT_SCHEDULES = 2_000


@dataclass(slots=True)
class Meter:
    """What a search has used of its budget so far."""

    budget: Budget
    begun: float
    schedules: int = 0
    stopped: bool = False

    @classmethod
    def start(cls, budget: Budget) -> Meter:
        """Begin to count now."""
        return cls(budget, budget.clock())

    def seconds_left(self) -> float:
        """Give what is left of the seconds; infinite without a clock."""
        if not self.budget.timed():
            return float("inf")
        assert self.budget.seconds is not None
        return self.begun + self.budget.seconds - self.budget.clock()

    def schedules_left(self) -> int:
        """Give how many schedules may still be generated."""
        if self.budget.schedules is None:
            return 1 << 40 if self.budget.timed() else DEFAULT_SCHEDULES - self.schedules
        return self.budget.schedules - self.schedules

    def share(self, part: float) -> Meter:
        """Begin to count for a first stage that may use a part of what is left."""
        budget = self.budget
        seconds = max(0.0, part * self.seconds_left()) if budget.timed() else None
        schedules = None if budget.schedules is None else max(1, int(part * self.schedules_left()))
        return Meter.start(Budget(seconds, schedules, budget.clock))

    def over(self) -> bool:
        """Tell whether the search has to end."""
        return self.stopped or self.schedules_left() <= 0 or self.seconds_left() <= 0
