"""The review as JSON for programs."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from milepost.advisor.finding import Finding, Proposal
from milepost.advisor.summary import KeyDate, Review, Upcoming
from milepost.dossier.edits import to_json
from milepost.engine.clock import moment
from milepost.engine.gao import Practice
from milepost.engine.health import Health
from milepost.engine.units import Instant


def review_document(review: Review, zone: str) -> dict[str, Any]:
    """A review as plain JSON values: instants ISO 8601 in the project's zone, tasks by uid, spans in minutes."""
    clock = _Clock(zone)
    return {
        "project": review.project,
        "as_of": clock.iso(review.as_of),
        "health": {"light": review.light.value, "headline": review.headline},
        "ratings": [
            {"dimension": r.dimension, "light": r.light.value, "trend": r.trend, "values": r.values, "rule": r.rule}
            for r in review.ratings
        ],
        "key_dates": [clock.key_date(row) for row in review.key_dates],
        "changes_since": clock.iso(review.changes_since),
        "changes": [{"sentence": change.sentence, "tasks": list(change.tasks)} for change in review.changes],
        "findings": [clock.finding(one) for one in review.findings],
        "resolved": [clock.finding(one) for one in review.resolved],
        "look_ahead": [clock.upcoming(one) for one in review.look_ahead],
        "gaps": list(review.gaps),
        "metrics": [{"key": m.key, "value": number(m.value), "unit": m.unit} for m in review.metrics],
        "quality": quality_document(review.quality),
        "briefing": review.briefing,
    }


def quality_document(health: Health) -> list[dict[str, Any]]:
    """The fourteen points as plain JSON values."""
    return [
        {
            "number": metric.number,
            "name": metric.name,
            "numerator": number(metric.numerator),
            "denominator": number(metric.denominator),
            "value": number(metric.value),
            "threshold": number(metric.threshold),
            "rule": metric.rule,
            "passed": metric.passed,
            "advisory": metric.advisory,
            "tasks": list(metric.tasks),
            "said": metric.said,
        }
        for metric in health.metrics
    ]


def practice_document(practices: tuple[Practice, ...]) -> list[dict[str, Any]]:
    """The ten practices as plain JSON values."""
    return [
        {
            "number": practice.number,
            "name": practice.name,
            "score": number(practice.score),
            "evidence": [
                {"name": part.name, "score": number(part.score), "said": part.said} for part in practice.parts
            ],
        }
        for practice in practices
    ]


def number(value: Decimal | None) -> int | float | None:
    """A number as JSON has it: whole where it is whole."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


class _Clock:
    """Writes records with instants in one zone."""

    def __init__(self, zone: str) -> None:
        self._zone = zone

    def iso(self, at: Instant | None) -> str | None:
        return None if at is None else moment(at, self._zone).isoformat(timespec="seconds")

    def finding(self, one: Finding) -> dict[str, Any]:
        return {
            "id": one.id,
            "check": one.check,
            "severity": one.severity.value,
            "headline": one.headline,
            "trend": one.trend.value,
            "tasks": list(one.tasks),
            "resources": list(one.resources),
            "due": self.iso(one.due),
            "stake_minutes": one.stake,
            "cost": number(one.cost),
            "root": one.root,
            "under": one.under,
            "evidence": [{"name": f.name, "value": f.value, "tasks": list(f.tasks)} for f in one.evidence],
            "proposals": [self.proposal(offered) for offered in one.proposals],
        }

    def proposal(self, offered: Proposal) -> dict[str, Any]:
        return {
            "id": offered.id,
            "sentence": offered.sentence,
            "rationale": offered.rationale,
            "method": offered.method,
            "do_nothing": offered.do_nothing,
            "edits": [to_json(edit) for edit in offered.edits],
            "effects": [
                {"measure": e.measure, "before": e.before, "after": e.after, "change": e.change}
                for e in offered.effects
            ],
            "note": offered.note,
        }

    def key_date(self, row: KeyDate) -> dict[str, Any]:
        return {
            "task": row.task,
            "name": row.name,
            "baseline": self.iso(row.baseline),
            "previous": self.iso(row.previous),
            "now": self.iso(row.now),
            "later_minutes": row.later,
            "sure": self.iso(row.sure),
            "deadline": self.iso(row.deadline),
            "done": row.done,
        }

    def upcoming(self, one: Upcoming) -> dict[str, Any]:
        return {
            "task": one.task,
            "name": one.name,
            "start": self.iso(one.start),
            "finish": self.iso(one.finish),
            "who": one.who,
            "critical": one.critical,
            "starts": one.starts,
            "missing": list(one.gaps),
        }
