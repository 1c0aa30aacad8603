"""From which size on something is worth saying: the review's settings (review.md 4, money.md 10)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from milepost.dossier.projects import Threshold


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every number a rule compares with; days are working days of the project, shares are of 1.

    Defaults are those of the trade's rules. `milestone_days` is the slip of a milestone worth a word,
    `float_watch_days` the float above which its loss is no news, `overload_hours` the excess over a
    month that is left to people's own judgement. An alert of the last review stays until its number is
    `easing` better than the limit, so that it does not come and go. `wide_range` is the pessimistic over the likely
    duration from which a critical task deserves a risk, `counted_twice` that from which its range may hold one.
    `confidence_margin` is by how much of what is left to certainty a deadline must be surer than its target.
    """

    cadence_days: int = 2
    milestone_days: int = 1
    stalled_days: int = 3
    used_share: Decimal = Decimal("0.80")
    behind_percent: int = 60
    stopped_times: int = 3
    nearly_percent: int = 85
    nearly_share: Decimal = Decimal("0.25")
    nearly_days: int = 5
    near_growth: Decimal = Decimal("0.20")
    float_drop_share: Decimal = Decimal("0.50")
    float_drop_days: int = 5
    float_watch_days: int = 20
    look_ahead_days: int = 10
    workload_days: int = 20
    overload_hours: int = 4
    concurrent_tasks: int = 3
    under_used: Decimal = Decimal("0.60")
    burn_out: Decimal = Decimal("1.10")
    burn_out_days: int = 10
    effort_over_progress: Decimal = Decimal("1.2")
    estimate_room: Decimal = Decimal("0.10")
    unbaselined: Decimal = Decimal("0.05")
    easing: Decimal = Decimal("0.10")
    index_amber: Decimal = Decimal("0.95")
    index_red: Decimal = Decimal("0.90")
    variance_amber: Decimal = Decimal("-0.05")
    variance_red: Decimal = Decimal("-0.10")
    eac_red: Decimal = Decimal("1.05")
    tcpi_gap: Decimal = Decimal("0.10")
    quiet_days: int = 10
    disagreement: Decimal = Decimal("0.10")
    stable: Decimal = Decimal("0.15")
    moved_share: Decimal = Decimal("0.05")
    calibrated: int = 10
    estimate_bias: float = 0.15
    must_share: Decimal = Decimal("0.60")
    trend_fit: Decimal = Decimal("0.6")
    trend_weeks: int = 6
    confidence_amber: Decimal = Decimal("0.8")
    confidence_red: Decimal = Decimal("0.5")
    confidence_margin: Decimal = Decimal(0)
    window_days: int = 14
    review_days_high: int = 7
    review_days_medium: int = 14
    review_days_low: int = 30
    exposure_jump: Decimal = Decimal("0.20")
    wide_range: Decimal = Decimal("2")
    counted_twice: Decimal = Decimal("1.5")
    currency_share: Decimal = Decimal("0.01")
    capital_points: Decimal = Decimal("0.05")
    forecast_bias: Decimal = Decimal("0.10")
    accrual_days: int = 31
    adequacy_amber: Decimal = Decimal(1)
    adequacy_red: Decimal = Decimal("0.75")
    burn_ratio: Decimal = Decimal("1.2")


DEFAULT = Thresholds()


def of_project(told: Iterable[Threshold]) -> Thresholds:
    """The usual thresholds with those that a project has otherwise; names of other rules are passed over."""
    known = {each.name: type(getattr(DEFAULT, each.name)) for each in fields(Thresholds)}
    values = {each.name: known[each.name](each.value) for each in told if each.name in known}
    return replace(DEFAULT, **values)


def inside(limits: Thresholds) -> Thresholds:
    """The thresholds at which an alert that is already up clears: 10 % of the distance inside (review.md 1)."""
    tenth = Decimal("0.1")
    return replace(
        limits,
        nearly_share=limits.nearly_share * (1 - tenth),
        near_growth=limits.near_growth * (1 - tenth),
        float_drop_share=limits.float_drop_share * (1 - tenth),
        under_used=limits.under_used * (1 + tenth),
        burn_out=1 + (limits.burn_out - 1) * (1 - tenth),
        effort_over_progress=1 + (limits.effort_over_progress - 1) * (1 - tenth),
        unbaselined=limits.unbaselined * (1 - tenth),
        index_amber=1 - (1 - limits.index_amber) * (1 - tenth),
        variance_amber=limits.variance_amber * (1 - tenth),
        tcpi_gap=limits.tcpi_gap * (1 - tenth),
        exposure_jump=limits.exposure_jump * (1 - tenth),
        currency_share=limits.currency_share * (1 - tenth),
        capital_points=limits.capital_points * (1 - tenth),
        forecast_bias=limits.forecast_bias * (1 - tenth),
        estimate_bias=limits.estimate_bias * (1 - float(tenth)),
        must_share=limits.must_share * (1 - tenth),
        burn_ratio=1 + (limits.burn_ratio - 1) * (1 - tenth),
        adequacy_amber=limits.adequacy_amber * (1 + tenth),
        confidence_margin=tenth,
    )
