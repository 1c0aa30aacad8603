"""Every figure of earned value and earned schedule by name, and the reason where there is none (money.md 7, 8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.engine.currency import rounded
from milepost.engine.earned_value import EarnedSchedule, EarnedValue


class Unit(StrEnum):
    """What a figure counts: money, a pure number, a share of 1, or periods of time."""

    MONEY = "money"
    INDEX = "index"
    SHARE = "share"
    TIME = "time"


@dataclass(frozen=True, slots=True)
class Measure:
    """A figure: its code in the trade, what it says, its value; None comes with the reason in words."""

    code: str
    words: str
    unit: Unit
    value: Decimal | None
    reason: str = ""


_NO_BUDGET = "there is no budget"
_NOTHING_PLANNED = "nothing was planned to be done yet"
_NOTHING_EARNED = "nothing is earned yet"
_NOTHING_SPENT = "nothing is spent yet"
_EXHAUSTED = "budget exhausted"
_ROW = tuple[str, str, Unit, Callable[[EarnedValue], Decimal | None]]
_COST: tuple[_ROW, ...] = (
    ("BAC", "budget at completion", Unit.MONEY, lambda v: v.budget),
    ("PV", "planned by now", Unit.MONEY, lambda v: v.planned),
    ("EV", "earned by now", Unit.MONEY, lambda v: v.earned),
    ("AC", "spent by now", Unit.MONEY, lambda v: v.actual),
    ("SV", "earned less planned", Unit.MONEY, lambda v: v.schedule_variance),
    ("CV", "earned less spent", Unit.MONEY, lambda v: v.cost_variance),
    ("SV%", "schedule variance of what was planned", Unit.SHARE, lambda v: v.schedule_variance_share),
    ("CV%", "cost variance of what is earned", Unit.SHARE, lambda v: v.cost_variance_share),
    ("SPI", "earned for each unit planned", Unit.INDEX, lambda v: v.schedule_index),
    ("CPI", "earned for each unit spent", Unit.INDEX, lambda v: v.cost_index),
    ("CSI", "cost and schedule index together", Unit.INDEX, lambda v: v.cost_schedule_index),
    ("% planned", "planned of the budget", Unit.SHARE, lambda v: v.due),
    ("% complete", "earned of the budget", Unit.SHARE, lambda v: v.complete),
    ("% spent", "spent of the budget", Unit.SHARE, lambda v: v.spent),
    ("EAC_a", "cost at completion if the rest costs what was budgeted", Unit.MONEY, lambda v: v.at_completion_atypical),
    ("EAC_t", "cost at completion if the rest goes as the work so far", Unit.MONEY, lambda v: v.at_completion),
    ("EAC_c", "cost at completion if being late costs too", Unit.MONEY, lambda v: v.at_completion_composite),
    ("EAC_w", "cost at completion, cost weighing 0.8, time 0.2", Unit.MONEY, lambda v: v.at_completion_weighted),
    ("ETC", "what the rest costs by EAC_t", Unit.MONEY, lambda v: v.to_complete),
    ("VAC", "budget less EAC_t", Unit.MONEY, lambda v: v.variance_at_completion),
    ("VAC%", "variance at completion of the budget", Unit.SHARE, lambda v: v.variance_at_completion_share),
    ("TCPI(BAC)", "efficiency the rest needs to meet the budget", Unit.INDEX, lambda v: v.index_to_budget),
    ("TCPI(EAC)", "efficiency the rest needs to meet EAC_t", Unit.INDEX, lambda v: v.index_to_estimate),
)


def measures(value: EarnedValue) -> tuple[Measure, ...]:
    """Give all figures of earned value; one that is undefined is None with its reason, never zero or infinite."""
    return tuple(
        Measure(code, words, unit, found, _why(code, value) if found is None else "")
        for code, words, unit, found in ((code, words, unit, of(value)) for code, words, unit, of in _COST)
    )


def time_measures(time: EarnedSchedule, cost_index: Decimal | None = None) -> tuple[Measure, ...]:
    """Give all figures of earned schedule, in its periods; the composite one needs the cost index."""
    rows = (
        ("ES", "the time by which what is earned was planned", Unit.TIME, time.earned),
        ("AT", "the time passed", Unit.TIME, time.actual),
        ("PD", "the planned duration", Unit.TIME, time.planned),
        ("SV(t)", "earned less passed", Unit.TIME, time.variance),
        ("SPI(t)", "time earned for each unit passed", Unit.INDEX, time.index),
        ("PDWR", "the planned time of the work that remains", Unit.TIME, time.remaining),
        ("IEAC(t)", "duration if the rest goes as fast as the work so far", Unit.TIME, time.at_completion),
        ("IEAC(t)_a", "duration if the rest takes what was planned", Unit.TIME, time.at_completion_atypical),
        ("IEAC(t)_c", "duration if cost slows the rest too", Unit.TIME, time.at_completion_composite(cost_index)),
        ("TSPI", "speed the rest needs to end as planned", Unit.INDEX, time.index_to_plan),
        ("VAC(t)", "planned duration less IEAC(t)", Unit.TIME, time.variance_at_completion),
    )
    return tuple(Measure(*row, "" if row[3] is not None else _why_time(row[0], time, cost_index)) for row in rows)


def _why(code: str, value: EarnedValue) -> str:
    """Say which denominator is missing."""
    if code == "TCPI(BAC)" and value.exhausted:
        return f"{_EXHAUSTED}: {rounded(value.actual)} of {rounded(value.budget)} are spent and work remains"
    if code in ("% planned", "% complete", "% spent", "VAC%") and not value.budget:
        return _NO_BUDGET
    if code in ("SV%", "SPI"):
        return _NOTHING_PLANNED
    if code in ("CSI", "EAC_c", "EAC_w") and not value.planned:
        return _NOTHING_PLANNED
    if code == "CV%" or value.actual:
        return _NOTHING_EARNED
    return _NOTHING_SPENT


def _why_time(code: str, time: EarnedSchedule, cost_index: Decimal | None) -> str:
    if code == "TSPI":
        return "the planned duration has passed"
    if not time.actual:
        return "no time has passed yet"
    return "there is no cost index" if code == "IEAC(t)_c" and time.index and cost_index is None else _NOTHING_EARNED
