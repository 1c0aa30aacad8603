"""The figures a review begins with: what a sponsor asks for first."""

from __future__ import annotations

from milepost.advisor.finding import Severity
from milepost.advisor.summary import KeyDate, Review
from milepost.press.facts import PlanFacts
from milepost.press.forecast import ForecastFacts
from milepost.press.forecast import figures as forecast_figures
from milepost.press.report import Fact, Level
from milepost.press.words import amount, percent

#: Figures of the summary that give way to the forecast's, because the page has them below.
BELOW = ("Next milestone", "Critical tasks")


def figures(facts: PlanFacts, review: Review) -> tuple[Fact, ...]:
    """The numbers a sponsor asks for first."""
    finish = next((row for row in review.key_dates if row.task is None), None)
    following = next((row for row in review.key_dates if row.task is not None and not row.done), None)
    critical = sum(dates.critical for dates in facts.open)
    urgent = [one for one in review.findings if one.severity in (Severity.CRITICAL, Severity.HIGH)]
    found = []
    if finish:
        late = finish.later is not None and finish.later > 0
        found.append(
            Fact(
                "Project finish",
                facts.day(finish.now),
                "has passed, with work still open"
                if not finish.done and finish.now < review.as_of
                else later(finish, facts),
                light(review, "schedule") if late else None,
            )
        )
    if following:
        found.append(Fact("Next milestone", facts.day(following.now), following.name))
    found += money_figures(facts, review)
    found.append(Fact("Critical tasks", str(critical), f"of {len(facts.open)} open"))
    found.append(Fact("Needs a decision", str(len(urgent)), "findings for today or this week"))
    return tuple(found)


def light(review: Review, dimension: str) -> Level | None:
    """The light of a dimension, for the figures that belong to it."""
    return next((Level(row.light.value) for row in review.ratings if row.dimension == dimension), None)


def later(row: KeyDate, facts: PlanFacts) -> str:
    """How a key date stands against the baseline, in words."""
    if row.later is None:
        return "no baseline"
    if not row.later:
        return "as in the baseline"
    return f"{facts.span(abs(row.later))} {'later' if row.later > 0 else 'earlier'} than the baseline"


def money_figures(facts: PlanFacts, review: Review) -> list[Fact]:
    """Progress and cost as figures, where the plan has a baseline with costs."""
    known = {metric.key: metric.value for metric in review.metrics if metric.value is not None}
    currency = facts.dossier.project.currency
    found = []
    budget, earned, planned = (known.get(key) for key in ("budget", "earned_value", "planned_value"))
    if budget and earned is not None and planned is not None:
        found.append(Fact("Complete", percent(earned / budget), f"{percent(planned / budget)} planned by now"))
    estimate = known.get("estimate_at_completion")
    if budget and estimate is not None:
        over = estimate - budget
        note = f"{amount(abs(over), currency)} {'over' if over > 0 else 'under'} budget, at the efficiency so far"
        found.append(
            Fact("Cost at completion", amount(estimate, currency), note, light(review, "cost") if over > 0 else None)
        )
    return found


def with_confidence(known: tuple[Fact, ...], forecast: ForecastFacts | None) -> tuple[Fact, ...]:
    """Put how sure the finish and the tightest deadline are beside it, in place of what the page tells below anyway."""
    if forecast is None or not forecast.uncertain:
        return known
    sure = [fact for fact in forecast_figures(forecast) if not fact.name.startswith(("50 %", "80 % sure within"))]
    kept = [fact for fact in known if fact.name not in BELOW]
    return (*kept[:1], *sure, *kept[1:])
