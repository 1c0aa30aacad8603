"""The figures of a project's money as JSON: measures with reasons, budget layers, breakdowns, cash flow."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from milepost.cli.amounts import text
from milepost.engine.cash_flow import cash_flow
from milepost.engine.clock import moment
from milepost.engine.cost_cells import CostCell, breakdown, cost_cells
from milepost.engine.measures import Measure, measures, time_measures
from milepost.engine.money import Money
from milepost.engine.money_forecast import TimeForecast
from milepost.engine.money_periods import month_edges


def figures(money: Money) -> list[dict[str, Any]]:
    """Every measure of earned value: code, words, value; one that is undefined has a reason instead."""
    return [_measure(one) for one in measures(money.total.value)]


def time_figures(money: Money, time: TimeForecast) -> list[dict[str, Any]]:
    """Every measure of earned schedule, in working days."""
    return [_measure(one) for one in time_measures(time.earned, money.total.value.cost_index)]


def layers(money: Money) -> dict[str, Any]:
    """What the project may cost in all, layer by layer."""
    funds = money.funds
    return {
        "accounts": text(funds.distributed),
        "undistributed": text(funds.undistributed),
        "budget_at_completion": text(funds.at_completion),
        "performance_baseline": text(funds.baseline),
        "contingency": text(funds.contingency),
        "management_reserve": text(funds.management),
        "project_budget": text(funds.project),
        "funding_limit": text(funds.limit),
        "headroom": text(funds.headroom),
    }


def breakdowns(money: Money) -> dict[str, list[dict[str, Any]]]:
    """Actual cost and what lies ahead by account, category, treatment, task and person; each adds up to the whole."""
    cells = cost_cells(money, month_edges(money))
    tasks = {task.uid: task.name for task in money.schedule.plan.tasks}
    people = {resource.uid: resource.name for resource in money.schedule.plan.resources}
    by: dict[str, Callable[[CostCell], str]] = {
        "account": lambda cell: cell.account,
        "category": lambda cell: cell.category,
        "treatment": lambda cell: cell.treatment.value,
        "task": lambda cell: "" if cell.task is None else f"{cell.task} {tasks.get(cell.task, '')}".strip(),
        "resource": lambda cell: "" if cell.resource is None else people.get(cell.resource, str(cell.resource)),
    }
    return {name: _sums(cells, key) for name, key in by.items()}


def cash(money: Money) -> list[dict[str, Any]]:
    """What leaves month by month: paid, owed, on order, still expected."""
    zone = money.schedule.plan.settings.zone
    return [
        {
            "start": moment(month.start, zone).isoformat(timespec="seconds"),
            "paid": text(month.paid),
            "owed": text(month.owed),
            "ordered": text(month.ordered),
            "expected": text(month.expected),
        }
        for month in cash_flow(money)
    ]


def _sums(cells: tuple[CostCell, ...], key: Callable[[CostCell], str]) -> list[dict[str, Any]]:
    found = breakdown(cells, lambda cell: (key(cell), cell.spent))
    names = sorted({name for name, _ in found})
    nothing = Decimal(0)
    return [
        {
            "name": name,
            "actual": text(found.get((name, True), nothing)),
            "ahead": text(found.get((name, False), nothing)),
        }
        for name in names
    ]


def _measure(one: Measure) -> dict[str, Any]:
    shown = {"code": one.code, "words": one.words, "unit": one.unit.value, "value": text(one.value)}
    return {**shown, "reason": one.reason} if one.reason else shown
