"""The project's ledger as rules read it: what each account has, with what lies below it; what a rate does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from milepost.engine.accounts import CostAccount, Ledger, RateUse
from milepost.engine.ledger import Books, Position, Reserve
from milepost.engine.money import Money, money
from milepost.engine.money_forecast import TimeForecast, time_forecast
from milepost.engine.money_periods import PeriodMoney, funding_gaps, periods
from milepost.engine.notices import PlanRefusedError
from milepost.engine.results import Schedule
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)


@dataclass(frozen=True)
class Cash:
    """A project's money on the day of a review, in the reporting currency.

    `money` is what each account was planned to cost, is worth, has cost and will cost. `own` are the positions
    of accounts alone, `whole` with the accounts below them. `exchange` is what exchange rates add to the
    cost at completion, spent and still on order.
    """

    money: Money
    own: Mapping[str, Position]
    whole: Mapping[str, Position]
    contingency: Reserve
    management: Reserve
    exchange: Decimal

    @property
    def books(self) -> Books:
        """The ledger added up."""
        return self.money.books

    @property
    def ledger(self) -> Ledger:
        """The ledger itself."""
        return self.books.ledger

    @cached_property
    def gaps(self) -> tuple[PeriodMoney, ...]:
        """The months ahead in which more will have been spent than was released; none where nobody manages funds."""
        return funding_gaps(periods(self.money)) if self.ledger.funding else ()

    @cached_property
    def time(self) -> TimeForecast | None:
        """The earned schedule of all accounts together; None without a budget or a status date."""
        return time_forecast(self.money)

    @property
    def total(self) -> Position:
        """All accounts together."""
        return sum(self.own.values(), Position())

    def account(self, code: str) -> CostAccount:
        """Find an account."""
        return next(each for each in self.ledger.accounts if each.code == code)

    def name(self, code: str) -> str:
        """An account as people point at it: `Build (A-1)`."""
        return f"{self.account(code).name} ({code})"

    def above(self, code: str) -> Iterator[str]:
        """The accounts above one, nearest first."""
        parents = {each.code: each.parent for each in self.ledger.accounts}
        while code := parents.get(code, ""):
            yield code


def cash(schedule: Schedule, ledger: Ledger, times: WorkTimes) -> tuple[Cash | None, str]:
    """Add a project's money up; None without a ledger, and where it cannot be, with the reason in words."""
    if not (ledger.accounts or ledger.budget or ledger.actuals or ledger.commitments):
        return None, ""
    try:
        found = money(schedule, ledger, times=times)
        own = found.books.positions()
        contingency, management = found.books.reserves()
        return Cash(found, own, _rolled(ledger, own), contingency, management, _exchange(found.books, own)), ""
    except PlanRefusedError as refused:
        return None, refused.notices[0].message


def _rolled(ledger: Ledger, own: Mapping[str, Position]) -> dict[str, Position]:
    """Each account with all accounts below it; the ledger's checks say that none lies below itself."""
    parents = {each.code: each.parent for each in ledger.accounts}
    found = dict(own)
    for code, position in own.items():
        above = parents[code]
        while above:
            found[above] += position
            above = parents[above]
    return found


def _exchange(books: Books, own: Mapping[str, Position]) -> Decimal:
    """What rates add: on what was spent, and on what is still on order at the forecast rate."""
    spent = sum((position.price for position in own.values()), _NOTHING)
    currencies = {order.code: order.currency for order in books.ledger.commitments}
    ahead = _NOTHING
    for order, _, value in books.open_lines():
        currency = currencies[order]
        if currency not in ("", books.ledger.currency):
            rate = books.exchange.rate(currency, RateUse.FORECAST, books.status)
            ahead += value - books.budget_value(value / rate, currency)
    return spent + ahead
