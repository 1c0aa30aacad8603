"""Ways to reach a date again, as people read them: what to do, what it wins, what it costs and risks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from milepost.engine.recovery.effect import Effect
from milepost.engine.recovery.options import Recovery
from milepost.engine.recovery.pareto import Priced
from milepost.press.facts import PlanFacts
from milepost.press.report import Chapter, Column, Fact, Level, Section, Table
from milepost.press.words import amount, percent

#: How many combinations a table lists beside doing nothing and another date.
SHOWN = 10


@dataclass(frozen=True)
class RecoveryFacts:
    """A project and the ways found to reach a date; `simulated` says that risk is a chance and not days expected."""

    plan: PlanFacts
    recovery: Recovery
    simulated: bool = False

    @property
    def target(self) -> str:
        """What is to be in time."""
        uid = self.recovery.target
        return "The project" if uid is None else self.plan.tasks[uid].name

    @property
    def currency(self) -> str:
        """The currency money is counted in."""
        return self.plan.dossier.project.currency or self.plan.dossier.ledger.currency

    def risk(self, effect: Effect) -> str:
        """What may still go wrong: the chance to miss the date, else the days risks are expected to add."""
        return percent(effect.risk) if self.simulated else self.plan.span(round(effect.risk))


def recovery_chapter(facts: RecoveryFacts) -> Chapter:
    """Say what would win the date back: sentences, figures, the ways that nothing beats."""
    sections = (ways(facts), others(facts)) if facts.recovery.need else ()
    return Chapter(
        "recovery",
        "Recovery",
        tuple(sentences(facts)),
        figures(facts),
        tuple(section for section in sections if section.table.rows),
    )


def sentences(facts: RecoveryFacts) -> Iterator[str]:
    """By how much the date is missed, and what the best way does about it."""
    found, plan = facts.recovery, facts.plan
    finish = found.nothing.outcome.effect.finish
    due = plan.day(found.due)
    people = " with nobody in two places" if found.levelled else ""
    if not found.need:
        yield f"{facts.target} ends on {plan.day(finish)}{people}; {due} is kept without doing anything."
        return
    yield f"{facts.target} ends on {plan.day(finish)}{people}, {plan.span(found.need)} after {due}."
    if not found.best:
        yield "Nothing Milepost can work out would bring that date back; agree on another one."
        return
    best = found.best[0].outcome.effect
    words = "keeps the date" if best.met else f"wins back {plan.span(best.recovered)} of {plan.span(found.need)}"
    yield f"The best way found {words} for {amount(best.cost, facts.currency)} and ends on {plan.day(best.finish)}."


def figures(facts: RecoveryFacts) -> tuple[Fact, ...]:
    """What is to be recovered, and what was looked at."""
    found, plan = facts.recovery, facts.plan
    if not found.need:
        return ()
    tried = "all combinations" if found.exhaustive else "the most promising combinations"
    exact = "with 80 % confidence" if facts.simulated else "as planned"
    return (
        Fact("To recover", plan.span(found.need), f"to keep {plan.day(found.due)}", Level.RED),
        Fact("Ways tried", str(found.evaluated), f"{tried} of {len(found.options)} options"),
        Fact("Date to offer instead", plan.day(found.offer), exact),
    )


def ways(facts: RecoveryFacts) -> Section:
    """What nothing beats in days, cost, risk and calm at once, the best first, then doing nothing and another date."""
    found = facts.recovery
    risk = "Misses the date" if facts.simulated else "Risks add"
    titles = ("Way", "Ends on", "Wins", "Costs", risk, "Tasks moved", "In time")
    columns = tuple(Column(t, right=2 <= n <= 5, extra=t in {risk, "Tasks moved"}) for n, t in enumerate(titles))
    kept = [row for row in found.front if row.options]
    rows = [way(facts, row, told(row)) for row in kept[:SHOWN]]
    rows.append(way(facts, found.nothing, "Do nothing"))
    rows.append(way(facts, found.renegotiate, told(found.renegotiate)))
    more = f" {len(kept) - SHOWN} more are as good in some respect." if len(kept) > SHOWN else ""
    note = f"Each is carried out on a copy of the plan, levelled and scheduled; nothing beats any of them in all.{more}"
    return Section(
        "ways", "Ways to recover", note, Table(columns, tuple(rows), tuple(range(min(len(found.best), SHOWN))))
    )


def told(row: Priced) -> str:
    """What is to be done, in sentences."""
    return " ".join(option.title for option in row.options)


def way(facts: RecoveryFacts, row: Priced, words: str) -> tuple[str, ...]:
    """One way as texts."""
    effect, plan = row.outcome.effect, facts.plan
    return (
        words,
        plan.day(effect.finish),
        plan.span(effect.recovered),
        amount(effect.cost, signed=True),
        facts.risk(effect),
        str(effect.changed),
        "yes" if effect.met else "no",
    )


def others(facts: RecoveryFacts) -> Section:
    """Every single option tried, and what it rests on."""
    columns = (Column("Kind"), Column("Option"), Column("It rests on"))
    rows = tuple((option.kind.value, option.title, option.reason) for option in facts.recovery.options)
    return Section("options", "Options tried", "", Table(columns, rows))
