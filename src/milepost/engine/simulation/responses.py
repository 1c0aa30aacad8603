"""What a response to a risk is worth: the same iterations with it and without (domain/risk.md 5)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

import numpy as np

from milepost.engine.currency import rounded
from milepost.engine.risks import Risk
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.units import Instant

#: Simulates with these risks' responses under way, and no others.
Scenario = Callable[[frozenset[str]], Simulation]

_NOTHING = Decimal(0)
#: A response is recommended where a deadline becomes so much surer, whatever it costs.
SURER = 0.10


@dataclass(frozen=True, slots=True)
class ResponseValue:
    """A response, with against without.

    `days` are working days gained at P50, P80 and on average, `cost` money saved at P50 and P80 with the response's own
    cost paid. `benefit` is the mean cost saved before paying for it, and the mean days at the value of a day; `net`
    is benefit less cost, `roi` benefit over cost, None for one that costs nothing. `surer` is what the chance of
    the deadline rises by.
    """

    risk: str
    price: Decimal
    days_p50: float
    days_p80: float
    days_mean: float
    cost_p50: Decimal
    cost_p80: Decimal
    benefit: Decimal
    surer: float

    @property
    def net(self) -> Decimal:
        """Benefit less the response's own cost."""
        return self.benefit - self.price

    @property
    def roi(self) -> Decimal | None:
        """Benefit for each unit of money spent; None where nothing is."""
        return self.benefit / self.price if self.price else None

    @property
    def recommended(self) -> bool:
        """Whether it pays on average, or makes a deadline surer by ten points."""
        return self.net > 0 or self.surer >= SURER


def response_values(
    scenario: Scenario,
    risks: Iterable[Risk],
    *,
    value_per_day: Decimal = _NOTHING,
    deadline: Instant | None = None,
    under_way: frozenset[str] = frozenset(),
) -> tuple[ResponseValue, ...]:
    """Value each response on its own beside those under way, best net benefit first.

    One that is under way is valued against stopping it.
    """
    found = []
    for risk in risks:
        if risk.response is not None:
            without, with_it = scenario(under_way - {risk.code}), scenario(under_way | {risk.code})
            found.append(value_of(risk, without, with_it, value_per_day=value_per_day, deadline=deadline))
    return tuple(sorted(found, key=lambda each: (-each.net, each.risk)))


def forward_selection(
    scenario: Scenario, risks: Iterable[Risk], *, value_per_day: Decimal = _NOTHING, deadline: Instant | None = None
) -> tuple[ResponseValue, ...]:
    """Choose responses one by one, the best beside those chosen before, while one is recommended.

    Effects overlap, so each is valued with the chosen ones under way.
    """
    left = [risk for risk in risks if risk.response is not None and not risk.responded]
    chosen = frozenset[str]()
    found: list[ResponseValue] = []
    while left:
        values = response_values(scenario, left, value_per_day=value_per_day, deadline=deadline, under_way=chosen)
        best = values[0]
        if not best.recommended:
            break
        found.append(best)
        chosen |= {best.risk}
        left = [risk for risk in left if risk.code != best.risk]
    return tuple(found)


def value_of(
    risk: Risk,
    without: Simulation,
    with_it: Simulation,
    *,
    value_per_day: Decimal = _NOTHING,
    deadline: Instant | None = None,
) -> ResponseValue:
    """Compare two simulations that differ by one response only."""
    price = risk.response.cost if risk.response else _NOTHING
    day = without.told.plan.settings.minutes_per_day
    late, early = without.worked / day, with_it.worked / day
    mean = float(np.mean(late) - np.mean(early))
    saved = _money(float(np.mean(without.costs) - np.mean(with_it.costs))) + price
    return ResponseValue(
        risk=risk.code,
        price=price,
        days_p50=float(np.quantile(late, 0.5) - np.quantile(early, 0.5)),
        days_p80=float(np.quantile(late, 0.8) - np.quantile(early, 0.8)),
        days_mean=mean,
        cost_p50=_money(without.cost(0.5) - with_it.cost(0.5)),
        cost_p80=_money(without.cost(0.8) - with_it.cost(0.8)),
        benefit=saved + rounded(value_per_day * Decimal(str(mean))),
        surer=0.0 if deadline is None else with_it.chance(deadline) - without.chance(deadline),
    )


def _money(amount: float) -> Decimal:
    return rounded(Decimal(str(amount)))
