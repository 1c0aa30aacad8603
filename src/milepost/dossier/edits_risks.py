"""Commands on the risk register: owners, responses, actions, reviews, new risks (domain/risk.md 1)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import TypeAlias

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_records import EditRefusedError, kind_of, number, task_of
from milepost.dossier.risks import RiskAction, RiskChange, RiskRecord, RiskState, Strategy
from milepost.engine.distributions import Distribution
from milepost.engine.risks import Exposure, Risk, RiskKind, TaskEffect, rework_risk
from milepost.engine.units import Instant, Minutes, Uid

RecordCommand: TypeAlias = Callable[..., Dossier]


def set_risk_owner(dossier: Dossier, risk: str, owner: str) -> Dossier:
    """Make one person answer for a risk."""
    if not owner:
        raise EditRefusedError("A risk needs exactly one owner; give a name.")
    return changed(dossier, replace(entry(dossier, risk), owner=owner))


def set_risk_response(dossier: Dossier, risk: str, strategy: str | None = None, responded: bool = True) -> Dossier:
    """Switch a risk's planned response on (or off): its residual exposure counts, and what it costs."""
    record = entry(dossier, risk)
    if responded and record.risk.response is None:
        raise EditRefusedError(f"{label(record)} has no response whose effect is estimated; plan one first.")
    chosen = record.strategy if strategy is None else kind_of(Strategy, strategy)
    state = RiskState.RESPONDING if responded else RiskState.OPEN
    return changed(
        dossier, replace(record, risk=replace(record.risk, responded=responded), strategy=chosen, state=state)
    )


def set_risk_strategy(dossier: Dossier, risk: str, strategy: str, approver: str = "") -> Dossier:
    """Say how a risk is answered; accepting one names who approved that it is borne."""
    record, chosen = entry(dossier, risk), kind_of(Strategy, strategy)
    return changed(dossier, replace(record, strategy=chosen, approver=approver or record.approver))


def add_risk_action(
    dossier: Dossier, risk: str, title: str, owner: str = "", due: Instant | None = None, task: Uid | None = None
) -> Dossier:
    """Add a step to a risk's response: who does what until when, and the task of the plan that does it."""
    record = entry(dossier, risk)
    if not title or any(each.title == title for each in record.actions):
        raise EditRefusedError(f"{label(record)} needs an action with a title it does not have yet.")
    if task is not None:
        task_of(dossier.plan, task, leaf=False)
    return changed(dossier, replace(record, actions=(*record.actions, RiskAction(title, owner, due, task=task))))


def change_risk_action(
    dossier: Dossier,
    risk: str,
    action: str,
    due: Instant | None = None,
    owner: str | None = None,
    task: Uid | None = None,
) -> Dossier:
    """Give a step of a response another date, person or task of the plan."""
    record = entry(dossier, risk)
    step = next((each for each in record.actions if each.title == action), None)
    if step is None:
        raise EditRefusedError(f"{label(record)} has no action {action!r}.")
    if task is not None:
        task_of(dossier.plan, task, leaf=False)
    after = replace(
        step,
        due=step.due if due is None else due,
        owner=step.owner if owner is None else owner,
        task=step.task if task is None else task,
    )
    rows = tuple(after if each is step else each for each in record.actions)
    return changed(dossier, replace(record, actions=rows))


def record_risk_review(dossier: Dossier, risk: str, at: Instant) -> Dossier:
    """Record that a risk was looked at again."""
    return changed(dossier, replace(entry(dossier, risk), reviewed_at=at))


def record_risk_occurred(dossier: Dossier, risk: str, at: Instant, by: str = "") -> Dossier:
    """Record that a risk has happened: from now on its effects belong into the plan, not into its uncertainty."""
    return _settled(dossier, risk, RiskState.OCCURRED, at, by, "It has happened.")


def close_risk(dossier: Dossier, risk: str, at: Instant, reason: str, by: str = "") -> Dossier:
    """Close a risk that can no longer happen, and say why."""
    if not reason:
        raise EditRefusedError("Say why the risk is closed: its window has passed, its effect is impossible ...")
    return _settled(dossier, risk, RiskState.CLOSED, at, by, reason)


def change_risk_probability(dossier: Dossier, risk: str, probability: str | Decimal, at: Instant) -> Dossier:
    """Give a risk another probability, above 0 and below 1."""
    record, chance = entry(dossier, risk), number(probability, "probability")
    if not 0 < chance < 1:
        raise EditRefusedError(f"A probability lies between 0 and 1; at {chance} it is no risk but closed or an issue.")
    exposure = replace(record.risk.exposure, probability=chance)
    change = RiskChange(at, probability=chance)
    after = replace(record, risk=replace(record.risk, exposure=exposure), history=(*record.history, change))
    return changed(dossier, after)


def add_risk(
    dossier: Dossier,
    code: str,
    title: str,
    cause: str,
    event: str,
    effect: str,
    probability: str | Decimal,
    tasks: Sequence[Uid] = (),
    delay: Sequence[Minutes] = (),
    owner: str = "",
    raised_at: Instant | None = None,
) -> Dossier:
    """Enter a risk: "because <cause>, <event> may happen, which would lead to <effect>".

    When it happens each of `tasks` takes longer by `delay`: low, likely and high working minutes.
    """
    if any(each.risk.code == code for each in dossier.risks):
        raise EditRefusedError(f"There is a risk {code} already.")
    chance = number(probability, "probability")
    if not 0 < chance < 1 or not (cause and event and effect):
        raise EditRefusedError("A risk needs cause, event and effect, and a probability between 0 and 1.")
    if bool(tasks) != (len(delay) == 3) or list(delay) != sorted(delay):
        raise EditRefusedError("A delay of tasks is three rising numbers of minutes: low, likely, high.")
    rows: tuple[TaskEffect, ...] = ()
    if tasks:
        low, likely, high = (Decimal(each) for each in delay)
        span = Distribution(low=low, likely=likely, high=high)
        rows = tuple(TaskEffect(task_of(dossier.plan, uid).uid, delay=span) for uid in tasks)
    risk = Risk(code, title, Exposure(chance, rows), RiskKind.THREAT)
    record = RiskRecord(risk, cause, event, effect, owner=owner, raised_at=raised_at, reviewed_at=raised_at)
    return replace(dossier, risks=(*dossier.risks, record))


def add_rework_risk(
    dossier: Dossier, code: str, title: str, probability: str | Decimal, task: Uid, delay: Minutes
) -> Dossier:
    """Enter the risk that a task begun early has to be done again in part, for `delay` working minutes."""
    row, chance = task_of(dossier.plan, task), number(probability, "probability")
    if not 0 < chance < 1 or delay <= 0:
        raise EditRefusedError("A risk of rework needs a probability between 0 and 1, and a delay above zero.")
    record = RiskRecord(
        rework_risk(code, title, chance, task, delay),
        cause=f"Because {row.name} begins before what it builds on is finished",
        event="what it builds on may still change",
        effect=f"part of {row.name} would be done again",
        category="project-management",
    )
    return replace(dossier, risks=(*(each for each in dossier.risks if each.risk.code != code), record))


def _settled(dossier: Dossier, risk: str, state: RiskState, at: Instant, by: str, note: str) -> Dossier:
    record = entry(dossier, risk)
    if record.state is state:
        raise EditRefusedError(f"{label(record)} is {state.value} already.")
    change = RiskChange(at, by, state=state, note=note)
    return changed(dossier, replace(record, state=state, history=(*record.history, change)))


def entry(dossier: Dossier, code: str) -> RiskRecord:
    """Find an entry of the register."""
    for record in dossier.risks:
        if record.risk.code == code:
            return record
    known = ", ".join(each.risk.code for each in dossier.risks) or "none"
    raise EditRefusedError(f"The register has no risk {code!r}; it has {known}.")


def changed(dossier: Dossier, record: RiskRecord) -> Dossier:
    """Give a dossier with another state of one entry."""
    rows = tuple(record if each.risk.code == record.risk.code else each for each in dossier.risks)
    return replace(dossier, risks=rows)


def label(record: RiskRecord) -> str:
    """Name a risk as people point at it."""
    return f"{record.risk.title} ({record.risk.code})"


RISK_COMMANDS: dict[str, RecordCommand] = {
    command.__name__: command
    for command in (
        set_risk_owner,
        set_risk_response,
        set_risk_strategy,
        add_risk_action,
        change_risk_action,
        record_risk_review,
        record_risk_occurred,
        close_risk,
        change_risk_probability,
        add_risk,
        add_rework_risk,
    )
}
