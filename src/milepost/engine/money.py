"""The money of a project at a date: budget, value, cost and forecast of every account (domain/money.md)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from milepost.engine.accounts import CostAccount, Forecast, Ledger, RateUse
from milepost.engine.cost import cost_of, inherited_accounts
from milepost.engine.cost_items import CostItem
from milepost.engine.currency import rounded
from milepost.engine.earned_value import EarnedValue
from milepost.engine.earning import earning_errors
from milepost.engine.ledger import Books, Position
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan_value import task_values
from milepost.engine.results import Schedule
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)
#: How an estimate to complete was made.
ORDERS, TYPED, PLANNED, BUDGETED = "open orders", "typed forecast", "plan at its rates", "remaining budget"


@dataclass(frozen=True, slots=True)
class AccountMoney:
    """One cost account, or several added up, in the reporting currency.

    `position` is the ledger's; `value` holds budget at completion, planned and earned value and actual cost;
    `to_complete` the bottom-up ETC and `method` where it comes from (empty for sums).
    """

    account: CostAccount
    position: Position
    value: EarnedValue
    to_complete: Decimal
    method: str = ""

    @property
    def at_completion(self) -> Decimal:
        """Bottom-up estimate at completion: actual cost and what the rest will cost."""
        return self.value.actual + self.to_complete

    @property
    def uncommitted(self) -> Decimal:
        """What of the rest is not ordered yet."""
        return max(_NOTHING, self.to_complete - self.position.ordered)

    @property
    def exposure(self) -> Decimal:
        """What the estimate at completion is above the budget; negative is a saving."""
        return self.at_completion - self.value.budget


@dataclass(frozen=True)
class Money:
    """A project's money at a status date.

    `accounts` hold their own amounts without those below them, so they add up to `total`; cost without an account is
    in the one with an empty code. `items` are the plan's cost, smallest pieces; `budgets` what each task may cost.
    `books` is the ledger added up at the date.
    """

    schedule: Schedule
    books: Books
    status: Instant
    currency: str
    accounts: tuple[AccountMoney, ...]
    total: AccountMoney
    undistributed: Decimal
    items: tuple[CostItem, ...]
    budgets: Mapping[Uid, Decimal]

    def rolled_up(self) -> tuple[AccountMoney, ...]:
        """Give each account with all accounts below it; indices follow from the sums."""
        return tuple(_added(each.account, self._below(each.account.code)) for each in self.accounts)

    def _below(self, code: str) -> list[AccountMoney]:
        parents = {each.account.code: each.account.parent for each in self.accounts}
        found = []
        for each in self.accounts:
            at = each.account.code
            while at != code and parents.get(at):
                at = parents[at]
            if at == code:
                found.append(each)
        return found


def money(
    schedule: Schedule,
    ledger: Ledger | None = None,
    *,
    times: WorkTimes | None = None,
    digits: int = 2,
) -> Money:
    """Put plan and ledger together at the plan's status date, or at its last actual without one.

    An account's budget is its budget lines and what reserves gave it; without lines, the baseline cost of its
    tasks. Its planned and earned value follow its tasks' baseline, scaled to the budget; an account without tasks
    earns what it receives. Actual cost comes from the ledger where that has any, else from the plan. The rest
    costs what somebody forecast, else what the plan's remaining work costs, and never less than what is ordered.
    Raises PlanRefusedError for a ledger or earning rule that cannot be applied (E-MONEY-*, E-CURRENCY-RATE,
    E-EARNING).
    """
    ledger = ledger or Ledger()
    wrong = earning_errors(schedule.plan.tasks)
    if wrong:
        raise PlanRefusedError(wrong)
    status = status_of(schedule, ledger)
    books = Books(ledger, status, zone=schedule.plan.settings.zone, digits=digits)
    items = cost_of(schedule, ledger, times=times, digits=digits)
    sheet = _Sheet(schedule, books, items, times or WorkTimes(schedule.plan))
    accounts = tuple(sheet.accounts())
    total = _added(CostAccount("", "Project"), accounts)
    whole = sum((each.value.budget for each in accounts), ledger.undistributed)
    value = EarnedValue(whole, total.value.planned, total.value.earned, total.value.actual)
    total = AccountMoney(total.account, total.position, value, total.to_complete + ledger.undistributed)
    return Money(schedule, books, status, ledger.currency, accounts, total, ledger.undistributed, items, sheet.budgets)


def status_of(schedule: Schedule, ledger: Ledger) -> Instant:
    """Give the date money is judged at: the status date, else the last thing that happened, else the start."""
    if schedule.plan.settings.status_date is not None:
        return schedule.plan.settings.status_date
    happened = [actual.at for actual in ledger.actuals]
    for task in schedule.plan.tasks:
        happened += [at for at in (task.actual_start, task.actual_finish) if at is not None]
    return max(happened, default=schedule.start)


def _added(account: CostAccount, parts: list[AccountMoney] | tuple[AccountMoney, ...]) -> AccountMoney:
    position = sum((part.position for part in parts), Position())
    totals = (sum((getattr(part.value, one.name) for part in parts), _NOTHING) for one in fields(EarnedValue))
    rest = sum((part.to_complete for part in parts), _NOTHING)
    return AccountMoney(account, position, EarnedValue(*totals), rest)


class _Sheet:
    """What the accounts of one project share while they are added up."""

    def __init__(self, schedule: Schedule, books: Books, items: tuple[CostItem, ...], times: WorkTimes) -> None:
        self.books = books
        self.positions = books.positions()
        self.of_task = inherited_accounts(schedule.plan.tasks)
        self.values: dict[str, EarnedValue] = {}
        self.budgets: dict[Uid, Decimal] = {}
        for each in task_values(schedule, times, status=books.status, ledger=books.ledger):
            account = self.of_task[each.task]
            known = self.values.get(account, EarnedValue(*[_NOTHING] * 4))
            self.values[account] = _sum(known, each.value)
            self.budgets[each.task] = each.value.budget
        self.ahead: dict[str, Decimal] = {}
        for item in items:
            if not item.spent:
                self.ahead[item.account] = self.ahead.get(item.account, _NOTHING) + item.amount
        self.busy = {item.account for item in items} | set(self.values)
        self.lines = {line.account for line in books.ledger.budget}
        self.kept = any((books.ledger.actuals, books.ledger.accruals, books.ledger.receipts))

    def accounts(self) -> list[AccountMoney]:
        """Give every account of the ledger, those only tasks name, and cost without one."""
        known = list(self.books.ledger.accounts)
        codes = {account.code for account in known}
        known += [CostAccount(code, code or "No account") for code in sorted(self.busy - codes)]
        return [self._account(account) for account in known]

    def _account(self, account: CostAccount) -> AccountMoney:
        code = account.code
        position = self.positions.get(code, Position())
        planned = self.values.get(code, EarnedValue(*[_NOTHING] * 4))
        budget = position.budget if code in self.lines or position.budget else planned.budget
        actual = position.actual if self.kept else planned.actual
        if planned.budget:
            scale = budget / planned.budget
            due, earned = planned.planned * scale, planned.earned * scale
        else:
            earned = min(position.actual, budget) if self.kept else _NOTHING
            due = earned
        digits = self.books.digits
        value = EarnedValue(budget, rounded(due, digits), rounded(earned, digits), actual)
        rest, method = self._rest(account, position, value)
        return AccountMoney(account, position, value, rest, method)

    def _rest(self, account: CostAccount, position: Position, value: EarnedValue) -> tuple[Decimal, str]:
        typed = self._typed(account.code)
        if typed is not None:
            rest, method = typed, TYPED
        elif account.code in self.busy:
            rest, method = self.ahead.get(account.code, _NOTHING), PLANNED
        else:
            rest, method = max(_NOTHING, value.remaining), BUDGETED
        return (position.ordered, ORDERS) if position.ordered >= rest and position.ordered else (rest, method)

    def _typed(self, code: str) -> Decimal | None:
        books = self.books
        made = [each for each in books.ledger.forecasts if each.account == code and each.made_at <= books.status]
        if not made:
            return None
        latest: Forecast = max(made, key=lambda each: each.made_at)
        worth = books.value(latest.amount, latest.currency, RateUse.FORECAST, books.status)
        # What has been spent since the forecast was made is no longer ahead.
        since = sum((v for a, v in books.actuals() if a.account == code and a.at > latest.made_at), _NOTHING)
        return max(_NOTHING, worth - since)


def _sum(one: EarnedValue, other: EarnedValue) -> EarnedValue:
    return EarnedValue(*(getattr(one, each.name) + getattr(other, each.name) for each in fields(EarnedValue)))
