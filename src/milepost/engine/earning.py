"""How work earns its budget: the earning rules (domain/money.md 6)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from milepost.engine.notices import Notice
from milepost.engine.tasks import Earning, EarningRule, PercentType, Task, TaskKind, WeightedMilestone
from milepost.engine.units import Instant, Uid
from milepost.engine.words import label

_NOTHING, _WHOLE = Decimal(0), Decimal(1)
_PERCENT = Decimal(100)
#: Weights typed as decimals of thirds and the like may miss 1 by so much.
_SLIP = Decimal("0.000001")
#: A typed percentage earns no more than this until the work is accepted, unless its rule says otherwise.
TYPED_CAP = Decimal("0.9")


def earning_errors(tasks: Iterable[Task]) -> tuple[Notice, ...]:
    """List earning rules that cannot be applied, as E-EARNING: weights, shares, units, or a base that is missing."""
    known = {task.uid: task for task in tasks}
    said = ((task, problem) for task in known.values() if task.earning for problem in _problems(task, known))
    return tuple(Notice("E-EARNING", f"{label(task)}: {problem}", (task.uid,)) for task, problem in said)


def _problems(task: Task, known: dict[Uid, Task]) -> list[str]:
    rule = task.earning
    assert rule is not None
    found = []
    weights = sum((step.weight for step in rule.milestones), _NOTHING)
    if rule.rule is EarningRule.MILESTONES and abs(weights - 1) > _SLIP:
        found.append(f"the weights of its milestones add up to {weights.normalize():f}, not to 1.")
    if any(step.weight < 0 for step in rule.milestones):
        found.append("a weight of its milestones is negative.")
    if not 0 <= rule.at_start <= 1:
        found.append(f"it earns {rule.at_start} at its start; that is a share from 0 to 1.")
    if rule.cap is not None and not 0 <= rule.cap <= 1:
        found.append(f"its cap until acceptance is {rule.cap}; that is a share from 0 to 1.")
    if rule.rule is EarningRule.UNITS and (rule.total <= 0 or not 0 <= rule.done <= rule.total):
        found.append(f"{rule.done} of {rule.total} units are done; done lies between 0 and a total above 0.")
    if rule.rule is EarningRule.APPORTIONED and not _reaches(task, known):
        found.append("the task it follows does not exist, or follows it in turn.")
    return found


def _reaches(task: Task, known: dict[Uid, Task]) -> bool:
    seen, at = {task.uid}, task
    while at.earning is not None and at.earning.rule is EarningRule.APPORTIONED:
        base = known.get(at.earning.base or 0)
        if base is None or base.uid in seen:
            return False
        seen.add(base.uid)
        at = base
    return True


def earned_share(task: Task, planned: Decimal, others: dict[Uid, Task], status: Instant | None = None) -> Decimal:
    """Tell how much of its budget a task has earned, 0 to 1, by its rule.

    `planned` is the share planned by now, which level-of-effort work earns whatever happens. `others` finds the
    task an apportioned one follows. Without a rule a typed physical percentage counts where the task is measured by it,
    else its percentage complete.
    """
    rule = task.earning or Earning()
    if rule.rule is EarningRule.LEVEL_OF_EFFORT or (task.earning is None and task.kind is TaskKind.LEVEL_OF_EFFORT):
        return planned
    if rule.rule is EarningRule.MILESTONES:
        return accepted(rule.milestones, status)
    if rule.rule is EarningRule.APPORTIONED:
        base = others.get(rule.base or 0)
        return _NOTHING if base is None else earned_share(base, planned, others, status)
    if task.actual_finish is not None:
        return _WHOLE
    return min(_in_progress(task, rule), _WHOLE)


def accepted(milestones: Iterable[WeightedMilestone], by: Instant | None = None) -> Decimal:
    """Give the share of the weights whose milestones were accepted by an instant, None for ever."""
    steps = tuple(milestones)
    return _share(steps, (step.accepted is not None and (by is None or step.accepted <= by) for step in steps))


def due(milestones: Iterable[WeightedMilestone], by: Instant) -> Decimal:
    """Give the share of the weights whose milestones were planned by an instant."""
    steps = tuple(milestones)
    return _share(steps, (step.planned is not None and step.planned <= by for step in steps))


def _share(steps: tuple[WeightedMilestone, ...], counted: Iterable[bool]) -> Decimal:
    whole = sum((step.weight for step in steps), _NOTHING)
    part = sum((step.weight for step, counts in zip(steps, counted, strict=True) if counts), _NOTHING)
    return part / whole if whole else _NOTHING


def _in_progress(task: Task, rule: Earning) -> Decimal:
    if rule.rule is EarningRule.ZERO_HUNDRED:
        return _NOTHING
    if rule.rule is EarningRule.START_FINISH:
        return rule.at_start if task.actual_start is not None else _NOTHING
    if rule.rule is EarningRule.UNITS:
        return rule.done / rule.total if rule.total else _NOTHING
    if rule.rule is EarningRule.WORK:
        return _worked(task)
    typed = task.physical_percent if task.percent_type is PercentType.PHYSICAL else None
    share = (task.percent_complete if typed is None or rule.rule is EarningRule.DURATION else typed) / _PERCENT
    cap = rule.cap
    if cap is None and task.earning is not None and rule.rule is EarningRule.PERCENT:
        cap = TYPED_CAP
    return share if cap is None else min(share, cap)


def _worked(task: Task) -> Decimal:
    if task.percent_work_complete is not None:
        return task.percent_work_complete / _PERCENT
    whole = (task.actual_work or 0) + (task.remaining_work or 0)
    return Decimal(task.actual_work or 0) / whole if whole else task.percent_complete / _PERCENT
