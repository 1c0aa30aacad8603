"""The money of a project as people read it: where it stands, what it will cost, account by account, month by month."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from milepost.charts.earned_value import Outlook, ValuePoint, earned_value
from milepost.engine.accounts import Pool
from milepost.engine.clock import moment
from milepost.engine.ledger import Reserve
from milepost.engine.money import AccountMoney, Money
from milepost.engine.money_breaches import Severity, breaches, contingency_burn
from milepost.engine.money_forecast import CostForecast, TimeForecast, cost_forecast, time_forecast
from milepost.engine.money_periods import PeriodMoney, funding_gaps, periods
from milepost.engine.units import Instant
from milepost.engine.worktime import WorkTimes
from milepost.press.report import Chapter, Chart, Column, Fact, Level, Section, Table
from milepost.press.words import amount, day, percent, ratio

RESERVES = {Pool.CONTINGENCY: "Contingency reserve", Pool.MANAGEMENT: "Management reserve"}
TONES = {Severity.AMBER: Level.AMBER, Severity.RED: Level.RED}


@dataclass(frozen=True)
class MoneyFacts:
    """A project's money with everything that follows from it, worked out once."""

    money: Money
    months: tuple[PeriodMoney, ...]
    cost: CostForecast
    time: TimeForecast | None

    @classmethod
    def of(cls, money: Money, times: WorkTimes | None = None) -> MoneyFacts:
        """Work out the months and the forecasts."""
        months = periods(money)
        return cls(money, months, cost_forecast(money, months), time_forecast(money, times=times))

    @property
    def known(self) -> bool:
        """Whether there is any money at all to speak of."""
        total = self.money.total
        return bool(total.value.budget or total.value.actual or total.to_complete)

    @property
    def source(self) -> str:
        """What the bottom-up estimate rests on."""
        return "its accounts' own estimates" if self.money.books.ledger.accounts else "its plan at its rates"

    @property
    def zone(self) -> str:
        """The project's zone."""
        return self.money.schedule.plan.settings.zone

    def day(self, at: Instant) -> str:
        """A date in words."""
        return day(at, self.zone)

    def worth(self, value: Decimal) -> str:
        """An amount with its currency."""
        return amount(value, self.money.currency)


def money_chapter(facts: MoneyFacts) -> Chapter:
    """Say where the money stands: sentences, figures and tables."""
    several = len(facts.money.accounts) > 1
    sections = (
        *((accounts(facts),) if several else ()),
        estimates(facts),
        months(facts),
        reserves(facts),
        breached(facts),
    )
    return Chapter(
        "money",
        "Money",
        tuple(sentences(facts)),
        figures(facts),
        tuple(section for section in sections if section.table.rows),
        money_charts(facts),
    )


def sentences(facts: MoneyFacts) -> Iterator[str]:
    """The state of the money in a few sentences."""
    total, value = facts.money.total, facts.money.total.value
    over = total.exposure
    if value.budget:
        word = "over" if over > 0 else "under"
        share = percent(abs(over) / value.budget)
        yield (
            f"As of {facts.day(facts.money.status)} the project will cost {facts.worth(total.at_completion)} "
            f"by {facts.source}, {facts.worth(abs(over))} ({share}) {word} its budget."
        )
    if facts.cost.low is not None and facts.cost.high is not None:
        outside = " The first estimate lies outside that range." if facts.cost.outside else ""
        yield (
            f"By its efficiency so far it would cost between {facts.worth(facts.cost.low)} and "
            f"{facts.worth(facts.cost.high)}.{outside}"
        )
    gaps = funding_gaps(facts.months)
    if gaps:
        first = gaps[0]
        missing = facts.worth(-(first.released or Decimal(0)))
        yield f"In {month_name(first, facts.zone)} more will have been spent than is released: {missing} are missing."
    for overrun in facts.money.books.overruns():
        expected = "what is left of the order" if overrun.of_order else "what was received"
        yield f"Invoice {overrun.actual} on {overrun.commitment} is {overrun.over:,.2f} above {expected}: hold it."


def figures(facts: MoneyFacts) -> tuple[Fact, ...]:
    """The numbers of earned value management, each with what it means."""
    money, value = facts.money, facts.money.total.value
    levels = {breach.metric: TONES[breach.level] for breach in breaches(money) if not breach.account}
    unit = money.currency or "unit of money"
    found = [
        Fact("Budget (BAC)", facts.worth(value.budget), "all accounts and what no account has yet"),
        Fact("Planned by now (PV)", facts.worth(value.planned), of_budget(value.planned, value.budget)),
        Fact("Earned (EV)", facts.worth(value.earned), of_budget(value.earned, value.budget)),
        Fact("Spent (AC)", facts.worth(value.actual), of_budget(value.actual, value.budget)),
    ]
    if value.cost_index is not None:
        note = f"each {unit} spent bought {ratio(value.cost_index)} of work"
        found.append(Fact("Cost efficiency (CPI)", ratio(value.cost_index), note, levels.get("CPI")))
    if facts.time is not None and facts.time.earned.index is not None:
        finish = f"at this pace done by {facts.day(facts.time.finish)}" if facts.time.finish is not None else ""
        found.append(Fact("Pace (SPI(t))", ratio(facts.time.earned.index), finish))
    needed = value.index_to_budget
    if value.remaining > 0:
        text = "budget exhausted" if needed is None else ratio(needed)
        found.append(Fact("Needed to keep the budget (TCPI)", text, "efficiency of the rest", levels.get("TCPI(BAC)")))
    tone = levels.get("EAC of budget")
    found.append(Fact("At completion (EAC_b)", facts.worth(money.total.at_completion), over_or_under(facts), tone))
    return tuple(found)


def of_budget(part: Decimal, budget: Decimal) -> str:
    """A share of the budget in words."""
    return f"{percent(part / budget)} of the budget" if budget else ""


def over_or_under(facts: MoneyFacts) -> str:
    """By how much the estimate at completion misses the budget."""
    over = facts.money.total.exposure
    word = f"{facts.worth(abs(over))} {'over' if over > 0 else 'under'} budget" if over else "as budgeted"
    return f"{word}, by {facts.source}"


def accounts(facts: MoneyFacts) -> Section:
    """Every account with those below it added up, and the project."""
    titles = ("Account", "Name", "Budget", "Earned", "Spent", "Ordered", "To complete", "At completion", "Over", "CPI")
    extra = {"Ordered", "To complete"}
    columns = tuple(Column(title, right=place > 1, extra=title in extra) for place, title in enumerate(titles))
    whole = replace(facts.money.total, account=replace(facts.money.total.account, name="Project"))
    kept = [row for row in facts.money.rolled_up() if any((row.value.budget, row.value.actual, row.to_complete))]
    rows = [account_row(row) for row in (*kept, whole)]
    note = f"In {facts.money.currency or 'the plan’s currency'}. An account includes the accounts below it."
    parents = {row.account.parent for row in kept}
    strong = [place for place, row in enumerate(kept) if row.account.code in parents]
    return Section("accounts", "Accounts", note, Table(columns, tuple(rows), (*strong, len(rows) - 1)))


def account_row(row: AccountMoney) -> tuple[str, ...]:
    """One account as texts."""
    value = row.value
    sums = (value.budget, value.earned, value.actual, row.position.ordered, row.to_complete, row.at_completion)
    index = "" if value.cost_index is None else ratio(value.cost_index)
    return (row.account.code or "All", row.account.name, *map(amount, sums), amount(row.exposure, signed=True), index)


def estimates(facts: MoneyFacts) -> Section:
    """Every estimate at completion with what it assumes."""
    columns = (
        Column("Estimate"),
        Column("It assumes that"),
        Column("At completion", right=True),
        Column("Over", right=True),
    )
    budget = facts.money.total.value.budget
    rows = tuple(
        (each.code, each.assumption, amount(each.amount), amount(each.amount - budget, signed=True))
        for each in facts.cost.variants
        if each.amount is not None
    )
    note = "Less than a fifth is complete: indices still swing." if facts.cost.unstable else ""
    return Section("estimates", "What it will cost", note, Table(columns, rows))


def months(facts: MoneyFacts) -> Section:
    """Planned, earned, spent and forecast month by month, with the funds left."""
    funded = any(month.released is not None for month in facts.months)
    titles = ("Month", "Planned", "Earned", "Spent", "Forecast", *(("Funds left",) if funded else ()))
    columns = tuple(Column(title, right=place > 0) for place, title in enumerate(titles))
    rows, strong = [], []
    for place, month in enumerate(facts.months):
        past = [month.planned, month.earned, month.actual]
        known = ["" if value is None else amount(value) for value in past]
        left = [] if not funded else ["" if month.released is None else amount(month.released)]
        rows.append((month_name(month, facts.zone), *known, amount(month.forecast) if month.forecast else "", *left))
        if month.released is not None and month.released < 0:
            strong.append(place)
    note = "Months in which more will have been spent than is released are bold." if strong else ""
    return Section("months", "Month by month", note, Table(columns, tuple(rows), tuple(strong)))


def month_name(month: PeriodMoney, zone: str) -> str:
    """A month as people write it: `Nov 2026`."""
    return f"{moment(month.start, zone):%b %Y}"


def reserves(facts: MoneyFacts) -> Section:
    """What is left of the reserves, and how fast contingency goes."""
    columns = (
        Column("Reserve"),
        Column("Approved", right=True),
        Column("Drawn", right=True),
        Column("Left", right=True),
        Column("Pace"),
    )
    rows = tuple(reserve_row(facts, each) for each in facts.money.books.reserves() if each.approved or each.drawn)
    return Section("reserves", "Reserves", "", Table(columns, rows))


def reserve_row(facts: MoneyFacts, reserve: Reserve) -> tuple[str, ...]:
    """One reserve as texts."""
    burn = contingency_burn(facts.money) if reserve.pool is Pool.CONTINGENCY else None
    complete = facts.money.total.value.complete
    said = ""
    if burn is not None and complete and reserve.approved:
        said = f"{percent(reserve.drawn / reserve.approved)} used, {percent(complete)} of the work done"
    return (RESERVES[reserve.pool], amount(reserve.approved), amount(reserve.drawn), amount(reserve.left), said)


def breached(facts: MoneyFacts) -> Section:
    """What is beyond its threshold."""
    names = {row.account.code: row.account.name for row in facts.money.accounts}
    columns = (
        Column("Level"),
        Column("Measure"),
        Column("Where"),
        Column("Is", right=True),
        Column("Limit", right=True),
    )
    rows = tuple(
        (
            each.level.value,
            each.metric,
            f"{each.account} {names[each.account]}" if each.account else "project",
            measured(each.metric, each.value),
            measured(each.metric, each.limit),
        )
        for each in sorted(breaches(facts.money), key=lambda each: each.level is not Severity.RED)
    )
    return Section("breaches", "Beyond limits", "", Table(columns, rows))


def measured(metric: str, value: Decimal) -> str:
    """A measure as people read it: indices as such, shares in percent."""
    return percent(value, 1) if "%" in metric or " of " in metric else ratio(value)


def money_charts(facts: MoneyFacts) -> tuple[Chart, ...]:
    """Draw planned value, earned value and actual cost with the band of the cost at completion."""
    money, value = facts.money, facts.money.total.value
    if not value.budget:
        return ()
    points: list[ValuePoint] = []
    planned = earned = actual = 0.0
    for month in facts.months:
        planned += float(month.planned)
        points.append(ValuePoint(iso(month.end - 1, facts.zone), planned, None, None))
        if month.earned is not None and month.actual is not None:
            # The month of the status date holds what came until then.
            earned, actual = earned + float(month.earned), actual + float(month.actual)
            points.append(ValuePoint(iso(min(month.end - 1, money.status), facts.zone), None, earned, actual))
    first = ValuePoint(iso(facts.months[0].start, facts.zone), 0.0, 0.0, 0.0)
    drawn = earned_value(
        [first, *points], status=iso(money.status, facts.zone), currency=money.currency, outlook=outlook(facts)
    )
    said = "By month. The band spans the estimates at completion; the dashed line is the accounts' own."
    return (Chart("value-chart", "Planned, earned and actual value", said, drawn),)


def outlook(facts: MoneyFacts) -> Outlook | None:
    """The band of the cost at completion, from the status date to the forecast finish."""
    money, total = facts.money, facts.money.total
    if facts.cost.low is None or facts.cost.high is None or money.schedule.finish <= money.status:
        return None
    low, high = min(facts.cost.low, total.at_completion), max(facts.cost.high, total.at_completion)
    return Outlook(
        day=iso(money.status, facts.zone),
        actual=float(total.value.actual),
        end=iso(money.schedule.finish, facts.zone),
        low=float(low),
        expected=float(total.at_completion),
        high=float(high),
        said=f"{amount(low, money.currency)} to {amount(high)} at completion",
        budget=float(total.value.budget),
    )


def iso(at: Instant, zone: str) -> str:
    """A date for a chart's axis."""
    return moment(at, zone).date().isoformat()
