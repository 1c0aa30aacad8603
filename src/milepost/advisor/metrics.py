"""The numbers of a review, kept to compare with the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding, Severity
from milepost.advisor.foresight import foresee
from milepost.advisor.lights import load, slip
from milepost.advisor.summary import Metric
from milepost.advisor.value import earned_schedule, earned_value


def metrics(context: Context, findings: Sequence[Finding]) -> tuple[Metric, ...]:
    """Snapshot the review's numbers; None where the plan does not tell."""
    value, time = earned_value(context), earned_schedule(context)
    late = slip(context)
    asked, over = load(context)
    least = min((dates.total_float for dates in context.open), default=None)
    rows: list[tuple[str, Decimal | int | None, str]] = [
        ("finish_later", late, "working minutes"),
        ("least_float", least, "working minutes"),
        ("tasks_open", len(context.open), "tasks"),
        ("tasks_critical", sum(dates.critical for dates in context.open), "tasks"),
        ("tasks_near_critical", sum(dates.near_critical for dates in context.open), "tasks"),
        ("hours_asked", Decimal(asked) / 60, "hours in 4 weeks"),
        ("hours_over", Decimal(over) / 60, "hours in 4 weeks"),
        ("planned_value", value.planned if value else None, "money"),
        ("earned_value", value.earned if value else None, "money"),
        ("actual_cost", value.actual if value else None, "money"),
        ("budget", value.budget if value else None, "money"),
        ("cost_index", value.cost_index if value else None, "index"),
        ("schedule_index", value.schedule_index if value else None, "index"),
        ("schedule_index_time", time.index if time else None, "index"),
        ("estimate_at_completion", value.at_completion if value else None, "money"),
    ]
    rows += _foreseen(context)
    rows += [(f"dcma_{metric.number:02d}", metric.value, "share or index") for metric in context.health.metrics]
    rows += [
        (f"findings_{level.value.lower()}", sum(finding.severity is level for finding in findings), "findings")
        for level in Severity
    ]
    return tuple(Metric(key, None if number is None else Decimal(number), unit) for key, number, unit in rows)


def _foreseen(context: Context) -> Iterator[tuple[str, Decimal | int | None, str]]:
    """What the forecasts say: dates as minutes since 1970, money, shares."""
    seen = foresee(context)
    yield "finish_p50", seen.finish_p50, "instant"
    yield "finish_p80", seen.finish_p80, "instant"
    yield "deadline_confidence", min((row[2] for row in seen.promises), default=None), "share"
    yield "cost_p50", seen.cost_p50, "money"
    yield "cost_p80", seen.cost_p80, "money"
    yield "exposure", seen.exposure, "money"
    yield "estimate_bottom_up", seen.at_completion, "money"
    yield "contingency_left", seen.contingency, "money"
    need = context.contingency_need
    yield "contingency_adequacy", seen.contingency / need if need and seen.contingency is not None else None, "ratio"
