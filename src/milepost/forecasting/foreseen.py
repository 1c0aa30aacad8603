"""A project's forecast by simulation: what every risk does and every response is worth, all by the same numbers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TypeAlias

import numpy as np

from milepost.advisor.likelihood import live
from milepost.engine.money import money
from milepost.engine.simulation.convergence import convergence
from milepost.engine.simulation.options import SimulationOptions
from milepost.engine.simulation.responses import response_values
from milepost.engine.simulation.simulate import Simulation, simulate
from milepost.engine.simulation.tornado import tornado
from milepost.press.facts import PlanFacts
from milepost.press.forecast import ForecastFacts
from milepost.press.money import MoneyFacts

#: Hears the share done (0..1) and what is under way, and says whether to go on.
Progress: TypeAlias = Callable[[float, str], bool]
#: A simulated date need not be known better than to an hour.
HOUR = 60.0
#: Up to so many tasks and in so many runs a plain forecast is compared with one in which nobody is in two places.
LEVELLED = 2_000


def silent(share: float, doing: str) -> bool:
    """Hear how far a computation is and let it go on."""
    del share, doing
    return True


def staffed(facts: PlanFacts) -> bool:
    """Whether anybody is assigned to anything that is still open."""
    still = {dates.uid for dates in facts.open}
    return any(one.task in still and one.resource is not None for one in facts.schedule.plan.assignments)


def counted(facts: PlanFacts) -> MoneyFacts:
    """Add the project's money up at its status date."""

    dossier = facts.dossier
    ledger = dossier.ledger
    if not ledger.currency:
        # The plan's currency counts where the ledger names none.
        ledger = replace(ledger, currency=dossier.project.currency)
    found = money(facts.schedule, ledger, times=facts.times, digits=dossier.project.currency_digits)
    return MoneyFacts.of(found, facts.times)


def foreseen(facts: PlanFacts, options: SimulationOptions, told: Progress = silent) -> ForecastFacts:
    """Simulate a scheduled project, then again without each risk and with each response, all by the same numbers.

    `told` hears the share done and what is under way; where it says to stop, what is there so far is given.
    """

    dossier, risks = facts.dossier, live(facts.dossier.risks)
    promised = {dates.uid: facts.tasks[dates.uid].deadline for dates in facts.open}
    tracked = tuple(uid for uid, deadline in promised.items() if deadline is not None)

    def run(chosen: SimulationOptions) -> Simulation:
        plan, unsure = facts.schedule.plan, dossier.uncertainty
        return simulate(plan, risks, uncertainty=unsure, ledger=dossier.ledger, options=chosen)

    told(0.0, "drawing")
    money = counted(facts).money.total
    options = replace(options, base_cost=money.at_completion if dossier.ledger.accounts else None)
    simulation = run(replace(options, tracked=tracked))
    bars = tornado(simulation, simulation.risks) if told(0.4, "leaving risks out") else ()
    answered = frozenset(risk.code for risk in risks if risk.responded and risk.response is not None)

    def scenario(codes: frozenset[str]) -> Simulation:
        return run(replace(options, responses=codes, traced=False))

    both = not options.levelled and staffed(facts) and len(facts.leaves) <= LEVELLED
    levelled = replace(options, levelled=True, traced=False, runs=min(options.runs, LEVELLED))
    worth = dossier.uncertainty.value_per_day
    known = risks if told(0.6, "trying responses") else ()
    return ForecastFacts(
        facts,
        simulation,
        bars,
        response_values(cache(scenario), known, value_per_day=worth, under_way=answered),
        money.value.budget or None,
        convergence(simulation.worked.astype(np.float64), HOUR),
        run(levelled) if both and told(0.9, "with nobody in two places") else None,
        risks={record.risk.code: record for record in dossier.risks},
    )
