"""Money month by month: planned, earned and actual value, the forecast, and the funds there are for it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import pairwise

from milepost.engine.clock import instant, moment
from milepost.engine.cost_phases import Phasing
from milepost.engine.currency import rounded, shared
from milepost.engine.ledger import Books
from milepost.engine.money import AccountMoney, Money
from milepost.engine.plan_value import baseline_rows
from milepost.engine.units import Instant
from milepost.engine.value_curves import value_curves
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)
#: The run rate is the mean of so many periods.
RECENT = 3


@dataclass(frozen=True, slots=True)
class PeriodMoney:
    """One month, [start, end): all amounts are of the month alone, in the reporting currency.

    `earned` and `actual` are None for months that lie ahead; the month of the status date has what came until then.
    `forecast` is what the rest of the work will cost in it, `released` the funds released until its end less
    what will have been spent by then, None where nobody manages funds.
    """

    start: Instant
    end: Instant
    planned: Decimal
    earned: Decimal | None
    actual: Decimal | None
    forecast: Decimal
    released: Decimal | None


def periods(money: Money, *, times: WorkTimes | None = None) -> tuple[PeriodMoney, ...]:
    """Spread a project's money over calendar months, from its first day to the last it is planned or forecast for.

    The months' planned value adds up to the planned value of all tasks, actual cost to the actual cost, forecast to the
    bottom-up estimate to complete. Earned value along time is even between a task's start and the status date:
    a plan holds progress at one date only.
    """
    times = times or WorkTimes(money.schedule.plan)
    edges = month_edges(money)
    curve = _Curve(money, edges, times)
    found = []
    for n, (start, end) in enumerate(pairwise(edges)):
        past = start < money.status
        found.append(
            PeriodMoney(
                start,
                end,
                planned=curve.planned[n],
                earned=curve.earned[n] if past else None,
                actual=curve.actual[n] if past else None,
                forecast=curve.forecast[n],
                released=curve.released(n),
            )
        )
    return tuple(found)


def run_rate(months: tuple[PeriodMoney, ...]) -> Decimal | None:
    """Give the mean actual cost of the last three months that have any; None before the first."""
    spent = [month.actual for month in months if month.actual is not None][-RECENT:]
    return sum(spent, _NOTHING) / len(spent) if spent else None


def runway(money: Money, months: tuple[PeriodMoney, ...]) -> Decimal | None:
    """Tell for how many months the budget lasts at the run rate; None without one."""
    rate = run_rate(months)
    return (money.total.value.budget - money.total.value.actual) / rate if rate else None


def funding_gaps(months: tuple[PeriodMoney, ...]) -> tuple[PeriodMoney, ...]:
    """List the months that lie ahead in which more will have been spent than was released."""
    return tuple(month for month in months if month.released is not None and month.released < 0 and month.forecast > 0)


def month_edges(money: Money) -> list[Instant]:
    """Give the first instants of the months a project's money falls in, and of the month after."""
    zone = money.schedule.plan.settings.zone
    rows = baseline_rows(money.schedule).values()
    known = [money.schedule.start, money.schedule.finish, money.status]
    known += [at for row in rows for at in (row.start, row.finish) if at is not None]
    known += [actual.at for actual in money.books.ledger.actuals if actual.at <= money.status]
    known += [at for _, line, _ in money.books.open_lines() if (at := line.payment or line.delivery) is not None]
    first, last = moment(min(known), zone), moment(max(known), zone)
    months = range(12 * first.year + first.month - 1, 12 * last.year + last.month + 1)
    return [instant(datetime(month // 12, month % 12 + 1, 1), zone) for month in months]  # noqa: DTZ001


class _Curve:
    """What a project's money does between the edges of its months."""

    def __init__(self, money: Money, edges: list[Instant], times: WorkTimes) -> None:
        self.money, self.edges, self.times = money, edges, times
        # What happens at the last minute of a month belongs to it, so each month is read at its end.
        reached = value_curves(money.schedule, [min(edge, _end(edge, money)) for edge in edges[1:]], times)
        self.planned = self._scaled([each.planned for each in value_curves(money.schedule, edges[1:], times)])
        total = money.total.value
        self.earned = _steps(_ended([each.earned or _NOTHING for each in reached], total.earned))
        self.actual = self._actual()
        self.forecast = self._forecast()

    def released(self, n: int) -> Decimal | None:
        """Give the funds there are at the end of a month, after all that will have been spent."""
        releases = self.money.books.ledger.funding
        if not releases:
            return None
        spent = sum(self.actual[: n + 1], _NOTHING) + sum(self.forecast[: n + 1], _NOTHING)
        return sum((each.amount for each in releases if each.at < self.edges[n + 1]), _NOTHING) - spent

    def _scaled(self, reached: list[Decimal]) -> list[Decimal]:
        """Bring the tasks' planned value to the accounts' budgets, residue in the last month."""
        whole = reached[-1] if reached else _NOTHING
        budget = sum((each.value.budget for each in self.money.accounts), _NOTHING)
        if not whole:
            return [_NOTHING] * len(reached)
        return shared(budget, _steps(reached), self.money.books.digits)

    def _actual(self) -> list[Decimal]:
        ledger, status = self.money.books.ledger, self.money.status
        if not (ledger.actuals or ledger.accruals or ledger.receipts):
            spent = [item for item in self.money.items if item.spent]
            phased = Phasing(self.money.schedule, self.times).totals(spent, self.edges)
            return _steps(_ended(_running(phased), self.money.total.value.actual))
        zone = self.money.schedule.plan.settings.zone
        reached = []
        for edge in self.edges[1:]:
            books = Books(ledger, min(edge - 1, status), zone=zone, digits=self.money.books.digits)
            reached.append(sum((each.actual for each in books.positions().values()), _NOTHING))
        return _steps(reached)

    def _forecast(self) -> list[Decimal]:
        """Spread each account's rest as its tasks' remaining cost lies, orders at their dates, else in equal parts."""
        found = [_NOTHING] * (len(self.edges) - 1)
        for each in self.money.accounts:
            for n, amount in enumerate(shared(each.to_complete, self._weights(each), self.money.books.digits)):
                found[n] += amount
        current = self._month(self.money.status)
        last = max((n for n, amount in enumerate(found) if amount), default=current)
        for n, amount in enumerate(shared(self.money.undistributed, [Decimal(1)] * (last - current + 1))):
            found[current + n] += amount
        return found

    def _weights(self, each: AccountMoney) -> list[Decimal]:
        weights = [_NOTHING] * (len(self.edges) - 1)
        for _, line, value in self.money.books.open_lines():
            if line.account == each.account.code:
                at = line.payment or line.delivery or self.money.status
                weights[self._month(max(at, self.money.status))] += value
        ahead = [item for item in self.money.items if item.account == each.account.code and not item.spent]
        for n, amount in enumerate(Phasing(self.money.schedule, self.times).totals(ahead, self.edges)):
            weights[max(n, self._month(self.money.status))] += amount
        if not any(weights):
            weights[self._month(self.money.status)] = Decimal(1)
        # Whatever is left over by rounding belongs to the last month that has a weight.
        last = max(n for n, weight in enumerate(weights) if weight)
        return weights[: last + 1]

    def _month(self, at: Instant) -> int:
        return max((n for n, edge in enumerate(self.edges[:-1]) if edge <= at), default=0)


def _end(edge: Instant, money: Money) -> Instant:
    return max(min(edge, money.status), money.schedule.start)


def _ended(reached: list[Decimal], whole: Decimal) -> list[Decimal]:
    """Scale running totals so that they end at the whole."""
    last = reached[-1] if reached else _NOTHING
    if not last:
        return [*reached[:-1], whole] if reached else []
    return [*(rounded(each * whole / last) for each in reached[:-1]), whole]


def _running(steps: list[Decimal]) -> list[Decimal]:
    found, total = [], _NOTHING
    for step in steps:
        total += step
        found.append(total)
    return found


def _steps(reached: list[Decimal]) -> list[Decimal]:
    return [after - before for before, after in zip([_NOTHING, *reached], reached, strict=False)]
