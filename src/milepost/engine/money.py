"""The money of a project at a date: budget, value, cost and forecast of every account (domain/money.md)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal

from milepost.engine.account_value import AccountValue
from milepost.engine.accounts import BudgetLine, CostAccount, Ledger, PeriodAmount, RateUse
from milepost.engine.amount_checks import amount_errors
from milepost.engine.cost import cost_of, inherited_accounts, sums
from milepost.engine.cost_items import CostItem
from milepost.engine.currency import rounded
from milepost.engine.earned_value import EarnedValue
from milepost.engine.earning import earning_errors
from milepost.engine.funds import Funds
from milepost.engine.ledger import Books, Position
from milepost.engine.notices import PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.plan_value import PlanValue
from milepost.engine.rates import rate_errors
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
    `books` is the ledger added up at the date, `worth` the baseline's value task by task, `curves` the value along time
    of each account, in their order.
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
    worth: PlanValue
    curves: tuple[AccountValue, ...]
    times: WorkTimes

    @property
    def funds(self) -> Funds:
        """What the project may cost in all: the baseline, the reserves beside it, and the limit above both."""
        ledger, (contingency, management) = self.books.ledger, self.books.reserves()
        return Funds(
            distributed=sum((each.value.budget for each in self.accounts), _NOTHING),
            undistributed=self.undistributed,
            contingency=contingency.left,
            management=management.left,
            contingency_in_baseline=ledger.contingency_in_baseline,
            limit=ledger.funding_limit,
        )

    @property
    def planned_end(self) -> Instant:
        """When the baseline ends: by then all budget is planned to be earned."""
        return _planned_end(self.worth, self.schedule)

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
    tasks. Its planned value follows the periods of its lines, else its tasks' baseline, scaled to the budget; its
    earned value its tasks; an account without tasks earns what it receives. Actual cost comes from the ledger where
    that has any, else from the plan. The rest costs what somebody forecast, else what the plan's remaining work costs,
    and never less than what is ordered.
    Raises PlanRefusedError for a ledger, rate or earning rule that cannot be applied (E-MONEY-*, E-CURRENCY-RATE,
    E-RATE, E-EARNING).
    """
    ledger = ledger or Ledger()
    _check(schedule.plan, ledger)
    times = times or WorkTimes(schedule.plan)
    status = status_of(schedule, ledger)
    books = Books(ledger, status, zone=schedule.plan.settings.zone, digits=digits)
    items = cost_of(schedule, ledger, times=times, digits=digits)
    sheet = _Sheet(schedule, books, items, times)
    rows = tuple(sheet.accounts())
    accounts = tuple(each for each, _ in rows)
    return Money(
        schedule=schedule,
        books=books,
        status=status,
        currency=ledger.currency,
        accounts=accounts,
        total=_whole(accounts, ledger.undistributed, status >= _planned_end(sheet.worth, schedule)),
        undistributed=ledger.undistributed,
        items=items,
        budgets={uid: sheet.worth.budget(uid) for uid in sheet.worth.planned.rows},
        worth=sheet.worth,
        curves=tuple(curve for _, curve in rows),
        times=times,
    )


def _check(plan: Plan, ledger: Ledger) -> None:
    # What is no number cannot be compared with zero either, so it is looked for first.
    wrong = amount_errors(plan, ledger) or (*earning_errors(plan.tasks), *rate_errors(plan.resources))
    if wrong:
        raise PlanRefusedError(wrong)


def _whole(accounts: tuple[AccountMoney, ...], undistributed: Decimal, ended: bool) -> AccountMoney:
    """Add all accounts up, with the budget that none has yet: it is due when the baseline ends."""
    total = _added(CostAccount("", "Project"), accounts)
    value = EarnedValue(
        total.value.budget + undistributed,
        total.value.planned + (undistributed if ended else _NOTHING),
        total.value.earned,
        total.value.actual,
    )
    return AccountMoney(total.account, total.position, value, total.to_complete + undistributed)


def _planned_end(worth: PlanValue, schedule: Schedule) -> Instant:
    ends = [row.finish for row in worth.planned.rows.values() if row.finish is not None and row.cost]
    return max(ends, default=schedule.finish)


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
        self.books, self.times, self.zone = books, times, schedule.plan.settings.zone
        self.positions = books.positions()
        self.worth = PlanValue(schedule, times, books.status)
        of_task = inherited_accounts(schedule.plan.tasks)
        self.tasks: dict[str, list[Uid]] = {}
        for uid in self.worth.planned.rows:
            self.tasks.setdefault(of_task[uid], []).append(uid)
        self.spent = sums((item for item in items if item.spent), lambda item: item.account)
        self.ahead = sums((item for item in items if not item.spent), lambda item: item.account)
        self.busy = {item.account for item in items} | set(self.tasks)
        self.lines: dict[str, list[BudgetLine]] = {}
        for line in books.ledger.budget:
            self.lines.setdefault(line.account, []).append(line)

    def accounts(self) -> Iterator[tuple[AccountMoney, AccountValue]]:
        """Give every account of the ledger, those only tasks name, and cost without one."""
        known = list(self.books.ledger.accounts)
        codes = {account.code for account in known}
        known += [CostAccount(code, code or "No account") for code in sorted(self.busy - codes)]
        for account in known:
            curve = self._curve(account.code)
            yield self._account(account, curve), curve

    def _curve(self, code: str) -> AccountValue:
        books, lines, tasks = self.books, self.lines.get(code, []), tuple(self.tasks.get(code, ()))
        position = self.positions.get(code, Position())
        planned = sum((self.worth.budget(uid) for uid in tasks), _NOTHING)
        return AccountValue(
            budget=position.budget if lines or position.budget else rounded(planned, books.digits),
            tasks=tasks,
            spread=tuple(
                PeriodAmount(part.at, books.budget_value(part.amount, line.currency))
                for line in lines
                for part in line.spread
            ),
            spread_budget=sum((books.budget_value(one.amount, one.currency) for one in lines if one.spread), _NOTHING),
            worth=self.worth,
            times=self.times,
            zone=self.zone,
            digits=books.digits,
        )

    def _account(self, account: CostAccount, curve: AccountValue) -> AccountMoney:
        position, status = self.positions.get(account.code, Position()), self.books.status
        actual = position.actual if self.books.kept else self.spent.get(account.code, _NOTHING)
        earned = curve.earned(status, actual)
        due = curve.planned(status) if curve.planned_by_plan else earned
        value = EarnedValue(curve.budget, due, earned, actual)
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
        latest = books.forecast(code)
        if latest is None:
            return None
        worth = books.value(latest.amount, latest.currency, RateUse.FORECAST, books.status)
        # What has been spent since the forecast was made is no longer ahead.
        since = sum((v for a, v in books.actuals() if a.account == code and a.at > latest.made_at), _NOTHING)
        return max(_NOTHING, worth - since)
