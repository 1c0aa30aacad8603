"""What the page's chapters tell, computed with budgets small enough that a reader does not wait."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from milepost.engine.notices import PlanRefusedError

if TYPE_CHECKING:
    from milepost.engine.levelling.levelled import Levelled
    from milepost.engine.simulation.options import SimulationOptions
    from milepost.engine.simulation.simulate import Simulation
    from milepost.engine.units import Instant, Uid
    from milepost.press.facts import PlanFacts
    from milepost.press.forecast import ForecastFacts
    from milepost.press.money import MoneyFacts
    from milepost.press.recovery import RecoveryFacts
    from milepost.press.report import Chapter

#: Hears the share done (0..1) and what is under way, and says whether to go on.
Progress: TypeAlias = Callable[[float, str], bool]
#: A simulated date need not be known better than to an hour.
HOUR = 60.0
#: How many schedules levelling may try for a page, by the number of tasks up to which that is quick.
SCHEDULES = ((500, 200), (2_000, 20))
#: How many ways to recover may be tried for a page, likewise; in a plan of more tasks none.
TRIES = ((150, 32), (300, 12))
#: Up to so many tasks and in so many runs a plain forecast is compared with one in which nobody is in two places.
LEVELLED = 2_000
#: How often each way to recover is simulated.
RUNS_A_WAY = 500


def silent(share: float, doing: str) -> bool:
    """Hear how far a computation is and let it go on."""
    del share, doing
    return True


def chapters(facts: PlanFacts, forecast: ForecastFacts | None) -> Iterator[Chapter]:
    """Tell the chapters the project has something to say for; one that cannot be computed says why."""
    from milepost.press.forecast import forecast_chapter
    from milepost.press.report import Chapter

    if forecast is not None:
        yield forecast_chapter(forecast)
    for key, title, telling in (
        ("recovery", "Recovery", told_recovery),
        ("people", "People", told_people),
        ("money", "Money", told_money),
    ):
        try:
            chapter = telling(facts)
        except PlanRefusedError as refused:
            chapter = Chapter(key, title, tuple(notice.message for notice in refused.notices))
        if chapter is not None:
            yield chapter


def forecast_of(facts: PlanFacts) -> ForecastFacts | None:
    """Simulate as the review does; None where nothing is uncertain, or it cannot be (the review says why)."""
    from milepost.advisor.likelihood import RUNS, uncertain
    from milepost.engine.simulation.options import SimulationOptions

    if not uncertain(facts.schedule, facts.dossier):
        return None
    try:
        return foreseen(facts, SimulationOptions(runs=RUNS))
    except PlanRefusedError:
        return None


def told_people(facts: PlanFacts) -> Chapter | None:
    """Who is too busy; None where nobody is assigned to open work."""
    from milepost.press.people import people_chapter

    return people_chapter(facts, levelled(facts)) if staffed(facts) else None


def told_money(facts: PlanFacts) -> Chapter | None:
    """Where the money stands; None where the plan names none."""
    from milepost.press.money import money_chapter

    found = counted(facts)
    return money_chapter(found) if found.known else None


def staffed(facts: PlanFacts) -> bool:
    """Whether anybody is assigned to anything that is still open."""
    still = {dates.uid for dates in facts.open}
    return any(one.task in still and one.resource is not None for one in facts.schedule.plan.assignments)


def levelled(facts: PlanFacts) -> Levelled:
    """Level the plan by a number of schedules, never by a clock: the same file gives the same page."""
    from milepost.engine.levelling.budget import Budget
    from milepost.engine.levelling.level import level
    from milepost.engine.levelling.options import LevellingOptions

    size = len(facts.leaves)
    schedules = next((count for most, count in SCHEDULES if size <= most), 1)
    options = LevellingOptions(one_more=size <= SCHEDULES[0][0])
    return level(facts.schedule.plan, options=options, budget=Budget(schedules=schedules))


def counted(facts: PlanFacts) -> MoneyFacts:
    """Add the project's money up at its status date."""
    from dataclasses import replace

    from milepost.engine.money import money
    from milepost.press.money import MoneyFacts

    dossier = facts.dossier
    ledger = dossier.ledger
    if not ledger.currency:
        # The plan's currency counts where the ledger names none.
        ledger = replace(ledger, currency=dossier.project.currency)
    found = money(facts.schedule, ledger, times=facts.times, digits=dossier.project.currency_digits)
    return MoneyFacts.of(found, facts.times)


def told_recovery(facts: PlanFacts) -> Chapter | None:
    """What would win the worst missed deadline back; None where none is missed, or there is too much to try."""
    from milepost.press.recovery import recovery_chapter

    size = len(facts.leaves)
    tries = next((count for most, count in TRIES if size <= most), 0)
    late = missed(facts)
    return recovery_chapter(recovered(facts, *late, tries=tries)) if tries and late is not None else None


def missed(facts: PlanFacts, only: Uid | None = None) -> tuple[Uid, Instant] | None:
    """The deadline that is missed by most, of one task or of all."""
    late = [
        (dates.finish - deadline, dates.uid, deadline)
        for dates in facts.open
        if (deadline := facts.tasks[dates.uid].deadline) is not None
        and dates.finish > deadline
        and only in (None, dates.uid)
    ]
    if not late:
        return None
    _, uid, deadline = max(late)
    return uid, deadline


def recovered(facts: PlanFacts, task: Uid | None, due: Instant, *, tries: int) -> RecoveryFacts:
    """Work out ways for a task, or the project, to end by an instant; where anything is uncertain, simulate each."""
    from milepost.advisor.likelihood import live, uncertain
    from milepost.engine.recovery.options import RecoveryOptions, options
    from milepost.engine.simulation.options import SimulationOptions
    from milepost.press.recovery import RecoveryFacts

    dossier = facts.dossier
    unsure = uncertain(facts.schedule, dossier)
    found = options(
        facts.schedule.plan,
        target=due,
        task=task,
        risks=live(dossier.risks),
        uncertainty=dossier.uncertainty,
        ledger=dossier.ledger,
        settings=RecoveryOptions(evaluations=tries),
        simulation=SimulationOptions(runs=RUNS_A_WAY) if unsure else None,
    )
    return RecoveryFacts(facts, found, simulated=unsure)


def foreseen(facts: PlanFacts, options: SimulationOptions, told: Progress = silent) -> ForecastFacts:
    """Simulate a scheduled project, then again without each risk and with each response, all by the same numbers.

    `told` hears the share done and what is under way; where it says to stop, what is there so far is given.
    """
    from dataclasses import replace

    import numpy as np

    from milepost.advisor.likelihood import live
    from milepost.engine.simulation.convergence import convergence
    from milepost.engine.simulation.responses import response_values
    from milepost.engine.simulation.simulate import simulate
    from milepost.engine.simulation.tornado import tornado
    from milepost.press.forecast import ForecastFacts

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
