"""Rules that hold two signals against each other: dates against value, value against cost (review.md 4.1, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer
from milepost.advisor.finding import Evidence, Finding, Severity
from milepost.advisor.words import index, money
from milepost.engine.plan_value import plan_earned_schedule
from milepost.engine.units import Instant


def forecasts_disagree(context: Context) -> Iterator[Finding]:
    """SCH-15 The network and the progress so far foretell different finishes.

    Source: review.md 4.1, SCH-15; money.md 8. Trigger: the network's finish and the finish that earned
    schedule implies (IECD: planned duration over SPI(t)) lie more than 10 % of the remaining time
    apart (`disagreement`), once 15 % of the budget is earned (`stable`). The third date of the
    catalogue, P50, needs a simulation. Evidence: both dates, SPI(t). Proposals: check remaining
    durations and how progress is measured (N).
    """
    implied = earned_schedule_finish(context)
    remaining = context.working(context.as_of, context.schedule.finish)
    if implied is None or remaining <= 0:
        return
    finish, pace = implied
    gap = context.working(context.schedule.finish, finish)
    if abs(gap) <= context.limits.disagreement * remaining:
        return
    than = "later" if gap > 0 else "earlier"
    yield about_plan(
        "SCH-15",
        "forecasts",
        Severity.MEDIUM,
        f"By its links the project finishes on {context.date(context.schedule.finish)}; at the pace at which value was "
        f"earned so far it would be {context.date(finish)}, {context.span(gap)} {than}.",
        [
            Evidence("By the network", context.date(context.schedule.finish)),
            Evidence("By the pace so far", context.date(finish)),
            Evidence("Pace against plan, SPI(t)", pace),
        ],
        [
            offer(
                "check",
                "Check the remaining durations of the open tasks, and how their progress is measured.",
                "One of the two is wrong: the rest is planned faster or slower than the work so far went.",
            )
        ],
        measure=abs(gap),
        root="cost" if gap > 0 else "",
    )


def earned_schedule_finish(context: Context) -> tuple[Instant, str] | None:
    """The finish that earned schedule implies, and SPI(t) in words; None where nothing stable can be told."""
    value, begin = context.value, baseline_start(context)
    if value is None or value.complete is None or begin is None or value.complete < context.limits.stable:
        return None
    earned = plan_earned_schedule(context.schedule, value.earned, context.times)
    if earned is None or earned.at_completion is None or earned.index is None or not value.remaining:
        return None
    line = context.times.of_calendar(None)
    return line.add(line.next(begin), int(earned.at_completion * context.day)), index(earned.index)


def baseline_start(context: Context) -> Instant | None:
    """When the budgeted work of the baseline begins."""
    rows = (context.baseline.get(dates.uid) for dates in context.leaves)
    return min((row.start for row in rows if row is not None and row.cost and row.start is not None), default=None)


def value_without_cost(context: Context) -> Iterator[Finding]:
    """X-01 Value was earned without cost, or cost was booked without progress.

    Source: review.md 4.8, X-01. Trigger: since a previous file at least two weeks (`quiet_days`) old,
    earned value or actual cost moved by more than 5 % of the budget (`moved_share`) while the other
    moved by less than a tenth of that. Evidence: both movements. Proposals: look for missing accruals
    or for soft percentages (N).
    """
    before = context.previous
    if before is None or context.value is None or before.value is None or not context.value.budget:
        return
    if context.working(before.as_of, context.as_of) < context.limits.quiet_days * context.day:
        return
    earned = context.value.earned - before.value.earned
    spent = context.value.actual - before.value.actual
    much = context.limits.moved_share * context.value.budget
    if not (max(earned, spent) > much and min(earned, spent) < much / 10):
        return
    gained, paid = money(earned, context.currency), money(spent, context.currency)
    if earned > spent:
        said = f"Work worth {gained} was reported done since {context.date(before.as_of)}, but only {paid} was booked."
        ask = "Ask for the cost that is not booked yet, and whether the percentages rest on something finished."
    else:
        said = f"{paid} was booked since {context.date(before.as_of)}, but work worth only {gained} was reported done."
        ask = "Ask what the money bought, and for progress that is not reported yet."
    yield about_plan(
        "X-01",
        "value-and-cost",
        Severity.MEDIUM,
        said,
        [Evidence("Earned since", gained), Evidence("Spent since", paid)],
        [offer("ask", ask, "Value and cost of the same work belong in the same period.")],
        measure=abs(earned - spent),
        root="cost",
    )


RULES = (forecasts_disagree, value_without_cost)
