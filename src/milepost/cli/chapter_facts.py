"""What the page's chapters tell, computed with budgets small enough that a reader does not wait."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from milepost.engine.notices import PlanRefusedError

if TYPE_CHECKING:
    from milepost.dossier import Dossier
    from milepost.dossier.risks import RiskRecord
    from milepost.engine.levelling.levelled import Levelled
    from milepost.engine.units import Instant, Uid
    from milepost.press.facts import PlanFacts
    from milepost.press.money import MoneyFacts
    from milepost.press.recovery import RecoveryFacts
    from milepost.press.report import Chapter

#: How many schedules levelling may try for a page, by the number of tasks up to which that is quick.
SCHEDULES = ((500, 200), (2_000, 20))


def chapters(facts: PlanFacts) -> Iterator[Chapter]:
    """Tell the chapters the project has something to say for; one that cannot be computed says why."""
    from milepost.press.report import Chapter

    for key, title, telling in (("people", "People", told_people), ("money", "Money", told_money)):
        try:
            chapter = telling(facts)
        except PlanRefusedError as refused:
            chapter = Chapter(key, title, tuple(notice.message for notice in refused.notices))
        if chapter is not None:
            yield chapter


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


def recovered(facts: PlanFacts, task: Uid | None, due: Instant, *, tries: int) -> RecoveryFacts:
    """Work out ways for a task, or the project, to end by an instant."""
    from milepost.engine.recovery.options import RecoveryOptions, options
    from milepost.press.recovery import RecoveryFacts

    dossier = facts.dossier
    found = options(
        facts.schedule.plan,
        target=due,
        task=task,
        risks=tuple(record.risk for record in live_risks(dossier)),
        uncertainty=dossier.uncertainty,
        ledger=dossier.ledger,
        settings=RecoveryOptions(evaluations=tries),
    )
    return RecoveryFacts(facts, found)


def live_risks(dossier: Dossier) -> tuple[RiskRecord, ...]:
    """The risks of the register that can still happen and that somebody takes seriously."""
    from milepost.dossier.risks import RiskState

    over = (RiskState.CLOSED, RiskState.OCCURRED, RiskState.REJECTED, RiskState.DRAFT)
    return tuple(record for record in dossier.risks if record.state not in over)
