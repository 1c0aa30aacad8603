"""Commands on how a project is counted and scheduled: currency, lengths of work, what is critical, conventions."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from enum import StrEnum
from typing import Any

from milepost.commands.command import command
from milepost.commands.work import Work
from milepost.engine.plan import (
    AlapMode,
    Convention,
    CriticalDefinition,
    ElapsedStart,
    FloatKind,
    LagCalendar,
    LateConstraintMode,
    OutOfSequence,
    SsLagFrom,
)
from milepost.queries.access import Permission
from milepost.queries.kinds import AnyAt, Duration
from milepost.queries.refused import Refused

_MOST_DIGITS = 4
_CURRENCY = re.compile(r"^[A-Z]{3}$")
_CLOCK = re.compile(r"^([01]?\d|2[0-4])(?::([0-5]\d))?$")
#: Hours of a day and a week, days of a month.
_HOURS_OF_DAY, _HOURS_OF_WEEK, _DAYS_OF_MONTH = 24, 168, 31


class End(StrEnum):
    """From which of its ends a project is scheduled."""

    START = "start"
    FINISH = "finish"


def currency_code(text: str) -> str:
    """Read a currency. Refuses what is none."""
    code = text.strip().upper()
    if not _CURRENCY.match(code):
        raise Refused(f"{text!r} is no currency; write its three letters, such as EUR.", "currency", "invalid")
    return code


@command(permission=Permission.PLAN)
def set_currency(work: Work, *, currency: str, digits: int | None = None) -> None:
    """Count the project's money in another currency, such as EUR; amounts stay the numbers they are.

    `digits` is how many there are behind the point, 0 to 4; left out, it stays.
    """
    code = currency_code(currency)
    ledger = work.dossier.ledger
    if ledger.rates and code != ledger.currency:
        said = f"The exchange rates of this project lead to {ledger.currency}; with them it cannot count in {code}."
        raise Refused(said, "currency", "rule")
    facts = work.dossier.project
    places = facts.currency_digits if digits is None else digits
    if not 0 <= places <= _MOST_DIGITS:
        raise Refused(f"Behind the point are 0 to {_MOST_DIGITS} digits.", "digits", "invalid")
    facts = replace(facts, currency=code, currency_digits=places)
    if ledger.currency:
        ledger = replace(ledger, currency=code)
    work.dossier = replace(work.dossier, project=facts, ledger=ledger)


@command(permission=Permission.PLAN)
def set_work_lengths(
    work: Work,
    *,
    hours_a_day: Decimal | None = None,
    hours_a_week: Decimal | None = None,
    days_a_month: int | None = None,
) -> None:
    """Say how many hours `1d` and `1w` stand for and how many days `1mo`; what is left out stays.

    Durations keep their hours: what was 3 days of 8 hours is shown as 4 days of 6. The calendars say when is worked.
    """
    told = work.dossier.plan.settings
    day = _minutes(hours_a_day, "hours_a_day", _HOURS_OF_DAY, told.minutes_per_day)
    week = _minutes(hours_a_week, "hours_a_week", _HOURS_OF_WEEK, told.minutes_per_week)
    month = told.days_per_month if days_a_month is None else days_a_month
    if week < day:
        raise Refused("A week has at least the hours of a day.", "hours_a_week", "invalid")
    if not 1 <= month <= _DAYS_OF_MONTH:
        raise Refused(f"A month has 1 to {_DAYS_OF_MONTH} days.", "days_a_month", "invalid")
    _set(work, minutes_per_day=day, minutes_per_week=week, days_per_month=month)


def _minutes(hours: Decimal | None, name: str, most: int, otherwise: int) -> int:
    if hours is None:
        return otherwise
    minutes = hours * 60
    if not 0 < hours <= most or minutes != int(minutes):
        said = f"{name.replace('_', ' ').capitalize()} are more than 0 and at most {most}, to the minute."
        raise Refused(said, name, "invalid")
    return int(minutes)


@command(permission=Permission.PLAN)
def set_day_ends(work: Work, *, begins: str, ends: str) -> None:
    """Say what time a date without one stands for: `begins`, such as 08:00, for starts, `ends` for finishes."""
    first, last = _clock(begins, "begins"), _clock(ends, "ends")
    if not first < last:
        raise Refused("The day ends after it begins.", "ends", "invalid")
    _set(work, default_start=first, default_finish=last)


def _clock(text: str, name: str) -> int:
    match = _CLOCK.match(text.strip())
    minutes = int(match[1]) * 60 + int(match[2] or 0) if match else -1
    if not 0 <= minutes <= _HOURS_OF_DAY * 60:
        raise Refused(f"{text!r} is no time of day; write 08:00.", name, "invalid")
    return minutes


@command(permission=Permission.PLAN)
def set_critical(
    work: Work, *, by: CriticalDefinition | None = None, within: Duration | None = None, near: Duration | None = None
) -> None:
    """Say what makes a task critical: total float of at most `within`, such as 0d, or being on the longest path.

    Tasks with at most `near` more are near critical; without it that follows from how long the project still takes.
    """
    told = work.dossier.plan.settings
    if near is not None and near < 0:
        raise Refused("What is near critical has no less float than what is critical.", "near", "invalid")
    limit = told.critical_threshold if within is None else within
    _set(work, critical=by or told.critical, critical_threshold=limit, near_threshold=near)


@command(permission=Permission.PLAN)
def set_conventions(
    work: Work,
    *,
    convention: Convention | None = None,
    lag_calendar: LagCalendar | None = None,
    late_constraints: LateConstraintMode | None = None,
    alap: AlapMode | None = None,
    out_of_sequence: OutOfSequence | None = None,
    elapsed_start: ElapsedStart | None = None,
    ss_lag_from: SsLagFrom | None = None,
    total_float: FloatKind | None = None,
    float_per_network: bool | None = None,
) -> None:
    """Choose how the plan is scheduled where tools differ; what is left out stays.

    `convention` is whose habits decide what the rules leave open. `lag_calendar`: whose working time a lag runs in.
    `late_constraints`: what no-later-than dates do to early dates. `alap`: how far as-late-as-possible tasks move.
    `out_of_sequence`: where remaining work goes that began before its predecessor ended. `total_float`: which float
    counts. `float_per_network`: whether each network of tasks has a critical path of its own.
    """
    told = {
        "convention": convention,
        "lag_calendar": lag_calendar,
        "late_constraints": late_constraints,
        "alap": alap,
        "out_of_sequence": out_of_sequence,
        "elapsed_start": elapsed_start,
        "ss_lag_from": ss_lag_from,
        "total_float": total_float,
        "float_per_network": float_per_network,
    }
    _set(work, **{name: value for name, value in told.items() if value is not None})


@command(permission=Permission.PLAN)
def schedule_from(work: Work, *, end: End, at: AnyAt | None = None) -> None:
    """Schedule from the project's start, as early as possible, or backwards from the finish `at`, as late as possible.

    Without a date the start or finish that the project has stays.
    """
    if end is End.START:
        start = work.held.schedule.start if at is None else at.start
        _set(work, schedule_from_finish=False, start=start, finish=None)
        return
    finish = work.held.schedule.finish if at is None else at.finish
    _set(work, schedule_from_finish=True, finish=finish)


def _set(work: Work, **told: Any) -> None:
    plan = work.dossier.plan
    settings = replace(plan.settings, **told)
    if settings != plan.settings:
        work.dossier = replace(work.dossier, plan=replace(plan, settings=settings))
