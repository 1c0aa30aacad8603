"""Whether the measurable sign of a risk is there (domain/risk.md 1.5)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.value import earned_schedule
from milepost.advisor.words import index
from milepost.dossier.risks import RiskTrigger
from milepost.engine.units import Uid


@dataclass(frozen=True, slots=True)
class Sign:
    """A trigger that has fired: what was measured, its value and limit in words, and both in a clause."""

    name: str
    value: str
    limit: str
    said: str


def fired(context: Context, trigger: RiskTrigger | None) -> Sign | None:
    """Evaluate a trigger on the schedule; None where it has not fired, or cannot be measured."""
    if trigger is None or not trigger.metric:
        return None
    if trigger.metric == "date_reached":
        return _dated(context, trigger)
    value = _measured(context, trigger)
    if value is None or not (value < trigger.limit if trigger.below else value > trigger.limit):
        return None
    limit = f"{'below' if trigger.below else 'above'} {_number(trigger.limit)}"
    if trigger.metric == "spi_t":
        return Sign("Pace, SPI(t)", index(value), limit, f"the pace SPI(t) is {index(value)}, {limit}")
    if trigger.metric == "cpi":
        return Sign("Cost index, CPI", index(value), limit, f"the cost index is {index(value)}, {limit}")
    assert trigger.task is not None
    name = context.name(trigger.task)
    days = f"{_number(value)} working days"
    if trigger.metric == "task_float_days":
        return Sign("Float", days, f"{limit} days", f"{name} has {days} of float, {limit}")
    return Sign("Late by", days, f"{limit} days", f"{name} finishes {days} after its baseline, {limit}")


def _dated(context: Context, trigger: RiskTrigger) -> Sign | None:
    if trigger.at is None or context.now < trigger.at:
        return None
    day = context.date(trigger.at)
    return Sign("Today", context.date(context.now), day, f"{day} is reached")


def _measured(context: Context, trigger: RiskTrigger) -> Decimal | None:
    if trigger.metric == "spi_t":
        pace = earned_schedule(context)
        return None if pace is None else pace.index
    if trigger.metric == "cpi":
        return None if context.value is None else context.value.cost_index
    if trigger.task is None or trigger.task not in context.schedule.by_uid or context.done(trigger.task):
        return None
    if trigger.metric == "task_float_days":
        return Decimal(context.dates(trigger.task).total_float) / context.day
    if trigger.metric == "task_finish_days_late":
        return _late(context, trigger.task)
    return None


def _late(context: Context, uid: Uid) -> Decimal | None:
    row = context.baseline.get(uid)
    if row is None or row.finish is None:
        return None
    return Decimal(context.late(uid, row.finish, context.dates(uid).finish)) / context.day


def _number(value: Decimal) -> str:
    text = f"{value.quantize(Decimal('0.01') if abs(value) < 2 else Decimal('0.1')):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
