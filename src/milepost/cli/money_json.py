"""A project's money as JSON for programs."""

from __future__ import annotations

from typing import Any

from milepost.cli.amounts import text
from milepost.cli.money_figures_json import breakdowns, cash, figures, layers, time_figures
from milepost.engine.clock import moment
from milepost.engine.earned_value import EarnedValue
from milepost.engine.ledger import InvoiceOverrun, Position
from milepost.engine.money import AccountMoney
from milepost.engine.money_breaches import Breach, breaches, contingency_burn
from milepost.engine.money_forecast import TimeForecast
from milepost.engine.money_periods import PeriodMoney, funding_gaps, run_rate, runway
from milepost.engine.units import Instant
from milepost.press.money import MoneyFacts


def money_document(facts: MoneyFacts) -> dict[str, Any]:
    """Money as plain JSON values: amounts and indices as text, so that no cent is lost; null where there is none."""
    money, zone = facts.money, facts.zone
    return {
        "status_date": _iso(money.status, zone),
        "currency": money.currency,
        "total": _account(money.total),
        "undistributed": text(money.undistributed),
        "accounts": [_account(row) for row in money.rolled_up()],
        "estimates": [
            {"code": one.code, "assumption": one.assumption, "amount": text(one.amount)} for one in facts.cost.variants
        ],
        "band": {
            "low": text(facts.cost.low),
            "high": text(facts.cost.high),
            "bottom_up": text(facts.cost.bottom_up),
            "outside": facts.cost.outside,
            "unstable": facts.cost.unstable,
            "unrealistic": facts.cost.unrealistic,
            "exhausted": facts.cost.exhausted,
        },
        "measures": figures(money),
        "earned_schedule": None if facts.time is None else _schedule(facts.time, zone),
        "schedule_measures": [] if facts.time is None else time_figures(money, facts.time),
        "funds": layers(money),
        "breakdown": breakdowns(money),
        "months": [_month(row, zone) for row in facts.months],
        "cash_flow": cash(money),
        "run_rate": text(run_rate(facts.months)),
        "runway_months": text(runway(money, facts.months)),
        "funding_gaps": [_iso(row.start, zone) for row in funding_gaps(facts.months)],
        "reserves": [
            {"pool": r.pool.value, "approved": text(r.approved), "drawn": text(r.drawn), "left": text(r.left)}
            for r in money.books.reserves()
        ],
        "contingency_burn": text(contingency_burn(money)),
        "invoices_to_hold": [_held(one) for one in money.books.overruns()],
        "breaches": [_breach(one) for one in breaches(money)],
    }


def _held(one: InvoiceOverrun) -> dict[str, Any]:
    return {
        "invoice": one.actual,
        "order": one.commitment,
        "line": one.line,
        "received": text(one.received),
        "invoiced": text(one.invoiced),
    }


def _breach(one: Breach) -> dict[str, Any]:
    return {
        "metric": one.metric,
        "account": one.account,
        "value": text(one.value),
        "limit": text(one.limit),
        "level": one.level.value,
    }


def _account(row: AccountMoney) -> dict[str, Any]:
    """One account with what follows from its sums."""
    return {
        "account": row.account.code,
        "name": row.account.name,
        "parent": row.account.parent,
        "accountable": row.account.accountable,
        **_value(row.value),
        **_position(row.position),
        "estimate_to_complete": text(row.to_complete),
        "estimate_at_completion": text(row.at_completion),
        "over_budget": text(row.exposure),
        "method": row.method,
    }


def _value(value: EarnedValue) -> dict[str, Any]:
    return {
        "budget": text(value.budget),
        "planned_value": text(value.planned),
        "earned_value": text(value.earned),
        "actual_cost": text(value.actual),
        "cost_variance": text(value.cost_variance),
        "schedule_variance": text(value.schedule_variance),
        "cost_index": text(value.cost_index),
        "schedule_index": text(value.schedule_index),
        "index_to_budget": text(value.index_to_budget),
    }


def _position(position: Position) -> dict[str, Any]:
    return {
        "posted": text(position.posted),
        "accrued": text(position.accrued),
        "ordered": text(position.ordered),
        "available": text(position.available),
        "capitalised": text(position.capitalised),
        "exchange_effect": text(position.price),
    }


def _schedule(time: TimeForecast, zone: str) -> dict[str, Any]:
    earned = time.earned
    return {
        "earned_days": text(earned.earned),
        "actual_days": text(earned.actual),
        "planned_days": text(earned.planned),
        "variance_days": text(earned.variance),
        "index": text(earned.index),
        "at_completion_days": text(earned.at_completion),
        "finish": None if time.finish is None else _iso(time.finish, zone),
        "adherence": text(time.adherence),
        "critical_index": None if time.critical is None else text(time.critical.index),
    }


def _month(row: PeriodMoney, zone: str) -> dict[str, Any]:
    return {
        "start": _iso(row.start, zone),
        "planned_value": text(row.planned),
        "earned_value": text(row.earned),
        "actual_cost": text(row.actual),
        "cost_index": text(row.cost_index),
        "schedule_index": text(row.schedule_index),
        "forecast": text(row.forecast),
        "funds_left": text(row.released),
    }


def _iso(at: Instant, zone: str) -> str:
    return moment(at, zone).isoformat(timespec="seconds")
