"""How sure dates and cost are, as people read it: percentiles, chances, what moves them and what to do about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal

import numpy as np
import numpy.typing as npt

from milepost.charts.s_curve import Chance, Mark, s_curve
from milepost.charts.tornado import OPPORTUNITY, THREAT, Cause, tornado
from milepost.dossier.risks import RiskRecord
from milepost.engine.clock import instant, moment
from milepost.engine.risks import RiskKind
from milepost.engine.simulation.convergence import Convergence
from milepost.engine.simulation.responses import ResponseValue
from milepost.engine.simulation.simulate import Simulation
from milepost.engine.simulation.tornado import Bar
from milepost.engine.units import Instant, Uid
from milepost.press.facts import PlanFacts
from milepost.press.report import Chapter, Chart, Column, Fact, Level, Section, Table
from milepost.press.words import amount, percent, ratio

#: How many tasks, risks and milestones are listed, and how many points a curve has.
TASKS, BARS, MILESTONES, POINTS = 12, 12, 16, 60
#: A curve is drawn between these shares: a single run far out would squeeze all others.
TAILS = (0.002, 0.998)
#: Below these chances a deadline is amber, then red.
AMBER, RED = 0.8, 0.5


@dataclass(frozen=True)
class ForecastFacts:
    """A simulation with what was asked of it; `budget` is what the cost is held against, None without one.

    `levelled` is the same simulation with nobody in two places, where there is one. `risks` are the register's
    entries by code.
    """

    plan: PlanFacts
    simulation: Simulation
    bars: tuple[Bar, ...] = ()
    responses: tuple[ResponseValue, ...] = ()
    budget: Decimal | None = None
    settled: Convergence | None = None
    levelled: Simulation | None = None
    risks: Mapping[str, RiskRecord] = field(default_factory=dict)

    @property
    def uncertain(self) -> bool:
        """Whether anything varies at all."""
        return bool(np.ptp(self.simulation.finishes)) or self.costs

    @property
    def costs(self) -> bool:
        """Whether cost varies."""
        return float(np.ptp(self.simulation.costs)) >= 1.0

    def worth(self, value: float) -> str:
        """An amount with its currency."""
        currency = self.plan.dossier.project.currency or self.plan.dossier.ledger.currency
        return amount(Decimal(str(value)), currency)

    def deadlines(self) -> list[tuple[Uid, Instant, float]]:
        """The open tasks with a deadline, when it is, and the share of runs that meet it; the least sure first."""
        kept = self.simulation.sampled.finishes
        found = []
        for dates in self.plan.open:
            deadline = self.plan.tasks[dates.uid].deadline
            if deadline is not None and dates.uid in kept:
                found.append((dates.uid, deadline, float(np.mean(kept[dates.uid] <= deadline))))
        return sorted(found, key=lambda row: (row[2], row[1]))


def forecast_chapter(facts: ForecastFacts) -> Chapter:
    """Say how sure the project is: sentences, figures, curves and tables."""
    if not facts.uncertain:
        return Chapter(
            "forecast",
            "Forecast",
            (
                "Nothing in the plan is uncertain, so every run ends on the same date: give estimates a range "
                "(at best, most likely, at worst) or keep a risk register.",
            ),
        )
    sections = (milestones(facts), risks(facts), responses(facts), deciding(facts))
    return Chapter(
        "forecast",
        "Forecast",
        tuple(sentences(facts)),
        figures(facts),
        tuple(section for section in sections if section.table.rows),
        tuple(charts(facts)),
    )


def sentences(facts: ForecastFacts) -> Iterator[str]:
    """How sure the finish, the deadlines and the budget are."""
    run, plan = facts.simulation, facts.plan
    planned = run.chance(run.told.finish)
    yield (
        f"The project is 50 % sure to finish by {plan.day(run.finish(0.5))} and 80 % sure by "
        f"{plan.day(run.finish(0.8))} (P80); its plan says {plan.day(run.told.finish)}, which "
        f"{often(planned)} of {run.options.runs:,} runs keep."
    )
    for uid, deadline, chance in facts.deadlines()[:3]:
        yield f"{plan.tasks[uid].name} meets its deadline, {plan.day(deadline)}, in {often(chance)} of the runs."
    if facts.levelled is not None:
        later = facts.levelled.finish(0.8)
        yield f"With nobody in two places in any run, the 80 % sure date is {plan.day(later)}."
    if facts.costs and facts.budget:
        within = float(np.mean(run.costs <= float(facts.budget)))
        yield (
            f"The cost is 80 % sure to stay within {facts.worth(run.cost(0.8))}; "
            f"the budget of {facts.worth(float(facts.budget))} is kept in {often(within)} of the runs."
        )


def often(share: float) -> str:
    """In how many runs something happened: `none`, `41 %`, `all`; never 0 or 100 % for what happened or may not."""
    if share in (0, 1):
        return "all" if share else "none"
    return likely(share)


def likely(share: float) -> str:
    """A chance as a number: `41 %`; never 0 or 100 % for what may still happen."""
    if 0 < share < 0.005:
        return "< 1 %"
    if 0.995 <= share < 1:
        return "> 99 %"
    return percent(share)


def figures(facts: ForecastFacts) -> tuple[Fact, ...]:
    """The percentiles people ask for first."""
    run, plan = facts.simulation, facts.plan
    found = [
        Fact("50 % sure by (P50)", plan.day(run.finish(0.5)), later(facts, run.finish(0.5))),
        Fact("80 % sure by (P80)", plan.day(run.finish(0.8)), later(facts, run.finish(0.8))),
    ]
    for uid, deadline, chance in facts.deadlines()[:1]:
        tone = Level.RED if chance < RED else Level.AMBER if chance < AMBER else None
        found.append(Fact(f"{plan.tasks[uid].name} in time", likely(chance), f"deadline {plan.day(deadline)}", tone))
    if facts.costs:
        found.append(Fact("80 % sure within", facts.worth(run.cost(0.8)), f"50 %: {facts.worth(run.cost(0.5))}"))
    return tuple(found)


def later(facts: ForecastFacts, at: Instant) -> str:
    """How much later than planned a date is."""
    minutes = facts.plan.times.of_calendar(None).working(facts.simulation.told.finish, at)
    return f"{facts.plan.span(abs(minutes))} {'later' if minutes > 0 else 'earlier'} than planned" if minutes else ""


def milestones(facts: ForecastFacts) -> Section:
    """Open milestones and deadlines with their percentiles and the chance to be in time."""
    titles = ("Milestone", "Planned", "P50", "P80", "P90", "Deadline", "In time")
    columns = tuple(Column(title, right=title == "In time", extra=title == "P90") for title in titles)
    run, plan = facts.simulation, facts.plan
    chances = {uid: chance for uid, _, chance in facts.deadlines()}
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for dates in [row for row in plan.open if row.uid in run.sampled.finishes][:MILESTONES]:
        task = plan.tasks[dates.uid]
        found = [plan.day(run.finish_of(dates.uid, share)) for share in (0.5, 0.8, 0.9)]
        chance = chances.get(dates.uid)
        if chance is not None and chance < AMBER:
            strong.append(len(rows))
        known = "" if chance is None else likely(chance)
        rows.append((task.name, plan.day(dates.finish), *found, plan.day(task.deadline), known))
    rows.append(
        ("Project finish", plan.day(run.told.finish), *(plan.day(run.finish(q)) for q in (0.5, 0.8, 0.9)), "", "")
    )
    note = "P80: the date that 80 of 100 runs keep. Deadlines that are less than 80 % sure are bold."
    return Section("sure-dates", "How sure each date is", note, Table(columns, tuple(rows), tuple(strong)))


def risks(facts: ForecastFacts) -> Section:
    """What the forecast would gain without each risk."""
    titles = ("Risk", "Title", "Occurs", "Days at P80", "Days on average", "Cost at P80", "Cost on average", "Owner")
    extra = {"Days on average", "Cost on average"}
    columns = tuple(Column(t, right=2 <= n <= 6, extra=t in extra) for n, t in enumerate(titles))
    rows = []
    for bar in facts.bars[:BARS]:
        record = facts.risks.get(bar.risk)
        numbers = (
            likely(bar.occurred),
            facts.plan.span(round(bar.finish), signed=True),
            facts.plan.span(round(bar.finish_mean), signed=True),
            amount(Decimal(str(bar.cost)), signed=True),
            amount(Decimal(str(bar.cost_mean)), signed=True),
        )
        owner = (record.owner or "nobody") if record else ""
        rows.append((bar.risk, record.risk.title if record else "", *numbers, owner))
    note = "Each risk left out in turn, all other random numbers the same: what it adds to date and cost."
    return Section("risk-effects", "What each risk does", note, Table(columns, tuple(rows)))


def responses(facts: ForecastFacts) -> Section:
    """What each response is worth, the best first."""
    titles = ("Risk", "Response", "It costs", "Days gained", "At P80", "Saves", "Net benefit", "Worth it")
    columns = tuple(Column(t, right=2 <= n <= 6, extra=t == "At P80") for n, t in enumerate(titles))
    rows: list[tuple[str, ...]] = []
    strong: list[int] = []
    for place, value in enumerate(facts.responses):
        record = facts.risks.get(value.risk)
        action = next((each.title for each in record.actions), "") if record else ""
        numbers = (
            amount(value.price),
            f"{value.days_mean:.1f} d",
            f"{value.days_p80:.1f} d",
            amount(value.benefit),
            amount(value.net, signed=True),
        )
        rows.append((value.risk, action, *numbers, "yes" if value.recommended else "no"))
        if value.recommended:
            strong.append(place)
    note = "With against without, the same random numbers; days count at what a day of the project is worth."
    return Section("responses", "What responses are worth", note, Table(columns, tuple(rows), tuple(strong)))


def deciding(facts: ForecastFacts) -> Section:
    """The tasks that decide the finish most often."""
    titles = ("Id", "Task", "Critical in", "Sensitivity (SSI)", "Goes with the finish", "Range")
    columns = tuple(Column(t, right=n >= 2, extra=t == "Goes with the finish") for n, t in enumerate(titles))
    known = [(uid, each) for uid, each in facts.simulation.tasks.items() if each.criticality > 0]
    ranked = sorted(known, key=lambda pair: (-(pair[1].index or 0.0), -pair[1].criticality, pair[0]))
    rows = []
    for uid, each in ranked[:TASKS]:
        task = facts.plan.tasks[uid]
        index = "" if each.index is None else ratio(each.index)
        crucial = "" if each.cruciality is None else ratio(each.cruciality)
        spread = facts.plan.span(round(each.deviation))
        rows.append((task.code or str(uid), task.name, likely(each.criticality), index, crucial, f"± {spread}"))
    note = "Sensitivity: how often a task is critical, weighted by how much its duration varies."
    return Section("deciding", "Which tasks decide the finish", note, Table(columns, tuple(rows)))


def charts(facts: ForecastFacts) -> Iterator[Chart]:
    """Draw the curves of date and cost and what moves them."""
    yield date_curve(facts)
    late = causes(
        facts, [(bar, bar.finish / facts.plan.schedule.plan.settings.minutes_per_day) for bar in facts.bars], "d"
    )
    if late:
        said = "Working days at P80 that each risk adds: the forecast with and without it."
        yield Chart("tornado-chart", "What moves the finish", said, tornado(late, unit="working days at P80"))
    if not facts.costs:
        return
    yield cost_curve(facts)
    dear = causes(facts, [(bar, bar.cost) for bar in facts.bars], "")
    if dear:
        unit = facts.plan.dossier.project.currency or "cost"
        said = "What each risk adds to the cost at P80."
        yield Chart("cost-tornado-chart", "What moves the cost", said, tornado(dear, unit=f"{unit} at P80"))


def causes(facts: ForecastFacts, bars: Sequence[tuple[Bar, float]], unit: str) -> list[Cause]:
    """The bars worth drawing."""
    found = []
    for bar, value in bars:
        record = facts.risks.get(bar.risk)
        helps = record is not None and record.risk.kind is RiskKind.OPPORTUNITY
        words = f"{value:+.1f} d" if unit else amount(Decimal(str(value)), signed=True)
        if abs(value) >= (0.05 if unit else 1):
            name = f"{bar.risk} {record.risk.title}" if record else bar.risk
            found.append(Cause(name, value, words, OPPORTUNITY if helps else THREAT))
    return sorted(found, key=lambda cause: -abs(cause.value))[:BARS]


def date_curve(facts: ForecastFacts) -> Chart:
    """The cumulative chance of the finish, with P50, P80, the plan's date and the tightest deadline."""
    run, plan = facts.simulation, facts.plan
    zone = plan.schedule.plan.settings.zone

    def iso(at: Instant) -> str:
        return moment(at, zone).date().isoformat()

    curve = list(by_day(np.sort(run.finishes), zone))
    reached = {one.value: one.share for one in curve}
    marks = [
        Mark(day, reached.get(day, q), f"{percent(q)} by {plan.day(run.finish(q))}")
        for q in (0.5, 0.8)
        for day in (iso(run.finish(q)),)
    ]
    told = run.told.finish
    marks.append(Mark(iso(told), run.chance(told), f"plan {plan.day(told)}: {likely(run.chance(told))}", limit=True))
    said = f"{run.options.runs:,} runs; the share that had ended by each day."
    return Chart("finish-curve", "How sure the finish is", said, s_curve(curve, marks))


def by_day(ordered: npt.NDArray[np.int64], zone: str) -> Iterator[Chance]:
    """The share of all runs that had ended when each day had."""
    first, last = (moment(int(ordered[int(share * (len(ordered) - 1))]), zone).date() for share in TAILS)
    step = max((last - first).days // POINTS, 1)
    for number in range(0, (last - first).days + step, step):
        day = first + timedelta(days=number)
        end = instant(datetime.combine(day + timedelta(days=1), datetime.min.time()), zone)
        yield Chance(day.isoformat(), float(np.searchsorted(ordered, end)) / len(ordered))


def cost_curve(facts: ForecastFacts) -> Chart:
    """The cumulative chance of the cost, with P50, P80 and the budget."""
    run = facts.simulation
    curve = [Chance(run.cost(share), share) for share in shares()]
    marks = [Mark(run.cost(q), q, f"{percent(q)} within {facts.worth(run.cost(q))}") for q in (0.5, 0.8)]
    if facts.budget:
        budget = float(facts.budget)
        within = float(np.mean(run.costs <= budget))
        marks.append(Mark(budget, within, f"budget {facts.worth(budget)}: {likely(within)}", limit=True))
    currency = facts.plan.dossier.project.currency
    said = "The share of the runs that cost no more."
    return Chart("cost-curve", "How sure the cost is", said, s_curve(curve, marks, currency=currency))


def shares() -> list[float]:
    """The shares a curve is drawn at."""
    return [float(share) for share in np.linspace(*TAILS, POINTS)]
