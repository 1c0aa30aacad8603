"""Closing periods: what the money was then stays as it was, and tells how good forecasts are (money.md 9, 12)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from itertools import accumulate

from milepost.engine.accounts import Ledger, PeriodClose
from milepost.engine.clock import moment
from milepost.engine.money import Money
from milepost.engine.money_periods import periods
from milepost.engine.notices import Notice, PlanRefusedError
from milepost.engine.units import Instant

_NOTHING = Decimal(0)
_DAY = 1440


def close_period(money: Money, end: Instant, *, reason: str = "") -> Ledger:
    """Close all months until an instant: the ledger with the values frozen that the project has at it.

    `end` is the first instant of the month after, no later than the day after the status date. Closing a month again
    restates it: that needs a reason, and both records stay. Raises PlanRefusedError with E-MONEY-CLOSED otherwise.
    """
    ledger, zone = money.books.ledger, money.schedule.plan.settings.zone
    months = [month for month in periods(money) if month.end <= end]
    if not months or months[-1].end != end:
        raise _refused(f"A period ends with a month; {moment(end, zone).isoformat()} is not the end of one.")
    if end - money.status > _DAY:
        raise _refused("A month is closed when it is over: set the status date to its last day first.")
    if not reason and any(close.end == end for close in ledger.closes):
        raise _refused("That month is closed already: give the reason to restate it.")
    close = PeriodClose(
        end=end,
        planned=list(accumulate(month.planned for month in months))[-1],
        earned=sum((month.earned or _NOTHING for month in months), _NOTHING),
        actual=sum((month.actual or _NOTHING for month in months), _NOTHING),
        estimate=money.total.at_completion,
        closed_at=money.status,
        reason=reason,
    )
    until = end if ledger.closed_until is None else max(end, ledger.closed_until)
    return replace(ledger, closes=(*ledger.closes, close), closed_until=until)


@dataclass(frozen=True, slots=True)
class ForecastAccuracy:
    """How far estimates at completion were from what the work cost in the end, as shares of it.

    `bias` is the mean error, positive where estimates were too high; `error` the mean of its size (MAPE); `by_lead` the
    mean size by how many closes before the last one an estimate was made.
    """

    bias: Decimal
    error: Decimal
    by_lead: tuple[tuple[int, Decimal], ...]


def forecast_accuracy(closes: Iterable[PeriodClose], final: Decimal) -> ForecastAccuracy | None:
    """Judge the estimates made at each close by the final cost; None without any or without a cost."""
    estimates = [close.estimate for close in _latest(closes)]
    if not estimates or not final:
        return None
    errors = [(estimate - final) / final for estimate in estimates]
    sizes = [abs(error) for error in errors]
    leads = tuple((len(sizes) - 1 - n, size) for n, size in enumerate(sizes))
    return ForecastAccuracy(sum(errors, _NOTHING) / len(errors), sum(sizes, _NOTHING) / len(sizes), leads)


def _latest(closes: Iterable[PeriodClose]) -> list[PeriodClose]:
    """The record that counts of each end, in order of time."""
    return [each for _, each in sorted({close.end: close for close in closes}.items())]


def _refused(words: str) -> PlanRefusedError:
    return PlanRefusedError((Notice("E-MONEY-CLOSED", words),))
