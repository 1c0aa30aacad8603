"""A project without its money, for those who may not see costs: what is not there cannot be told."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from milepost.dossier.dossier import Dossier
from milepost.dossier.risks import RiskRecord
from milepost.engine.accounts import Ledger
from milepost.engine.plan import Plan
from milepost.engine.resources import Assignment
from milepost.engine.risks import Exposure
from milepost.engine.tasks import Baseline, Task

_NOTHING = Decimal(0)


def without_costs(dossier: Dossier) -> Dossier:
    """Give a project without rates, costs, budgets, values and what risks cost; the same one if it has none."""
    uncertainty = replace(dossier.uncertainty, costs=(), value_per_day=_NOTHING)
    found = replace(
        dossier,
        plan=_plan(dossier.plan),
        risks=tuple(_risk(each) for each in dossier.risks),
        uncertainty=uncertainty,
        ledger=Ledger(),
    )
    return dossier if found == dossier else found


def _plan(plan: Plan) -> Plan:
    return replace(
        plan,
        tasks=tuple(_task(each) for each in plan.tasks),
        resources=tuple(replace(each, rates=()) if each.rates else each for each in plan.resources),
        assignments=tuple(_assignment(each) for each in plan.assignments),
        baselines=tuple(_baseline(each) for each in plan.baselines),
    )


def _task(task: Task) -> Task:
    return replace(
        task,
        fixed_cost=_NOTHING,
        cost=None,
        actual_cost=None,
        remaining_cost=None,
        crash_cost=None,
        value=None,
    )


def _assignment(row: Assignment) -> Assignment:
    return replace(row, cost=None, actual_cost=None, remaining_cost=None)


def _baseline(baseline: Baseline) -> Baseline:
    # A cost of zero says nothing: a plan without money has it in every baseline.
    tasks = tuple(
        replace(row, cost=None, fixed_cost=None) if row.cost or row.fixed_cost else row for row in baseline.tasks
    )
    rows = tuple(replace(row, cost=None) if row.cost else row for row in baseline.assignments)
    return replace(baseline, tasks=tasks, assignments=rows)


def _risk(record: RiskRecord) -> RiskRecord:
    risk = record.risk
    response = risk.response
    if response is not None:
        response = replace(response, residual=_exposure(response.residual), cost=_NOTHING)
    actions = tuple(replace(each, cost=_NOTHING) for each in record.actions)
    return replace(record, risk=replace(risk, exposure=_exposure(risk.exposure), response=response), actions=actions)


def _exposure(exposure: Exposure) -> Exposure:
    return replace(exposure, costs=())
