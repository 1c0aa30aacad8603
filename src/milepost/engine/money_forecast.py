"""What the project will cost and when it will end by its efficiency so far, in every variant (money.md 7, 8)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from milepost.engine.earned_value import EarnedSchedule, EarnedValue, at_completion_recent, ratio
from milepost.engine.money import Money
from milepost.engine.money_periods import RECENT, PeriodMoney
from milepost.engine.plan_value import plan_earned_schedule
from milepost.engine.units import Instant, Uid
from milepost.engine.worktime import WorkTimes

_NOTHING = Decimal(0)
#: Indices of a project less complete than this swing too much to be trusted.
UNSTABLE = Decimal("0.2")
#: A budget that asks for so much more efficiency than there has been will not be met.
UNREALISTIC = Decimal("0.10")


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to estimate the cost at completion: its code, the assumption in words, the amount or None."""

    code: str
    assumption: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class CostForecast:
    """Every estimate at completion, and the band the statistical ones span.

    `low` and `high` are the ends of the independent band (EAC_a, EAC_t, EAC_c), None where no index exists.
    `unstable` says that too little is complete for indices to mean much; `unrealistic` that the budget asks for
    an efficiency that has not been reached; `exhausted` that it is spent while work remains.
    """

    variants: tuple[Variant, ...]
    bottom_up: Decimal
    low: Decimal | None
    high: Decimal | None
    unstable: bool
    unrealistic: bool
    exhausted: bool

    @property
    def outside(self) -> bool:
        """Whether the bottom-up estimate lies outside the band of the statistical ones."""
        return self.low is not None and self.high is not None and not self.low <= self.bottom_up <= self.high


@dataclass(frozen=True, slots=True)
class TimeForecast:
    """Earned schedule in working days, the date it points to, and whether work is done in order.

    `finish` is the independent estimate of the completion date (IECD) at the rate so far; `adherence` the p-factor,
    None before anything is planned: below 0.9 work is done out of sequence. `critical` measures the critical tasks
    alone, as if they were the project; None where none of them has a budget.
    """

    earned: EarnedSchedule
    finish: Instant | None
    adherence: Decimal | None
    critical: EarnedSchedule | None = None


def cost_forecast(money: Money, months: tuple[PeriodMoney, ...] = ()) -> CostForecast:
    """Estimate the cost at completion in every way; the months, if given, add the recent efficiency."""
    value = money.total.value
    a, t, c = value.at_completion_atypical, value.at_completion, value.at_completion_composite
    variants = (
        Variant("EAC_a", "the rest costs what was budgeted", a),
        Variant("EAC_t", "the rest goes as well as the work so far", t),
        Variant("EAC_c", "being late costs money too", c),
        Variant("EAC_w", "cost efficiency weighs 0.8, schedule 0.2", value.at_completion_weighted),
        Variant("EAC_3", f"the rest goes as well as the last {RECENT} months", _recent(value, months)),
        Variant("EAC_b", "the accounts' own estimates", money.total.at_completion),
    )
    band = [each for each in (a, t, c) if each is not None] if value.cost_index is not None else []
    needed, reached = value.index_to_budget, value.cost_index
    return CostForecast(
        variants,
        money.total.at_completion,
        min(band, default=None),
        max(band, default=None),
        unstable=value.complete is None or value.complete < UNSTABLE,
        unrealistic=needed is not None and reached is not None and needed - reached > UNREALISTIC,
        exhausted=value.exhausted,
    )


def time_forecast(money: Money, *, times: WorkTimes | None = None) -> TimeForecast | None:
    """Measure the schedule in time by value earned; None without a baseline with cost and dates."""
    times = times or money.times
    worth = money.worth
    earned = {uid: worth.earned(uid, money.status) for uid in worth.planned.rows}
    whole = _earned_schedule(money, earned, times, None)
    if whole is None:
        return None
    critical = {dates.uid for dates in money.schedule.tasks if dates.critical and dates.uid in earned}
    chain = _earned_schedule(money, earned, times, critical)
    return TimeForecast(whole, _finish(money, whole, times), _adherence(money, whole, earned, times), chain)


def _earned_schedule(
    money: Money, earned: dict[Uid, Decimal], times: WorkTimes, only: set[Uid] | None
) -> EarnedSchedule | None:
    worth = sum((value for uid, value in earned.items() if only is None or uid in only), _NOTHING)
    return plan_earned_schedule(money.schedule, worth, times, status=money.status, only=only)


def _recent(value: EarnedValue, months: tuple[PeriodMoney, ...]) -> Decimal | None:
    past = [(m.earned, m.actual) for m in months if m.earned is not None and m.actual is not None][-RECENT:]
    if not past:
        return None
    earned = sum((e for e, _ in past), _NOTHING)
    actual = sum((a for _, a in past), _NOTHING)
    return at_completion_recent(
        value, EarnedValue(value.budget, value.planned, value.earned - earned, value.actual - actual)
    )


def _begin(money: Money) -> Instant:
    rows = money.worth.planned.rows.values()
    return min(row.start for row in rows if row.start is not None and row.cost)


def _finish(money: Money, earned: EarnedSchedule, times: WorkTimes) -> Instant | None:
    if earned.at_completion is None:
        return None
    minutes = int(earned.at_completion * money.schedule.plan.settings.minutes_per_day)
    return times.of_calendar(None).add(_begin(money), minutes)


def _adherence(
    money: Money, earned: EarnedSchedule, tasks_earned: dict[Uid, Decimal], times: WorkTimes
) -> Decimal | None:
    """P = sum of min(EV, PV at the earned schedule) / sum of PV at the earned schedule."""
    minutes = int(earned.earned * money.schedule.plan.settings.minutes_per_day)
    at = times.of_calendar(None).add(_begin(money), minutes)
    due = {uid: money.worth.planned.value(uid, at) for uid in tasks_earned}
    done = sum((min(tasks_earned[uid], planned) for uid, planned in due.items()), _NOTHING)
    return ratio(done, sum(due.values(), _NOTHING))
