"""What a project's money and its simulation say, worked out when first asked for."""

from __future__ import annotations

from decimal import Decimal
from functools import cached_property

from milepost.advisor.cash import Cash, cash
from milepost.advisor.likelihood import Likelihood, simulated
from milepost.dossier import Dossier
from milepost.engine.results import Schedule
from milepost.engine.worktime import WorkTimes


class Forecasts:
    """A scheduled dossier's forecasts beside its dates: its ledger added up, and the simulation of it."""

    dossier: Dossier
    schedule: Schedule
    times: WorkTimes

    @cached_property
    def cash(self) -> Cash | None:
        """The ledger added up on the day of the review; None without one that adds up."""
        return self._counted[0]

    @property
    def contingency_need(self) -> Decimal | None:
        """What the contingency reserve has to hold for the target confidence; None without a simulated cost."""
        if self.likelihood is None or self.cash is None:
            return None
        cost = self.likelihood.cost(self.dossier.uncertainty.target)
        return None if cost is None else max(cost - self.cash.money.total.at_completion, Decimal(0))

    @cached_property
    def likelihood(self) -> Likelihood | None:
        """The simulation of the project; None where nothing about it is uncertain."""
        return self._drawn[0]

    @property
    def likelihood_refused(self) -> str:
        """Why the project cannot be simulated, in words; empty if it can, or nothing is uncertain."""
        return self._drawn[1]

    @cached_property
    def _drawn(self) -> tuple[Likelihood | None, str]:
        base = None if self.cash is None else self.cash.money.total.at_completion
        return simulated(self.schedule, self.dossier, base)

    @property
    def cash_refused(self) -> str:
        """Why the ledger cannot be added up, in words; empty if it can."""
        return self._counted[1]

    @cached_property
    def _counted(self) -> tuple[Cash | None, str]:
        return cash(self.schedule, self.dossier.ledger, self.times)
