"""Carrying an option's changes out on a copy of a case: what was handed in stays as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal
from itertools import groupby
from typing import Any

from milepost.engine import changes as on_plans
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.plan import Plan
from milepost.engine.recovery.case import Case, Change
from milepost.engine.risks import Risk, rework_risk
from milepost.engine.units import Minutes, Uid


def carry_out(case: Case, changes: Iterable[Change]) -> Case:
    """Apply changes one after the other; raises PlanRefusedError for one that cannot be carried out."""
    for command, group in groupby(changes, lambda each: each.command):
        rows: list[dict[str, Any]] = [dict(each.arguments) for each in group]
        if command == on_plans.set_levelling.__name__:
            # Levelling moves hundreds of tasks at once.
            waits = [(row["task"], row["delay"], row["pieces"]) for row in rows]
            case = replace(case, plan=on_plans.set_levellings(case.plan, waits))
            continue
        for named in rows:
            case = _carried(case, command, named)
    return case


def _carried(case: Case, command: str, named: dict[str, Any]) -> Case:
    if command in _ON_PLANS:
        return replace(case, plan=_ON_PLANS[command](case.plan, **named))
    if command in _ON_RISKS:
        return replace(case, risks=_ON_RISKS[command](case.risks, **named))
    raise _refused(f"There is no change {command!r}.")


def set_risk_response(risks: tuple[Risk, ...], risk: str) -> tuple[Risk, ...]:
    """Switch a risk's planned response on."""
    if all(each.code != risk or each.response is None for each in risks):
        raise _refused(f"There is no risk {risk} with a response.")
    return tuple(replace(each, responded=True) if each.code == risk else each for each in risks)


def add_rework_risk(
    risks: tuple[Risk, ...], code: str, title: str, probability: str, task: Uid, delay: Minutes
) -> tuple[Risk, ...]:
    """Enter the risk that work begun early has to be done again."""
    row = rework_risk(code, title, Decimal(probability), task, delay)
    return (*(each for each in risks if each.code != code), row)


def _refused(message: str) -> PlanRefusedError:
    return PlanRefusedError((Notice("E-CHANGE", message),))


_ON_PLANS: dict[str, Callable[..., Plan]] = {
    function.__name__: function
    for function in (
        on_plans.crash_task,
        on_plans.assign_to_share,
        on_plans.reassign,
        on_plans.change_link,
        on_plans.add_link,
        on_plans.remove_link,
        on_plans.set_priority,
        on_plans.deactivate,
        on_plans.fill_place,
        on_plans.add_working_days,
        on_plans.add_fixed_cost,
        on_plans.split_task_into,
        on_plans.set_deadline,
        on_plans.set_must_finish,
    )
}
_ON_RISKS: dict[str, Callable[..., tuple[Risk, ...]]] = {
    function.__name__: function for function in (set_risk_response, add_rework_risk)
}
