"""Whether a risk register and its branches can be drawn, and in which order (domain/risk.md 2.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from decimal import Decimal

from milepost.engine.distributions import Distribution
from milepost.engine.estimates import lowest, problems
from milepost.engine.notices import Notice
from milepost.engine.risks import Exposure, Risk, Uncertainty
from milepost.engine.units import Uid

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
    return max([float(risk.otherwise), *(float(each.probability) for each in _exposures(risk))])


def register_errors(risks: Sequence[Risk]) -> tuple[Notice, ...]:
    """List what keeps a register from being drawn, each with the risk and what would be right."""
    return (*_code_errors(risks), *(each for risk in risks for each in _risk_errors(risk)), *_group_errors(risks))


def missing(
    risks: Sequence[Risk], uncertainty: Uncertainty, tasks: Collection[Uid], accounts: Collection[str]
) -> Iterator[Notice]:
    """List what names tasks the plan does not have, or accounts the ledger does not have where it has any."""
    for risk in risks:
        exposures = _exposures(risk)
        effects = [effect for exposure in exposures for effect in exposure.tasks]
        effects += [] if risk.response is None else risk.response.delays
        for uid in sorted({effect.task for effect in effects}.difference(tasks)):
            yield Notice("E-RISK-TASK", f"Risk {risk.code} acts on task {uid}, which is not in the plan.")
        named = {cost.account for exposure in exposures for cost in exposure.costs}
        for account in sorted(_lost(named, accounts)):
            yield Notice("E-RISK-ACCOUNT", f"Risk {risk.code} costs account {account}, which the ledger does not have.")
    for account in sorted(_lost({cost.account for cost in uncertainty.costs}, accounts)):
        yield Notice("E-RISK-ACCOUNT", f"An uncertain cost is of account {account}, which the ledger does not have.")
    tied = [(f"Group {group.name or '(no name)'}", group.tasks) for group in uncertainty.groups]
    tied += [("A correlation", (pair.first, pair.second)) for pair in uncertainty.pairs]
    for who, uids in tied:
        for uid in sorted(set(uids).difference(tasks)):
            yield Notice("E-CORRELATION", f"{who} ties task {uid}, which is not in the plan.")
    for branch in uncertainty.branches:
        told = {uid for path in branch.paths for uid in path.tasks} | ({branch.after} - {None})
        for uid in sorted(uid for uid in told if uid is not None and uid not in tasks):
            yield Notice("E-BRANCH-TASK", f"Branch {branch.code} names task {uid}, which is not in the plan.")


def _lost(named: Iterable[str], accounts: Collection[str]) -> set[str]:
    return {each for each in named if each and accounts and each not in accounts}


def _exposures(risk: Risk) -> list[Exposure]:
    return [risk.exposure] if risk.response is None else [risk.exposure, risk.response.residual]


def branch_errors(uncertainty: Uncertainty) -> tuple[Notice, ...]:
    """List what keeps branches, uncertain costs and factors of the plan from being drawn."""
    found = []
    if not uncertainty.widening.is_finite() or uncertainty.widening < 1:
        message = f"Ranges are widened by {uncertainty.widening}; a factor against overconfidence is 1 or more."
        found.append(Notice("E-RANGE", message))
    for band in uncertainty.bands:
        factors = (band.low, band.likely, band.high)
        if not all(each.is_finite() for each in factors) or not 0 <= band.low <= band.likely <= band.high:
            message = f"The band {band.basis or '(no name)'} needs 0 <= low <= likely <= high."
            found.append(Notice("E-RANGE", message))
    for cost in uncertainty.costs:
        name = cost.name or cost.account or "(no name)"
        found += [Notice("E-RANGE", f"Uncertain cost {name}: {said}.") for said in problems(cost.amount)]
        if not cost.planned.is_finite():
            found.append(Notice("E-RANGE", f"Uncertain cost {name}: its planned amount is not a number."))
    return (*found, *_branches(uncertainty))


def _branches(uncertainty: Uncertainty) -> Iterator[Notice]:
    for code, count in Counter(branch.code for branch in uncertainty.branches).items():
        if count > 1:
            yield Notice("E-BRANCH-TWICE", f"{count} branches have the code {code or '(none)'}; give each its own.")
    for branch in uncertainty.branches:
        drawn = branch.after is None or branch.limit is None
        total = sum((path.probability for path in branch.paths), Decimal(0))
        if (branch.after is None) != (branch.limit is None):
            message = f"Branch {branch.code} decides by the finish of a task: it needs both the task and the date."
            yield Notice("E-BRANCH-ORDER", message)
        elif not all(_chance(path.probability) for path in branch.paths):
            message = f"Branch {branch.code}: a probability of its paths is not between 0 and 1."
            yield Notice("E-BRANCH-CHANCES", message)
        elif not branch.paths or (drawn and abs(total - 1) > _EXACT):
            message = f"Branch {branch.code}: the probabilities of its paths add up to {total}, not to 1."
            yield Notice("E-BRANCH-CHANCES", message)
    counted = Counter(uid for b in uncertainty.branches for path in b.paths for uid in set(path.tasks))
    for uid in (uid for uid, count in counted.items() if count > 1):
        message = f"Task {uid} is on several paths of branches; a task may be on one."
        yield Notice("E-BRANCH-TWICE", message, (uid,))


def _chance(value: Decimal) -> bool:
    return value.is_finite() and 0 <= value <= 1


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
    exposures = _exposures(risk)
    chances = [risk.otherwise, *(each.probability for each in exposures)]
    for chance in dict.fromkeys(chances):
        if not _chance(chance):
            yield Notice("E-RISK-CHANCE", f"Risk {risk.code}: the probability {chance} is not between 0 and 1.")
    price = Decimal(0) if risk.response is None else risk.response.cost
    if not price.is_finite() or price < 0:
        yield Notice("E-RISK-COST", f"Risk {risk.code}: its response costs {price}; a price is zero or more.")
    if risk.window_start is not None and risk.window_end is not None and risk.window_start > risk.window_end:
        yield Notice("E-RISK-WINDOW", f"Risk {risk.code}: its window closes before it opens.")
    for what, one in _distributions(risk, exposures):
        said = [*problems(one)]
        if not said and what.startswith("factor") and lowest(one) < 0:
            said.append(f"durations would be multiplied by {lowest(one)}; a factor is zero or more")
        yield from (Notice("E-RANGE", f"Risk {risk.code}, {what}: {each}.") for each in said)


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
