"""Whether a risk register and its branches can be drawn, and in which order (domain/risk.md 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.engine.distributions import Distribution
from milepost.engine.estimates import problems
from milepost.engine.notices import Notice
from milepost.engine.risks import Exposure, Risk, Uncertainty
from milepost.engine.tasks import Task

#: Chances may miss 1 by so much.
_EXACT = Decimal("1e-9")


def in_order(risks: Sequence[Risk]) -> list[tuple[int, Risk]]:
    """Give risks with their numbers, each after the one its probability holds under."""
    by_code = {risk.code: number for number, risk in enumerate(risks)}
    found: dict[int, Risk] = {}
    for start in range(len(risks)):
        chain, number = list[int](), start
        while number not in found and number not in chain:
            chain.append(number)
            number = by_code.get(risks[number].given, number)
        found.update((each, risks[each]) for each in reversed(chain))
    return list(found.items())


def slot(risk: Risk) -> float:
    """Give the share of iterations kept for a risk that excludes others, the same with its response and without."""
    exposures = [risk.exposure] if risk.response is None else [risk.exposure, risk.response.residual]
    return max([float(risk.otherwise), *(float(each.probability) for each in exposures)])


def register_errors(risks: Sequence[Risk]) -> tuple[Notice, ...]:
    """List what keeps a register from being drawn, each with the risk and what would be right."""
    return (*_code_errors(risks), *(each for risk in risks for each in _risk_errors(risk)), *_group_errors(risks))


def task_errors(risks: Sequence[Risk], tasks: Sequence[Task]) -> Iterator[Notice]:
    """List the risks that act on tasks the plan does not have."""
    known = {task.uid for task in tasks}
    for risk in risks:
        exposures = [risk.exposure] if risk.response is None else [risk.exposure, risk.response.residual]
        named = {effect.task for exposure in exposures for effect in exposure.tasks}
        for uid in sorted(named - known):
            yield Notice("E-RISK-TASK", f"Risk {risk.code} acts on task {uid}, which is not in the plan.")


def branch_errors(uncertainty: Uncertainty) -> tuple[Notice, ...]:
    """List what keeps branches, uncertain costs and factors of the plan from being drawn."""
    found = []
    if uncertainty.widening < 1:
        message = f"Ranges are widened by {uncertainty.widening}; a factor against overconfidence is 1 or more."
        found.append(Notice("E-RANGE", message))
    for band in uncertainty.bands:
        if not 0 <= band.low <= band.likely <= band.high:
            message = f"The band {band.basis or '(no name)'} needs 0 <= low <= likely <= high."
            found.append(Notice("E-RANGE", message))
    for cost in uncertainty.costs:
        name = cost.name or cost.account or "(no name)"
        found += [Notice("E-RANGE", f"Uncertain cost {name}: {said}.") for said in problems(cost.amount)]
    for branch in uncertainty.branches:
        drawn = branch.after is None or branch.limit is None
        total = sum((path.probability for path in branch.paths), Decimal(0))
        if not branch.paths or (drawn and abs(total - 1) > _EXACT) or any(p.probability < 0 for p in branch.paths):
            message = f"Branch {branch.code}: the probabilities of its paths add up to {total}, not to 1."
            found.append(Notice("E-BRANCH-CHANCES", message))
    counted = Counter(uid for b in uncertainty.branches for path in b.paths for uid in set(path.tasks))
    for uid in (uid for uid, count in counted.items() if count > 1):
        message = f"Task {uid} is on several paths of branches; a task may be on one."
        found.append(Notice("E-BRANCH-TWICE", message, (uid,)))
    return tuple(found)


def _code_errors(risks: Sequence[Risk]) -> Iterator[Notice]:
    for code, count in Counter(risk.code for risk in risks).items():
        if count > 1:
            yield Notice("E-RISK-CODE", f"{count} risks have the code {code}; give each its own.")
    by_code = {risk.code: risk for risk in risks}
    for risk in risks:
        if risk.given and risk.given not in by_code:
            message = f"Risk {risk.code} holds under {risk.given}, which is not in the register."
            yield Notice("E-RISK-GIVEN", message)
        elif risk.given and _circles(risk, by_code):
            yield Notice("E-RISK-GIVEN", f"Risk {risk.code} holds under itself, through {risk.given}.")


def _circles(risk: Risk, by_code: dict[str, Risk]) -> bool:
    at, seen = risk.given, set[str]()
    while at in by_code and at not in seen:
        seen.add(at)
        at = by_code[at].given
    return risk.code in seen


def _risk_errors(risk: Risk) -> Iterator[Notice]:
    exposures = [risk.exposure] if risk.response is None else [risk.exposure, risk.response.residual]
    chances = [risk.otherwise, *(each.probability for each in exposures)]
    for chance in dict.fromkeys(chances):
        if not 0 <= chance <= 1:
            yield Notice("E-RISK-CHANCE", f"Risk {risk.code}: the probability {chance} is not between 0 and 1.")
    if risk.response is not None and risk.response.cost < 0:
        yield Notice("E-RISK-COST", f"Risk {risk.code}: its response costs {risk.response.cost}, less than nothing.")
    if risk.window_start is not None and risk.window_end is not None and risk.window_start > risk.window_end:
        yield Notice("E-RISK-WINDOW", f"Risk {risk.code}: its window closes before it opens.")
    for what, one in _distributions(risk, exposures):
        for said in problems(one):
            yield Notice("E-RANGE", f"Risk {risk.code}, {what}: {said}.")


def _distributions(risk: Risk, exposures: Sequence[Exposure]) -> Iterator[tuple[str, Distribution]]:
    effects = [effect for exposure in exposures for effect in exposure.tasks]
    effects += [] if risk.response is None else risk.response.delays
    for effect in effects:
        if effect.factor is not None:
            yield f"factor on task {effect.task}", effect.factor
        if effect.delay is not None:
            yield f"delay of task {effect.task}", effect.delay
    for exposure in exposures:
        for cost in exposure.costs:
            yield "cost", cost.amount


def _group_errors(risks: Sequence[Risk]) -> Iterator[Notice]:
    totals = dict[str, float]()
    for risk in risks:
        if risk.exclusive_group:
            totals[risk.exclusive_group] = totals.get(risk.exclusive_group, 0.0) + slot(risk)
    for group, total in totals.items():
        if total > 1 + float(_EXACT):
            codes = ", ".join(risk.code for risk in risks if risk.exclusive_group == group)
            message = f"The probabilities of {codes}, which exclude each other, add up to {total:g}, more than 1."
            yield Notice("E-RISK-EXCLUSIVE", message)
