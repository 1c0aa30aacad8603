"""Rules that hold two signals against each other: dates against value, value against cost (review.md 4.1, 4.8)."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.drafting import about_plan, offer
from milepost.advisor.finding import Evidence, Finding, Severity
from milepost.advisor.words import index, money
from milepost.engine.plan_value import plan_earned_schedule
from milepost.engine.units import Instant

_HALF = Decimal("0.5")


def forecasts_disagree(context: Context) -> Iterator[Finding]:
    """SCH-15 The network, the progress so far and the simulation foretell different finishes.

    Source: review.md 4.1, SCH-15. Trigger: the earliest and the latest of the network's finish, the finish that
    earned schedule implies (IECD: planned duration over SPI(t), once 15 % of the budget is earned, `stable`) and the
    finish half of all simulated outcomes keep (P50) lie more than 10 % of the remaining time apart
    (`disagreement`). Evidence: the dates, SPI(t). Proposals: check remaining durations and how progress is
    measured (N).
    """
    remaining = context.working(context.as_of, context.schedule.finish)
    rows = [("By its links", context.schedule.finish)]
    implied = earned_schedule_finish(context)
    if implied is not None:
        rows.append(("at the pace at which value was earned so far it would be", implied[0]))
    if context.likelihood is not None:
        rows.append(("half of all simulated outcomes end by", context.likelihood.finish(_HALF)))
    first, last = min(at for _, at in rows), max(at for _, at in rows)
    gap = context.working(first, last)
    if remaining <= 0 or gap <= context.limits.disagreement * remaining:
        return
    told = [f"{words} {context.date(at)}, {_apart(context, at)}" for words, at in rows[1:]]
    yield about_plan(
        "SCH-15",
        "forecasts",
        Severity.MEDIUM,
        f"By its links the project finishes on {context.date(context.schedule.finish)}; {'; '.join(told)}.",
        [
            *(Evidence(name, context.date(at)) for name, (_, at) in zip(_names(context, implied), rows, strict=True)),
            *([Evidence("Pace against plan, SPI(t)", implied[1])] if implied is not None else []),
        ],
        [
            offer(
                "check",
                "Check the remaining durations of the open tasks, and how their progress is measured.",
                "They cannot all be right: the rest is planned faster, slower or surer than the work so far went.",
            )
        ],
        measure=gap,
        root="cost" if implied is not None and implied[0] == last else "",
    )


def _names(context: Context, implied: tuple[Instant, str] | None) -> list[str]:
    found = ["By the network", *(["By the pace so far"] if implied is not None else [])]
    return [*found, *(["By simulation, 50 % sure"] if context.likelihood is not None else [])]


def _apart(context: Context, at: Instant) -> str:
    gap = context.working(context.schedule.finish, at)
    return f"{context.span(gap)} {'later' if gap >= 0 else 'earlier'}"


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
