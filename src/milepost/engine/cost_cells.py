"""A project's cost cut as small as it is known: month, account, task, person, category (domain/money.md 1, 12).

Actual cost and what lies ahead are lists of cells. Every total of the project's money is a sum of cells, so sums by
month, account, task, resource, category and treatment agree to the cent.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from milepost.engine.accounts import PeriodAmount, Treatment, counts_at
from milepost.engine.cost_items import CostItem
from milepost.engine.cost_phases import Phasing
from milepost.engine.currency import shared
from milepost.engine.money import PLANNED, TYPED, AccountMoney, Money
from milepost.engine.units import Instant, Uid

Key = TypeVar("Key")

_NOTHING = Decimal(0)
#: The category of accruals, which have none of their own.
ACCRUED = "accrued"


@dataclass(frozen=True, slots=True)
class CostCell:
    """An amount in the reporting currency: `month` counts the periods it was cut by; ahead unless `spent`."""

    month: int
    account: str
    amount: Decimal
    spent: bool
    category: str = "other"
    treatment: Treatment = Treatment.OPEX
    task: Uid | None = None
    resource: Uid | None = None


def cost_cells(money: Money, edges: Sequence[Instant]) -> tuple[CostCell, ...]:
    """Cut actual cost and estimate to complete by the periods between ascending edges.

    Periods before the first edge count in the first one, those after the last in the last one. The estimate of
    budget that no account has yet lies in the account with an empty code.
    """
    cutter = _Cutter(money, edges)
    actual = cutter.posted() if money.books.kept else cutter.of_items(spent=True)
    return (*actual, *cutter.ahead())


def breakdown(cells: Iterable[CostCell], by: Callable[[CostCell], Key]) -> dict[Key, Decimal]:
    """Add cells up by what `by` says of each: month, account, task, resource, category, treatment or several."""
    found: dict[Key, Decimal] = {}
    for cell in cells:
        name = by(cell)
        found[name] = found.get(name, _NOTHING) + cell.amount
    return found


class _Cutter:
    """Cuts one project's cost."""

    def __init__(self, money: Money, edges: Sequence[Instant]) -> None:
        self.money, self.edges, self.books = money, edges, money.books
        self.phasing = Phasing(money.schedule, money.times, digits=money.books.digits)
        self.current = self.month(money.status)

    def month(self, at: Instant) -> int:
        """The period an instant lies in."""
        return min(max(bisect_right(self.edges, at) - 1, 0), len(self.edges) - 2)

    def of_items(self, *, spent: bool, account: str | None = None) -> Iterator[CostCell]:
        """Cells of the plan's own cost: what is spent lies in the past, what is ahead from the status date on."""
        for item in self.money.items:
            if item.spent is spent and account in (None, item.account):
                for n, amount in self.phasing.parts(item, self.edges):
                    month = min(n, self.current) if spent else max(n, self.current)
                    yield _cell(item, month, amount)

    def posted(self) -> Iterator[CostCell]:
        """Cells of the ledger: actuals when they count, accruals as they open and close."""
        for one, value in self.books.actuals():
            yield CostCell(
                self.month(counts_at(one, self.books.ledger.closes)),
                one.account,
                value,
                True,
                one.category,
                one.treatment,
                one.task,
                one.resource,
            )
        before: dict[tuple[str, Treatment], Decimal] = {}
        for n in range(self.current + 1):
            # A period ends with its last minute; the current one has come as far as the status date.
            books = self.books if n == self.current else self.books.on(self.edges[n + 1] - 1)
            now: dict[tuple[str, Treatment], Decimal] = {}
            for account, treatment, _, value in books.accruals():
                now[account, treatment] = now.get((account, treatment), _NOTHING) + value
            for account, treatment in sorted(now.keys() | before.keys()):
                key = account, treatment
                moved = now.get(key, _NOTHING) - before.get(key, _NOTHING)
                if moved:
                    yield CostCell(n, account, moved, True, ACCRUED, treatment)
            before = now

    def ahead(self) -> Iterator[CostCell]:
        """Cells of the estimate to complete: the plan's own, else in the months it was forecast or ordered for."""
        last = self.current
        for each in self.money.accounts:
            for cell in self._ahead(each):
                last = max(last, cell.month)
                yield cell
        months = [Decimal(1)] * (last - self.current + 1)
        for n, amount in enumerate(shared(self.money.undistributed, months, self.books.digits)):
            if amount:
                yield CostCell(self.current + n, "", amount, spent=False)

    def _ahead(self, each: AccountMoney) -> Iterator[CostCell]:
        code = each.account.code
        if each.method == PLANNED:
            yield from self.of_items(spent=False, account=code)
            return
        lines = [line for line in self.books.ledger.budget if line.account == code]
        capital = (
            Treatment.CAPEX if lines and {line.treatment for line in lines} == {Treatment.CAPEX} else Treatment.OPEX
        )
        kinds = {line.category for line in lines}
        category = kinds.pop() if len(kinds) == 1 else "other"
        for n, amount in enumerate(shared(each.to_complete, self._weights(each), self.books.digits)):
            if amount:
                yield CostCell(n, code, amount, False, category, capital)

    def _weights(self, each: AccountMoney) -> list[Decimal]:
        """How an account's rest lies along time: as forecast, as ordered and planned, else all of it now."""
        weights = [_NOTHING] * (len(self.edges) - 1)
        for part in self._forecast(each):
            weights[max(self.month(part.at), self.current)] += part.amount
        if not any(weights):
            for _, line, value in self.books.open_lines():
                if line.account == each.account.code:
                    at = line.payment or line.delivery or self.money.status
                    weights[max(self.month(at), self.current)] += value
            for cell in self.of_items(spent=False, account=each.account.code):
                weights[cell.month] += cell.amount
        if not any(weights):
            weights[self.current] = Decimal(1)
        # What is left over by rounding belongs to the last month that has a weight.
        last = max(n for n, weight in enumerate(weights) if weight)
        return weights[: last + 1]

    def _forecast(self, each: AccountMoney) -> tuple[PeriodAmount, ...]:
        made = self.books.forecast(each.account.code)
        return made.spread if made is not None and each.method == TYPED else ()


def _cell(item: CostItem, month: int, amount: Decimal) -> CostCell:
    return CostCell(month, item.account, amount, item.spent, item.category, item.treatment, item.task, item.resource)
