"""Which numbers of the review and of change control a project may have otherwise, and what each is usually."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from milepost.advisor.thresholds import DEFAULT
from milepost.dossier.dossier import Dossier
from milepost.forecasting.changes import ChangeLimits

_DAYS, _HOURS, _SHARE, _MONEY, _COUNT = "days", "hours", "share", "money", "count"
_CHANGES = ChangeLimits()
#: The most that a threshold of each kind may be.
MOST: Mapping[str, Decimal] = {
    _DAYS: Decimal(365),
    _HOURS: Decimal(1000),
    _SHARE: Decimal(1),
    _MONEY: Decimal(10) ** 9,
    _COUNT: Decimal(1000),
}


class ThresholdName(StrEnum):
    """A number that a project may have otherwise than usual."""

    CONFIDENCE_AMBER = "confidence_amber"
    CONFIDENCE_RED = "confidence_red"
    INDEX_AMBER = "index_amber"
    INDEX_RED = "index_red"
    ADEQUACY_AMBER = "adequacy_amber"
    MILESTONE_DAYS = "milestone_days"
    STALLED_DAYS = "stalled_days"
    FLOAT_WATCH_DAYS = "float_watch_days"
    LOOK_AHEAD_DAYS = "look_ahead_days"
    WORKLOAD_DAYS = "workload_days"
    OVERLOAD_HOURS = "overload_hours"
    CONCURRENT_TASKS = "concurrent_tasks"
    REVIEW_DAYS_HIGH = "review_days_high"
    REVIEW_DAYS_MEDIUM = "review_days_medium"
    REVIEW_DAYS_LOW = "review_days_low"
    MINOR_SHARE = "minor_share"
    MINOR_AMOUNT = "minor_amount"
    MAJOR_SHARE = "major_share"


@dataclass(frozen=True, slots=True)
class Known:
    """What a threshold is called and means, and what kind of number it is."""

    label: str
    kind: str
    help: str

    @property
    def whole(self) -> bool:
        """Whether only whole numbers make sense."""
        return self.kind in (_DAYS, _HOURS, _COUNT)


KNOWN: Mapping[ThresholdName, Known] = {
    ThresholdName.CONFIDENCE_AMBER: Known("Sure enough (P-level)", _SHARE, "A date surer than this is green."),
    ThresholdName.CONFIDENCE_RED: Known("Not sure enough", _SHARE, "A date less sure than this is red."),
    ThresholdName.INDEX_AMBER: Known("Indices, amber", _SHARE, "Cost and schedule index below this are amber."),
    ThresholdName.INDEX_RED: Known("Indices, red", _SHARE, "Cost and schedule index below this are red."),
    ThresholdName.ADEQUACY_AMBER: Known("Reserve covers", _SHARE, "Share of the need that the reserve has to cover."),
    ThresholdName.MILESTONE_DAYS: Known("Slip of a milestone", _DAYS, "A smaller slip is not worth a word."),
    ThresholdName.STALLED_DAYS: Known("Stalled task", _DAYS, "Without progress for so long a task is stalled."),
    ThresholdName.FLOAT_WATCH_DAYS: Known("Float that is watched", _DAYS, "Losing float beyond this is no news."),
    ThresholdName.LOOK_AHEAD_DAYS: Known("Look-ahead", _DAYS, "How far ahead the review lists what comes."),
    ThresholdName.WORKLOAD_DAYS: Known("Workload ahead", _DAYS, "How far ahead overload is looked for."),
    ThresholdName.OVERLOAD_HOURS: Known("Overload", _HOURS, "Excess over a month left to people's own judgement."),
    ThresholdName.CONCURRENT_TASKS: Known("Tasks at once", _COUNT, "More at the same time is a finding."),
    ThresholdName.REVIEW_DAYS_HIGH: Known("High risks looked at", _DAYS, "At least every so many days."),
    ThresholdName.REVIEW_DAYS_MEDIUM: Known("Medium risks looked at", _DAYS, "At least every so many days."),
    ThresholdName.REVIEW_DAYS_LOW: Known("Low risks looked at", _DAYS, "At least every so many days."),
    ThresholdName.MINOR_SHARE: Known("Minor change, share", _SHARE, "Up to this share of the budget."),
    ThresholdName.MINOR_AMOUNT: Known("Minor change, amount", _MONEY, "And up to this amount."),
    ThresholdName.MAJOR_SHARE: Known("Major change", _SHARE, "From this share of the budget on the sponsor decides."),
}
#: Which thresholds say who decides a change, and which lie below another.
OF_CHANGES = frozenset({ThresholdName.MINOR_SHARE, ThresholdName.MINOR_AMOUNT, ThresholdName.MAJOR_SHARE})
ORDERED = (
    (ThresholdName.CONFIDENCE_RED, ThresholdName.CONFIDENCE_AMBER),
    (ThresholdName.INDEX_RED, ThresholdName.INDEX_AMBER),
    (ThresholdName.REVIEW_DAYS_HIGH, ThresholdName.REVIEW_DAYS_MEDIUM),
    (ThresholdName.REVIEW_DAYS_MEDIUM, ThresholdName.REVIEW_DAYS_LOW),
    (ThresholdName.MINOR_SHARE, ThresholdName.MAJOR_SHARE),
)


def usual(name: ThresholdName) -> Decimal:
    """Give what a threshold is where a project does not say otherwise."""
    return Decimal(getattr(_CHANGES if name in OF_CHANGES else DEFAULT, name))


def value_of(dossier: Dossier, name: ThresholdName) -> Decimal:
    """Give what a threshold is in a project."""
    return next((each.value for each in dossier.thresholds if each.name == name), usual(name))
