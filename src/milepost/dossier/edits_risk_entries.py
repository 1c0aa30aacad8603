"""Commands on what a register entry says: its words, effects, window, trigger, response, state (domain/risk.md 1)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from milepost.dossier.dossier import Dossier
from milepost.dossier.edits_records import EditRefusedError, kind_of, number, task_of
from milepost.dossier.edits_risks import RecordCommand, changed, entry, label
from milepost.dossier.risks import NEXT_RISK, RiskChange, RiskState, RiskTrigger, Strategy
from milepost.engine.distributions import Distribution
from milepost.engine.risks import CostEffect, Exposure, Response, RiskKind, TaskEffect
from milepost.engine.units import Instant, Minutes, Uid

#: The measures a trigger can watch, and those that ask about one task.
METRICS = ("task_float_days", "task_finish_days_late", "spi_t", "cpi", "date_reached")
_OF_TASKS = METRICS[:2]


def change_risk(
    dossier: Dossier,
    risk: str,
    title: str | None = None,
    cause: str | None = None,
    event: str | None = None,
    effect: str | None = None,
    category: str | None = None,
    kind: str | None = None,
    quality: int | None = None,
    vendor: str | None = None,
    fallback: str | None = None,
) -> Dossier:
    """Change the words of a risk: title, cause, event, effect, category, kind, vendor, fallback.

    `kind` is threat or opportunity, `quality` its impact on quality or scope, 0 (none) to 5.
    """
    record = entry(dossier, risk)
    said = {"cause": cause, "event": event, "effect": effect}
    if any(text == "" for text in (title, *said.values())):
        raise EditRefusedError(f"{label(record)} needs title, cause, event and effect.")
    if quality is not None and not 0 <= quality <= 5:
        raise EditRefusedError("An impact on quality or scope lies between 0 (none) and 5.")
    words = {**said, "category": category, "quality": quality, "vendor": vendor, "fallback": fallback}
    told = {name: value for name, value in words.items() if value is not None}
    numbers = replace(
        record.risk,
        title=record.risk.title if title is None else title,
        kind=record.risk.kind if kind is None else kind_of(RiskKind, kind),
    )
    return changed(dossier, replace(record, risk=numbers, **told))  # type: ignore[arg-type]


def set_risk_delay(dossier: Dossier, risk: str, tasks: Sequence[Uid] = (), delay: Sequence[Minutes] = ()) -> Dossier:
    """Say which tasks take longer if the risk occurs, and by how much: low, likely and high working minutes.

    For an opportunity these are minutes saved. Without tasks the risk delays nothing any more.
    """
    record = entry(dossier, risk)
    exposure = record.risk.exposure
    kept = tuple(replace(each, delay=None) for each in exposure.tasks if each.factor is not None)
    helps = record.risk.kind is RiskKind.OPPORTUNITY
    effects = _delays(dossier, tasks, delay, helps=helps)
    merged = {each.task: each for each in kept}
    for each in effects:
        known = merged.get(each.task)
        merged[each.task] = each if known is None else replace(known, delay=each.delay)
    numbers = replace(record.risk, exposure=replace(exposure, tasks=tuple(merged.values())))
    return changed(dossier, replace(record, risk=numbers))


def set_risk_factor(
    dossier: Dossier, risk: str, tasks: Sequence[Uid] = (), factor: Sequence[Decimal] = (), shared: bool = True
) -> Dossier:
    """Let a risk drive many tasks: if it occurs their remaining durations are multiplied: low, likely and high factor.

    With `shared` all of them by the same draw. Without tasks the risk drives nothing any more.
    """
    record = entry(dossier, risk)
    exposure = record.risk.exposure
    if bool(tasks) != bool(factor):
        raise EditRefusedError("A driver needs tasks and a factor: low, likely and high, such as 0.95, 1.15, 1.4.")
    merged = {each.task: replace(each, factor=None) for each in exposure.tasks if each.delay is not None}
    if tasks:
        spread = _points([number(each, "factor") for each in factor], "A factor")
        if spread.low is None or spread.low <= 0:
            raise EditRefusedError("A factor on a duration is above zero.")
        for uid in tasks:
            known = merged.get(task_of(dossier.plan, uid).uid, TaskEffect(uid))
            merged[uid] = replace(known, factor=spread)
    numbers = replace(record.risk, exposure=replace(exposure, tasks=tuple(merged.values()), shared=shared))
    return changed(dossier, replace(record, risk=numbers))


def set_risk_cost(dossier: Dossier, risk: str, cost: Sequence[Decimal] = (), account: str = "") -> Dossier:
    """Say what a risk costs if it occurs: low, likely and high; for an opportunity what it saves. None for nothing."""
    record = entry(dossier, risk)
    if account and all(each.code != account for each in dossier.ledger.accounts):
        raise EditRefusedError(f"The ledger has no cost account {account!r}.")
    costs: tuple[CostEffect, ...] = ()
    if cost:
        points = [number(each, "cost") for each in cost]
        if record.risk.kind is RiskKind.OPPORTUNITY:
            points = [-each for each in reversed(points)]
        costs = (CostEffect(_points(points, "A cost"), account),)
    exposure = replace(record.risk.exposure, costs=costs)
    return changed(dossier, replace(record, risk=replace(record.risk, exposure=exposure)))


def set_risk_window(dossier: Dossier, risk: str, start: Instant | None = None, end: Instant | None = None) -> Dossier:
    """Say when a risk can happen; without dates it can happen at any time."""
    record = entry(dossier, risk)
    if start is not None and end is not None and end <= start:
        raise EditRefusedError("The window in which a risk can happen ends after it starts.")
    return changed(dossier, replace(record, risk=replace(record.risk, window_start=start, window_end=end)))


def set_risk_trigger(
    dossier: Dossier,
    risk: str,
    metric: str = "",
    task: Uid | None = None,
    limit: Decimal = Decimal(0),
    below: bool = True,
    date: Instant | None = None,
    sign: str = "",
) -> Dossier:
    """Say what shows that a risk is about to happen: a measure and its limit, a date, or a sign people watch for.

    Measures: task_float_days, task_finish_days_late, spi_t, cpi, date_reached. Nothing at all takes the trigger away.
    """
    record = entry(dossier, risk)
    if metric and metric not in METRICS:
        raise EditRefusedError(f"There is no measure {metric!r}; it is one of {', '.join(METRICS)}.")
    if metric in _OF_TASKS and task is None:
        raise EditRefusedError(f"{metric} asks about one task; name it.")
    if metric == "date_reached" and date is None:
        raise EditRefusedError("A date that is to be reached has to be given.")
    if task is not None:
        task_of(dossier.plan, task, leaf=False)
    trigger = RiskTrigger(metric, task, limit, below, date, sign) if metric or sign else None
    return changed(dossier, replace(record, trigger=trigger))


def plan_risk_response(
    dossier: Dossier,
    risk: str,
    probability: str | Decimal,
    strategy: str = "mitigate",
    cost: Decimal = Decimal(0),
    delay: Sequence[Minutes] = (),
    damage: Sequence[Decimal] = (),
) -> Dossier:
    """Plan a response and estimate what it leaves: probability, delay of the same tasks and damage; and what it costs.

    What is not given stays as it is without the response. It counts once the response is started.
    """
    record, left = entry(dossier, risk), number(probability, "probability")
    if not 0 <= left < 1:
        raise EditRefusedError(f"The probability that a response leaves lies between 0 and 1, not at {left}.")
    exposure = record.risk.exposure
    tasks, costs = exposure.tasks, exposure.costs
    if delay:
        touched = [each.task for each in tasks]
        tasks = _delays(dossier, touched, delay, helps=record.risk.kind is RiskKind.OPPORTUNITY)
    if damage:
        account = costs[0].account if costs else ""
        costs = (CostEffect(_points([number(each, "damage") for each in damage], "A damage"), account),)
    response = Response(Exposure(left, tasks, costs, exposure.shared), number(cost, "cost"))
    numbers = replace(record.risk, response=response)
    return changed(dossier, replace(record, risk=numbers, strategy=kind_of(Strategy, strategy)))


def finish_risk_action(dossier: Dossier, risk: str, action: str, at: Instant) -> Dossier:
    """Record that a step of a response is done."""
    record = entry(dossier, risk)
    if all(each.title != action for each in record.actions):
        raise EditRefusedError(f"{label(record)} has no action {action!r}.")
    rows = tuple(replace(each, done_at=at) if each.title == action else each for each in record.actions)
    return changed(dossier, replace(record, actions=rows))


def move_risk(dossier: Dossier, risk: str, state: str, at: Instant, by: str = "", note: str = "") -> Dossier:
    """Take a risk on to its next state: open, analysed, responding, monitored, escalated, rejected; or reopen it."""
    record, wanted = entry(dossier, risk), kind_of(RiskState, state)
    if wanted not in NEXT_RISK[record.state]:
        allowed = " or ".join(NEXT_RISK[record.state])
        raise EditRefusedError(
            f"{label(record)} is {record.state} and cannot become {wanted}; it can become {allowed}."
        )
    if wanted in (RiskState.CLOSED, RiskState.REJECTED) and not note:
        raise EditRefusedError(f"Say why {label(record)} is {wanted}.")
    change = RiskChange(at, by, state=wanted, note=note)
    return changed(dossier, replace(record, state=wanted, history=(*record.history, change)))


def _delays(dossier: Dossier, tasks: Sequence[Uid], delay: Sequence[Minutes], *, helps: bool) -> tuple[TaskEffect, ...]:
    if bool(tasks) != bool(delay):
        raise EditRefusedError("A delay needs the tasks it hits, and low, likely and high working minutes.")
    if not tasks:
        return ()
    points = [Decimal(each) for each in delay]
    if helps:
        points = [-each for each in reversed(points)]
    spread = _points(points, "A delay")
    return tuple(TaskEffect(task_of(dossier.plan, uid).uid, delay=spread) for uid in tasks)


def _points(points: Sequence[Decimal], what: str) -> Distribution:
    if len(points) != 3 or list(points) != sorted(points):
        raise EditRefusedError(f"{what} is three rising numbers: low, likely and high.")
    low, likely, high = points
    return Distribution(low=low, likely=likely, high=high)


RISK_ENTRY_COMMANDS: dict[str, RecordCommand] = {
    command.__name__: command
    for command in (
        change_risk,
        set_risk_delay,
        set_risk_factor,
        set_risk_cost,
        set_risk_window,
        set_risk_trigger,
        plan_risk_response,
        finish_risk_action,
        move_risk,
    )
}
