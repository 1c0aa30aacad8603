"""What P6 activities cost: resource assignments and expenses, added up per activity."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.resources import Accrual
from milepost.engine.units import Uid
from milepost.exchange.p6_projects import P6Source
from milepost.exchange.p6_tables import Row

_ACCRUALS = {"cl_start": Accrual.START, "cl_end": Accrual.END, "cl_uniform": Accrual.PRORATED}


@dataclass(frozen=True, slots=True)
class ActivityCost:
    """The money of one activity: expenses as fixed cost, then totals; None where the file has no cost rows."""

    fixed: Decimal = Decimal(0)
    accrual: Accrual = Accrual.PRORATED
    total: Decimal | None = None
    actual: Decimal | None = None
    remaining: Decimal | None = None
    planned: Decimal | None = None
    account: str = ""


class Costs:
    """The cost rows of a project, found by activity."""

    def __init__(self, source: P6Source) -> None:
        """Sort the rows of assignments and expenses by activity."""
        self._source = source
        self._assignments = self._by_activity("TASKRSRC")
        self._expenses = self._by_activity("PROJCOST")
        self._accounts = {
            row.text("acct_id"): row.text("acct_short_name") or row.text("acct_name")
            for row in source.tables.rows("ACCOUNT")
        }

    def of(self, activity: Uid) -> ActivityCost:
        """Add up what one activity costs."""
        assigned, spent = self._assignments.get(activity, []), self._expenses.get(activity, [])
        if not assigned and not spent:
            return ActivityCost()
        fixed = self._sum(spent, "act_cost", "remain_cost")
        done = sum((self._spent(row) for row in assigned), self._sum(spent, "act_cost"))
        left = self._sum([*assigned, *spent], "remain_cost")
        return ActivityCost(
            fixed=fixed,
            accrual=self._accrual(spent),
            total=done + left,
            actual=done,
            remaining=left,
            planned=self._sum([*assigned, *spent], "target_cost"),
            account=self._account([*assigned, *spent]),
        )

    def _by_activity(self, table: str) -> dict[Uid, list[Row]]:
        rows: dict[Uid, list[Row]] = {}
        for row in self._source.rows(table):
            activity = self._source.cells.uid(row, "task_id")
            if activity is not None:
                rows.setdefault(activity, []).append(row)
        return rows

    def _sum(self, rows: list[Row], *columns: str) -> Decimal:
        values = (self._source.cells.number(row, column) for row in rows for column in columns)
        return sum((value for value in values if value), Decimal(0))

    def _spent(self, row: Row) -> Decimal:
        """Give what an assignment has cost: the total a PMXML states, else an XER's parts."""
        stated = self._source.cells.number(row, "act_cost")
        return self._sum([row], "act_reg_cost", "act_ot_cost") if stated is None else stated

    def _accrual(self, expenses: list[Row]) -> Accrual:
        kinds = {_ACCRUALS.get(row.text("cost_load_type").lower(), Accrual.PRORATED) for row in expenses}
        if len(kinds) > 1:
            self._source.book.approximated("expense accrual", f"{expenses[0].place}: several kinds, kept as prorated")
        return kinds.pop() if len(kinds) == 1 else Accrual.PRORATED

    def _account(self, rows: list[Row]) -> str:
        named = dict.fromkeys(self._accounts.get(row.text("acct_id"), "") for row in rows)
        accounts = [account for account in named if account]
        if len(accounts) > 1:
            self._source.book.approximated("cost account", f"{rows[0].place}: several, {accounts[0]!r} is kept")
        return accounts[0] if accounts else ""
