"""Money month by month: planned, earned and actual value, the forecast, and the funds there are for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate, pairwise

from milepost.engine.account_value import AccountValue
from milepost.engine.accounts import PeriodClose, counts_at
from milepost.engine.cost_cells import CostCell, breakdown, cost_cells
from milepost.engine.currency import shared
from milepost.engine.earned_value import ratio
from milepost.engine.money import AccountMoney, Money
from milepost.engine.months import month_starts
from milepost.engine.units import Instant

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

    @property
    def cost_index(self) -> Decimal | None:
        """CPI of the month alone: earned by what it cost; None ahead and where nothing was spent."""
        return None if self.earned is None or self.actual is None else ratio(self.earned, self.actual)

    @property
    def schedule_index(self) -> Decimal | None:
        """SPI of the month alone: earned by planned; None ahead and where nothing was planned."""
        return None if self.earned is None else ratio(self.earned, self.planned)


def periods(money: Money) -> tuple[PeriodMoney, ...]:
    """Spread a project's money over calendar months, from its first day to the last it is planned or forecast for.

    The months' planned value adds up to the budget at completion, earned value and actual cost to those at the status
    date, forecast to the bottom-up estimate to complete. Earned value along time is even between a task's start and
    the status date, where its earning rule does not know better: a plan holds progress at one date only. Months that
    are closed keep the value they were closed with; what is known better since counts in the month after.
    """
    edges = month_edges(money)
    cells = cost_cells(money, edges)
    months = _Months(money, edges, cells)
    planned, earned = months.planned(), months.earned()
    actual, forecast = months.cost(spent=True), months.cost(spent=False)
    released = months.released(actual, forecast)
    return tuple(
        PeriodMoney(
            start,
            end,
            planned=planned[n],
            earned=earned[n] if n <= months.current else None,
            actual=actual[n] if n <= months.current else None,
            forecast=forecast[n],
            released=released[n],
        )
        for n, (start, end) in enumerate(pairwise(edges))
    )


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
    ledger = money.books.ledger
    known = [money.schedule.start, money.schedule.finish, money.status]
    known += [at for row in money.worth.planned.rows.values() for at in (row.start, row.finish) if at is not None]
    known += [at for item in money.items for at in (item.start, item.finish)]
    counted = (counts_at(actual, ledger.closes) for actual in ledger.actuals)
    known += [day for day in counted if day <= money.status]
    known += [accrual.at for accrual in ledger.accruals if accrual.at <= money.status]
    known += [receipt.at for receipt in ledger.receipts if receipt.at <= money.status]
    known += [at for _, line, _ in money.books.open_lines() if (at := line.payment or line.delivery) is not None]
    spreads = (*(line.spread for line in ledger.budget), *(each.spread for each in ledger.forecasts))
    known += [part.at for spread in spreads for part in spread]
    return month_starts(min(known), max(known), money.schedule.plan.settings.zone)


class _Months:
    """What a project's money does between the edges of its months."""

    def __init__(self, money: Money, edges: list[Instant], cells: tuple[CostCell, ...]) -> None:
        self.money, self.edges, self.cells = money, edges, cells
        self.count = len(edges) - 1
        self.current = max((n for n, edge in enumerate(edges[:-1]) if edge <= money.status), default=0)
        self._by_account = breakdown(cells, lambda cell: (cell.account, cell.spent, cell.month))

    def cost(self, *, spent: bool) -> list[Decimal]:
        """Actual cost, or the forecast, month by month."""
        found = breakdown((cell for cell in self.cells if cell.spent is spent), lambda cell: cell.month)
        return [found.get(n, _NOTHING) for n in range(self.count)]

    def planned(self) -> list[Decimal]:
        """Planned value month by month; budget that no account has yet is due when the baseline ends."""
        found = [_NOTHING] * self.count
        for each, curve in zip(self.money.accounts, self.money.curves, strict=True):
            for n, amount in enumerate(self._planned(each, curve)):
                found[n] += amount
        found[self._month(self.money.planned_end - 1)] += self.money.undistributed
        return self._closed(found, lambda close: close.planned)

    def earned(self) -> list[Decimal]:
        """Earned value month by month until the status date."""
        found = [_NOTHING] * self.count
        for each, curve in zip(self.money.accounts, self.money.curves, strict=True):
            for n, amount in enumerate(self._earned(each, curve)):
                found[n] += amount
        return self._closed(found, lambda close: close.earned)

    def _closed(self, steps: list[Decimal], value: Callable[[PeriodClose], Decimal]) -> list[Decimal]:
        """Keep what closed months were closed with; the last month of all ends where it does anyway."""
        reached = list(accumulate(steps))
        for close in self.money.books.ledger.closes:
            if close.end in self.edges[1 : self.current + 1]:
                reached[self.edges.index(close.end) - 1] = value(close)
        return _steps(reached)

    def released(self, actual: list[Decimal], forecast: list[Decimal]) -> list[Decimal | None]:
        """The funds there are at the end of each month, after all that will have been spent."""
        releases = self.money.books.ledger.funding
        if not releases:
            return [None] * self.count
        spent = accumulate(a + b for a, b in zip(actual, forecast, strict=True))
        funds = (sum((r.amount for r in releases if r.at < end), _NOTHING) for end in self.edges[1:])
        return [fund - gone for fund, gone in zip(funds, spent, strict=True)]

    def _planned(self, each: AccountMoney, curve: AccountValue) -> list[Decimal]:
        if curve.planned_by_plan:
            return _steps([*(curve.planned(edge) for edge in self.edges[1:-1]), each.value.budget])
        # Nobody said when: as it was received so far, the rest as the rest of the cost lies.
        past = self._earned(each, curve)
        code = each.account.code
        weights = [self._by_account.get((code, False, n), _NOTHING) for n in range(self.count)]
        if not any(weights):
            weights[self._month(self.money.planned_end - 1)] = Decimal(1)
        last = max(n for n, weight in enumerate(weights) if weight)
        rest = shared(each.value.budget - each.value.earned, weights[: last + 1], self.money.books.digits)
        return [amount + (rest[n] if n < len(rest) else _NOTHING) for n, amount in enumerate(past)]

    def _earned(self, each: AccountMoney, curve: AccountValue) -> list[Decimal]:
        received, reached = _NOTHING, []
        for n, end in enumerate(self.edges[1:]):
            received += self._by_account.get((each.account.code, True, n), _NOTHING)
            known = n < self.current
            reached.append(curve.earned(end, received) if known else each.value.earned)
        return _steps(reached)

    def _month(self, at: Instant) -> int:
        return max((n for n, edge in enumerate(self.edges[:-1]) if edge <= at), default=0)


def _steps(reached: list[Decimal]) -> list[Decimal]:
    return [after - before for before, after in pairwise([_NOTHING, *reached])]
