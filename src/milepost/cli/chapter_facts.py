"""What the page's chapters tell, computed with budgets small enough that a reader does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from milepost.engine.notices import PlanRefusedError

if TYPE_CHECKING:
    from milepost.engine.levelling.levelled import Levelled
    from milepost.engine.units import Instant, Uid
    from milepost.press.facts import PlanFacts
    from milepost.press.forecast import ForecastFacts
    from milepost.press.recovery import RecoveryFacts
    from milepost.press.report import Chapter

#: How many schedules levelling may try for a page, by the number of tasks up to which that is quick.
SCHEDULES = ((500, 200), (2_000, 20))
#: How many ways to recover may be tried for a page, likewise; in a plan of more tasks none.
TRIES = ((150, 32), (300, 12))
#: How often each way to recover is simulated.
RUNS_A_WAY = 500


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
    from milepost.forecasting.foreseen import foreseen

    if not uncertain(facts.schedule, facts.dossier):
        return None
    try:
        return foreseen(facts, SimulationOptions(runs=RUNS))
    except PlanRefusedError:
        return None


def told_people(facts: PlanFacts) -> Chapter | None:
    """Who is too busy; None where nobody is assigned to open work."""
    from milepost.forecasting.foreseen import staffed
    from milepost.press.people import people_chapter

    return people_chapter(facts, levelled(facts)) if staffed(facts) else None


def told_money(facts: PlanFacts) -> Chapter | None:
    """Where the money stands; None where the plan names none."""
    from milepost.forecasting.foreseen import counted
    from milepost.press.money import money_chapter

    found = counted(facts)
    return money_chapter(found) if found.known else None


def levelled(facts: PlanFacts) -> Levelled:
    """Level the plan by a number of schedules, never by a clock: the same file gives the same page."""
    from milepost.engine.levelling.budget import Budget
    from milepost.engine.levelling.level import level
    from milepost.engine.levelling.options import LevellingOptions

    size = len(facts.leaves)
    schedules = next((count for most, count in SCHEDULES if size <= most), 1)
    options = LevellingOptions(one_more=size <= SCHEDULES[0][0])
    return level(facts.schedule.plan, options=options, budget=Budget(schedules=schedules))


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
