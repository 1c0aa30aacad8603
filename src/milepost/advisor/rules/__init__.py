"""The rules of the review, by what they are about; each is a pure generator of findings."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from milepost.advisor.context import Context
from milepost.advisor.finding import Finding
from milepost.advisor.rules import (
    bias,
    confidence,
    dates,
    forecasts,
    funding,
    load,
    money,
    orders,
    pace,
    people,
    progress,
    quality,
    readiness,
    risk_upkeep,
    risks,
    staffing,
    trends,
)

Rule = Callable[[Context], Iterator[Finding]]

#: Every rule the review runs, in the order of the catalogue.
RULES: tuple[Rule, ...] = (
    *progress.RULES,
    *pace.RULES,
    *dates.RULES,
    *confidence.RULES,
    *trends.RULES,
    *readiness.RULES,
    *quality.RULES,
    *people.RULES,
    *staffing.RULES,
    *load.RULES,
    *money.RULES,
    *orders.RULES,
    *funding.RULES,
    *risks.RULES,
    *risk_upkeep.RULES,
    *bias.RULES,
    *forecasts.RULES,
)
