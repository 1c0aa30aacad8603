"""Which money figures are beyond their thresholds, amber or red (domain/money.md 10)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.accounts import Pool
from milepost.engine.earned_value import EarnedValue, ratio
from milepost.engine.money import AccountMoney, Money
from milepost.engine.money_forecast import time_forecast
from milepost.engine.money_periods import PeriodMoney
from milepost.engine.months import month_starts
from milepost.engine.tasks import EarningRule, Task, TaskKind
from milepost.engine.units import Instant, Uid

_NOTHING = Decimal(0)


class Severity(StrEnum):
    """How far beyond: amber asks for attention, red for action."""

    AMBER = "amber"
    RED = "red"


@dataclass(frozen=True, slots=True)
class Limit:
    """The thresholds of one metric; `below` says that falling under them breaches, else rising above."""

    amber: Decimal
    red: Decimal
    below: bool = False

    def judge(self, value: Decimal) -> tuple[Severity, Decimal] | None:
        """Give the level a value breaches and its threshold, None within limits."""
        for level, limit in ((Severity.RED, self.red), (Severity.AMBER, self.amber)):
            if value < limit if self.below else value > limit:
                return level, limit
        return None

    def of(self, level: Severity) -> Decimal:
        """Give the threshold of a level."""
        return self.red if level is Severity.RED else self.amber


@dataclass(frozen=True, slots=True)
class Breach:
    """A metric beyond a threshold; `account` is empty for the project as a whole."""

    metric: str
    account: str
    value: Decimal
    limit: Decimal
    level: Severity


#: The defaults of domain/money.md 10; shares are fractions, ages months.
LIMITS = {
    "CPI": Limit(Decimal("0.95"), Decimal("0.90"), below=True),
    "SPI": Limit(Decimal("0.95"), Decimal("0.90"), below=True),
    "SPI(t)": Limit(Decimal("0.95"), Decimal("0.90"), below=True),
    "CV%": Limit(Decimal("-0.05"), Decimal("-0.10"), below=True),
    "VAC%": Limit(Decimal("-0.05"), Decimal("-0.10"), below=True),
    "TCPI(BAC)": Limit(Decimal("1.05"), Decimal("1.10")),
    "EAC of budget": Limit(Decimal(1), Decimal("1.05")),
    "committed of budget": Limit(Decimal("0.95"), Decimal(1)),
    "contingency burn": Limit(Decimal(1), Decimal("1.2")),
    "budget of funding limit": Limit(Decimal(1), Decimal(1)),
    "drawn of contingency": Limit(Decimal(1), Decimal(1)),
    "drawn of management reserve": Limit(Decimal(1), Decimal(1)),
    "accrual age": Limit(Decimal(1), Decimal(2)),
    "unbacked cost of budget": Limit(Decimal(0), Decimal("0.01")),
    "level of effort of budget": Limit(Decimal("0.15"), Decimal("0.25")),
    "0/100 of budget beyond a month": Limit(Decimal(0), Decimal("0.25")),
}
#: An index above this is as suspicious as a low one: the plan may be too easy.
SUSPICIOUS = Decimal("1.15")
_INDICES = ("CPI", "SPI", "SPI(t)")
#: Beyond this share complete SPI drifts to 1 whatever happens, and SPI(t) alone tells.
DRIFTS = Decimal("0.7")


def breaches(money: Money, limits: Mapping[str, Limit] = LIMITS) -> tuple[Breach, ...]:
    """List what is beyond its threshold: the project first, then its accounts in order."""
    metrics = [("", name, value) for name, value in _project(money)]
    rows = [("", money.total), *((each.account.code, each) for each in money.accounts if each.account.code)]
    metrics += [(code, name, value) for code, each in rows for name, value in _of(each)]
    metrics += [(code, "accrual age", age) for code, age in _accrual_ages(money)]
    judged = (_judge(code, name, value, limits) for code, name, value in metrics if value is not None)
    return tuple(each for each in judged if each is not None)


def lasting(months: Sequence[PeriodMoney], count: int = 2, limits: Mapping[str, Limit] = LIMITS) -> tuple[Breach, ...]:
    """List the project's indices beyond their threshold at the end of each of the last months, up to the status date.

    `value` is the latest, `level` the mildest of them all.
    """
    series = _cumulative(months)[-count:]
    if len(series) < count:
        return ()
    found = []
    for name in ("CPI", "SPI", "CV%"):
        values = [row[name] for row in series]
        judged = [None if value is None else limits[name].judge(value) for value in values]
        levels = [each[0] for each in judged if each is not None]
        if len(levels) == count and values[-1] is not None:
            level = Severity.AMBER if Severity.AMBER in levels else Severity.RED
            found.append(Breach(name, "", values[-1], limits[name].of(level), level))
    return tuple(found)


def contingency_burn(money: Money) -> Decimal | None:
    """Give the share of contingency used over the share of work complete; None without either."""
    reserve = next(each for each in money.books.reserves() if each.pool is Pool.CONTINGENCY)
    used, complete = ratio(reserve.drawn, reserve.approved), money.total.value.complete
    return None if used is None or not complete else used / complete


def _judge(code: str, metric: str, value: Decimal, limits: Mapping[str, Limit]) -> Breach | None:
    judged = limits[metric].judge(value)
    if judged is None and metric in _INDICES and value > SUSPICIOUS:
        judged = Severity.RED, SUSPICIOUS
    return None if judged is None else Breach(metric, code, value, judged[1], judged[0])


def _of(each: AccountMoney) -> Iterator[tuple[str, Decimal | None]]:
    """The metrics every account has."""
    value = each.value
    yield "CPI", value.cost_index
    yield "CV%", value.cost_variance_share
    yield "VAC%", ratio(value.budget - each.at_completion, value.budget)
    yield "TCPI(BAC)", value.index_to_budget
    yield "EAC of budget", ratio(each.at_completion, value.budget)
    if each.position.ordered:
        yield "committed of budget", ratio(each.position.committed, value.budget)
    if value.complete is not None and value.complete <= DRIFTS:
        yield "SPI", value.schedule_index


def _project(money: Money) -> Iterator[tuple[str, Decimal | None]]:
    """The metrics only the project as a whole has."""
    time, budget, funds = time_forecast(money), money.total.value.budget, money.funds
    yield "SPI(t)", None if time is None or money.total.value.remaining <= 0 else time.earned.index
    yield "contingency burn", contingency_burn(money)
    yield "budget of funding limit", ratio(funds.project, funds.limit) if funds.limit else None
    for reserve, name in zip(money.books.reserves(), ("contingency", "management reserve"), strict=True):
        yield f"drawn of {name}", ratio(reserve.drawn, reserve.approved)
    backed = {line.account for line in money.books.ledger.budget}
    rows = money.books.actuals() if backed else ()
    bare = sum((v for a, v in rows if a.account not in backed and not a.commitment), _NOTHING)
    yield "unbacked cost of budget", ratio(bare, budget)
    planned = sum(money.budgets.values(), _NOTHING)
    for name, counts in (("level of effort of budget", _is_effort), ("0/100 of budget beyond a month", _is_coarse)):
        part = sum((money.budgets[uid] for uid in money.budgets if counts(money, uid)), _NOTHING)
        yield name, ratio(part, planned)


def _is_effort(money: Money, uid: Uid) -> bool:
    task = money.worth.task(uid)
    return task.kind is TaskKind.LEVEL_OF_EFFORT or _rule(task) is EarningRule.LEVEL_OF_EFFORT


def _is_coarse(money: Money, uid: Uid) -> bool:
    """Whether a task earns all at its end although it lasts longer than a month."""
    row = money.worth.planned.rows[uid]
    if _rule(money.worth.task(uid)) is not EarningRule.ZERO_HUNDRED or row.start is None or row.finish is None:
        return False
    settings = money.schedule.plan.settings
    span = money.times.of_calendar(None).working(row.start, row.finish)
    return span > settings.days_per_month * settings.minutes_per_day


def _rule(task: Task) -> EarningRule | None:
    return None if task.earning is None else task.earning.rule


def _accrual_ages(money: Money) -> Iterator[tuple[str, Decimal]]:
    """For how many month ends the oldest open accrual of each account has been open."""
    oldest: dict[str, Instant] = {}
    for account, _, since, _ in money.books.accruals():
        oldest[account] = min(since, oldest.get(account, since))
    zone = money.schedule.plan.settings.zone
    for account, since in oldest.items():
        yield account, Decimal(len(month_starts(since, money.status, zone)) - 2)


def _cumulative(months: Sequence[PeriodMoney]) -> list[dict[str, Decimal | None]]:
    planned = earned = actual = _NOTHING
    found: list[dict[str, Decimal | None]] = []
    for month in months:
        if month.earned is None or month.actual is None:
            break
        planned, earned, actual = planned + month.planned, earned + month.earned, actual + month.actual
        value = EarnedValue(_NOTHING, planned, earned, actual)
        found.append({"CPI": value.cost_index, "SPI": value.schedule_index, "CV%": value.cost_variance_share})
    return found
